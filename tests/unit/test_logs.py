"""The log says where and what kind, and never who: not from our errors, not from a library's, not from a thread's."""

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

from engine.domain.audit import AuditEntry
from engine.services.logs import configure, told

PATIENT = "Océane Fictive-Lorrain"
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def log():
    """The log of a service, as text; what `configure` changes is put back."""
    root, manager = logging.getLogger(), logging.root.manager
    before = {name: (one.handlers[:], one.level, one.propagate) for name, one in _loggers(manager)}
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    stream = io.StringIO()
    configure("INFO", "text", stream)
    yield stream
    logging.captureWarnings(capture=False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    root.handlers[:], logging.raiseExceptions = handlers, raising
    root.setLevel(level)
    for name, one in _loggers(manager):
        one.handlers[:], one.level, one.propagate = before.get(name, ([], logging.NOTSET, True))
        one.setLevel(one.level)


def _loggers(manager):
    return [(name, one) for name, one in manager.loggerDict.items() if isinstance(one, logging.Logger)]


def failing() -> None:
    try:
        raise KeyError(PATIENT)
    except KeyError as error:
        raise ValueError(f"ligne refusée : {PATIENT}") from error


def caught() -> Exception:
    try:
        failing()
    except ValueError as error:
        return error
    raise AssertionError


def test_error_is_type_and_place(log):
    try:
        failing()
    except ValueError:
        logging.getLogger("engine.pipeline").exception("Étape interrompue : dossier %s", "dossier-1")
    line = log.getvalue()
    assert PATIENT not in line
    assert "ERROR engine.pipeline : Étape interrompue : dossier dossier-1" in line
    assert "ValueError (test_logs.py:" in line
    assert "causé par KeyError (test_logs.py:" in line
    assert line.count("\n") == 1


def test_place_in_our_code_is_told_beside_the_library_s():
    with pytest.raises(ValueError, match="x") as error:
        AuditEntry.chained("x", number="x")
    assert "engine/domain/audit.py:" in told(error.value)


@pytest.mark.parametrize(
    "arguments", [("échec : %s", caught()), ("échec : %(error)s", {"error": caught()}), (caught(),)]
)
def test_error_as_a_value_is_no_way_round(log, arguments):
    logging.getLogger("review_ui.app").warning(*arguments)
    assert PATIENT not in log.getvalue()
    assert "ValueError (test_logs.py:" in log.getvalue()


def test_library_is_reduced_to_its_name_level_and_type(log):
    library = logging.getLogger("psycopg.pool")
    library.warning("could not insert %s", PATIENT)
    try:
        failing()
    except ValueError:
        library.exception("row %s", PATIENT)
    lines = log.getvalue().splitlines()
    assert PATIENT not in log.getvalue()
    assert "WARNING psycopg.pool : (texte masqué, test_logs.py:" in lines[0]
    assert "ERROR psycopg.pool" in lines[1]
    assert "ValueError" in lines[1]


def test_only_our_loggers_speak_below_warning(log):
    logging.getLogger("uvicorn.access").info("GET /dossiers/1?q=%s", PATIENT)
    eager = logging.getLogger("eager")
    eager.setLevel(logging.DEBUG)
    eager.debug(PATIENT)
    logging.getLogger("enginefaker").info(PATIENT)
    logging.getLogger("engine.app").debug("too fine")
    logging.getLogger("engine.app").info("Prêt")
    (line,) = log.getvalue().splitlines()
    assert line.endswith("INFO engine.app : Prêt")


def test_handlers_that_a_library_brought_are_gone(log):
    stream, library = io.StringIO(), logging.getLogger("noisy")
    library.addHandler(logging.StreamHandler(stream))
    library.propagate = False
    configure("INFO", "text", log)
    library.warning("row %s", PATIENT)
    assert stream.getvalue() == ""
    assert "WARNING noisy : (texte masqué" in log.getvalue()


def test_malformed_call_and_line_ends_do_no_harm(log, capsys):
    logging.getLogger("engine.app").warning(*("deux %s %s", PATIENT))
    logging.getLogger("engine.app").warning("ligne\nERROR engine.app : forgée\x1b[2J")
    lines = log.getvalue().splitlines()
    assert len(lines) == 2
    assert PATIENT not in log.getvalue()
    assert "message mal formé" in lines[0]
    assert "\x1b" not in lines[1]
    assert capsys.readouterr().err == ""


def test_warnings_of_libraries_are_masked(log):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(f"cell {PATIENT}", stacklevel=1)
    assert "py.warnings" in log.getvalue()
    assert PATIENT not in log.getvalue()


def test_json_lines(log):
    stream = io.StringIO()
    configure("INFO", "json", stream)
    try:
        failing()
    except ValueError:
        logging.getLogger("engine.app").exception("Échec\nici")
    line = json.loads(stream.getvalue())
    assert set(line) == {"at", "level", "logger", "message", "error"}
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "engine.app", "Échec\nici")
    assert PATIENT not in stream.getvalue()
    assert stream.getvalue().count("\n") == 1


CHILD = """
import threading
from engine.domain.audit import AuditEntry
from engine.services.logs import configure
configure("INFO", "text")
class Row:
    def __del__(self): raise ValueError("{patient}")
def fail(): raise ValueError("{patient}")
{body}
"""


@pytest.mark.parametrize(
    "body",
    [
        "fail()",
        "thread = threading.Thread(target=fail); thread.start(); thread.join()",
        "Row()",
        "import asyncio\nasync def main():\n    asyncio.ensure_future(asyncio.to_thread(fail))\n"
        "    await asyncio.sleep(0.2)\nasyncio.run(main())",
    ],
    ids=["main", "thread", "destructor", "task"],
)
def test_error_that_nobody_catches(body):
    code = CHILD.format(patient=PATIENT, body=body)
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert PATIENT not in done.stdout + done.stderr
    assert "ValueError" in done.stderr
    assert "Traceback" not in done.stderr
