"""The options of a pathway: what may be proposed, by which rules, and the sourced statements that these rest on."""

from typing import Literal

from engine.domain.interpretation import Act
from engine.domain.record import Record

Stance = Literal["supports", "discourages", "conditional"]


class SourceRef(Record):
    """Where a statement was read. `url` is None where it was not read."""

    ref: str
    title: str
    body: str
    year: int | None
    url: str | None
    evidence_tier: str
    read_level: str


class OptionStatement(Record):
    """A sourced sentence about an option. Shown as a citation only when `verified`."""

    id: str
    kind: Literal["indication", "contre_indication", "prealable", "risque"] | None = None
    stance: Stance
    when_fr: str
    statement_fr: str
    grade: str | None
    source: SourceRef
    other_sources: tuple[str, ...] = ()
    verified: bool
    reviewer_note_fr: str | None = None


class Rule(Record):
    """A condition under which a statement supports or discourages its option. `proposed_here` marks a rule that this
    project added from the sourced statement and that the scientific council has yet to see."""

    expr: str
    statement_id: str
    proposed_here: bool = False


class Option(Record):
    """One course of action. `named_by` are patterns by which letters name it, `asked_by` those of
    patients' questions beside them; a `complement` goes beside another
    option and is preferred only where nothing else stands. An `orientation` says where to look first (another
    diagnosis, an infection): it is told in words and is no choice among treatments. `surgical` is an operation.
    `plain_fr` names it for the patient, in lower case: "remplacer le genou par une prothèse". `acts` say what else it
    does to the patient, `act_fr` how sentences of all pathways call it: "une prothèse de genou".
    `realised_by` are patterns of what a letter proposes that carries it out without naming it: abatacept for an
    arthritis with a disease of the lungs."""

    id: str
    label_fr: str
    plain_fr: str | None = None
    statements: tuple[OptionStatement, ...]
    supports_if: tuple[Rule, ...] = ()
    discourages_if: tuple[Rule, ...] = ()
    reviewer_note_fr: str | None = None
    named_by: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    realised_by: tuple[str, ...] = ()
    complement: bool = False
    orientation: bool = False
    surgical: bool = False
    acts: tuple[Act, ...] = ()
    act_fr: str | None = None

    @property
    def does(self) -> frozenset[Act]:
        """Everything that the option does to the patient."""
        return frozenset((*self.acts, "operation", "anesthesie")) if self.surgical else frozenset(self.acts)
