"""Scores that share a name, and a number that is written rounder: neither is an evolution."""

from datetime import date
from typing import Any

import pytest

from engine.domain.fact import Fact
from engine.domain.pathway import Pathway
from engine.steps.scales import named_scale
from engine.steps.trends import trends
from tests.builders import a_document, a_fact, a_page, a_source

EARLIER, LATER = date(2026, 6, 26), date(2026, 9, 1)
SESSIONS = a_document("d1", kind="courrier", dated=EARLIER, filename="kine.pdf")
LETTER = a_document("d2", kind="courrier", dated=LATER, filename="lettre.pdf")
LAB = a_document("d3", kind="biologie", dated=EARLIER, filename="labo.pdf")


def told(document: str, dated: date, quote: str, value: float, **over: Any) -> Fact:
    source = a_source(a_page(quote, filename=f"{document}.pdf"), quote, document=document)
    given = {"kind": "measurement", "side": None, "value": value, "dated": dated, "source": source, **over}
    return a_fact(f"{document}.{quote}", **given)


def score(document: str, dated: date, quote: str, value: float) -> Fact:
    return told(
        document, dated, quote, value, key="score_fonction", label_fr="Score", unit="points", unit_ucum="{score}"
    )


def weight(document: str, dated: date, quote: str, value: float) -> Fact:
    return told(document, dated, quote, value, key="imc", label_fr="IMC", unit="kg/m2", unit_ucum="kg/m2")


@pytest.fixture
def knee(pathways: dict[str, Pathway]) -> Pathway:
    return pathways["gonarthrose"]


def test_two_scores_are_no_evolution_of_one(knee: Pathway) -> None:
    facts = [score("d1", EARLIER, "KOOS douleur 41/100", 41), score("d2", LATER, "Lequesne 15/24", 15)]
    assert trends([SESSIONS, LETTER], facts, knee) == ()


def test_one_score_told_twice_goes_by_its_name(knee: Pathway) -> None:
    facts = [score("d1", EARLIER, "Lequesne : 11", 11), score("d2", LATER, "indice de Lequesne à 15", 15)]
    (trend,) = trends([SESSIONS, LETTER], facts, knee)
    assert (trend.label_fr, trend.scale) == ("Lequesne", "Lequesne")
    assert [p.value for p in trend.series[0].points] == [11, 15]


@pytest.mark.parametrize(
    ("before", "now", "evolves"),
    [
        (("IMC 31", 31), ("IMC 31,2", 31.2), False),
        (("IMC 31,2", 31.2), ("IMC 31", 31), False),
        (("IMC 31", 31), ("IMC 32,4", 32.4), True),
        (("IMC 31,0", 31.0), ("IMC 31,2", 31.2), True),
        (("IMC 31", 31), ("IMC 31", 31), True),
    ],
)
def test_a_rounder_number_is_the_same_one(
    before: tuple[str, float], now: tuple[str, float], evolves: bool, knee: Pathway
) -> None:
    facts = [weight("d1", EARLIER, *before), weight("d2", LATER, *now)]
    assert bool(trends([SESSIONS, LETTER], facts, knee)) is evolves


def test_what_a_laboratory_measured_is_no_rounding(knee: Pathway) -> None:
    over: dict[str, Any] = {"key": "crp", "label_fr": "CRP", "unit": "mg/L", "unit_ucum": "mg/L"}
    later = LAB.model_copy(update={"id": "d4", "dated": LATER})
    facts = [told("d3", EARLIER, "CRP 5 mg/L", 5, **over), told("d4", LATER, "CRP 5,4 mg/L", 5.4, **over)]
    (trend,) = trends([LAB, later], facts, knee)
    assert [p.value for p in trend.series[0].points] == [5, 5.4]


@pytest.mark.parametrize(
    ("quote", "label", "named"),
    [
        ("Indice de Lequesne 14", "HHS / HOOS / Oxford / Lequesne / PMA", "Lequesne"),
        ("EIFEL 15/24 au départ", "ODI / EIFEL", "EIFEL"),
        ("Lequesne 14, HOOS 40", "HHS / HOOS / Oxford / Lequesne / PMA", None),
        ("score 14", "WOMAC/KOOS/Oxford/Lequesne", None),
        ("Flexion 110°, extension complète", "Mobilité flexion/extension", None),
        ("MSI non recherché", "Statut MMR/MSI", None),
        ("Dysménorrhée 8/10", "EVA dysménorrhée / dyspareunie / douleurs", "EVA dysménorrhée"),
        ("dyspareunie profonde 6/10", "EVA dysménorrhée / dyspareunie / douleurs", "EVA dyspareunie"),
        ("EVA 7", "EVA dysménorrhée / dyspareunie / douleurs", "EVA"),
        ("2 carottes positives sur 14", "Carottes positives / prélevées", None),
    ],
)
def test_a_value_goes_by_the_one_score_that_its_quote_names(quote: str, label: str, named: str | None) -> None:
    assert named_scale(told("d2", LATER, quote, 14, key="score"), label) == named


@pytest.mark.parametrize(
    ("value", "named"), [("cT3c N+", "cTNM"), ("pT2 N0", "pTNM"), ("ypT1N0", "ypTNM"), ("T3 N1", None)]
)
def test_a_stage_is_named_by_how_it_begins(value: str, named: str | None) -> None:
    fact = told("d2", LATER, value, 14, key="tnm").model_copy(update={"value": value})
    assert named_scale(fact, "cTNM / pTNM / ypTNM + édition UICC") == named
