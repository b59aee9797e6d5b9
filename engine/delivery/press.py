"""What is printed: a template and its style as a tagged PDF/A in French, with nothing fetched."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from engine.delivery.typography import FONTS, typeset

TEMPLATES = Path(__file__).parent / "templates"
# PDF/A-2a: kept for decades, and read aloud in the right order.
VARIANT = "pdf/a-2a"
FONT_SCHEME = "police:"


def printed(template: str, style: str, view: Mapping[str, Any]) -> bytes:
    """Return a template of this folder, filled in, as PDF/A-2a. The same view gives the same bytes."""
    html = _templates().get_template(template).render(view)
    fetcher, fonts = PackagedFonts(), FontConfiguration()
    css = CSS(string=_style(style), url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, url_fetcher=fetcher, base_url=None)
    pdf: bytes = document.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant=VARIANT)
    return pdf


class PackagedFonts(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Gives the document the fonts that are packaged with it and refuses everything else: no file, no network."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a packaged font. Raises `FatalURLFetchingError`, which ends the rendering, for any other address."""
        name = url.removeprefix(FONT_SCHEME)
        if url == FONT_SCHEME + name and re.fullmatch(r"[A-Za-z-]+\.ttf", name) and (FONTS / name).is_file():
            return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})
        raise FatalURLFetchingError("a signed document fetches nothing")


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


@lru_cache
def _style(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
