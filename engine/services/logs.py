"""The service's log: one line an event on standard error, and never what a dossier says."""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Literal

OURS = ("engine", "evaluation", "ocr", "prompts", "review_ui")
ROOT = Path(__file__).parents[2]
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
CAUSES = 3

logger = logging.getLogger(__name__)


def configure(level: str, form: Literal["text", "json"], stream: IO[str] | None = None) -> None:
    """Send every log of this process to `stream` (standard error), through the form that keeps health data out.

    Our own loggers speak from `level` on, those of libraries from WARNING on and without their words. Call it once,
    after the libraries that bring handlers of their own (uvicorn: pass it log_config=None).
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Discreet(form))
    handler.addFilter(lambda record: ours(record.name) or record.levelno >= logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name, known in list(logging.root.manager.loggerDict.items()):
        if isinstance(known, logging.Logger):
            known.handlers.clear()
            known.propagate = True
            if not ours(name):
                known.setLevel(logging.NOTSET)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    # Its own complaint about a record that cannot be written would print that record's values.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def ours(name: str) -> bool:
    """Say whether a logger belongs to this program."""
    return name.partition(".")[0] in OURS


class Discreet(logging.Formatter):
    """Writes type and place of an error and never its message: that of a database quotes the row."""

    def __init__(self, form: Literal["text", "json"]) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """Return one line without its end."""
        message = _message(record) if ours(record.name) else f"(texte masqué, {record.filename}:{record.lineno})"
        error = record.exc_info[1] if record.exc_info else None
        what = told(error) if error else None
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        if self._form == "json":
            line = {"at": at, "level": record.levelname, "logger": record.name, "message": message, "error": what}
            return json.dumps({key: value for key, value in line.items() if value is not None}, ensure_ascii=False)
        return CONTROLS.sub(" ", f"{at} {record.levelname} {record.name} : {message}{f' [{what}]' if what else ''}")


def told(error: BaseException) -> str:
    """Type and place (file:line) of an error and of what caused it, without their messages."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain and len(chain) < CAUSES:
        chain.append(following)
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return ", causé par ".join(f"{type(one).__name__}{_place(one.__traceback__)}" for one in chain)


def _message(record: logging.LogRecord) -> str:
    """What our own code says, an error among its values shown as type and place."""
    if isinstance(record.msg, BaseException):
        return told(record.msg)
    given: object = record.args
    if isinstance(given, tuple):
        given = tuple(_discreet(one) for one in given)
    elif isinstance(given, Mapping):
        given = {name: _discreet(one) for name, one in given.items()}
    try:
        return str(record.msg) % given if given else str(record.msg)
    except (TypeError, ValueError, KeyError):
        return f"(message mal formé, {record.filename}:{record.lineno})"


def _discreet(value: object) -> object:
    return told(value) if isinstance(value, BaseException) else value


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    inner = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and ours(_room(frame.filename))]
    places = dict.fromkeys(_short(frame) for frame in [*inner[-1:], *frames[-1:]])
    return f" ({' > '.join(places)})" if places else ""


def _room(filename: str) -> str:
    return Path(filename).relative_to(ROOT).parts[0]


def _short(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) and ours(_room(frame.filename)) else path.name
    return f"{name}:{frame.lineno}"


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.critical("Erreur que rien n'a rattrapée", exc_info=(kind, error, trace))


def _uncaught_in_thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None:
        _uncaught(given.exc_type, given.exc_value, given.exc_traceback)


def _unraisable(given: "sys.UnraisableHookArgs") -> None:
    if given.exc_value is not None:
        _uncaught(given.exc_type, given.exc_value, given.exc_traceback)
