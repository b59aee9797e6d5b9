"""A pathway: what one pathology asks for, which facts count, which options exist, what must stop the path."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from engine.domain.completeness import Level
from engine.domain.fact import Polarity
from engine.domain.interpretation import Interpretation, SharedInterpretation
from engine.domain.matching import Match, Reservation
from engine.domain.option import Option, SourceRef
from engine.domain.record import Record
from engine.domain.variables import AnswerCheck, ConcludedVariable, DerivedVariable, FoundVariable, Variable

FIRST_OPINION = "courrier_premier_avis"
"""The requirement that the first opinion's letter meets, in every pathway."""


class Code(Record):
    """A code of a terminology with its label."""

    code: str
    label_fr: str


class LoincCode(Record):
    """A LOINC code; emitted only when verified."""

    code: str
    verified: bool


class PatientQuestion(Record):
    """A question that a patient may put."""

    id: str
    type: str
    label_fr: str


class Condition(Record):
    """When a requirement applies, in three-valued logic."""

    expr: str
    label_fr: str


class Requirement(Record):
    """A document that the pathway asks for. `plain_fr` names it for the patient: "les radios de la hanche"."""

    id: str
    label_fr: str
    plain_fr: str | None = None
    type: str
    cisis_type_code: str | None = None
    modality_or_analytes: tuple[str, ...] = ()
    synonyms_fr: tuple[str, ...] = ()
    loinc: tuple[LoincCode, ...] = ()
    max_age_months: int | None
    max_age_rationale_fr: str
    max_age_basis: str
    condition: Condition
    level: Level
    satisfied_by: tuple[str, ...] = ()
    why_fr: str
    ask_patient_fr: str
    source: SourceRef
    other_sources: tuple[str, ...] = ()
    verified: bool
    reviewer_note_fr: str | None = None
    match: tuple[Match, ...]
    reservations: tuple[Reservation, ...] = ()


class FactPattern(Record):
    """One way in which a key fact is written.

    `regex` runs on folded text of the same length as the original. Named groups `value`, `unit` and `side` are taken
    from it, or `first` and `second` for two counts that a text prints in either order ("6 gonflées, 9 douloureuses"
    gives "9/6"), or `none` for how many were looked at where none is concerned ("12 ganglions, tous indemnes" gives
    "0/12"), or `since` for the day of an onset, from which the time to the dossier's latest paper is worked out in
    the key fact's unit; a `value` here overrides the group, `value_by_polarity` names what presence and absence are
    called.
    `kinds` limits it to document kinds; `polarity` overrides the cues; `scale` converts a printed unit to the key
    fact's (cm to mm). It is not meant where `not_behind` matches what goes before it.
    """

    regex: str
    value: str | int | float | None = None
    value_by_polarity: dict[Polarity, str] = Field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    polarity: Polarity | None = None
    scale: dict[str, float] = Field(default_factory=dict)
    not_behind: str | None = None


class Agreement(Record):
    """Documents should give a key fact alike: numbers within `tolerance`, texts in the groups of `regex`.

    The tolerance allows for how differently things are measured; it is no medical threshold.
    """

    tolerance: float = 0
    regex: str | None = None


class MeasuredOtherwise(Record):
    """Which values of a key fact are those of another, `key`: what words `behind` or `ahead` of the value say so, the
    figures that another paper gives for `key` of the same day, or of any day where words tell them without one
    (`any_day`); of rises of `rise_of`, the one that begins at such a figure."""

    key: str
    behind: str | None = None
    ahead: str | None = None
    any_day: bool = False
    rise_of: str | None = None


class KeyFact(Record):
    """A fact that counts for the pathway's decisions. `analytes` name laboratory results that give it.

    Where a document gives several values, `takes` says which is meant (of each side, or `takes_across_sides`); one that
    `takes_number` prefers a measure to a word; a value that `undecided` matches (HER2 "2+") yields to the word of a
    report that decides it, unless it is later than each of these and none is `settled_by` what its words name (an
    earlier biopsy's "1+" settles nothing of the specimen's "2+"); of a report's several words those that `prevails`
    names count first (one open tube is enough), every value yields to one that `final` matches (the specimen's stage).
    `worded` gives the words by which reports say each class besides its figure. `one_side` marks the side of a pathway
    that is about one joint, `earlier_only` a series of earlier values. Of one
    that is `told_when_so` documents are silent where it is not so: that nobody knows it is no gap to tell. Values that
    `measured_otherwise` describes are none of it (a curve's angle that was taken in the brace). One that `lasts` is a
    time that goes on: the latest paper tells it, be it a report or a letter.
    """

    id: str
    label_fr: str
    value_type: Literal["enum", "integer", "decimal", "string", "object", "boolean", "list", "date"]
    unit: str | None
    plausible_range_or_values: str | None = None
    plausible: tuple[float, float] | None = None
    found_in: tuple[str, ...] = ()
    note_fr: str | None = None
    analytes: tuple[str, ...] = ()
    sided: bool = False
    roman: bool = False
    patterns: tuple[FactPattern, ...] = ()
    agreement: Agreement | None = None
    takes: Literal["largest", "smallest", "first"] | None = None
    takes_across_sides: bool = False
    told_when_so: bool = False
    takes_number: bool = False
    undecided: str | None = None
    settled_by: str | None = None
    final: str | None = None
    one_side: bool = False
    earlier_only: bool = False
    prevails: tuple[str, ...] = ()
    worded: dict[int, str] = Field(default_factory=dict)
    measured_otherwise: MeasuredOtherwise | None = None
    lasts: bool = False


class RedFlagRule(Record):
    """A warning sign. `any_of` are patterns (folded text), each of which raises it when affirmed for the patient.

    Groups of `near_all_of` stand close together, those of `page_all_of` on one page, those of `papers_all_of` in recent
    papers and the question. The patient's own question is also read for `question_any_of` (plain words) and
    `question_all_of` (groups of signs, each standing together somewhere in it). `answers` are
    questionnaire expressions that raise it. Results raise it too: one of each group of keys of `low_of` below the range
    that its laboratory printed, or a figure that falls from one day to the next to what `falls` says. `plain_fr` tells
    the patient the signs of `triggers_fr` that were read on their source, one or several in a phrase: "un mollet
    gonflé"."""

    id: str
    label_fr: str
    plain_fr: tuple[str, ...] = ()
    triggers_fr: tuple[str, ...]
    triggers_unread_fr: tuple[str, ...] = ()
    action: Literal["appel_15_urgences", "avis_specialise_24_72h"]
    source: SourceRef
    other_sources: tuple[str, ...] = ()
    verified: bool
    reviewer_note_fr: str | None = None
    any_of: tuple[str, ...] = ()
    page_all_of: tuple[tuple[str, ...], ...] = ()
    near_all_of: tuple[tuple[str, ...], ...] = ()
    papers_all_of: tuple[tuple[str, ...], ...] = ()
    low_of: tuple[tuple[str, ...], ...] = ()
    falls: dict[str, float] = Field(default_factory=dict)
    question_any_of: tuple[str, ...] = ()
    question_all_of: tuple[tuple[str, ...], ...] = ()
    answers: tuple[str, ...] = ()
    max_age_months: int | None = None


class Diagnosis(Record):
    """A diagnosis that documents may name; the first of the table that stands wins. Two of one `group` are the same
    disease, more or less precisely. `plain_fr` tells it to the patient, its name in brackets, its side to be added;
    `masculine` is the gender of its name, with which its side agrees."""

    label_fr: str
    plain_fr: str | None = None
    group: str
    sided: bool = False
    masculine: bool = False
    any_of: tuple[str, ...]


class Pathway(Record):
    """Everything that one pathology asks for and offers. `shared` are the sentences of all pathways that apply here."""

    id: str
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    status: Literal["draft", "published"]
    approved_by: str | None = None
    approved_on: date | None = None
    label_fr: str
    specialty: str
    specialty_priority: int
    note_fr: str
    reviewer_note_fr: str | None = None
    icd10: tuple[Code, ...] = ()
    lexical_variants_fr: tuple[str, ...] = ()
    patient_questions: tuple[PatientQuestion, ...]
    variables: tuple[Variable, ...] = ()
    required_documents: tuple[Requirement, ...]
    key_facts: tuple[KeyFact, ...]
    options: tuple[Option, ...]
    red_flags: tuple[RedFlagRule, ...]
    interpretation_pitfalls_fr: tuple[str, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    derived_variables: tuple[DerivedVariable, ...] = ()
    found_variables: tuple[FoundVariable, ...] = ()
    concluded_variables: tuple[ConcludedVariable, ...] = ()
    answer_checks: tuple[AnswerCheck, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()
    shared: tuple[SharedInterpretation, ...] = ()

    @property
    def sentences(self) -> tuple[Interpretation, ...]:
        """Its own interpretations, then those that it shares with other pathways."""
        return (*self.interpretations, *self.shared)

    def requirement(self, requirement_id: str) -> Requirement:
        """Return the requirement of that id. Raises `KeyError`."""
        return {r.id: r for r in self.required_documents}[requirement_id]

    def without(self, withdrawn: Iterable[str]) -> "Pathway":
        """Return the pathway in which these statements (ids) are cited no more."""
        gone = set(withdrawn)
        if not gone:
            return self
        options = tuple(
            option.model_copy(
                update={
                    "statements": tuple(
                        s.model_copy(update={"verified": False}) if s.id in gone else s for s in option.statements
                    )
                }
            )
            for option in self.options
        )
        return self.model_copy(update={"options": options})
