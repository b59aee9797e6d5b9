"""The figures of an evaluation, as a table in French for a person and as values for a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from engine.domain.record import Record
from evaluation.figures import SECTIONS, Figure
from evaluation.run import CaseScores
from evaluation.tally import Tally, tally

STEPS_FR = {
    "read": "lecture des pages",
    "split": "séparation des documents",
    "extract": "faits",
    "assess": "complétude",
    "draft": "pré-avis",
    "compare": "comparaison",
}
BASELINE_FR = "toujours d'accord"
TO_COMPLETENESS = ("split", "extract", "assess")
"""The steps from pages that are read to completeness."""
LABEL, RATE, INTERVAL = 42, 16, 15
HEADING = f"{'':{LABEL}}{'moteur':{RATE}}{'IC 95 %':{INTERVAL}}{BASELINE_FR}"
NOTES = (
    "IC 95 % : intervalle de Wilson ; les comptes d'un même dossier se ressemblent, il est donc plutôt trop étroit.",
    f"« {BASELINE_FR} » : ce qu'obtiendrait qui donne raison au premier avis sans rien lire (C/C/C, gravité 0).",
    "(↓) : plus bas, mieux c'est. « n. n. » : jugements qui n'ont pu être portés, laissés hors du taux.",
)


class Report(Record):
    """What all cases add up to: figures of the engine and of the baseline, seconds by step, pages."""

    cases: tuple[CaseScores, ...]
    engine: dict[str, Tally]
    baseline: dict[str, Tally]
    seconds: dict[str, float]
    pages: int
    cpu: float = 0.0
    cpu_pages: int = 0

    @property
    def cpu_per_page(self) -> float | None:
        """Processor seconds a page from pages to completeness; None when no run told them."""
        return self.cpu / self.cpu_pages if self.cpu_pages else None

    @property
    def unscored(self) -> tuple[CaseScores, ...]:
        """The cases that are in no figure."""
        return tuple(case for case in self.cases if case.reason_fr is not None)


def report_of(cases: Sequence[CaseScores]) -> Report:
    """Add the cases up; unscored ones stay named and count nowhere."""
    # A run without pages or without times has no speed.
    timed = [case for case in cases if case.pages and case.seconds]
    clocked = [case for case in cases if case.pages and case.cpu_seconds]
    seconds: dict[str, float] = {}
    for case in timed:
        for step, spent in case.seconds.items():
            seconds[step] = seconds.get(step, 0.0) + spent
    return Report(
        cases=tuple(cases),
        engine=tally(score for case in cases for score in case.scores),
        baseline=tally(score for case in cases for score in case.baseline),
        seconds=seconds,
        pages=sum(case.pages for case in timed),
        cpu=sum(case.cpu_seconds[step] for case in clocked for step in TO_COMPLETENESS if step in case.cpu_seconds),
        cpu_pages=sum(case.pages for case in clocked),
    )


def table(report: Report) -> Iterator[str]:
    """Yield the lines of the table; a figure that no case called for has a dash."""
    yield _opening(report)
    for case in report.unscored:
        yield f"  ! non noté : {case.case} — {case.reason_fr}"
    yield ""
    yield HEADING
    for section in SECTIONS:
        yield section.title_fr
        for figure in section.figures:
            compared = rate_fr(report.baseline.get(figure.id, Tally())) if figure.compared else ""
            yield line(figure, report.engine.get(figure.id, Tally()), compared)
    yield "Secondes par page (chargement de ce qui lit les scans compris)"
    yield from _speed(report)
    yield ""
    yield from NOTES


def as_values(report: Report) -> dict[str, Any]:
    """Return the report as plain JSON values, every single score included."""
    return {
        "cases": [case.model_dump() for case in report.cases],
        "figures": {figure: _values(count) for figure, count in sorted(report.engine.items())},
        "always_agree": {figure: _values(count) for figure, count in sorted(report.baseline.items())},
        "seconds": report.seconds,
        "pages": report.pages,
        "cpu_per_page": report.cpu_per_page,
    }


def _opening(report: Report) -> str:
    read_back = sum(case.source == "stored" for case in report.cases)
    missing = len(report.unscored)
    return (
        f"Évaluation de {_count(len(report.cases), 'dossier')} : {_count(len(report.cases) - missing, 'noté')}, "
        f"{_count(missing, 'non noté', 'non notés')} ({_count(read_back, 'résultat relu', 'résultats relus')})"
    )


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {(many or one + 's') if number > 1 else one}"


def line(figure: Figure, count: Tally, compared: str = "") -> str:
    """One line of a table: the figure's label, its rate and count, its interval, and what it is compared with."""
    label = f"  {figure.label_fr}{' (↓)' if figure.lower_is_better else ''}"
    told = f"{label:{LABEL}}{rate_fr(count):{RATE}}{_interval(count):{INTERVAL}}{compared:{RATE}}"
    unscored = f"n. n. {count.unscored}" if count.unscored else ""
    return f"{told}{unscored}".rstrip()


def rate_fr(count: Tally) -> str:
    """A rate with its count, or a dash."""
    return f"{decimal(count.rate)}  {count.hits}/{count.of}" if count.rate is not None else "—"


def _interval(count: Tally) -> str:
    bounds = count.interval
    return f"{decimal(bounds[0])}–{decimal(bounds[1])}" if bounds else ""


def _speed(report: Report) -> Iterator[str]:
    if not report.pages:
        yield "  —"
        return
    for step in (*STEPS_FR, *sorted(report.seconds.keys() - STEPS_FR.keys())):
        if step in report.seconds:
            yield _speed_line(STEPS_FR.get(step, step), report.seconds[step], report.pages)
    yield _speed_line("total", sum(report.seconds.values()), report.pages)
    if report.cpu_pages:
        yield "Secondes de processeur par page"
        yield _speed_line("des pages à la complétude", report.cpu, report.cpu_pages)


def _speed_line(label: str, seconds: float, pages: int) -> str:
    return f"{'  ' + label:{LABEL}}{decimal(seconds / pages)}  {decimal(seconds, 1)} s/{pages} p."


def decimal(value: float, places: int = 3) -> str:
    """A number as French readers write it."""
    return f"{value:.{places}f}".replace(".", ",")


def _values(count: Tally) -> dict[str, Any]:
    low, high = count.interval or (None, None)
    return {**count.model_dump(), "rate": count.rate, "low": low, "high": high}
