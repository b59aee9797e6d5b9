"""What the web server writes in its log: who asked for which page and what came of it, and no health data."""

import logging
import traceback
from pathlib import Path
from typing import Any

SHOWN = 4  # parts of an address, with the empty one before the first slash


class WithoutQuery(logging.Filter):
    """Leaves out what follows the `?` of an address, for people search by name, and what follows a dossier's page.

    `/dossiers/DA-2026-00012/completude/…`: what stands behind may tell what the patient suffers from.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record of an access, whose third argument is the address."""
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, address, version, status = record.args
            record.args = (client, method, _shortened(str(address)), version, status)
        return True


def _shortened(address: str) -> str:
    parts = address.partition("?")[0].split("/")
    if parts[1:2] == ["q"]:
        return "/q/…"  # what stands behind opens a questionnaire
    return "/".join(parts if len(parts) <= SHOWN else [*parts[:SHOWN], "…"])


class PlaceOnly(logging.Filter):
    """Says where an error happened and no more: its message may quote a document."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the error of a record by its name and place."""
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            frames = traceback.extract_tb(error.__traceback__)
            where = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
            record.msg, record.args = f"Erreur interne ({type(error).__name__}{where})", ()
            record.exc_info = record.exc_text = None
        return True


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_query": {"()": WithoutQuery}, "place_only": {"()": PlaceOnly}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s : %(message)s"}},
    "handlers": {
        "error": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["place_only"]},
        "access": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_query"]},
    },
    "loggers": {
        # Its lines about its own start are said in French by the verb.
        "uvicorn": {"handlers": ["error"], "level": "WARNING", "propagate": False},
        "uvicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
    },
}
