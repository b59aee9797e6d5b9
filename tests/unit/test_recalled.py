"""What a document only recalls, which of several values counts, and what no table names."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.interpretation import FactMatch
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.fact_match import Papers, first_match
from tests.builders import facts_in

DAY = date(2026, 4, 7)
SPINE, COLON = "scoliose-adolescent", "cancer-colon-rectum"
CURVES = "Comparaison : radiographie du 09/12/2025.\n09/12/2025 02/04/2026\n"

RECALLED = [
    ("Indication : PSA 11,2 ng/mL.\nPI-RADS 4.", "compte_rendu_imagerie", "cancer-prostate", "psa_rappele", 11.2, DAY),
    ("Rappel : pT3a N0 R1 en 2022.", "courrier", "cancer-prostate", "pt_rappele", "pT3a N0 R1", None),
    (
        "Endométriome gauche de 42 mm. Il mesurait 30 mm le 12/03/2025.",
        "compte_rendu_imagerie",
        "endometriose",
        "endometriome_taille",
        42,
        DAY,
    ),
    (
        "Radiographies du 30/03/2026 : Kellgren 3. HKA droit 172°.",
        "courrier",
        "gonarthrose",
        "hka",
        172,
        date(2026, 3, 30),
    ),
    (
        "Interligne à 1,5 mm il y a deux ans.",
        "compte_rendu_imagerie",
        "coxarthrose",
        "interligne_rappele",
        1.5,
        None,
    ),
    ("Cobb 34° (29° le 04/03/2026).", "compte_rendu_imagerie", "scoliose-adolescent", "cobb_principal", 34, DAY),
    ("Première séance : Lasègue gauche 40°.", "courrier", "hernie-discale-lombaire", "lasegue_rappele", 40, DAY),
    ("Début des troubles en mars. Lasègue gauche 40°.", "courrier", "hernie-discale-lombaire", "lasegue", 40, DAY),
    ("EOS du 02/04/2026 : 22° contre 20° en décembre 2025.", "courrier", SPINE, "cobb_serie", "20", date(2025, 12, 1)),
]


@pytest.mark.parametrize(("text", "kind", "pathway", "key", "value", "day"), RECALLED)
def test_a_value_has_its_own_day_and_a_recalled_one_its_own_key(
    text: str,
    kind: str,
    pathway: str,
    key: str,
    value: float | str,
    day: date | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, kind, pathways[pathway], vocabulary, clinical_reader, dated=DAY)
    assert (key, value, day) in [(f.key, f.value, f.dated) for f in facts]
    assert key.removesuffix("_rappele") == key or key.removesuffix("_rappele") not in {f.key for f in facts}


COUNTS = [
    ("Lésion gauche PI-RADS 5. Lésion droite PI-RADS 2.", "cancer-prostate", "pirads", [5], [2]),
    ("Force : releveur droit 4/5, quadriceps droit 5/5.", "hernie-discale-lombaire", "force", [4], [5]),
    ("HER2 positif. Score HER2 3+.", "cancer-sein", "her2", ["3+"], ["positif"]),
    ("Genou gauche : KL 3. Genou gauche douloureux. Genou droit : KL 1.", "gonarthrose", "kl", [3], [1]),
    ("Genou gauche : KL 3. Genou droit : KL 3.", "gonarthrose", "kl", [3], [3]),
    (f"{CURVES}Cobb T11-L3 20° 22°\nCobb T5-T11 10° 11°\nRisser 3 4\n", SPINE, "cobb_principal_rappele", [20], [10]),
    ("Reprise de 9 ganglions (réponse du 24/09). Ganglions 0 atteint sur 24.", COLON, "ganglions", ["0/24"], []),
]


@pytest.mark.parametrize(("text", "pathway", "key", "own", "other"), COUNTS)
def test_of_several_values_one_counts(
    text: str,
    pathway: str,
    key: str,
    own: list[float | str],
    other: list[float | str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "compte_rendu_imagerie", pathways[pathway], vocabulary, clinical_reader, dated=DAY)
    assert [f.value for f in facts if f.key == key] == own
    assert [f.value for f in facts if f.key == f"{key}_autre"] == other


OPEN = [
    ("Pas de douleur osseuse.", ("douleur_osseuse", "negated", "patient")),
    ("Examen laryngé non fait ce jour.", ("examen_larynge", "negated", "patient")),
    ("Une lymphocèle débutante ne peut être exclue.", ("lymphocele_debutante", "hypothetical", "patient")),
    ("Sœur : maladie de Dercum.", ("maladie_dercum", "affirmed", "family")),
    ("Franchie sans difficulté.", ("difficulte", "negated", "patient")),
    ("Pas de lipémie 12 rue de l'Écluse", ("lipemie", "negated", "patient")),
    ("Programmation en janvier à discuter.", ("programmation", "hypothetical", "patient")),
]


@pytest.mark.parametrize(("text", "told"), OPEN)
def test_what_no_table_names_is_told_as_printed(
    text: str,
    told: tuple[str, str, str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "courrier", pathways["gonarthrose"], vocabulary, clinical_reader, dated=DAY)
    assert told in [(f.key, f.polarity, f.bearer) for f in facts]
    assert all(f.source.quote in text for f in facts)


NO_MEASURES = [
    "Tabac arrêté en 2019.",
    "Césarienne en 2008 pour présentation du siège.",
    "Norme OMS 2021 : conforme.",
    "Fable, 11 février 2022\nM. Fictif",
    "Fable, novembre 2026\nM. Fictif",
    "Scanner thoraco-abdomino-pelvien 27/08/2026\nM. Fictif",
    "Pas encore faite (ajout au stylo, 15/10).",
]


@pytest.mark.parametrize("text", NO_MEASURES)
def test_neither_a_day_nor_a_year_is_a_measure(
    text: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, "courrier", pathways["gonarthrose"], vocabulary, clinical_reader, dated=DAY)
    assert [(f.key, f.value) for f in facts if f.kind == "measurement"] == []


MEASURES = [
    ("Douleur EN 6/10 ce jour.", 6),
    ("EN : 7/10", 7),
    ("Perte de 2000 mL.", 2000),
    ("G8 : 15/17", 15),
]


@pytest.mark.parametrize(("text", "value"), MEASURES)
def test_what_looks_like_a_year_or_a_day_is_measured_where_it_is_one(
    text: str,
    value: int,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "courrier", pathways["gonarthrose"], vocabulary, clinical_reader, dated=DAY)
    assert value in [f.value for f in facts if f.kind == "measurement"]


def test_a_proposed_dose_is_not_taken(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    pathway = pathways["polyarthrite-rhumatoide"]
    text = "Je propose de débuter le méthotrexate 15 mg par semaine."
    facts = facts_in(text, "courrier", pathway, vocabulary, clinical_reader, dated=DAY)
    told = {f.polarity for f in facts if f.key == "mtx_dose" or f.kind == "drug"}
    assert told == {"hypothetical"}
    taken = facts_in("Méthotrexate 15 mg par semaine.", "courrier", pathway, vocabulary, clinical_reader, dated=DAY)
    assert {f.polarity for f in taken if f.key == "mtx_dose"} == {"affirmed"}


def test_a_drug_prescribed_from_a_later_day_on_is_not_taken_yet_and_counts_as_prescribed(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    pathway, match = pathways["cancer-prostate"], FactMatch(keys=("traitement_en_cours",), value="^bicalutamide")
    text = "Bicalutamide 50 mg : 1 par jour, dès le 05/11/2027"
    facts = facts_in(text, "ordonnance", pathway, vocabulary, clinical_reader, dated=DAY)
    (drug,) = (f for f in facts if f.kind == "drug")
    assert drug.polarity == "hypothetical"
    assert first_match(match, facts, Papers(kinds={drug.source.document: "ordonnance"})) == drug
    assert first_match(match, facts, Papers(kinds={drug.source.document: "courrier"})) is None


def test_an_earlier_angle_keeps_the_day_that_its_own_words_name(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Angle de Cobb 46°. Comparatif du 10/09/2024 : 45°."
    facts = facts_in(
        text, "compte_rendu_imagerie", pathways["scoliose-adolescent"], vocabulary, clinical_reader, dated=DAY
    )
    assert [f.dated for f in facts if f.key.startswith("cobb_serie")] == [date(2024, 9, 10)]
