"""What letters leave out, and what they have from reports that say otherwise: of every pathway, with what is none."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.unit.test_contradict_states import (
    BREAST,
    CELLS,
    COLON,
    COUPLE,
    DRUGS,
    ENDO,
    FIBROIDS,
    HIP,
    KNEE,
    LETTER,
    MEETING,
    PROSTATE,
    RA,
    SPINE,
    Told,
    blood,
    letter,
    report,
    told_of,
)

DISC, THYROID = "hernie-discale-lombaire", "cancer-thyroide-nodule"
SCOPE, WARD = "compte_rendu_endoscopie", "compte_rendu_hospitalisation"


def cells(text: str) -> Told:
    return CELLS, "2026-10-02", text


def prescribed(text: str, day: str = "2026-09-20") -> Told:
    return DRUGS, day, text


LEFT_OUT = [
    # No treatment at all, or a list of them, and a paper that names one that matters.
    (KNEE, (letter("Aucun traitement en cours."), prescribed("Plavix 75 mg : 1 le midi")), True),
    (BREAST, (letter("Elle ne prend aucun traitement."), prescribed("Estreva gel : 1 pression par jour")), True),
    (SPINE, (letter("Ne prend rien. Aucun traitement."), prescribed("Norditropine 1,2 mg le soir")), True),
    (HIP, (letter("Traitement : ramipril et metformine."), prescribed("Enbrel 50 mg par semaine")), True),
    (HIP, (letter("Traitement habituel : ramipril."), prescribed("Eliquis 5 mg matin et soir")), True),
    (COLON, (letter("Pour seul traitement, une statine."), prescribed("Xarelto 20 mg le soir")), True),
    (ENDO, (letter("Aucun traitement hormonal."), prescribed("Cerazette : 1 par jour, en continu")), True),
    (THYROID, (letter("Traitement : ramipril seulement."), prescribed("Biotine 10 mg : 1 par jour")), True),
    (HIP, (letter("Traitement : ramipril."), (DRUGS, "2026-11-02", "Enbrel 50 mg, depuis 2020")), True),
    (HIP, (letter("Traitement : ramipril."), (LETTER, "2026-09-02", "Il est sous apixaban depuis 2021.")), True),
    # The letter names it or its class; it is started later, stopped, or not taken; the list is of what failed.
    (HIP, (letter("Traitement : ramipril, biothérapie."), prescribed("Enbrel 50 mg par semaine")), False),
    (HIP, (letter("Traitement : ramipril."), (DRUGS, "2026-11-02", "Eliquis 5 mg matin et soir")), False),
    (HIP, (letter("Traitement : ramipril."), prescribed("Plavix 75 mg : arrêté en mars 2024")), False),
    (HIP, (letter("Traitement : ramipril."), prescribed("Pas d'apixaban.")), False),
    (HIP, (letter("Traitement : ramipril."), prescribed("Amlodipine 5 mg le matin")), False),
    (RA, (letter("Historique des traitements : hydroxychloroquine."), prescribed("Kardegic 75 mg le midi")), False),
    (ENDO, (letter("Aucun traitement hormonal."), prescribed("Kardegic 75 mg le midi")), False),
]


@pytest.mark.parametrize(("pathway", "told", "left_out"), LEFT_OUT)
def test_a_treatment_that_matters_is_left_out(
    pathway: str,
    told: tuple[Told, ...],
    left_out: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    conflicts = told_of(pathways[pathway], vocabulary, clinical_reader, *told, sex="F")
    assert [c.key for c in conflicts] == (["traitement"] if left_out else [])
    assert all(c.filenames == ("d1.pdf", "d2.pdf") for c in conflicts)


def test_what_is_said_of_the_partner_is_held_against_the_partners_papers(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = letter("Ce couple est infertile. Monsieur, 40 ans, est gardien. Pas de sport. Aucun traitement.")
    conflicts = told_of(pathways[COUPLE], vocabulary, clinical_reader, told, prescribed("Cerazette : 1 par jour"))
    assert not conflicts


DISEASES = [
    ("HTA, pas d'autre problème de santé.", "Syndrome coronarien en 2018, stent actif.", ["antecedents"]),
    ("HTA pour seul antécédent.", "Diabète de type 2 depuis 2009, insuline glargine.", ["antecedents"]),
    ("Pas d'antécédent cardiovasculaire signalé.", "Infarctus en 2018, stent actif.", ["antecedent_cardiovasculaire"]),
    ("Antécédents : néant.", "Fibrillation atriale anticoagulée.", ["antecedents"]),
    ("HTA et stent, pas d'autre antécédent.", "Syndrome coronarien en 2018, stent actif.", []),
    ("HTA, pas d'autre antécédent chirurgical.", "Syndrome coronarien en 2018, stent actif.", []),
    ("HTA pour seul antécédent.", "Pas de diabète de type 2.", []),
    ("HTA pour seul antécédent.", "Sa mère : diabète de type 2.", []),
]


@pytest.mark.parametrize(("said", "known", "keys"), DISEASES)
def test_a_disease_that_matters_is_left_out(
    said: str,
    known: str,
    keys: list[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    stay = (WARD, "2026-06-12", known)
    assert [c.key for c in told_of(pathways[KNEE], vocabulary, clinical_reader, letter(said), stay)] == keys


RETOLD = [
    (ENDO, (letter("Voies urinaires libres."), report("Urétéro-hydronéphrose gauche.")), ["hydronephrose"]),
    (ENDO, (letter("Reins normaux."), report("Dilatation pyélo-calicielle droite.")), ["hydronephrose"]),
    (ENDO, (letter("Voies urinaires libres."), report("Pas de dilatation pyélo-calicielle.")), []),
    (PROSTATE, (letter("Maladie localisée."), report("Lésions très évocatrices de métastases.")), ["extension"]),
    (PROSTATE, (letter("Pas de métastase."), report("Métastases osseuses de L2.")), ["extension"]),
    (PROSTATE, (letter("Maladie localisée."), report("Recherche de métastases : négative.")), []),
    # Another report bears the letter out; a letter against a letter is no report retold.
    (COLON, (letter("Pas de métastase."), (LETTER, "2026-10-20", "Métastases osseuses de L2.")), []),
    (
        COLON,
        (letter("Métastases du foie."), report("Métastases du foie, segment VI."), report("Pas de métastase.")),
        [],
    ),
    (
        KNEE,
        (letter("Cicatrice propre et sèche."), (LETTER, "2026-10-09", "La cicatrice suinte.")),
        "suintement_cicatrice",
    ),
    (KNEE, (letter("Cicatrice sèche."), (LETTER, "2026-10-09", "Cicatrice souple.")), []),
    (COLON, (letter("Un ganglion positif sur 18."), cells("pT3 pN0, 0 N+/18.")), "ganglions"),
    (BREAST, (letter("Aucun ganglion envahi."), cells("Deux ganglions métastatiques sur trois.")), "ganglions"),
    (BREAST, (letter("Pas d'envahissement ganglionnaire."), cells("Trois ganglions indemnes.")), []),
    (BREAST, (letter("Lésion multifocale."), report("Lésion unifocale du sein gauche.")), "multifocalite"),
    (BREAST, (letter("HER2 positif."), cells("HER2 : score 1+, négatif.")), "her2"),
    (BREAST, (letter("HER2 négatif."), cells("HER2 2+, SISH non amplifié : négatif.")), []),
    (BREAST, (letter("HER2 négatif."), cells("HER2 : score 2+, équivoque. SISH demandée, à suivre.")), "her2"),
    (BREAST, (letter("HER2 négatif."), cells("HER2 : score 2+.\nFISH : ratio 1,1, non amplifié.")), []),
    (BREAST, (letter("HER2 positif."), cells("HER2 : score 3+.")), []),
    (COLON, (letter("Tumeur résiduelle."), (SCOPE, "2026-10-08", "Réponse quasi complète.")), "reponse_tumorale"),
    (COLON, (letter("Marges saines."), cells("Marge circonférentielle envahie, R1.")), "marges"),
    (PROSTATE, (letter("Marges saines."), cells("Marge apicale positive. Autres marges saines.")), "marges"),
    (PROSTATE, (letter("Capsule respectée."), report("Franchissement capsulaire net.")), "extension_extraprostatique"),
    (RA, (letter("MTX 10 mg par semaine."), prescribed("Méthotrexate 10 mg : 1 comprimé par jour")), "mtx_dose"),
    (RA, (letter("MTX 10 mg, le lundi."), prescribed("MTX 10 mg le lundi, acide folique 5 mg par jour")), []),
    (
        RA,
        (letter("Radiographies sans érosion."), report("Pas d'érosion des mains. Érosion certaine du pied.")),
        "erosions",
    ),
    (RA, (letter("PR séropositive."), blood("Anti-CCP négatifs.")), "auto_anticorps"),
    (DISC, (letter("Force 5/5."), (LETTER, "2026-10-10", "Releveurs à 3/5, steppage.")), "deficit"),
    (DISC, (letter("Hernie L5-S1 non compressive."), report("Compression de la racine S1.")), "conflit_radiculaire"),
    (KNEE, (letter("LCA intact."), report("Rupture complète du ligament croisé antérieur.")), "lca"),
    (
        KNEE,
        (letter("Arthrose isolée du compartiment interne."), report("Arthrose tricompartimentale.")),
        "compartiments",
    ),
    (THYROID, (letter("Cordes vocales mobiles."), report("Paralysie récurrentielle gauche.")), "cordes_vocales"),
    (THYROID, (letter("Nodule froid."), report("Nodule droit hyperfixant, extinctif.")), "scintigraphie"),
    (THYROID, (letter("Pas d'adénopathie."), report("Adénopathie suspecte du secteur IV.")), "adenopathies"),
    (
        FIBROIDS,
        (letter("Elle souhaite une grossesse."), (LETTER, "2026-09-10", "Ne souhaite plus de grossesse.")),
        "projet_grossesse",
    ),
    (COUPLE, (letter("Infertilité par anovulation."), report("Cycle ovulatoire.")), "ovulation"),
    (
        COLON,
        (letter("Tumeur pT3 N1a."), (MEETING, "2026-10-08", "Tumeur pT3 N1a."), cells("Tumeur pT3 pN0.")),
        "ganglions",
    ),
]


@pytest.mark.parametrize(("pathway", "told", "key"), RETOLD)
def test_a_letter_against_the_report(
    pathway: str,
    told: tuple[Told, ...],
    key: str | list[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    conflicts = told_of(pathways[pathway], vocabulary, clinical_reader, *told, sex="F")
    assert [c.key for c in conflicts] == ([key] if isinstance(key, str) else key)
    assert all(len(c.filenames) == len(told) for c in conflicts)


DENIALS = [
    # A specimen without the disease that another one shows, and other words than those that are affirmed.
    (BREAST, (cells("Carcinome infiltrant de 14 mm."), cells("Pas de carcinome infiltrant sur ce matériel."))),
    (COUPLE, (letter("Infertilité tubaire gauche."), report("Pas d'hydrosalpinx."))),
    # A size of something else, a sign that came on, an operation that is not to be done yet.
    (BREAST, (letter("Carcinome du sein gauche de 14 mm."), cells("Sein gauche : carcinome in situ de 3 mm."))),
    (DISC, (letter("Pas de trouble sphinctérien."), (LETTER, "2026-10-25", "Hypoesthésie en selle."))),
    (KNEE, (letter("Méniscectomie en 2011."), report("Ne programmer aucune chirurgie avant l'équilibre."))),
    (BREAST, (report("Embols 0."), cells("Pas d'embole."))),
]


@pytest.mark.parametrize(("pathway", "told"), DENIALS)
def test_what_only_looks_like_a_contradiction(
    pathway: str,
    told: tuple[Told, ...],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    assert not told_of(pathways[pathway], vocabulary, clinical_reader, *told, sex="F")


def test_an_operation_for_later_is_not_proposed(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    for said, keys in (
        ("Je propose une embolisation. Hystérectomie en cas d'échec.", []),
        ("Je lui ai présenté l'embolisation et l'hystérectomie. Elle réfléchit.", []),
        ("Elle a le choix entre embolisation et hystérectomie.", []),
        ("Je lui ai présenté le principe de l'intervention et je propose une hystérectomie.", ["surgery_proposed"]),
        ("Je propose une hystérectomie.", ["surgery_proposed"]),
    ):
        answers = {"surgery_proposed": False}
        found = told_of(pathways[FIBROIDS], vocabulary, clinical_reader, letter(said), answers=answers)
        assert [c.key for c in found] == keys


def test_a_letter_leans_on_a_strangers_report_whose_day_it_gives(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    stranger = "IRM DU RACHIS LOMBAIRE\nPetite protrusion L5-S1 gauche."
    own = (report("x")[0], "2026-10-10", "IRM DU RACHIS LOMBAIRE\nHernie discale L4-L5 droite.")
    for said, keys in (("J'ai vu l'IRM du 3 septembre.", ["patient"]), ("J'ai vu l'IRM du 10 octobre.", [])):
        told = told_of(pathways[DISC], vocabulary, clinical_reader, letter(said), own, stranger=stranger)
        assert [c.key for c in told] == keys


def test_a_strangers_report_of_the_month_that_shows_something_else_may_be_taken_for_the_patients(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    own = (report("x")[0], "2026-09-20", "IRM DU RACHIS LOMBAIRE\nM. DUPIN Luc\nHernie L5-S1 gauche. Modic 1 en L5-S1.")
    quiet = letter("Sciatique S1 gauche depuis six semaines.")
    for stranger, told in (
        ("IRM DU RACHIS LOMBAIRE\nM. DUPAIN Lucas\nPas de hernie discale. Modic 2 en L5-S1.", True),
        ("IRM DU RACHIS LOMBAIRE\nM. DUPAIN Lucas\nHernie discale. Modic 1 en L5-S1.", False),
        ("IRM DU RACHIS LOMBAIRE\nMme DUPAIN Lucie\nPas de hernie discale. Modic 2 en L5-S1.", False),
        ("RADIOGRAPHIE DU THORAX\nM. DUPAIN Lucas\nNormale.", True),
    ):
        found = told_of(pathways[DISC], vocabulary, clinical_reader, quiet, own, stranger=stranger, sex="M")
        assert ("patient" in [c.key for c in found]) is told


def test_a_letter_leans_on_a_strangers_result_of_whose_kind_and_day_it_speaks(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    stranger = "LABORATOIRE\nCRP 3,1 mg/L\nVS 10 mm"
    own = ("biologie", "2026-09-12", "LABORATOIRE\nCRP 41 mg/L\nVS 52 mm")
    for said, keys in (
        ("Biologie du 3 septembre reçue au cabinet : normale.", ["patient"]),
        ("La prise de sang du 03/09 est rassurante.", ["patient"]),
        ("Biologie du 12 septembre : syndrome inflammatoire.", []),
        ("Je l'ai vue le 3 septembre, analyses à faire.", []),
        ("Le bilan est rassurant, CRP à 3,1.", ["patient"]),
        ("CRP à 41.", []),
    ):
        given = {"stranger": stranger, "stranger_kind": "biologie"}
        written = ("courrier", "2026-09-25", said)
        told = told_of(pathways["polyarthrite-rhumatoide"], vocabulary, clinical_reader, written, own, **given)
        assert [c.key for c in told if c.key == "patient"] == keys


def test_a_number_copied_from_a_report_is_its_number(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    eos = (report("x")[0], "2026-03-24", "EOS. Courbure thoracique droite : angle de Cobb 27°.")
    for said, keys in (
        ("Radiographies de mars : courbure thoracique droite, Cobb 32°.", ["cobb_principal"]),
        ("Courbure thoracique droite, Cobb 31°.", []),
    ):
        assert [c.key for c in told_of(pathways[SPINE], vocabulary, clinical_reader, letter(said), eos)] == keys
