"""The clinical words that all pathways share, as tables."""

from typing import Literal

from pydantic import Field

from engine.domain.contradiction_words import ContradictionWords
from engine.domain.fact import MentionKind, Polarity
from engine.domain.left_out_words import LeftOutWords
from engine.domain.paper_words import Authors, DateLabel, KindRule, Layout, PaperName, People, Sections
from engine.domain.record import Record


class Cue(Record):
    """A word that turns what it governs: forwards (`after`), backwards (`before`) or both, within a clause; or the
    `rest` of the clause, commas included; or only what the expression itself spans (`within`), in which a group `cue`
    is the word that turns the others.

    A `hypothesis` yields to a negation that covers it; `uncertain` does not. `words` limits how far forwards it reaches
    ("non compliqué"). One that `spares_examination` starts behind a test that it names: "sérologie VIH négative" denies
    the virus and not the test. A `row` ends with its line: what goes on below in small letters is prose. An `alarming`
    doubt is that of a doctor who fears it now: it calms no alarm. What is `conditional` is never affirmed, whatever a
    table says of its words; a `condition` turns nothing else.
    """

    kind: Literal["negation", "hypothesis", "condition", "uncertain", "affirmation", "family", "patient"]
    regex: str
    governs: Literal["after", "before", "both", "rest", "within"]
    words: int | None = None
    spares_examination: bool = False
    row: bool = False
    alarming: bool = False
    conditional: bool = False


class Finding(Record):
    """A finding or procedure that any document may speak of; a `sided` one takes the document's only side.

    A `lateral` one is a single lesion: documents that put it on different sides contradict each other. A `sized` one
    takes the one size in millimetres or centimetres that stands in its clause. A `watched` one is always told, but
    where its quote says what `watched_unless` matches. A `past` one takes the year in which it was ("infarctus en
    2019"). `unit` is that of a count whose pattern prints none, and `polarity` overrides the cues ("quadriceps 5/5" is
    no weakness)."""

    key: str
    label_fr: str
    kind: MentionKind
    sided: bool = False
    lateral: bool = False
    sized: bool = False
    watched: bool = False
    watched_unless: tuple[str, ...] = ()
    past: bool = False
    unit: str | None = None
    polarity: Polarity | None = None
    any_of: tuple[str, ...]


class Analyte(Record):
    """A laboratory quantity and its printed names; `unit` is the UCUM code that its definition fixes (BMI), for rows
    that print none. Below its bound, one that is `negative_below` is absent: an antibody. `misread` gives the UCUM code
    that is meant where a unit is read in which this quantity is never told ("pmol/L" of creatinine). `unprinted` gives
    the one that a bare number between two bounds can only mean: 250 platelets are 250 thousand million a litre."""

    key: str
    label_fr: str
    names: tuple[str, ...]
    unit: str | None = None
    negative_below: bool = False
    misread: dict[str, str] = Field(default_factory=dict)
    unprinted: dict[str, tuple[float, float]] = Field(default_factory=dict)

    def unit_unprinted(self, value: float | int | str) -> str | None:
        """The UCUM code that is meant by a value that prints no unit, None where it may be another."""
        if self.unit or isinstance(value, str):
            return self.unit
        return next((code for code, (low, high) in self.unprinted.items() if low <= value <= high), None)


class Drug(Record):
    """A drug: its international name and the brands under which it is prescribed. A `watched` one is always told.

    `told_as` are patterns of how a letter may speak of it without its name, on folded text; `not_behind` of what its
    name stands behind where it means something else ("chemins de fer"); `watched_unless` of a line by which it need not
    be told ("gel, une application le soir").
    """

    name: str
    brands: tuple[str, ...] = ()
    watched: bool = False
    told_as: tuple[str, ...] = ()
    not_behind: tuple[str, ...] = ()
    watched_unless: tuple[str, ...] = ()


class SideWords(Record):
    """How documents name sides: see the table. Letters ("D", "g") are sides behind `parts` or before `states`; both
    `limbs` are the side of a finding, and of no whole document. What is `median`, or told of a part `midline`, takes no
    side that is not its own. A document that finds the disease on both sides of a `single` organ is about neither."""

    right: tuple[str, ...]
    left: tuple[str, ...]
    both: tuple[str, ...]
    limbs: tuple[str, ...]
    right_letters: str
    left_letters: str
    parts: tuple[str, ...]
    states: str
    opposite: tuple[str, ...]
    compared: tuple[str, ...]
    of_others: tuple[str, ...]
    goes_on: tuple[str, ...]
    median: tuple[str, ...] = ()
    midline: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    paired: tuple[str, ...]
    worn: tuple[str, ...]
    labels: tuple[str, ...]
    subject: tuple[str, ...]


class ChoiceWords(Record):
    """How a first opinion tells the option that it chooses from those that it only names: what goes before the one in
    its sentence (in a patient's question: `asks`), and what stands just before or behind the others. `joined` goes
    between two acts of one operation, `orders` asks for an examination in its sentence, `leaves` says that none was.
    `rejects` turns one down in its sentence, unless that tells what was done or had (`had`).
    `otherwise` are everyday words for options, by id, by which only a first opinion is read."""

    proposes: tuple[str, ...]
    asks: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    joined: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    had: tuple[str, ...] = ()
    otherwise: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class TriedWords(Record):
    """How a document tells of a treatment that was tried: what it was, and what came of it or how long it was; and of
    one that is only `planned`."""

    treatments: tuple[str, ...]
    outcomes: tuple[str, ...]
    planned: tuple[str, ...] = ()


class Settling(Record):
    """How a report that leaves something open names the examination that would tell, and what the `paper` of one is
    called."""

    asked_as: str
    paper: str


class SettledWords(Record):
    """How a report says that it `leaves_open` something, and the examinations that settle it."""

    leaves_open: tuple[str, ...]
    examinations: tuple[Settling, ...]


class AddressedWords(Record):
    """How a document speaks to a machine: its names, what opens a passage, and what goes on with it.

    MACHINE in an expression stands for the names, ORDERS for what one tells somebody to do.
    """

    machines: tuple[str, ...]
    orders: tuple[str, ...]
    openings: tuple[str, ...]
    goes_on: tuple[str, ...]


class Vocabulary(Record):
    """All shared tables."""

    version: str
    kinds: tuple[KindRule, ...]
    paper_names: tuple[PaperName, ...]
    cues: tuple[Cue, ...]
    cue_stops: tuple[str, ...]
    another: tuple[str, ...]
    cue_openers: tuple[str, ...]
    advice: tuple[str, ...]
    over_before: tuple[str, ...]
    over_behind: tuple[str, ...]
    examinations: tuple[str, ...]
    findings: tuple[Finding, ...]
    analytes: tuple[Analyte, ...]
    no_analytes: tuple[str, ...]
    units: dict[str, str]
    cell_units: dict[str, str]
    durations: tuple[str, ...]
    doses: tuple[str, ...]
    dose_goes_on: tuple[str, ...]
    dose_stopped_behind: tuple[str, ...]
    dose_stopped_within: tuple[str, ...]
    unitless: tuple[str, ...]
    fractions: tuple[str, ...]
    told_results: tuple[str, ...]
    table_values: tuple[str, ...]
    table_ranges: tuple[str, ...]
    table_counts: tuple[str, ...]
    table_scores: tuple[str, ...]
    drugs: tuple[Drug, ...]
    dates: DateLabel
    sections: Sections
    letterhead: tuple[str, ...]
    layout: Layout
    allergy: tuple[str, ...]
    phrase_openers: tuple[str, ...]
    small_words: tuple[str, ...]
    comparison: tuple[str, ...]
    recalls: tuple[str, ...]
    secondary: tuple[str, ...]
    planned: tuple[str, ...]
    planned_behind: tuple[str, ...]
    planned_from: tuple[str, ...]
    awaited: tuple[str, ...]
    as_needed: tuple[str, ...]
    choice: ChoiceWords
    tried: TriedWords
    settled: SettledWords
    indication: tuple[str, ...]
    people: People
    authors: Authors
    medical_words: tuple[str, ...]
    record_kinds: dict[str, str]
    analyte_codes: dict[str, str]
    other_specimens: tuple[str, ...]
    sides: SideWords
    contradictions: ContradictionWords
    addressed: AddressedWords
    left_out: LeftOutWords
