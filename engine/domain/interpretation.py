"""What a specialist would say of a dossier, with the exact condition under which it is true."""

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from engine.domain.completeness import Status
from engine.domain.fact import Bearer, Polarity
from engine.domain.opinion import Section
from engine.domain.record import Record
from engine.domain.wording import pattern

RangeLevel = Literal["low", "high", "normal"]
Act = Literal[
    "operation",
    "implant",
    "ponction",
    "infiltration",
    "embolisation",
    "anesthesie",
    "radiotherapie",
    "chimiotherapie",
    "immunotherapie",
    "immunosuppression",
    "hormones",
    "iode",
    "fertilite",
]
"""What is done to the patient by an option, as far as it matters to sentences that hold for several pathways."""
ACTS_FR: dict[Act, str] = {
    "operation": "une opération",
    "implant": "une prothèse",
    "ponction": "une ponction",
    "infiltration": "une infiltration",
    "embolisation": "une embolisation",
    "anesthesie": "une anesthésie",
    "radiotherapie": "une radiothérapie",
    "chimiotherapie": "une chimiothérapie",
    "immunotherapie": "une immunothérapie",
    "immunosuppression": "un traitement qui diminue les défenses",
    "hormones": "un traitement hormonal",
    "iode": "un traitement par iode radioactif",
    "fertilite": "une aide à la procréation",
}
ACT_PLACE = "{geste}"
"""Where a sentence names the option of its `acts` that stands in the dossier."""
PLACE = re.compile(r"\{(\w+)(?:\.(quote|date(?:\+\d{1,2}m)?|written|side|until))?\}")
"""Where a fact stands in a sentence, and what of it is said ("{x.date+3m}": the day three months after its own)."""
PLANNED = "planned"
"""The name of the day or month for which the question says that an act is planned."""
PART = re.compile(r"\[([^\[\]]*)\]")
"""What is said only when all its facts were found."""


class FactMatch(Record):
    """Which facts of a dossier are meant: by their key, by patterns on the folded value or on the folded quote.

    `level` compares a result with the reference range or flag that its laboratory printed, never with a threshold of
    ours. `months` are how long before the dossier came it is dated at most, `older_months` at least;
    with `too_near_months` the act that the question dates comes before so many months are over since, with
    `far_enough_months` after. A `foremost` one means the first fact of its keys and none else, whatever that says: the
    report before the letter, the latest first. A match that is `optional` may find nothing. One that is `printing`
    another by its name must print its value too: a letter that takes up a result of a report. With
    `after`, the name of another fact of the sentence, it took place after that one: what came after an examination and
    makes it out of date. One that `was_above` or `was_below` another one by its name is an earlier value of the same
    quantity, higher or lower than that.
    """

    keys: tuple[str, ...] = ()
    value: str | None = None
    any_of: tuple[str, ...] = ()
    polarity: tuple[Polarity, ...] = ("affirmed",)
    bearer: Bearer = "patient"
    level: RangeLevel | None = None
    kinds: tuple[str, ...] = ()
    months: int | None = None
    older_months: int | None = None
    too_near_months: int | None = None
    far_enough_months: int | None = None
    printing: str | None = None
    foremost: bool = False
    after: str | None = None
    was_above: str | None = None
    was_below: str | None = None
    optional: bool = False

    @property
    def rests_on(self) -> str | None:
        """The name of the fact that is found before it can be."""
        return self.after or self.was_above or self.was_below

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if not (self.keys or self.any_of):
            raise ValueError("keys or any_of is wanted")
        if self.foremost and not self.keys:
            raise ValueError("foremost wants keys")
        if sum(name is not None for name in (self.after, self.was_above, self.was_below)) > 1:
            raise ValueError("one of after, was_above and was_below")
        try:
            pattern(self.value or "")
        except re.error as error:
            raise ValueError(f"value: {error}") from error
        return self


class Interpretation(Record):
    """A sentence of the draft and when it may be said.

    It is said when `when` is true and `unless` is not (unknown is not true), each of `facts` that is not optional is
    found, none of `without` is, and each of `pieces` has one of the named statuses. In `says_fr` a name in braces
    stands for the fact of that name ("{hb}" its value with its unit, "{hb.quote}" its words, "{hb.date}", "{hb.side}",
    "{hb.written}" the day of its paper,
    "{hb.date+3m}" the day three months on, "{hb.until}" how long before the planned act, "{age}" the patient's age,
    "{planned}" the day or month for which the question says that an act is planned); a part in square brackets is said
    only when all its names were found. `statement_id` names the verified statement of an option that the sentence was
    written from, which it then cites. With `acts` it is said only where an option that does one of them stands in the
    dossier; "{geste}" is then that option's word, and `otherwise_fr` where none stands, if the sentence holds all the
    same. One that `defers` tells what must be settled before the act that the draft prefers; one that `forbids` says
    that this patient must not be given that class of treatments (a key of those that doctors shun, in the
    vocabulary). No scientific council has seen it before the pathway's publication.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    section: Section
    says_fr: str = Field(min_length=1)
    when: str = "always"
    unless: str | None = None
    facts: dict[str, FactMatch] = Field(default_factory=dict)
    without: tuple[FactMatch, ...] = ()
    pieces: dict[str, tuple[Status, ...]] = Field(default_factory=dict)
    statement_id: str | None = None
    acts: tuple[Act, ...] = ()
    otherwise_fr: str | None = None
    defers: bool = False
    forbids: str | None = None

    @property
    def label_fr(self) -> str:
        """The sentence as a council reads it, with its names in braces."""
        return self.says_fr


class SharedInterpretation(Interpretation):
    """A sentence that is written once for all pathways, or for those of some `specialties` or ids (`pathways`).

    It applies to a pathway that has an option of its `acts` and no sentence of its own under the same id.
    """

    specialties: tuple[str, ...] = ()
    pathways: tuple[str, ...] = ()
