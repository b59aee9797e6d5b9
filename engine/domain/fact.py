"""Facts with their exact place, the contradictions between them and the red flags that they raise."""

from datetime import date
from typing import Literal

from engine.domain.document import Box
from engine.domain.moment import When
from engine.domain.record import Record

Polarity = Literal["affirmed", "negated", "hypothetical"]
Bearer = Literal["patient", "family"]
Side = Literal["droite", "gauche", "bilatéral"]
FactRole = Literal["clinical", "proposal"]
MentionKind = Literal["finding", "measurement", "date", "drug", "procedure", "stage", "other"]
ScopeKind = Literal["negation", "hypothesis", "family"]


class Source(Record):
    """Where a fact stands: `page.text[start:end] == quote`; `boxes` lie on the page image."""

    document: str
    filename: str
    page: int
    start: int
    end: int
    quote: str
    boxes: tuple[Box, ...]


class Reference(Record):
    """The reference range printed beside a result: `page.text[start:end] == quote`.

    In the unit of the result; `low` is None for "< 5", `high` for "> 60".
    """

    low: float | None
    high: float | None
    quote: str
    start: int
    end: int


class Schedule(Record):
    """How a drug is taken, as printed behind its name: `page.text[start:end] == quote`.

    `dose` is one intake or one day as printed ("15 mg", "2 000 mg/m²/j"), `dose_value` and `dose_unit` its number and
    unit; `rhythm` ("par semaine", "1-0-1") and `duration` ("pendant 6 mois") are as printed. `stopped` where the
    document says so.
    """

    dose: str | None = None
    dose_value: float | None = None
    dose_unit: str | None = None
    rhythm: str | None = None
    duration: str | None = None
    begun: When | None = None
    ended: When | None = None
    stopped: bool = False
    quote: str
    start: int
    end: int


DRUG_KEYS = ("medicament", "traitement_en_cours")
"""Keys of the facts that name a drug."""


class Fact(Record):
    """One thing that a document says.

    `unit` is as printed, `unit_ucum` its UCUM code; `dated` is the day that the fact speaks of, the first one of its
    `month` where no day is printed; a `proposal` is what a first doctor concludes or proposes and is kept from the
    draft. `doubtful` when two readings of the words that give it differ: `other_reading` holds what the other one saw.
    One that is not `named` has no word of the tables: it is told as printed, so that a denial is not lost, and no draft
    rests on it. `reference` and `flag` ("H", "*", "bas") are what the report prints beside a result, never judged by
    this program; `schedule` is a drug's, and `taken_fr` that drug with its dose and how often it is taken, as a result
    prints it. Of a family `by_marriage` where the quote names none but relatives who share no blood.
    """

    id: str
    key: str
    label_fr: str
    kind: MentionKind
    value: float | int | str | None
    unit: str | None
    unit_ucum: str | None
    dated: date | None
    month: bool = False
    side: Side | None
    polarity: Polarity
    bearer: Bearer
    role: FactRole
    source: Source
    doubtful: bool = False
    other_reading: str | None = None
    named: bool = True
    reference: Reference | None = None
    flag: str | None = None
    schedule: Schedule | None = None
    taken_fr: str | None = None
    by_marriage: bool = False


class InItsStead(Record):
    """What the dossier has in place of the examination of another person's paper, named as contradictions name it."""

    file_fr: str
    told_fr: str


class Conflict(Record):
    """Two places of the dossier that contradict each other; reported, never resolved.

    `what_fr` names each side's file, `by_paper_fr` its paper and day in one line as a doctor reads it; that is empty
    where nobody told it so. `in_its_stead` is one for each of the papers of other people that it is about, or none;
    `matters_fr` what hangs on it, where the table knows.
    """

    key: str
    facts: tuple[str, ...]
    filenames: tuple[str, ...]
    what_fr: str
    by_paper_fr: str = ""
    matters_fr: str = ""
    in_its_stead: tuple[InItsStead, ...] = ()

    @property
    def told_fr(self) -> str:
        """What contradicts what, by paper where that is known."""
        return self.by_paper_fr or self.what_fr


class RedFlag(Record):
    """A warning sign that stops the path until a doctor clears it."""

    id: str
    label_fr: str
    action: str
    where_fr: str
    quote: str


class Mention(Record):
    """One mention in a plain text, offsets in characters of that text."""

    start: int
    end: int
    text: str
    kind: MentionKind
    key: str | None = None
    analyte: str | None = None
    value: float | int | str | None = None
    unit: str | None = None
    unit_ucum: str | None = None
    dated: date | None = None
    side: Side | None = None
    polarity: Polarity = "affirmed"
    bearer: Bearer = "patient"


class Scope(Record):
    """The stretch of text that a cue of negation, hypothesis or family history governs."""

    kind: ScopeKind
    start: int
    end: int


class Sentence(Record):
    """One sentence of a text, by its offsets."""

    start: int
    end: int


class ReadText(Record):
    """What clinical reading of a text yields before anything is named: sentences, scopes and dated or staged spans."""

    sentences: tuple[Sentence, ...]
    scopes: tuple[Scope, ...]
    dates: tuple[Mention, ...]
    stages: tuple[Mention, ...]
