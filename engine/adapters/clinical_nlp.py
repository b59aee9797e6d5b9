"""French clinical reading by EDS-NLP: sentences, cue scopes, calendar dates and TNM stages."""

import os
import warnings
from datetime import date
from functools import cached_property
from typing import Any

from engine.domain.fact import Mention, ReadText, Scope, ScopeKind, Sentence

QUALIFIERS: tuple[tuple[str, ScopeKind], ...] = (
    ("negation", "negation"),
    ("hypothesis", "hypothesis"),
    ("family", "family"),
)


class EdsNlpReader:
    """Reads with EDS-NLP's rules; no model weights, no network. Built at first use: it takes a few seconds."""

    @cached_property
    def _pipeline(self) -> Any:
        os.environ.setdefault("LOGURU_LEVEL", "ERROR")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from loguru import logger

            logger.disable("edsnlp")
            import edsnlp

            pipeline = edsnlp.blank("eds")
            pipeline.add_pipe("eds.normalizer")
            pipeline.add_pipe("eds.sentences")
            for name, _ in QUALIFIERS:
                # Sections are ours (EDS-NLP misses most headings); whole texts are qualified, not entities only.
                config: dict[str, Any] = {"on_ents_only": False}
                if name == "family":
                    config["use_sections"] = False
                pipeline.add_pipe(f"eds.{name}", config=config)
            pipeline.add_pipe("eds.dates")
            pipeline.add_pipe("eds.tnm")
        return pipeline

    def read(self, text: str) -> ReadText:
        """Return what EDS-NLP sees; offsets count characters of `text`."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = self._pipeline(text)
        sentences = tuple(Sentence(start=s.start_char, end=s.end_char) for s in read.sents if s.text.strip())
        scopes = [scope for name, kind in QUALIFIERS for scope in _runs(read, name, kind)]
        return ReadText(
            sentences=sentences,
            scopes=tuple(scopes),
            dates=tuple(_date(span) for span in read.spans.get("dates", []) if _is_calendar(span)),
            stages=tuple(
                Mention(start=s.start_char, end=s.end_char, text=s.text, kind="stage", key="tnm", value=s.text)
                for s in read.spans.get("tnm", [])
            ),
        )


def _runs(read: Any, name: str, kind: ScopeKind) -> list[Scope]:
    """Join neighbouring qualified words of one sentence into scopes."""
    scopes = []
    for sentence in read.sents:
        run: list[Any] = []
        for token in [*sentence, None]:
            if token is not None and getattr(token._, name):
                run.append(token)
            elif run:
                scopes.append(Scope(kind=kind, start=run[0].idx, end=run[-1].idx + len(run[-1].text)))
                run = []
    return scopes


def _is_calendar(span: Any) -> bool:
    """Ages ("à 62 ans") come back as relative dates: keep what names a year or a month."""
    found = span._.date
    return getattr(found, "year", None) is not None or getattr(found, "month", None) is not None


def _date(span: Any) -> Mention:
    found = span._.date
    day = None
    year, month, number = (getattr(found, part, None) for part in ("year", "month", "day"))
    if year and month and number:
        try:
            day = date(year, month, number)
        except ValueError:
            day = None
    return Mention(start=span.start_char, end=span.end_char, text=span.text, kind="date", dated=day)
