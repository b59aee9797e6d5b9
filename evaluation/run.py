"""Take cases through the engine, or read their stored results, and score them."""

import json
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationError

from engine import Engine, EngineError, Settings, build, cause_fr, dossier_of, files_of, result, write_whole
from engine.domain.record import Record
from evaluation.baselines import always_agree
from evaluation.case import Case
from evaluation.result import parse
from evaluation.scorers import all_scores
from evaluation.tally import Score

Source = Literal["run", "stored"]


class CaseScores(Record):
    """What became of one case. `reason_fr` says why it is unscored and is None for a scored one.

    `seconds` and `cpu_seconds` by step of the engine, over `pages` pages.
    """

    case: str
    source: Source
    reason_fr: str | None = None
    scores: tuple[Score, ...] = ()
    baseline: tuple[Score, ...] = ()
    seconds: dict[str, float] = Field(default_factory=dict)
    pages: int = 0
    cpu_seconds: dict[str, float] = Field(default_factory=dict)


class CannotWrite(EngineError):
    """A file of results or figures cannot be written."""

    exit_code: ClassVar[int] = 2
    message_fr: ClassVar[str] = "Impossible d'écrire {path} ({why}). Choisissez un autre emplacement."


class _NoResult(Exception):
    """There is nothing to score; the text says why, in French."""


def evaluate_cases(
    cases: Sequence[Case], settings: Settings, results: Path | None, progress: Callable[[str], None] = lambda _: None
) -> tuple[CaseScores, ...]:
    """Score each case; the order stays.

    With `results`, a case that has `<case>.json` there is read back and not run; the others are run and written there.
    The engine is opened only when a case has to be run. Raises what `engine.build` raises, and `CannotWrite`.
    """
    places = {case.name: results / f"{case.name}.json" if results else None for case in cases}
    stored = [case for case in cases if (place := places[case.name]) and place.is_file()]
    done: dict[str, CaseScores] = {}
    for case in stored:
        progress(f"{case.name} : résultat relu")
        done[case.name] = _scored(case, "stored", partial(_read, places[case.name]))
    waiting = [case for case in cases if case.name not in done]
    if waiting:
        with build(settings) as engine:
            engine.warm_up()  # what models take to load is nobody's page
            for number, case in enumerate(waiting, start=1):
                progress(f"{case.name} : exécution {number}/{len(waiting)}")
                done[case.name] = _scored(case, "run", partial(_run, engine, case, places[case.name]))
    return tuple(done[case.name] for case in cases)


def score_result(case: Case, raw: Any, source: Source) -> CaseScores:
    """Score one result given as JSON values; one that is not of the contract's form leaves the case unscored."""
    try:
        read = parse(raw)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"]) or "racine"
        reason = f"le résultat n'a pas la forme attendue ({place})"
        return CaseScores(case=case.name, source=source, reason_fr=reason)
    scores = all_scores(case.expected, read)
    return CaseScores(
        case=case.name,
        source=source,
        scores=scores,
        baseline=always_agree(case.expected, scores),
        seconds=read.seconds,
        pages=read.pages,
        cpu_seconds=read.cpu_seconds,
    )


def write_json(path: Path, value: Any) -> None:
    """Write whole or not at all, so that half a result is never read back as one. Raises `CannotWrite`."""
    try:
        write_whole(path, json.dumps(value, ensure_ascii=False, indent=1))
    except OSError as error:
        raise CannotWrite(path=path, why=cause_fr(error)) from error


def _scored(case: Case, source: Source, raw: Callable[[], Any]) -> CaseScores:
    try:
        return score_result(case, raw(), source)
    except _NoResult as error:
        return CaseScores(case=case.name, source=source, reason_fr=str(error))


def _run(engine: Engine, case: Case, place: Path | None) -> Any:
    try:
        dossier = dossier_of(case.folder)
        raw = result(engine.run(dossier, engine.receive(dossier, files_of(case.folder))))
    except EngineError as error:
        raise _NoResult(str(error)) from error
    except Exception as error:  # a case that breaks the engine must not take the figures of the others with it
        # Where it broke and no more: the message may quote a document.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"
        raise _NoResult(f"erreur interne du moteur ({where})") from error
    if place is not None:
        write_json(place, raw)
    return raw


def _read(place: Path | None) -> Any:
    try:
        return json.loads(place.read_text(encoding="utf-8")) if place else None
    except (OSError, ValueError) as error:
        raise _NoResult(f"{place} n'est pas un résultat lisible") from error
