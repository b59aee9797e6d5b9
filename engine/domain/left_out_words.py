"""The words for what the letter with the first opinion leaves out: illnesses, operations, treatments, and events that
make an examination older than it looks."""

from pydantic import Field

from engine.domain.interpretation import RangeLevel
from engine.domain.record import Record


class Matter(Record):
    """An illness, an operation or a treatment of the past that changes a risk: how papers name it (`named`, or a result
    on one side of its laboratory's range), and every word by which a letter speaks of it or of its treatment
    (`told_as`).

    `absent_fr` is what is not found in the letter, `matters_fr` why that counts, otherwise `by` pathway. `keys` are the
    facts that say the same. What was `done` counts where a paper tells that it was; `months` limits how old the paper
    may be. Of one `group` only the first is told, and what does not
    stand `alone` only where a sentence of the pathway rests on it.
    """

    id: str
    absent_fr: str
    matters_fr: str
    by: dict[str, str] = Field(default_factory=dict)
    group: str = ""
    pathways: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    results: dict[str, RangeLevel] = Field(default_factory=dict)
    told_as: tuple[str, ...]
    done: bool = False
    alone: bool = True
    months: int | None = None


class Happening(Record):
    """What comes on at one day and changes a state: how papers name it (`named`), and the examinations that no longer
    tell that state: `titles` of those reports, called `exams_fr`; `keys` as of a matter. One that has `reports` (words
    of their titles) is an act: its own report is of its day, and it counts only where a paper tells it done."""

    id: str
    pathways: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    named: tuple[str, ...]
    titles: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


class LeftOutWords(Record):
    """The tables, and what keeps their words from telling what the patient has.

    `regions` are the words of what a pathway is about, `elsewhere` those of any part of the body: a wrist that breaks
    changes no hip. `unsure` stands before a word that is only feared, sought or prevented, `empty` behind one that a
    form only lists, `kin` anywhere in the line of one that somebody else has. A letter that `refers` elsewhere for the
    history, or that goes on (`goes_on`), is silent of nothing.
    """

    matters: tuple[Matter, ...]
    happenings: tuple[Happening, ...]
    regions: dict[str, tuple[str, ...]]
    elsewhere: tuple[str, ...]
    unsure: tuple[str, ...]
    empty: tuple[str, ...]
    kin: tuple[str, ...]
    was_done: tuple[str, ...]
    refers: tuple[str, ...]
    goes_on: tuple[str, ...]
