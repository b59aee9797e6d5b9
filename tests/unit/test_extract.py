"""Facts with their place: value, unit, side, polarity, bearer, day and role, from pages as people send them."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.document import Page
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import LONGEST_QUOTE, extract
from engine.steps.places import read_places
from tests.builders import a_document, a_page, a_place, facts_in

IRM = (
    "IRM PELVIENNE du 12/01/2026\nIndication : douleurs, EVA 7/10. Mère : cancer du sein à 48 ans.\n"
    "Résultats :\nEndométriome gauche de 32 mm. Pas d'adénomyose.\nOvaire droit sans endométriome.\n"
    "Probable nodule du torus.\nConclusion : endométriose ovarienne gauche."
)
KNEE = (
    "RADIOGRAPHIES DES GENOUX du 14/01/2026\nGenou droit : pincement complet, Kellgren 4.\n"
    "Genou gauche : pincement débutant, Kellgren 2.\n\n              Droit   Gauche\nHKA     174°    178°\n"
    "Pas de laxité. IMC 31,2 kg/m². Chondrocalcinose du genou droit."
)
LAB = (
    "LABORATOIRE DES FABLES\nPrélevé le 08/01/2026\n"
    "Hémoglobine          11,8 *   g/dL   (12,0 - 16,0)   12,4\n"
    "Ferritine            1 250    µg/L\n"
    "AMH (électrochimiluminescence)  1,8  ng/mL\nCRP  < 0,6 mg/L\nACE du 12/12/2025 : 7,9 ng/mL"
)
LETTER = (
    "Le 02/02/2026\nCher confrère,\nJ'ai vu votre patiente, jamais opérée, qui souffre à EVA 6/10.\n"
    "Elle prend du diénogest 2 mg. Allergie : amoxicilline. AMH à 1,8 ng/mL.\n"
    "Je lui propose une kystectomie de cet endométriome gauche de 32 mm.\nBien confraternellement"
)
COLON = (
    "ANATOMIE PATHOLOGIQUE\nPrélèvement du 20/01/2026\nAdénocarcinome lieberkühnien du sigmoïde, pT3 N1b (2/21) R0.\n"
    "2 ganglions métastatiques sur 21. Embols veineux absents. pMMR. Pas de perforation."
)

RECTUM = "IRM PELVIENNE\nExamen du 20/01/2026\nTumeur du moyen rectum cT3 N0, EMVI -, appareil sphinctérien indemne."

PAGES = [
    (IRM, "compte_rendu_imagerie", "endometriose"),
    (LETTER, "courrier", "endometriose"),
    (LAB, "biologie", "endometriose"),
    (KNEE, "compte_rendu_imagerie", "gonarthrose"),
    (COLON, "anatomopathologie", "cancer-colon-rectum"),
    (LAB, "biologie", "cancer-colon-rectum"),
]

KEY_FACTS: list[tuple[str, str, str, str, dict[str, Any]]] = [
    (
        IRM,
        "compte_rendu_imagerie",
        "endometriose",
        "endometriome_taille",
        {"value": 32, "unit": "mm", "side": "gauche"},
    ),
    (IRM, "compte_rendu_imagerie", "endometriose", "adenomyose", {"value": "non", "polarity": "negated"}),
    (IRM, "compte_rendu_imagerie", "endometriose", "eva_douleur_rappele", {"value": 7, "unit_ucum": "{score}"}),
    (IRM, "compte_rendu_imagerie", "endometriose", "nodule_torus", {"polarity": "hypothetical"}),
    (IRM, "compte_rendu_imagerie", "endometriose", "cancer_sein", {"bearer": "family"}),
    (LAB, "biologie", "endometriose", "amh_val", {"value": 1.8, "unit_ucum": "ng/mL", "dated": date(2026, 1, 8)}),
    (LAB, "biologie", "endometriose", "hemoglobine", {"value": 11.8, "unit_ucum": "g/dL"}),
    (LAB, "biologie", "endometriose", "ferritine", {"value": 1250, "unit_ucum": "ug/L"}),
    (LAB, "biologie", "endometriose", "crp", {"value": "< 0,6", "unit_ucum": "mg/L"}),
    (LETTER, "courrier", "endometriose", "traitements_essayes", {"value": "diénogest", "role": "clinical"}),
    (LETTER, "courrier", "endometriose", "chirurgie_anterieure", {"polarity": "negated"}),
    (LETTER, "courrier", "endometriose", "amh_val", {"value": 1.8, "unit_ucum": "ng/mL"}),
    (LETTER, "courrier", "endometriose", "endometriome_taille", {"value": 32, "role": "proposal"}),
    (KNEE, "compte_rendu_imagerie", "gonarthrose", "imc", {"value": 31.2, "unit_ucum": "kg/m2"}),
    (KNEE, "compte_rendu_imagerie", "gonarthrose", "laxite", {"value": "absent", "polarity": "negated"}),
    (KNEE, "compte_rendu_imagerie", "gonarthrose", "chondrocalcinose", {"side": "droite", "polarity": "affirmed"}),
    (COLON, "anatomopathologie", "cancer-colon-rectum", "tnm", {"value": "pT3 N1b R0"}),
    (COLON, "anatomopathologie", "cancer-colon-rectum", "ganglions", {"value": "2/21"}),
    (COLON, "anatomopathologie", "cancer-colon-rectum", "emvi", {"value": "absent", "polarity": "negated"}),
    (RECTUM, "compte_rendu_imagerie", "cancer-colon-rectum", "emvi", {"value": "absent", "polarity": "negated"}),
    (RECTUM, "compte_rendu_imagerie", "cancer-colon-rectum", "atteinte_sphincter", {"polarity": "negated"}),
    (COLON, "anatomopathologie", "cancer-colon-rectum", "mmr", {"value": "pMMR/MSS", "polarity": "affirmed"}),
    (COLON, "anatomopathologie", "cancer-colon-rectum", "localisation", {"value": "sigmoïde"}),
    (COLON, "anatomopathologie", "cancer-colon-rectum", "perforation", {"polarity": "negated"}),
    (LAB, "biologie", "cancer-colon-rectum", "ace_val", {"value": 7.9, "dated": date(2025, 12, 12)}),
]
DATED = {IRM: date(2026, 1, 12), KNEE: date(2026, 1, 14), LAB: date(2026, 1, 8), LETTER: date(2026, 2, 2)}


def keyed(facts: tuple[Fact, ...], key: str) -> list[Fact]:
    return [f for f in facts if f.key == key]


@pytest.mark.parametrize(("text", "kind", "pathway", "key", "expected"), KEY_FACTS)
def test_a_fact_is_read_with_all_that_qualifies_it(
    text: str,
    kind: str,
    pathway: str,
    key: str,
    expected: dict[str, Any],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(
        text, kind, pathways[pathway], vocabulary, clinical_reader, dated=DATED.get(text, date(2026, 1, 20))
    )
    fact = keyed(facts, key)[0]
    assert {name: getattr(fact, name) for name in expected} == expected


@pytest.mark.parametrize(("text", "kind", "pathway"), PAGES)
def test_every_fact_stands_where_it_says_with_boxes_on_the_page(
    text: str,
    kind: str,
    pathway: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, kind, pathways[pathway], vocabulary, clinical_reader)
    assert len(facts) >= 4
    ranked = [f.id for role in ("clinical", "proposal") for f in facts if f.role == role]
    assert ranked == [f"F{i}" for i in range(1, len(facts) + 1)]
    for fact in facts:
        source = fact.source
        assert text[source.start : source.end] == source.quote == source.quote.strip()
        assert 0 < len(source.quote) <= LONGEST_QUOTE + 40
        assert source.boxes
        assert all(0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1 for x0, y0, x1, y1 in source.boxes)


def test_a_table_row_under_two_sides_gives_the_side_in_question_and_the_other(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(KNEE, "compte_rendu_imagerie", pathways["gonarthrose"], vocabulary, clinical_reader)
    assert {(f.key, f.side, f.value) for f in facts if f.key.startswith("hka")} == {
        ("hka", "droite", 174),
        ("hka_autre", "gauche", 178),
    }
    assert {(f.key, f.side, f.value) for f in facts if f.key.startswith("kl")} == {
        ("kl", "droite", 4),
        ("kl_autre", "gauche", 2),
    }


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("Endométriome gauche de 3,2 cm.", "endometriome_taille", {(32.0, "mm", "gauche")}),
        ("Endométriome droit de 23 x 18 x 15 mm.", "endometriome_taille", {(23, "mm", "droite")}),
        ("Endométriome de 250 mm.", "endometriome_taille", set()),
        ("Urétéro-hydronéphrose gauche.", "hydronephrose", {("oui", None, "gauche")}),
        ("Pas d'hydronéphrose.", "hydronephrose", {("non", None, None)}),
        ("Classification rASRM stade III.", "rasrm", {("III", None, None)}),
        ("Enzian : PO 02/1 T1/0 AO B2/0 CO.", "enzian", {("P0 O2/1 T1/0 A0 B2/0 C0", None, None)}),
        ("A essayé DIÉNOGEST.", "traitements_essayes", {("DIÉNOGEST", None, None)}),
    ],
)
def test_values_are_converted_bounded_or_named(
    text: str,
    key: str,
    values: set[tuple[object, ...]],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "compte_rendu_imagerie", pathways["endometriose"], vocabulary, clinical_reader)
    assert {(f.value, f.unit, f.side) for f in keyed(facts, key)} == values


DRUGS = [
    ("Diénogest 2 mg : 1 comprimé par jour", "ordonnance", "traitement_en_cours", "diénogest 2 mg"),
    ("VISANNE 2 mg, 1 cp le soir", "ordonnance", "traitement_en_cours", "diénogest 2 mg"),
    ("Doliprane si douleur", "ordonnance", "medicament", "paracétamol"),
    ("Allergie à l'amoxicilline.", "courrier", "allergie", "amoxicilline"),
    ("Intolérance au tramadol 50 mg", "ordonnance", "allergie", "tramadol 50 mg"),
    ("Elle a essayé le désogestrel sans succès.", "courrier", "medicament", "désogestrel"),
    ("Infiltration : HYDROCORTANCYL 125 mg", "courrier", "medicament", "prednisolone 125 mg"),
    ("STOP désogestrel 75 µg", "ordonnance", "medicament", "désogestrel 75 µg"),
    ("Oméprazole 20 mg : ARRÊTÉ", "ordonnance", "medicament", "oméprazole 20 mg"),
    ("Sulfaméthoxazole-triméthoprime 800/160 : 1 matin et soir", "ordonnance", "traitement_en_cours", "cotrimoxazole"),
]


@pytest.mark.parametrize(("text", "kind", "key", "value"), DRUGS)
def test_a_drug_is_a_treatment_an_allergy_or_a_mention(
    text: str,
    kind: str,
    key: str,
    value: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, kind, pathways["gonarthrose"], vocabulary, clinical_reader)
    assert [(f.key, f.value) for f in facts if f.kind == "drug"] == [(key, value)]


def test_a_test_that_was_not_made_has_no_result(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    def results(text: str) -> list[object]:
        facts = facts_in(text, "anatomopathologie", pathways["cancer-colon-rectum"], vocabulary, clinical_reader)
        return [f.value for f in facts if f.key.startswith("ras_braf_v")]

    assert results("Recherche de mutation BRAF V600E et de méthylation : non faites, sur demande.") == []
    assert results("Absence de mutation BRAF, NRAS non recherché.") == ["BRAF sauvage"]


def test_a_name_within_the_longer_one_of_another_quantity_is_not_read(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Prélevé le 08/01/2026\nTSH                 1,9 mUI/L\nAnticorps anti-récepteurs TSH     2,4 UI/L"
    facts = facts_in(text, "biologie", pathways["cancer-thyroide-nodule"], vocabulary, clinical_reader)
    assert [(f.key, f.value) for f in facts if f.kind == "measurement"] == [("tsh_val", 1.9), ("trak", 2.4)]


def test_the_side_of_one_examination_is_not_given_to_another(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    def sides(text: str) -> list[object]:
        facts = facts_in(text, "courrier", pathways["cancer-prostate"], vocabulary, clinical_reader)
        return [f.side for f in facts if f.key == "pirads"]

    assert sides("IRM : cible PI-RADS 4. Biopsies positives à gauche.") == [None]
    assert sides("IRM : cible de la base gauche. Score PI-RADS 4.") == ["gauche"]
    assert sides("Cible de la base gauche. IRM : PI-RADS 4.") == ["gauche"]


def test_a_size_of_another_technique_is_recalled(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "ÉCHOGRAPHIE PELVIENNE du 14/01/2026\nOvaire gauche : endométriome de 16 mm (endométriome de 18 mm à l'IRM)."
    facts = facts_in(
        text, "compte_rendu_imagerie", pathways["endometriose"], vocabulary, clinical_reader, title="Échographie"
    )
    told = {(f.key, f.value) for f in facts if f.key.startswith("endometriome_taille")}
    assert told == {("endometriome_taille", 16), ("endometriome_taille_rappele", 18)}


DETAILS = [
    ("Allergie : pénicilline (choc en 1988).", "allergie", "pénicilline"),
    ("Allergie notée : AINS.", "allergie", "AINS"),
    ("Allergie : non.", "allergie", None),
    ("Elle fume un demi-paquet par jour.", "tabac", "un demi-paquet par jour"),
    ("Tabac : un paquet/jour.", "tabac", "un paquet/jour"),
]


@pytest.mark.parametrize(("text", "key", "value"), DETAILS)
def test_what_somebody_is_allergic_to_and_how_much_is_smoked(
    text: str,
    key: str,
    value: str | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "courrier", pathways["gonarthrose"], vocabulary, clinical_reader)
    assert value in [f.value for f in facts if f.key == key]


def _page_of(number: int, text: str) -> Page:
    return a_page(text, filename=f"d{number}.pdf")


def test_other_people_duplicates_and_illegible_documents_give_no_fact(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    pages = [_page_of(number, IRM) for number in range(1, 5)]
    states: list[dict[str, Any]] = [{}, {"owner": "other_person"}, {"duplicate_of": "d1"}, {"legible": False}]
    documents = [
        a_document(f"d{number}", filename=f"d{number}.pdf", kind="compte_rendu_imagerie", **state)
        for number, state in enumerate(states, start=1)
    ]
    places = read_places(documents, pages, vocabulary, clinical_reader, pathways["endometriose"])
    facts = extract(places, pathways["endometriose"], vocabulary)
    assert {f.source.document for f in facts} == {"d1"}


def test_a_later_page_continues_the_numbering(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    places = [
        a_place(text, "compte_rendu_imagerie", vocabulary, clinical_reader, name)
        for name, text in (("d1", IRM), ("d2", IRM.replace("32 mm", "34 mm")))
    ]
    facts = extract(places, pathways["endometriose"], vocabulary)
    assert [f.id for f in facts] == [f"F{i}" for i in range(1, len(facts) + 1)]
    assert {f.value for f in keyed(facts, "endometriome_taille")} == {32, 34}


def test_by_how_much_something_grew_is_no_size_of_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    def sizes(text: str) -> list[object]:
        facts = facts_in(text, "courrier", pathways["cancer-thyroide-nodule"], vocabulary, clinical_reader)
        return [f.value for f in facts if f.key.startswith("taille")]

    assert sizes("Nodule gauche isolé, qui a pris 5 mm en deux ans.") == []
    assert sizes("Nodule gauche de 36 mm, une augmentation de 5 mm.") == [36]


def test_weight_that_was_to_be_lost_is_no_loss_of_weight(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    def lost(text: str) -> bool:
        facts = facts_in(text, "courrier", pathways["coxarthrose"], vocabulary, clinical_reader)
        return any(f.key == "perte_poids" for f in facts)

    assert not lost("La perte de poids demandée (IMC 32) n'est pas obtenue.")
    assert lost("Perte de poids de 6 kg en deux mois.")
