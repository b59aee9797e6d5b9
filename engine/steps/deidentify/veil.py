"""Between the engine and any author: names, numbers and dates are replaced on the way in, put back on the way out."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel

from engine.domain.document import Page
from engine.domain.dossier import Dossier
from engine.domain.drafting import Evidence, OptionView
from engine.domain.identifying import IdentifyingTables
from engine.ports import Asked, LanguageModel
from engine.steps.deidentify.date_forms import moved_dates
from engine.steps.deidentify.pseudonymise import Pseudonymiser, identity_of, shift_of
from engine.steps.deidentify.registry import SURROGATE

T = TypeVar("T", bound=BaseModel)
QUOTE = re.compile(r"« ?([^«»]+?) ?»")
EDGES = " .;:,-+•*"
SHORT = 12
"""Letters of a piece that may stand in a sentence by chance."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def veil(model: LanguageModel, dossier: Dossier, pages: Iterable[Page], tables: IdentifyingTables) -> "Veiled":
    """An author who is never told whom the dossier speaks of.

    The shift of dates comes from the patient's own identity, so that a draft can be made again from the dossier and
    that who has only a prompt cannot tell how far they were moved.
    """
    key = hashlib.sha256(dossier.patient.model_dump_json().encode()).digest()
    pseudonymiser = Pseudonymiser(identity_of(dossier), shift_of(dossier.id, key), tables)
    return Veiled(model, pseudonymiser.learn(p.text for p in pages))


class Veiled:
    """A `LanguageModel` that shows another one pseudonymised inputs only, and maps its answer back."""

    def __init__(self, model: LanguageModel, pseudonymiser: Pseudonymiser) -> None:
        self._model, self._pseudonymiser = model, pseudonymiser

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
        """Ask with pseudonymised inputs; `raw` stays as the author wrote it. Raises what the author raises."""
        self._pseudonymiser.learn(_texts(inputs))
        back = _Back(self._pseudonymiser)
        asked = self._model.ask(prompt, back.hidden(inputs), answer)
        return replace(asked, value=back.shown(asked.value, {}))


class _Back:
    """Hides the inputs of one question, and remembers what stood where."""

    def __init__(self, pseudonymiser: Pseudonymiser) -> None:
        self._pseudonymiser = pseudonymiser
        self._old: dict[str, str] = {}
        self._by_evidence: dict[str, dict[str, str]] = {}
        self._words: dict[str, tuple[tuple[str, str], ...]] = {}

    def hidden(self, value: Any) -> Any:
        """The same value without what identifies; published passages and options name no patient."""
        if isinstance(value, str):
            return self._hide(value)
        if isinstance(value, date):
            return self._pseudonymiser.shift.day(value)
        if isinstance(value, tuple | list):
            return type(value)(self.hidden(part) for part in value)
        if isinstance(value, dict):
            return {name: self.hidden(part) for name, part in value.items()}
        if isinstance(value, Evidence) and _published(value):
            self._by_evidence[value.id] = self._as_printed(value)
            self._words[value.id] = tuple((_spaced(t), _spaced(t)) for t in _said(value))
        if not isinstance(value, BaseModel) or _published(value):
            return value
        if isinstance(value, Evidence):
            self._by_evidence[value.id] = self._in_evidence(value)
            self._words[value.id] = tuple(
                (_spaced(self._pseudonymiser.apply(t).text), _spaced(t)) for t in _said(value)
            )
        return type(value).model_validate({name: self.hidden(part) for name, part in value})

    def shown(self, value: Any, near: Mapping[str, str], cited: Sequence[str] = ()) -> Any:
        """An answer with what its author was not told; what it says to the letter of a piece that it cites (`cited`,
        evidence ids) comes back as that piece says it, all else as the pieces that it cites do."""
        if isinstance(value, str):
            return self._show_with(value, near, cited)
        if isinstance(value, date):
            return self._pseudonymiser.shift.back().day(value)
        if isinstance(value, tuple | list):
            return type(value)(self.shown(part, near, cited) for part in value)
        if isinstance(value, dict):
            return {name: self.shown(part, near, cited) for name, part in value.items()}
        if not isinstance(value, BaseModel):
            return value
        cited = [i for i in getattr(value, "cites", ()) if isinstance(i, str)] or cited
        told = [self._by_evidence.get(i, {}) for i in cited]
        near = {new: old for one in reversed(told) for new, old in one.items()} or near
        # Not validated again: a name may be longer than its surrogate, and the author kept to the limit.
        return value.model_copy(update={name: self.shown(part, near, cited) for name, part in value})

    def _hide(self, text: str) -> str:
        for new, old in self._replaced(text).items():
            self._old.setdefault(new, old)
        return self._pseudonymiser.apply(text).text

    def _replaced(self, text: str) -> dict[str, str]:
        told: dict[str, str] = {}
        for piece in self._pseudonymiser.apply(text).replaced:
            told.setdefault(piece.new, piece.old)
        return told

    def _in_evidence(self, piece: Evidence) -> dict[str, str]:
        """What was replaced in a piece, and the years in it that were not: the words of a sentence around one may tell
        that it is a year where those of the dossier did not."""
        told: dict[str, str] = {}
        hidden = [self._pseudonymiser.apply(part) for part in _said(piece)]
        for replaced in (r for text in hidden for r in text.replaced):
            told.setdefault(replaced.new, replaced.old)
        for year in (y for text in hidden for y in YEAR.findall(text.text)):
            told.setdefault(year, year)
        return told

    def _as_printed(self, published: Evidence) -> dict[str, str]:
        """The dates of a passage, which were never moved and must not be moved back."""
        said = [part for _, part in published if isinstance(part, str)]
        back = self._pseudonymiser.shift.back()
        printed = [text[m.start : m.end] for text in said for m in moved_dates(text, back)]
        return {day: day for day in printed}

    def _show_with(self, text: str, near: Mapping[str, str], cited: Sequence[str]) -> str:
        """The text with each quote, and each whole piece, in the words of the piece that says so: a year may have been
        moved in one of two papers only."""
        letters: list[tuple[int, int, str]] = []
        for piece in cited:
            for hidden, own in self._words.get(piece, ()):
                if len(hidden) > SHORT:
                    letters += [(*found.span(), own) for found in re.finditer(re.escape(hidden), text)]
                for quote in QUOTE.finditer(text):
                    if (said := _spaced(quote[1])) in hidden:
                        whole = said.strip(EDGES) == hidden.strip(EDGES)
                        told = _with_edges(own, said) if whole else self._show(said, self._by_evidence[piece])
                        letters.append((*quote.span(1), told))
        out, at = [], 0
        for start, end, told in sorted(letters, key=lambda span: (span[0], -span[1])):
            if start >= at:
                out += [self._show(text[at:start], near), told]
                at = end
        return "".join([*out, self._show(text[at:], near)])

    def _show(self, text: str, near: Mapping[str, str]) -> str:
        dates = moved_dates(text, self._pseudonymiser.shift.back())
        pieces = [(m.start, m.end, m.new) for m in dates]
        pieces += [(m.start(), m.end(), m[0]) for m in SURROGATE.finditer(text)]
        out, at = [], 0
        for start, end, otherwise in sorted(pieces):
            said = text[start:end]
            if start >= at:
                out += [text[at:start], near.get(said) or self._old.get(said) or otherwise]
                at = end
        return "".join([*out, text[at:]])


def _said(piece: Evidence) -> tuple[str, ...]:
    return tuple(part for part in (piece.text, piece.said_fr, piece.beside) if part)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _with_edges(own: str, said: str) -> str:
    """A piece's own words with the signs around them that a quote of it has ("cT3 N+")."""
    bare = said.strip(EDGES)
    return said.replace(bare, own.strip(EDGES)) if bare else said


def _published(value: BaseModel) -> bool:
    return isinstance(value, OptionView) or (isinstance(value, Evidence) and value.kind == "passage")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        yield from _texts(tuple(value.values()))
    elif isinstance(value, BaseModel) and not _published(value):
        for _, part in value:
            yield from _texts(part)
