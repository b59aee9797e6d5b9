"""The figures of the last run beside those of this one: kept in the data folder, and told when one falls."""

import hashlib
import importlib.metadata
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from pydantic import ValidationError

from engine import EngineError
from engine.domain.record import Record
from engine.pathways import load_vocabulary
from engine.pathways.lock import read_lock
from evaluation.figures import SECTIONS, Figure
from evaluation.report import LABEL, RATE, Report, decimal, rate_fr
from evaluation.run import write_json
from evaluation.tally import Tally

ALL = tuple(figure for section in SECTIONS for figure in section.figures)
MOST_CPU = 0.3
"""Processor seconds a page that the way from pages to completeness may take."""
HALF = 0.5
"""Of one judgement: two rates over slightly different counts are the same when they lie closer than that."""


class UnreadableHistory(EngineError):
    """The kept figures cannot be read back."""

    exit_code: ClassVar[int] = 3
    message_fr: ClassVar[str] = (
        "Les chiffres du dernier passage ({path}) ne sont pas lisibles. Relancez avec --accept pour repartir de "
        "ceux-ci, ou remettez le fichier en place."
    )


class Standing(Record):
    """The figures of one run over the same cases, with when and with what they were made.

    `pathways` gives the version of each; `cpu_per_page` is None where nothing was run.
    """

    made_at: datetime
    program: str
    commit: str | None
    vocabulary: str
    pathways: dict[str, str]
    cases: tuple[str, ...]
    figures: dict[str, Tally]
    cpu_per_page: float | None


class Fall(Record):
    """A figure that is worse than in the last run."""

    figure: Figure
    before: Tally
    now: Tally


def standing_of(report: Report, now: datetime, source: Path | None = None) -> Standing:
    """This run's figures; `source` is the folder of the program, whose git commit is told where it has one."""
    return Standing(
        made_at=now,
        program=importlib.metadata.version("double-avis"),
        commit=_commit(source or Path(__file__).resolve().parent.parent),
        vocabulary=load_vocabulary().version,
        pathways={name: entry["version"] for name, entry in read_lock().items()},
        cases=tuple(sorted(case.case for case in report.cases)),
        figures=report.engine,
        cpu_per_page=report.cpu_per_page,
    )


def place_of(folder: Path, cases: Sequence[str]) -> Path:
    """The file of the last run over these very cases in the data folder: figures of other cases are not comparable."""
    named = hashlib.sha256("\n".join(sorted(cases)).encode()).hexdigest()[:10]
    return folder / "evaluation" / f"dernier-{len(cases)}-dossiers-{named}.json"


def last_run(place: Path) -> Standing | None:
    """The run that was kept, or None before the first. Raises `UnreadableHistory`."""
    if not place.is_file():
        return None
    try:
        return Standing.model_validate_json(place.read_bytes())
    except (OSError, ValidationError) as error:
        raise UnreadableHistory(path=place) from error


def keep(place: Path, standing: Standing) -> None:
    """Keep a run as the last one. Raises `CannotWrite`."""
    write_json(place, standing.model_dump(mode="json"))


def falls(before: Standing, now: Standing, tolerance: int = 0) -> tuple[Fall, ...]:
    """The figures that are worse now by more than `tolerance` judgements, or that are no longer measured."""
    pairs = ((f, before.figures.get(f.id, Tally()), now.figures.get(f.id, Tally())) for f in ALL)
    return tuple(Fall(figure=f, before=a, now=b) for f, a, b in pairs if _has_fallen(f, a, b, tolerance))


def _has_fallen(figure: Figure, before: Tally, now: Tally, tolerance: int) -> bool:
    if before.rate is None:
        return False
    if now.rate is None:
        return not figure.lower_is_better
    worse = now.rate - before.rate if figure.lower_is_better else before.rate - now.rate
    return worse > (tolerance + HALF) / max(before.of, now.of)


def is_slow(standing: Standing) -> bool:
    """Whether the way from pages to completeness took too long."""
    return standing.cpu_per_page is not None and standing.cpu_per_page > MOST_CPU


def comparison(before: Standing | None, now: Standing, fallen: Sequence[Fall]) -> Iterator[str]:
    """Yield the lines of the table of the last and this run, and what fell."""
    yield ""
    yield f"Dernier passage : {_made_fr(before) if before else 'aucun sur ces dossiers'}"
    yield f"Ce passage : {_made_fr(now)}"
    if before and before.pathways != now.pathways:
        changed = (
            f"{n} {before.pathways.get(n, '—')} → {v}" for n, v in now.pathways.items() if before.pathways.get(n) != v
        )
        yield f"Référentiels changés : {', '.join(changed)}"
    yield f"{'':{LABEL}}{'dernier':{RATE}}{'ce passage':{RATE}}"
    worse = {fall.figure.id for fall in fallen}
    for figure in ALL:
        told, kept = now.figures.get(figure.id, Tally()), (before.figures if before else {}).get(figure.id, Tally())
        if told.of or kept.of:
            label = f"  {figure.label_fr}{' (↓)' if figure.lower_is_better else ''}"
            mark = "EN BAISSE" if figure.id in worse else ""
            yield f"{label:{LABEL}}{rate_fr(kept):{RATE}}{rate_fr(told):{RATE}}{mark}".rstrip()
    paces = (_pace_fr(before.cpu_per_page if before else None), _pace_fr(now.cpu_per_page))
    mark = "TROP LENT" if is_slow(now) else ""
    label = f"  des pages à la complétude (≤ {decimal(MOST_CPU, 1)})"
    yield f"{label:{LABEL}}{paces[0]:{RATE}}{paces[1]:{RATE}}{mark}".rstrip()


def _pace_fr(seconds: float | None) -> str:
    return "—" if seconds is None else f"{decimal(seconds)} s/page"


def _made_fr(standing: Standing) -> str:
    commit = f", commit {standing.commit}" if standing.commit else ""
    day = f"{standing.made_at:%d/%m/%Y à %H h %M}"
    return f"{day}, double-avis {standing.program}{commit}, vocabulaire {standing.vocabulary}"


def _commit(source: Path) -> str | None:
    """The commit of the program's own folder, with a "+" where files were changed since; None without git."""
    git = shutil.which("git")
    if git is None or not (source / ".git").exists():
        return None
    head, changed = (
        subprocess.run([git, "-C", str(source), *command], capture_output=True, text=True, check=False)
        for command in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", "--untracked-files=no"))
    )
    return f"{head.stdout.strip()}{'+' if changed.stdout.strip() else ''}" if head.returncode == 0 else None
