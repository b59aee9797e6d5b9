"""Parts, illnesses, operations and acts that one paper tells otherwise than another, as tables."""

from pydantic import Field

from engine.domain.record import Record


class Part(Record):
    """A part of the body or an examination (`named`, or `adjective`: "vésical") that a letter may tell intact and a
    report harmed within `days`: in words that serve all parts and in its own. Without `pathways` in all."""

    key: str
    label_fr: str
    days: int
    pathways: tuple[str, ...] = ()
    named: str
    adjective: str | None = None
    intact: tuple[str, ...] = ()
    harmed: tuple[str, ...] = ()


class Illness(Record):
    """An illness that stays once it has come (`named`, by its own words or by a drug that is given for nothing else):
    a paper that denies it contradicts one that tells it, unless that one is much later. Without `pathways` in all."""

    key: str
    label_fr: str
    named: tuple[str, ...]
    days: int = 7300
    pathways: tuple[str, ...] = ()


class FamilyIllness(Record):
    """An illness (`named`) that one paper tells of relatives and another denies of the family."""

    key: str
    label_fr: str
    named: str
    pathways: tuple[str, ...]


class OperatedOn(Record):
    """What an operation was on, of which a letter and the operation's own report name one and the same: what `captured`
    finds of both, or which one `among` several that exclude each other."""

    key: str
    label_fr: str
    captured: str | None = None
    among: dict[str, str] = Field(default_factory=dict)
    pathways: tuple[str, ...] = ()


class Act(Record):
    """What is done on one day (`named`), of which a letter may tell the season or month and its own report tells the
    day. Of what is done often (`only_last`) only the last one counts."""

    key: str
    label_fr: str
    named: str
    only_last: bool = False
    pathways: tuple[str, ...] = ()


class TakenClass(Record):
    """A class of treatments: how doctors speak of the class (`spoken`), and the drugs that are of it (`named`)."""

    label_fr: str
    spoken: str
    named: str


class NeverTaken(Record):
    """Treatments that one paper tells as taken and another as never taken: each drug by its name, and `classes`.

    What stands `before` the name (other names are written `x`) or `behind` it denies that it was ever taken, unless
    what follows tells of one manner or time only; `had` are words of a clause that tells an intake. The contradiction
    has `key` and `label_fr`, and takes with it the `facts` of that clause.
    """

    key: str
    label_fr: str
    facts: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    unless: tuple[str, ...]
    had: tuple[str, ...]
    classes: tuple[TakenClass, ...] = ()
