"""Letters to patients as one PDF to print: tagged, with the address where the window of the envelope is."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from engine.delivery.report import TEMPLATES, VARIANT, PackagedFonts
from engine.delivery.typography import typeset
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
    template = _templates().get_template("letter.html")
    html = template.render(letters=[_letter(request) for request in requests], house=_lines(house.address or ""))
    fetcher, fonts = PackagedFonts(), FontConfiguration()
    style = CSS(string=_style(), url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, url_fetcher=fetcher, base_url=None)
    pdf: bytes = document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)
    return pdf


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


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: typeset(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return (TEMPLATES / "letter.css").read_text(encoding="utf-8")
