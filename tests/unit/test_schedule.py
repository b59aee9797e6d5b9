"""How a drug is taken, as printed behind its name, and its bar on the drawing."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.fact import Fact, Schedule
from engine.domain.moment import When
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.drug_names import drug_mentions
from engine.steps.running import running
from engine.steps.schedule import schedule_of
from engine.steps.timeline import timeline
from review_ui.timeline_plot import period_fr, timeline_plot
from tests.builders import a_document, a_fact, a_page, facts_in

LATEST = date(2026, 10, 1)


def schedule(text: str, vocabulary: Vocabulary) -> Schedule | None:
    """That of the first drug of a text."""
    folded = running(text)
    mentions = sorted((m for _, m in drug_mentions(folded, vocabulary.drugs)), key=lambda m: m.start())
    first = mentions[0]
    name = (first.start(), first.start("dose") if first["dose"] else first.end())
    stop = next((m.start() for m in mentions[1:]), len(text))
    return schedule_of(text, folded, name, stop, LATEST)


SCHEDULES = [
    ("diénogest 2 mg 1 cp/j pendant 6 mois", "2 mg", "1 cp/j", "pendant 6 mois"),
    ("Méthotrexate 15 mg/semaine", "15 mg/semaine", None, None),
    ("méthotrexate 15 mg par\nsemaine avec acide folique", "15 mg", "par semaine", None),
    ("Methotrexate à la dose de 15 mg par semaine", "15 mg", "par semaine", None),
    ("Paracétamol 1 g, jusqu'à 3 fois par jour", "1 g", "3 fois par jour", None),
    ("Paracétamol 1000 mg, un comprimé matin, midi et soir", "1000 mg", "un comprimé matin, midi et soir", None),
    ("BISOPROLOL 2,5 mg : 1-0-0", "2,5 mg", "1-0-0", None),
    ("apixaban 5 mg x 2/j, bisoprolol 2,5 mg", "5 mg", "x 2/j", None),
    ("SPECIAFOLDINE 0,4 mg 1 cp /j ttt de 6 mois", "0,4 mg", "1 cp /j", "ttt de 6 mois"),
    ("capécitabine 2 000 mg/m²/j, J1-J14", "2 000 mg/m²/j", "J1-J14", None),
    ("prednisolone (1 g/jour pendant 3 jours)", "1 g/jour", None, "pendant 3 jours"),
    ("Diclofénac gel 1 % : 3 applications par jour", "1 %", "3 applications par jour", None),
    ("pristinamycine 7 j)", None, None, "7 j"),
    # What is not known ends it: the dose of the next drug is not this one's.
    ("atorvastatine 20 mg\n+ allopurinol 100 mg le soir", "20 mg", None, None),
    ("ramipril et Nefopam 20 mg", None, None, None),
]


@pytest.mark.parametrize(("text", "dose", "rhythm", "duration"), SCHEDULES)
def test_a_schedule_is_read_as_printed(
    text: str, dose: str | None, rhythm: str | None, duration: str | None, vocabulary: Vocabulary
) -> None:
    found = schedule(text, vocabulary)
    if not (dose or rhythm or duration):
        assert found is None
        return
    assert found is not None
    assert (found.dose, found.rhythm, found.duration) == (dose, rhythm, duration)
    assert text[found.start : found.end] == found.quote


MERE = ["Amlodipine bien équilibrée.", "paracétamol.", "ibuprofène (urticaire 2009)", "prednisone en 2025-2026"]


@pytest.mark.parametrize("text", MERE)
def test_a_mere_mention_has_no_schedule(text: str, vocabulary: Vocabulary) -> None:
    assert schedule(text, vocabulary) is None


IN_2017 = When(first=date(2017, 1, 1), last=date(2017, 12, 31), precision="year")
TIMES = [
    ("ésoméprazole 40 mg le soir (reflux, depuis 2017)", IN_2017, None, False),
    ("Aspirine 75 mg à partir du 6 janvier 2024", When.on(date(2024, 1, 6)), None, False),
    (
        "diénogest 2 mg depuis le 03/02/2025, arrêté le 10/06/2025",
        When.on(date(2025, 2, 3)),
        When.on(date(2025, 6, 10)),
        True,
    ),
    ("méthotrexate 15 mg par semaine jusqu'au 01/02/2027", None, When.on(date(2027, 2, 1)), False),
    ("Oméprazole : ARRÊTÉ", None, None, True),
    ("Traitement arrêté : diclofénac (pris à la demande)", None, None, True),
    ("diénogest 2 mg depuis mars 2027", None, None, False),
    ("STOP Minidril (lévonorgestrel - éthinylestradiol)", None, None, True),
    ("Arrêter le traitement par tramadol", None, None, True),
    ("Ne pas arrêter le bisoprolol 2,5 mg", None, None, False),
    ("Arrêter l'aspirine 75 mg, 5 jours avant", None, None, False),
    ("Stop tabac, paracétamol 1 g", None, None, False),
]


@pytest.mark.parametrize(("text", "begun", "ended", "stopped"), TIMES)
def test_beginning_and_end_are_those_that_are_printed(
    text: str, begun: When | None, ended: When | None, stopped: bool, vocabulary: Vocabulary
) -> None:
    found = schedule(text, vocabulary)
    assert found is not None
    assert (found.begun, found.ended, found.stopped) == (begun, ended, stopped)


def a_drug(number: int, value: str, told: Schedule | None, **over: Any) -> Fact:
    given: dict[str, Any] = {
        "kind": "drug",
        "key": "medicament",
        "label_fr": "Médicament",
        "side": None,
        "dated": LATEST,
    }
    return a_fact(f"F{number}", a_page(value), value, **{**given, "value": value, "schedule": told, **over})


def test_a_drug_is_a_bar_only_where_both_its_ends_are_printed(pathways: dict[str, Pathway]) -> None:
    def taken(**given: Any) -> Schedule:
        return Schedule(quote="x", start=0, end=1, **given)

    begun, ended = When.on(date(2025, 2, 3)), When.on(date(2025, 6, 10))
    facts = [
        a_drug(1, "diénogest 2 mg", taken(begun=begun, ended=ended, stopped=True, rhythm="1 cp/j")),
        a_drug(2, "oméprazole 20 mg", taken(begun=begun, duration="pendant 6 mois")),
        a_drug(3, "ramipril 5 mg", taken(rhythm="1-0-0")),
    ]
    letter = a_document("d1", kind="courrier", dated=LATEST)
    events = [e for e in timeline([letter], facts, pathways["endometriose"], with_proposals=False) if e.items]
    assert [(period_fr(e).replace("\u00a0", " "), e.items[0].value_fr) for e in events] == [
        ("3 février 2025 – 10 juin 2025", "1 cp/j"),
        ("3 février 2025", "pendant 6 mois"),
        ("cité le 1er octobre 2026", "1-0-0"),
    ]
    plot = timeline_plot(events, [None] * len(events))
    assert plot is not None
    marks = {m.label: m for m in plot.lanes[0].marks}
    assert [m.bar for m in marks.values()].count(True) == 1
    bar = next(m for m in marks.values() if m.bar)
    assert bar.right > bar.left + 20


def test_a_fact_has_its_schedule_and_no_dose_loses_its_thousands(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Traitement actuel : capécitabine 2 000 mg/m²/j, J1-J14. Diénogest 2 mg 1 cp/j pendant 6 mois."
    facts = facts_in(text, "courrier", pathways["cancer-colon-rectum"], vocabulary, clinical_reader, dated=LATEST)
    found = {str(f.value): f.schedule.quote for f in facts if f.schedule}
    assert found == {
        "capécitabine 2 000 mg": "capécitabine 2 000 mg/m²/j, J1-J14",
        "diénogest 2 mg": "Diénogest 2 mg 1 cp/j pendant 6 mois",
    }
