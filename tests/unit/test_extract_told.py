"""Counts in words, plans, rhythms, symptoms and days without a year, as pages tell them."""

import re
from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.printed import printed
from tests.builders import a_fact, a_page, a_source, facts_in


def keyed(facts: tuple[Fact, ...], key: str) -> list[Fact]:
    """The facts of one key, in order."""
    return [f for f in facts if f.key == key]


NODES = [
    ("18 ganglions examinés, tous indemnes.", ["0/18"]),
    ("3) Ganglions sentinelles : 2 ganglions, coupes sériées : indemnes.", ["0/2"]),
    ("Deux ganglions sentinelles négatifs.", ["0/2"]),
    ("Curage : 14 ganglions, dont 3 métastatiques.", ["3/14"]),
    ("Un ganglion métastatique sur 17.", ["1/17"]),
    ("Aucun ganglion envahi sur 21.", ["0/21"]),
    ("4 ganglions dont un envahi, les autres indemnes.", ["1/4"]),
]


@pytest.mark.parametrize("pathway", ["cancer-sein", "cancer-colon-rectum"])
@pytest.mark.parametrize(("text", "values"), NODES)
def test_nodes_counted_in_words_are_counted(
    text: str,
    values: list[str],
    pathway: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, "anatomopathologie", pathways[pathway], vocabulary, clinical_reader)
    assert [(f.value, f.polarity) for f in keyed(facts, "ganglions")] == [(v, "affirmed") for v in values]


PLANS = [
    ("Je propose le létrozole 2,5 mg par jour.", "hypothetical"),
    ("Létrozole 2,5 mg par jour, à débuter après les rayons.", "hypothetical"),
    ("Nous souhaitons passer au létrozole 2,5 mg.", "hypothetical"),
    ("Elle prend du létrozole 2,5 mg par jour.", "affirmed"),
]


@pytest.mark.parametrize(("text", "polarity"), PLANS)
def test_a_drug_that_is_only_planned_is_not_taken(
    text: str, polarity: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, "courrier", pathways["cancer-sein"], vocabulary, clinical_reader)
    assert [f.polarity for f in facts if f.kind == "drug"] == [polarity]


RHYTHMS = [
    ("Méthotrexate 10 mg : 1 comprimé par jour", "mg/j"),
    ("IMETH 15 mg : 1 injection sous-cutanée par semaine", "mg/semaine"),
    ("Méthotrexate 15 mg", "mg"),
]


@pytest.mark.parametrize(("text", "unit"), RHYTHMS)
def test_a_dose_is_by_the_day_or_the_week_as_its_tablets_are(
    text: str, unit: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, "ordonnance", pathways["polyarthrite-rhumatoide"], vocabulary, clinical_reader)
    assert [f.unit for f in keyed(facts, "mtx_dose")] == [unit]
    assert printed(keyed(facts, "mtx_dose")[0]) == f"{re.findall(r'[0-9]+', text)[0]} {unit}"


SYMPTOMS = [
    ("Fourmillements des deux pieds.", "paresthesies"),
    ("Elle pousse pour uriner depuis hier.", "troubles_urinaires"),
    ("Aphtes de la langue.", "aphtes"),
    ("Lombalgie droite depuis avril.", "lombalgie"),
    ("Réponse endoscopique quasi complète.", "reponse_tumorale"),
    ("ECBU : Escherichia coli.", "germe"),
]


@pytest.mark.parametrize(("text", "key"), SYMPTOMS)
def test_symptoms_and_germs_are_findings(
    text: str, key: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, "courrier", pathways["cancer-colon-rectum"], vocabulary, clinical_reader)
    assert [f.polarity for f in keyed(facts, key)] == ["affirmed"]


EMBOLI = [("Embols 0", "absents"), ("Embols vasculaires : présents", "présents"), ("Embols : non", "absents")]


@pytest.mark.parametrize(("text", "value"), EMBOLI)
def test_emboli_that_are_counted_as_none_are_absent(
    text: str, value: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, "anatomopathologie", pathways["cancer-sein"], vocabulary, clinical_reader)
    assert [f.value for f in keyed(facts, "embols")] == [value]


def test_a_day_without_its_year_behind_a_measure_is_its_day(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(
        "PSA à 12,4 ng/mL le 29/09.",
        "courrier",
        pathways["cancer-prostate"],
        vocabulary,
        clinical_reader,
        dated=date(2026, 10, 13),
    )
    assert [f.dated for f in keyed(facts, "psa")] == [date(2026, 9, 29)]


def test_what_a_quote_only_seems_to_hold_is_not_printed() -> None:
    fact = a_fact(
        value="0/2", source=a_source(a_page("Ganglions indemnes le 10/2026."), "Ganglions indemnes le 10/2026")
    )
    assert printed(fact) is None
    assert printed(a_fact(value="0/2", source=a_source(a_page("Ganglions : 0/2."), "Ganglions : 0/2"))) == "0/2"
    marked = a_fact(value=47, unit="mL/min", source=a_source(a_page("DFG 47L mL/min"), "DFG 47L mL/min"))
    assert printed(marked) == "47 mL/min"
    assert printed(marked.model_copy(update={"value": 4})) is None
