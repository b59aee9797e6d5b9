"""What research sees of signed dossiers: pseudonymised cases, tables of agreement, coded rows for export."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from engine.domain.convergence import Axis, Convergence
from engine.domain.opinion import Certainty, Position
from engine.domain.rates import Coefficient, Difference, Rate
from engine.domain.record import Record
from engine.domain.signed import Agreement

Pseudonym = Annotated[str, StringConstraints(pattern=r"^[A-Z2-7]{10}$")]
AgeBand = Annotated[str, StringConstraints(pattern=r"^(?:\d{1,2}-\d{2}|90\+)$")]
AxisName = Literal["diagnosis", "treatment", "exams", "overall"]
AXES: tuple[AxisName, ...] = ("diagnosis", "treatment", "exams", "overall")
Pair = Literal["draft_signed", "read_signed", "first_signed", "read_draft"]
PAIRS: tuple[Pair, ...] = ("draft_signed", "read_signed", "first_signed", "read_draft")

SMALL_CELL = 5
"""Fewer patients than this of one pathway, sex and age are not exported as such."""


class Axes(Record):
    """How two positions agree on each axis, and as a whole."""

    diagnosis: Axis
    treatment: Axis
    exams: Axis
    overall: Axis

    def on(self, axis: AxisName) -> Axis:
        """The label of one axis."""
        label: Axis = getattr(self, axis)
        return label


class Studied(Record):
    """One signed dossier as research sees it; without the patient's consent to research there can be none.

    `signed_month` is the first day of the month of signature. `draft` is None where none was written, `independent`
    where the doctor recorded no own read. `agreement` holds the doctor's own labels of signed against first opinion,
    `machine` the program's of draft against first opinion. The counts are the doctor's decisions on the draft's
    statements, and those that the doctor `added`; `undecided` ones were left without a decision. Diagnoses and exams
    of the positions may be free text: they are compared here and never leave (see `ResearchRow`).
    """

    consented: Literal[True]
    pseudonym: Pseudonym
    pathway: str
    signed_month: date
    age_band: AgeBand
    sex: Literal["F", "M"]
    draft: Position | None
    independent: Position | None
    signed: Position
    agreement: Agreement | None
    machine: Convergence | None
    draft_used: bool
    kept: int = Field(ge=0)
    edited: int = Field(ge=0)
    removed: int = Field(ge=0)
    added: int = Field(ge=0)
    undecided: int = Field(ge=0)
    days_to_signature: int = Field(ge=0)
    provisional: bool
    published: bool


class AxisTable(Record):
    """The labels that one axis got; `concordant` is the share of C among those that could be judged (not N)."""

    axis: AxisName
    c: int
    p: int
    x: int
    n: int
    concordant: Rate


class PairTable(Record):
    """How two positions agree over `dossiers` that hold both; in `absent` others one of them is not there.

    `option` is Gwet's AC1 of the options chosen, among the pathway's; None for all pathways together, and for the first
    opinion, whose option is not coded.
    """

    pair: Pair
    dossiers: int
    absent: int
    axes: tuple[AxisTable, ...]
    option: Coefficient | None


class AxisBaseline(Record):
    """On one axis: the draft against « toujours d'accord avec le premier avis », where both can be judged.

    `draft` is how often the draft agrees with what was signed, `first` how often the first opinion does, which is what
    an engine would reach that repeats it. `only_draft` and `only_first` are the dossiers in which just one of them
    agrees; `difference` is draft minus first, None without dossiers.
    """

    axis: AxisName
    draft: Rate
    first: Rate
    only_draft: int
    only_first: int
    difference: Difference | None


class Anchoring(Record):
    """Where the signed option went.

    Of the `to_*` rates each is of the dossiers in which the own read and the draft chose different options: to the
    draft's, back to the own one, to another or none. `alike_kept`: where both chose the same one, how often it was
    signed. `not_comparable` dossiers lack a draft, an own read or an option of either.
    """

    to_draft: Rate
    to_read: Rate
    elsewhere: Rate
    alike_kept: Rate
    not_comparable: int


class StatementTable(Record):
    """What doctors made of the draft's statements in `dossiers` that used it; rates are of the decided ones."""

    dossiers: int
    kept: Rate
    edited: Rate
    removed: Rate
    added: int


class Excluded(Record):
    """Dossiers that some figure leaves out, or that weigh on what it means."""

    no_draft: int
    no_read: int
    no_first: int
    draft_without_option: int
    draft_unused: int
    provisional: int
    unpublished: int


class GroupTables(Record):
    """All figures over one group of dossiers: one pathway, or all where `pathway` is None."""

    pathway: str | None
    label_fr: str
    dossiers: int
    pairs: tuple[PairTable, ...]
    baseline: tuple[AxisBaseline, ...]
    anchoring: Anchoring
    statements: StatementTable
    excluded: Excluded


class StudyTables(Record):
    """What the agreement page shows: all dossiers together, then each pathway that has some."""

    whole: GroupTables
    by_pathway: tuple[GroupTables, ...]


Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
"""An id of a pathway's table, "autre" or "aucune": no sentence, name or formula fits in."""
Generalised = Literal["aucune", "age", "age_sexe"]


class CodedPosition(Record):
    """A position in the pathway's own codes: whatever is not in its tables is "autre", no option is "aucune"."""

    diagnosis: Code
    option: Code
    alternatives: tuple[Code, ...]
    discouraged: tuple[Code, ...]
    exams: tuple[Code, ...]
    certainty: Certainty


class ResearchRow(Record):
    """One dossier as it may be exported: codes, counts and labels, and no free text.

    `age_band` and `sex` are "*" where `generalised` says so.
    """

    pseudonym: Pseudonym
    pathway: Code
    signed_month: date
    age_band: AgeBand | Literal["*"]
    sex: Literal["F", "M", "*"]
    generalised: Generalised
    draft: CodedPosition | None
    independent: CodedPosition | None
    signed: CodedPosition
    draft_signed: Axes | None
    read_signed: Axes | None
    read_draft: Axes | None
    first_signed: Axes | None
    first_severity: int | None
    first_equipoise: bool | None
    first_draft: Axes | None
    draft_used: bool
    kept: int
    edited: int
    removed: int
    added: int
    undecided: int
    days_to_signature: int
    provisional: bool
    published: bool


class Suppressed(Record):
    """Rows after the small-cell rule, and what it did.

    `untouched`, `without_age` and `without_age_and_sex` count rows and add up to all. `below` counts those that still
    stand in a cell of fewer than `k`, because their whole pathway has fewer.
    """

    k: int
    rows: tuple[ResearchRow, ...]
    untouched: int
    without_age: int
    without_age_and_sex: int
    below: int
