"""Letters to patients as one PDF to print: tagged, with the address where the window of the envelope is."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from engine.delivery.press import printed
from engine.domain.request import House, SentRequest
from engine.domain.wording import long_date

PARIS = ZoneInfo("Europe/Paris")
NUMBERED = re.compile(r"(\d{1,3})\. (.+)")


class Block(NamedTuple):
    """A part of a letter: its heading, if any, its lines, and a numbered list that begins at `start`."""

    heading: str
    lines: tuple[str, ...]
    listed: tuple[str, ...]
    start: int


def letters(requests: Sequence[SentRequest], house: House) -> bytes:
    """Return the letters as one PDF/A-2a, each on pages of its own. The same letters give the same bytes."""
    view = {"letters": [_letter(request) for request in requests], "house": _lines(house.address or "")}
    return printed("letter.html", "letter.css", view)


def _letter(request: SentRequest) -> dict[str, Any]:
    day = request.at.astimezone(PARIS)
    return {
        "to": _lines(request.to),
        "dossier": request.dossier,
        "code": request.code,
        "day": long_date(day),
        "created": request.at.isoformat(timespec="seconds"),
        # The reference stands in its own lines above.
        "subject": request.subject.partition(" [")[0],
        "blocks": [_block(part) for part in re.split(r"\n\s*\n", request.text_fr.strip())],
    }


def _block(part: str) -> Block:
    """A paragraph as it was written: a line that ends in a colon before others is their heading."""
    lines = _lines(part)
    heading = lines.pop(0) if len(lines) > 1 and lines[0].endswith(":") else ""
    numbered = [NUMBERED.fullmatch(line) for line in lines]
    if lines and all(numbered):
        found = [match for match in numbered if match]
        return Block(heading, (), tuple(match[2] for match in found), int(found[0][1]))
    return Block(heading, tuple(lines), (), 1)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
