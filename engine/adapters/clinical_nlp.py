"""French clinical reading by EDS-NLP: sentences, family scopes, calendar dates and TNM stages."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from types import ModuleType
from typing import Any

from engine.domain.fact import Mention, ReadText, Scope, Sentence


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
        sentences = tuple(Sentence(start=s.start_char, end=s.end_char) for s in read.sents if s.text.strip())
        return ReadText(
            sentences=sentences,
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
