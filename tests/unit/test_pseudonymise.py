"""What goes and what stays: invented letters, names known and unknown, and the words of medicine."""

from datetime import date

import pytest

from engine.domain.identifying import IdentifyingTables, Identity, Pseudonymised
from engine.pathways.identifying import load_identifying
from engine.steps.deidentify.pseudonymise import Pseudonymiser, shift_of
from engine.steps.deidentify.shift_dates import Shift

SHIFT = Shift(-280)


@pytest.fixture(scope="module")
def tables() -> IdentifyingTables:
    return load_identifying()


def done(text: str, tables: IdentifyingTables, identity: Identity | None = None) -> Pseudonymised:
    return Pseudonymiser(identity or Identity(patient=()), SHIFT, tables).learn([text]).apply(text)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Je revois Mme VALCHÉRINE Ombeline ce jour.", ["VALCHÉRINE", "Ombeline"]),
        ("Le Dr Hippolyte de Brumeval m'a adressé", ["Hippolyte", "Brumeval"]),
        ("vu par le docteur Rouge puis par Mlle BLANC", ["Rouge", "BLANC"]),
        ("Biologistes : J.-P. CASTELOMBRE, Inès ROUVENAC", ["J.-P.", "CASTELOMBRE", "Inès", "ROUVENAC"]),
        ("Nom de naissance : ZOUMBRIS\nPrénom : aziliz", ["ZOUMBRIS", "aziliz"]),
        ("Validé électroniquement par Maud TRISTEPIERRE", ["Maud", "TRISTEPIERRE"]),
        ("FADIL MARIONS, Yassine", ["FADIL", "MARIONS", "Yassine"]),
        ("Secrétariat médical\nMarie Côte\nTél : 01 00 00 00 12", ["Marie", "Côte", "01 00 00 00 12"]),
        ("Son mari, Hubert, préfère attendre.", ["Hubert"]),
        ("Monsieur N'GUESSOMBRE rentre chez lui à Lille.", ["N'GUESSOMBRE", "Lille"]),
        ("opérée à la clinique Sainte-Brume en 2019", ["Sainte-Brume", "2019"]),
        ("Hôpital Tenon le 3 mars 2024", ["Tenon", "3 mars 2024"]),
        ("12 bis, rue du Moulin-Gris\n29870 PLOUVENTEUX", ["rue du Moulin-Gris", "29870", "PLOUVENTEUX"]),
        ("Tél. 06-12-34-56-78, +33 6 98 76 54 32", ["06-12-34-56-78", "6 98 76 54 32"]),
        ("c.brumeval@cabinet-invente.exemple", ["brumeval", "cabinet-invente"]),
        ("N° SS : 2 71 04 83 118 042 38", ["2 71 04 83 118 042 38"]),
        ("INS 271048311804238", ["271048311804238"]),
        ("RPPS : 10003456781 – FINESS 830017654", ["10003456781", "830017654"]),
        ("IPP 100482913, dossier n° 25-0314-00872", ["100482913", "25-0314-00872"]),
        ("DECT 54127 ; examen n° IRM2503118", ["54127", "IRM2503118"]),
    ],
)
def test_what_identifies_goes(text: str, gone: list[str], tables: IdentifyingTables) -> None:
    out = done(text, tables).text
    assert [word for word in gone if word in out] == []


@pytest.mark.parametrize(
    "text",
    [
        "Nodules de Bouchard et d'Heberden, signe de Lasègue négatif, Basedow guérie.",
        "Gleason 7 (4+3), Kellgren et Lawrence 3, Cobb 34°, Risser 2, Lenke 1A.",
        "Genou gauche : pincement modéré de l'interligne interne, Kellgren et Lawrence 2.",
        "Trichrome de Masson, fracture de Mason II, maladie de Crohn, Glasgow 15.",
        "Score de Lequesne 11, test de Trendelenburg positif, Postel-Merle d'Aubigné 15.",
        "EU-TIRADS 4, Bethesda III, ISUP 3, ACR 5, rASRM IV, Enzian A2.",
        "LEVOTHYROX 75 µg, KARDEGIC 75 mg, Xarelto 20 mg, Humira, Méthotrexate 15 mg/semaine.",
        "Adénocarcinome lieberkühnien cT3N1M0, stade de Dukes C, Karnofsky 90 %.",
        "Hémoglobine 14,1 g/dL, Créatinine 78 µmol/L, PSA total 6,80 ng/mL, DFG 62 106.",
        "Patiente de 66 ans, G2P2, IMC 27,4 kg/m², TA 12/7.",
        "COMPTE RENDU D'IRM DU GENOU DROIT\nTECHNIQUE\nSéquences T1, T2 Dixon.",
        "IRM Siemens 1,5 T ; Doppler normal ; Holter sans particularité.",
        "A. Sein droit\nB. Peau\nC. Ganglion axillaire",
    ],
)
def test_the_words_of_medicine_stay(text: str, tables: IdentifyingTables) -> None:
    assert done(text, tables).text == text


def test_one_person_is_one_surrogate_under_every_writing(tables: IdentifyingTables) -> None:
    text = "Pr Anselme TRÉGOMBRE\nLe Dr Trégombre revoit Mme Ladouve.\nAdressée par A. TREGOMBRE."
    out = done(text, tables).text
    assert out == "Pr [MÉDECIN 1]\nLe Dr [MÉDECIN 1] revoit Mme [PERSONNE 1].\nAdressée par [MÉDECIN 1]."


def test_the_known_identity_goes_also_damaged_spaced_out_and_glued(tables: IdentifyingTables) -> None:
    known = Identity(patient=("Valchérine", "Ombeline"), doctors=("Dr Hippolyte BRUMEVAL, urologue",))
    text = "MmeVALCHERINE ; V A L C H E R I N E ; VALCHER1NE... VALCHERIME Ombelime ; vu avec Brumevai hier"
    out = done(text, tables, known).text
    for part in ("VALCHERINE", "V A L C H", "VALCHERIME", "Ombelime", "Brumevai"):
        assert part not in out
    assert "[PATIENT]" in out


def test_an_eponym_survives_in_the_dossier_of_a_namesake(tables: IdentifyingTables) -> None:
    known = Identity(patient=("Basedow", "Ombeline"))
    out = done("Mme BASEDOW n'a pas de maladie de Basedow.", tables, known).text
    assert out == "Mme [PATIENT] n'a pas de maladie de Basedow."


def test_a_name_introduced_on_one_page_is_found_bare_on_another(tables: IdentifyingTables) -> None:
    pages = ["Dr Côme LALOMBRE, chirurgien", "Lalombre propose une arthroscopie."]
    out = Pseudonymiser(Identity(patient=()), SHIFT, tables).learn(pages).apply(pages[1]).text
    assert out.endswith("propose une arthroscopie.")
    assert "Lalombre" not in out


def test_every_place_of_the_new_text_leads_back(tables: IdentifyingTables) -> None:
    text = "Mme VALCHÉRINE, vue le 14/03/2025 par le Dr Brumeval, souffre du genou droit."
    new = done(text, tables)
    at = new.text.index("souffre du genou")
    start, end = new.original(at, at + len("souffre du genou"))
    assert text[start:end] == "souffre du genou"
    # A stretch that cuts a surrogate takes the whole of what it stands for.
    start, end = new.original(0, new.text.index("]"))
    assert text[start:end] == "Mme VALCHÉRINE"
    for piece in new.replaced:
        assert text[piece.start : piece.end] == piece.old
        assert new.text[piece.new_start : piece.new_end] == piece.new
        assert new.original(piece.new_start, piece.new_end) == (piece.start, piece.end)


def test_the_shift_is_the_dossiers_own_and_tells_nothing_without_the_key() -> None:
    key, other = b"k" * 32, b"l" * 32
    shifts = {shift_of(f"dossier-{n}", key).days for n in range(200)}
    assert shift_of("dossier-1", key) == shift_of("dossier-1", key)
    assert len(shifts) > 50
    assert [shift_of(f"dossier-{n}", other) for n in range(20)] != [shift_of(f"dossier-{n}", key) for n in range(20)]
    assert all(days % 7 == 0 and -910 <= days <= -189 for days in shifts)


def test_an_age_stays_and_a_birth_moves_with_the_rest(tables: IdentifyingTables) -> None:
    out = done("Née le 02/09/1958, 66 ans le 14/03/2025.", tables).text
    assert out == "Née le 26/11/1957, 66 ans le 07/06/2024."
    assert (date(2025, 3, 14) - date(1958, 9, 2)) == (date(2024, 6, 7) - date(1957, 11, 26))
