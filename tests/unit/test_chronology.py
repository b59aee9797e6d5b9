"""What happened when, and repeated results as series."""

from datetime import date
from typing import Any

import pytest

from engine.domain.chronology import Trend
from engine.domain.document import Document
from engine.domain.fact import Fact
from engine.domain.moment import When
from engine.domain.pathway import Pathway
from engine.steps.partial_dates import when_in
from engine.steps.timeline import timeline
from engine.steps.trends import trends
from review_ui.timeline_plot import event_fr, when_fr
from tests.builders import a_document, a_fact, a_page

DAY = date(2026, 9, 14)


@pytest.fixture
def endometriosis(pathways: dict[str, Pathway]) -> Pathway:
    return pathways["endometriose"]


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("césarienne en 2008 pour siège", date(2008, 1, 1), date(2008, 12, 31), "year"),
        ("Rappel : PT en mars 2022, pT3a", date(2022, 3, 1), date(2022, 3, 31), "month"),
        ("récidive après PT (03/2022)", date(2022, 3, 1), date(2022, 3, 31), "month"),
        ("née le 20 avril 1975, césarienne en 2008", date(2008, 1, 1), date(2008, 12, 31), "year"),
        ("opérée en févr. 2024", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("reflux, depuis 2017", date(2017, 1, 1), date(2017, 12, 31), "year"),
    ],
)
def test_a_month_or_a_year_is_a_stretch_of_time(text: str, first: date, last: date, precision: str) -> None:
    assert when_in(text, DAY) == When.model_validate({"first": first, "last": last, "precision": precision})


@pytest.mark.parametrize(
    "text",
    [
        "trois cures en 2025-2026",
        "IRM du 12/05/2025",
        "refaire un TEP en février 2027",
        "opérée en 2008 puis en 2012",
        "15 séances, 2 fois/semaine",
        "2008 mL",
        "lot 2022",
    ],
)
def test_what_names_no_one_time_of_the_past_is_none(text: str) -> None:
    assert when_in(text, DAY) is None


def result(number: int, value: float | str, dated: date, **over: Any) -> Fact:
    given: dict[str, Any] = {
        "key": "hemoglobine",
        "label_fr": "Hémoglobine",
        "kind": "measurement",
        "unit": "g/dL",
        "unit_ucum": "g/dL",
        "side": None,
        "value": value,
        "dated": dated,
    }
    document = over.pop("document", "d1")
    fact = a_fact(f"F{number}", **{**given, **over})
    return fact.model_copy(update={"source": fact.source.model_copy(update={"document": document})})


LAB = a_document("d1", kind="biologie", dated=DAY)
LETTER = a_document("d2", kind="courrier", dated=date(2026, 10, 1), filename="lettre.pdf")
BEFORE = date(2026, 3, 4)


def only(found: tuple[Trend, ...]) -> Trend:
    (trend,) = found
    return trend


def test_a_result_recalled_in_the_next_report_makes_a_series(endometriosis: Pathway) -> None:
    facts = [
        result(1, 12.1, DAY),
        result(2, 12.6, BEFORE, key="hemoglobine_rappele", label_fr="Hémoglobine (rappelé)"),
    ]
    trend = only(trends([LAB], facts, endometriosis))
    assert (trend.key, trend.label_fr, trend.unit, trend.counts) == ("hemoglobine", "Hémoglobine", "g/dL", False)
    assert [(p.day, p.value, p.sure_date) for p in trend.series[0].points] == [(BEFORE, 12.6, True), (DAY, 12.1, True)]


def test_the_same_result_of_two_documents_is_one_point_with_both_places(endometriosis: Pathway) -> None:
    older = a_document("d0", kind="biologie", dated=BEFORE)
    facts = [
        result(1, 12.1, DAY),
        result(2, 12.6, BEFORE, key="hemoglobine_rappele"),
        result(3, 12.6, BEFORE, document="d0"),
        # The letter only repeats what the report measured, on a day that it does not tell.
        result(4, 12.1, date(2026, 10, 1), document="d2"),
    ]
    points = only(trends([older, LAB, LETTER], facts, endometriosis)).series[0].points
    assert [(p.day, p.facts) for p in points] == [(BEFORE, ("F3", "F2")), (DAY, ("F1", "F4"))]


def test_a_repeated_result_without_its_day_is_not_younger_than_its_document(endometriosis: Pathway) -> None:
    facts = [
        result(1, 12.1, DAY),
        result(2, 12.6, BEFORE, key="hemoglobine_rappele"),
        result(3, 9.8, date(2026, 10, 1), document="d2"),
    ]
    points = only(trends([LAB, LETTER], facts, endometriosis)).series[0].points
    assert [(p.value, p.sure_date) for p in points] == [(12.6, True), (12.1, True), (9.8, False)]


def test_earlier_results_without_a_unit_are_in_that_of_their_paper(endometriosis: Pathway) -> None:
    bare = {"unit": None, "unit_ucum": None}
    facts = [result(1, 12.1, DAY), result(2, 12.6, BEFORE, key="hemoglobine_rappele", **bare)]
    trend = only(trends([LAB], facts, endometriosis))
    assert (trend.unit, [p.value for p in trend.series[0].points]) == ("g/dL", [12.6, 12.1])
    converted = result(3, 121, DAY, unit="g/L", unit_ucum="g/L")
    assert trends([LAB], [*facts, converted], endometriosis) == (), "nobody knows in which of the two it is"


IMAGE = a_document("d3", kind="compte_rendu_imagerie", dated=DAY)
EARLIER_IMAGE = a_document("d0", kind="compte_rendu_imagerie", dated=BEFORE)
CYTOLOGY = a_document("d4", kind="anatomopathologie", dated=date(2026, 9, 28))
AFTER = date(2026, 10, 1)


def test_what_a_laboratory_measures_the_report_of_an_image_only_quotes(endometriosis: Pathway) -> None:
    later = IMAGE.model_copy(update={"dated": AFTER})
    facts = [result(1, 12.6, BEFORE), result(2, 12.1, DAY), result(3, 12.1, AFTER, document=later.id)]
    points = only(trends([LAB, later], facts, endometriosis)).series[0].points
    assert [(p.value, p.sure_date) for p in points] == [(12.6, True), (12.1, True)]


def size(number: int, value: float, dated: date, document: str, quote: str = "nodule", **over: Any) -> Fact:
    named = {"key": "nodule", "label_fr": "Nodule", "unit": "mm", "unit_ucum": "mm"}
    fact = result(number, value, dated, document=document, **{**named, **over})
    return fact.model_copy(update={"source": fact.source.model_copy(update={"quote": quote})})


def test_what_was_felt_estimated_rounded_or_quoted_is_no_growth(endometriosis: Pathway) -> None:
    documents = [EARLIER_IMAGE, IMAGE, CYTOLOGY, LETTER]
    facts = [
        size(1, 16, BEFORE, "d0"),
        size(2, 19, DAY, "d3"),
        size(3, 19, date(2026, 9, 28), "d4"),
        size(4, 22, date(2026, 9, 28), "d4"),
        size(5, 23, AFTER, "d2", "à la palpation, nodule ferme d'environ 2,3 cm"),
        size(6, 20, AFTER, "d2"),
        size(7, 31, AFTER, "d2"),
    ]
    points = only(trends(documents, facts, endometriosis)).series[0].points
    assert [(p.value, p.sure_date, p.facts) for p in points] == [
        (16, True, ("F1",)),
        (19, True, ("F2", "F3")),
        (31, False, ("F7",)),
    ]


@pytest.mark.parametrize(
    ("second", "then", "grown", "wanted"),
    [
        ("Échographie", BEFORE, 18, 2),
        ("Échographie", date(2026, 8, 20), 18, 0),
        ("Échographie", date(2026, 8, 20), 29, 2),
        ("IRM de contrôle", date(2026, 8, 20), 18, 2),
    ],
)
def test_two_techniques_about_then_are_no_growth(
    second: str, then: date, grown: int, wanted: int, endometriosis: Pathway
) -> None:
    documents = [
        a_document("d0", kind="compte_rendu_imagerie", dated=then, title="IRM PELVIENNE", filename="a.pdf"),
        a_document("d3", kind="compte_rendu_imagerie", dated=DAY, title=second, filename="b.pdf"),
    ]
    found = trends(documents, [size(1, 16, then, "d0"), size(2, grown, DAY, "d3")], endometriosis)
    assert sum(len(t.series[0].points) for t in found) == wanted


@pytest.mark.parametrize(("second", "wanted"), [(16, 0), (18, 1)])
def test_a_place_that_did_not_change_is_no_trend(second: float, wanted: int, endometriosis: Pathway) -> None:
    told = {"key": "marge", "label_fr": "Distance à la marge anale"}
    facts = [size(1, 16, BEFORE, "d0", **told), size(2, second, DAY, "d3", **told)]
    assert len(trends([EARLIER_IMAGE, IMAGE], facts, endometriosis)) == wanted


def test_two_samples_of_a_tumour_are_no_course_of_it(endometriosis: Pathway) -> None:
    share = {"key": "marquage", "label_fr": "Marquage", "unit": "%", "unit_ucum": "%"}
    biopsy = CYTOLOGY.model_copy(update={"id": "d5", "dated": BEFORE})
    facts = [size(1, 15, BEFORE, "d5", **share), size(2, 25, CYTOLOGY.dated or DAY, "d4", **share)]
    assert trends([biopsy, CYTOLOGY], facts, endometriosis) == ()


def test_a_result_without_unit_goes_with_the_only_one_of_its_paper(endometriosis: Pathway) -> None:
    bare = {"unit": None, "unit_ucum": None}
    facts = [result(1, 12.1, DAY), result(2, 12.6, BEFORE, key="hemoglobine_rappele", **bare)]
    (series,) = only(trends([LAB], facts, endometriosis)).series
    assert [p.value for p in series.points] == [12.6, 12.1]
    other = a_document("d9", kind="biologie", dated=BEFORE)
    apart = [result(1, 12.1, DAY), result(2, 126, BEFORE, document="d9", **bare)]
    assert trends([LAB, other], apart, endometriosis) == ()


def test_two_units_are_two_trends_and_nothing_is_converted(endometriosis: Pathway) -> None:
    grams = {"unit": "g/L", "unit_ucum": "g/L"}
    facts = [
        result(1, 12.1, DAY),
        result(2, 12.6, BEFORE, key="hemoglobine_rappele"),
        result(3, 121, DAY, **grams),
        result(4, 126, BEFORE, key="hemoglobine_rappele", **grams),
    ]
    assert [t.unit for t in trends([LAB], facts, endometriosis)] == ["g/dL", "g/L"]


@pytest.mark.parametrize(
    "over",
    [{"polarity": "negated"}, {"bearer": "family"}, {"role": "proposal"}, {"named": False}, {"value": "12/8"}],
    ids=lambda over: next(iter(over)),
)
def test_nothing_denied_of_the_family_proposed_or_unnamed_is_drawn(
    endometriosis: Pathway, over: dict[str, Any]
) -> None:
    facts = [result(1, 12.1, DAY), result(2, **{"value": 12.6, "dated": BEFORE, **over})]
    assert trends([LAB], facts, endometriosis) == ()


def test_bounds_sides_and_doubts_are_kept_apart(endometriosis: Pathway) -> None:
    of_left: dict[str, Any] = {"key": "k", "unit": "mm", "unit_ucum": "mm", "side": "gauche"}
    facts = [
        result(1, "< 3", BEFORE, **of_left),
        result(2, 4, DAY, doubtful=True, **of_left),
        result(3, 7, DAY, **{**of_left, "side": "droite"}),
    ]
    trend = only(trends([LAB], facts, endometriosis))
    assert [s.side for s in trend.series] == ["droite", "gauche"]
    left = trend.series[1].points
    assert [(p.value, p.bound, p.doubtful) for p in left] == [(3, "<", False), (4, None, True)]


def test_the_earlier_values_of_a_curve_belong_to_the_angle_itself(pathways: dict[str, Pathway]) -> None:
    angle: dict[str, Any] = {"unit": "°", "unit_ucum": "deg", "side": "droite"}
    report = a_document("d1", kind="compte_rendu_imagerie", dated=DAY)
    facts = [
        result(1, 28, DAY, key="cobb_principal", label_fr="Angle de Cobb", **angle),
        result(2, 21, BEFORE, key="cobb_serie", label_fr="Série datée des angles", **angle),
    ]
    trend = only(trends([report], facts, pathways["scoliose-adolescent"]))
    assert (trend.key, trend.counts) == ("cobb_principal", True)
    assert [p.value for p in trend.series[0].points] == [21, 28]


REPORT = a_document("d3", kind="compte_rendu_operatoire", dated=date(2022, 3, 29), filename="cro.pdf")


def told(number: int, text: str, document: Document, **over: Any) -> Fact:
    """A procedure whose quote is the whole of its page."""
    given: dict[str, Any] = {"key": "prostatectomie", "label_fr": "Prostatectomie", "kind": "procedure", "side": None}
    fact = a_fact(f"F{number}", a_page(text), text, **{**given, "dated": document.dated, **over})
    return fact.model_copy(update={"source": fact.source.model_copy(update={"document": document.id})})


def events(documents: list[Document], facts: list[Fact], pathway: Pathway, **over: Any) -> list[tuple[Any, ...]]:
    found = timeline(documents, facts, pathway, **{"with_proposals": False, **over})
    return [
        (e.lane, when_fr(e.when).replace("\u00a0", " "), event_fr(e), tuple(f for i in e.items for f in i.facts))
        for e in found
        if e.items
    ]


def test_an_operation_is_told_once_with_all_its_places(endometriosis: Pathway) -> None:
    facts = [
        told(1, "Prostatectomie totale", REPORT),
        told(2, "PT en mars 2022", LETTER),
        told(3, "opéré d'une prostatectomie", LETTER),
    ]
    assert events([REPORT, LETTER], facts, endometriosis) == [
        ("procedure", "29 mars 2022", "Prostatectomie", ("F1", "F2", "F3"))
    ]


@pytest.mark.parametrize(
    ("text", "document", "wanted"),
    [
        ("césarienne en 2008 pour siège", LETTER, "en 2008"),
        ("césarienne (deux enfants)", LETTER, "sans date"),
        ("Antécédents : césarienne", REPORT, "sans date"),
        ("césarienne programmée", REPORT, "29 mars 2022"),
    ],
)
def test_an_operation_has_its_own_day_and_never_that_of_a_letter(
    endometriosis: Pathway, text: str, document: Document, wanted: str
) -> None:
    ((_, when, _, _),) = events([document], [told(1, text, document)], endometriosis)
    assert when == wanted


def test_a_treatment_is_prescribed_or_only_cited(endometriosis: Pathway) -> None:
    prescription = a_document("d4", kind="ordonnance", dated=DAY)
    drug: dict[str, Any] = {"kind": "drug", "key": "medicament", "value": "diénogest 2 mg"}
    facts = [told(1, "Diénogest 2 mg", prescription, **drug), told(2, "sous diénogest", LETTER, **drug)]
    found = events([prescription, LETTER], facts, endometriosis)
    assert [(lane, when) for lane, when, _, _ in found] == [
        ("treatment", "14 septembre 2026"),
        ("treatment", "cité le 1er octobre 2026"),
    ]


def test_what_is_denied_doubted_of_the_family_or_proposed_is_no_event(endometriosis: Pathway) -> None:
    turned = ({"polarity": "negated"}, {"polarity": "hypothetical"}, {"bearer": "family"}, {"role": "proposal"})
    facts = [told(n, "Prostatectomie", LETTER, **over) for n, over in enumerate(turned)]
    assert events([LETTER], facts, endometriosis) == []
    ((lane, _, _, places),) = events([LETTER], facts, endometriosis, with_proposals=True)
    assert (lane, places) == ("proposal", ("F3",))


def test_documents_of_others_are_left_out_and_copies_are_one_document(endometriosis: Pathway) -> None:
    copy = a_document("d5", kind="biologie", dated=DAY, duplicate_of="d1")
    stranger = a_document("d6", kind="biologie", dated=DAY, owner="other_person")
    partner = a_document("d7", kind="biologie", dated=None, owner="partner")
    found = timeline([LAB, copy, stranger, partner], [], endometriosis, with_proposals=True)
    assert [(e.label_fr, e.documents, e.when is None) for e in found] == [
        ("Biologie", ("d1", "d5"), False),
        ("Biologie (partenaire)", ("d7",), True),
    ]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("IRM LOMBAIRE DU 12/02/2026", "IRM LOMBAIRE"),
        ("Date : 21/07/2026 — Échographie pelvienne (voie haute)", "Échographie pelvienne (voie haute)"),
        ("Échographie thyroïdienne, 08.10.2026", "Échographie thyroïdienne"),
        ("Bassin face en charge", "Bassin face en charge"),
    ],
)
def test_an_image_is_named_by_its_examination(endometriosis: Pathway, title: str, wanted: str) -> None:
    image = a_document("d8", kind="compte_rendu_imagerie", title=title, dated=DAY)
    (event,) = timeline([image], [], endometriosis, with_proposals=False)
    assert event.label_fr == wanted
