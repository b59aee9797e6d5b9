"""French clinical reading by EDS-NLP: sentences, family scopes, calendar dates and TNM stages."""

import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from types import ModuleType
from typing import Any

from engine.domain.fact import Mention, ReadText, Scope, Sentence

BREAKS_OFF = re.compile(
    r"(?:\b(?:le|la|les|un|une|des?|du|au|aux|à|en|sur|sous|dans|par|pour|avec|sans|chez|entre|vers|et|ou|que|qui|son|sa"
    r"|ses|leurs?|mon|ma|mes|notre|nos|votre|vos|ce|cet|cette|ces|est|sont|ne)|\b[ldnsqcj]['’])[ ]*\n$"
)
"""The end of a line after which a French sentence cannot stop: an article, a preposition, a possessive."""


class EdsNlpReader:
    """Reads with EDS-NLP's rules; no model weights, no network. Built at first use: it takes a few seconds."""

    @cached_property
    def _pipeline(self) -> Any:
        os.environ.setdefault("LOGURU_LEVEL", "ERROR")
        with warnings.catch_warnings(), _spared():
            warnings.simplefilter("ignore")
            from loguru import logger

            logger.disable("edsnlp")
            import edsnlp

            pipeline = edsnlp.blank("eds")
            pipeline.add_pipe("eds.normalizer")
            pipeline.add_pipe("eds.sentences")
            # Sections are ours (EDS-NLP misses most headings); whole texts are qualified, not entities only. Negation
            # and hypothesis are ours too: see `engine.steps.polarity`.
            pipeline.add_pipe("eds.family", config={"on_ents_only": False, "use_sections": False})
            pipeline.add_pipe("eds.dates")
            pipeline.add_pipe("eds.tnm")
        return pipeline

    def read(self, text: str) -> ReadText:
        """Return what EDS-NLP sees; offsets count characters of `text`."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = self._pipeline(text)
        return ReadText(
            sentences=tuple(_sentences(read)),
            scopes=tuple(_family_scopes(read)),
            dates=tuple(_date(span) for span in read.spans.get("dates", []) if _is_calendar(span)),
            stages=tuple(
                Mention(start=s.start_char, end=s.end_char, text=s.text, kind="stage", key="tnm", value=s.text)
                for s in read.spans.get("tnm", [])
            ),
        )


@contextmanager
def _spared() -> Iterator[None]:
    """Spare the import of spaCy what no rule here needs: half of its seconds, and hundreds of megabytes.

    PyTorch, which it would load for models; and spaCy's exceptions of French tokens, one huge pattern that EDS-NLP,
    whose tokenizer has rules of its own, throws away.
    """
    exceptions = ModuleType("spacy.lang.fr.tokenizer_exceptions")
    exceptions.__dict__.update(TOKENIZER_EXCEPTIONS={}, TOKEN_MATCH=None)
    spared = {"torch": None, exceptions.__name__: exceptions}
    hidden = [name for name in spared if name not in sys.modules]
    sys.modules.update({name: spared[name] for name in hidden})  # type: ignore[misc]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _sentences(read: Any) -> Iterator[Sentence]:
    """Sentences; one that breaks off on a word that another must follow goes on in the line below it.

    EDS-NLP ends one before each line that opens with a capital ("je maintiens la proposition de la", "RCP du 24").
    """
    begun: int | None = None
    for found in read.sents:
        if not found.text.strip():
            continue
        begun = found.start_char if begun is None else begun
        if not BREAKS_OFF.search(found.text):
            yield Sentence(start=begun, end=found.end_char)
            begun = None
    if begun is not None:
        yield Sentence(start=begun, end=len(read.text))


def _family_scopes(read: Any) -> Iterator[Scope]:
    """Join neighbouring words of one sentence that are about the family."""
    for sentence in read.sents:
        run: list[Any] = []
        for token in [*sentence, None]:
            if token is not None and token._.family:
                run.append(token)
            elif run:
                yield Scope(kind="family", start=run[0].idx, end=run[-1].idx + len(run[-1].text))
                run = []


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
