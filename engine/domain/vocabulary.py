"""The clinical words that all pathways share, as tables."""

from typing import Literal

from engine.domain.fact import MentionKind
from engine.domain.record import Record


class KindRule(Record):
    """How a document kind is recognised: `title` in the first lines weighs more than `text` anywhere.

    A kind that `measures` holds findings only; in every other kind a doctor may conclude or propose.
    """

    kind: str
    measures: bool = False
    title: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    filename: tuple[str, ...] = ()


class Cue(Record):
    """A word that turns what it governs: forwards (`after`), backwards (`before`) or both, within a clause; or the
    `rest` of the clause, commas included; or only what the expression itself spans (`within`).

    A `hypothesis` yields to a negation that covers it; `uncertain` does not. `words` limits how far forwards it reaches
    ("non compliqué"). One that `spares_examination` starts behind a test that it names: "sérologie VIH négative" denies
    the virus and not the test.
    """

    kind: Literal["negation", "hypothesis", "uncertain", "affirmation", "family", "patient"]
    regex: str
    governs: Literal["after", "before", "both", "rest", "within"]
    words: int | None = None
    spares_examination: bool = False


class Finding(Record):
    """A finding or procedure that any document may speak of; a `sided` one takes the document's only side.

    A `lateral` one is a single lesion: documents that put it on different sides contradict each other. A `sized` one
    takes the one size in millimetres or centimetres that stands in its clause. A `watched` one is always told."""

    key: str
    label_fr: str
    kind: MentionKind
    sided: bool = False
    lateral: bool = False
    sized: bool = False
    watched: bool = False
    any_of: tuple[str, ...]


class Analyte(Record):
    """A laboratory quantity and its printed names."""

    key: str
    label_fr: str
    names: tuple[str, ...]


class Drug(Record):
    """A drug: its international name and the brands under which it is prescribed. A `watched` one is always told."""

    name: str
    brands: tuple[str, ...] = ()
    watched: bool = False


class DateLabel(Record):
    """How a date is introduced: `examination` dates a document, `other` never does; `by_kind` goes first.

    `fallback` (validation, final report) dates a document that gives no other date.
    """

    by_kind: dict[str, tuple[str, ...]]
    examination: tuple[str, ...]
    fallback: tuple[str, ...]
    other: tuple[str, ...]
    birth: tuple[str, ...]


class Sections(Record):
    """Headings and phrases that open a conclusion or proposal."""

    proposal: tuple[str, ...]


class Vocabulary(Record):
    """All shared tables."""

    version: str
    kinds: tuple[KindRule, ...]
    cues: tuple[Cue, ...]
    cue_stops: tuple[str, ...]
    cue_openers: tuple[str, ...]
    examinations: tuple[str, ...]
    findings: tuple[Finding, ...]
    analytes: tuple[Analyte, ...]
    units: dict[str, str]
    durations: tuple[str, ...]
    drugs: tuple[Drug, ...]
    dates: DateLabel
    sections: Sections
    letterhead: tuple[str, ...]
    allergy: tuple[str, ...]
    indication: tuple[str, ...]
    owner_free: tuple[str, ...]
    medical_words: tuple[str, ...]
    record_kinds: dict[str, str]
    analyte_codes: dict[str, str]
    other_specimens: tuple[str, ...]
