"""The words by which two documents, or a document and an answer, are told to contradict each other, as tables."""

from pydantic import Field

from engine.domain.contradiction_parts import Act, FamilyIllness, Illness, NeverTaken, OperatedOn, Part
from engine.domain.fact import Bearer, FactRole, Polarity
from engine.domain.record import Record


class SharedAnswerCheck(Record):
    """An answer that a document may contradict, in every pathway that asks it: any of `facts` with that polarity, of
    that bearer and role, whose value holds `value` and whose quote `quote` (expressions on folded text) where given."""

    variable: str
    answer: bool | str
    facts: tuple[str, ...]
    polarity: Polarity = "affirmed"
    bearer: Bearer = "patient"
    role: FactRole = "clinical"
    value: str | None = None
    quote: str | None = None
    said_fr: str


class MeasuredAnswerCheck(Record):
    """A number of the questionnaire that documents measure as any of `facts`: none of them comes within `apart` of it,
    as a share of the answer."""

    variable: str
    facts: tuple[str, ...]
    apart: float
    said_fr: str


class Alike(Record):
    """Two documents of much the same time (`days`) should give a key fact alike: numbers within `tolerance`, or that
    `share` of the larger one; texts in the groups of `regex`, or in one of the `classes` (expressions by name).

    Values of the key facts `also` tell the same in other figures. Of a drug (`doses` names it) the words count: its
    strength, how many and how often. It goes before a pathway's own rule.
    """

    tolerance: float = 0
    share: float = 0
    regex: str | None = None
    classes: dict[str, str] = Field(default_factory=dict)
    days: int = 183
    also: tuple[str, ...] = ()
    doses: str | None = None


class StatedCheck(Record):
    """What is either so or not of a patient within `days`: expressions that say so, and others that deny it.

    An expression of `affirmed` that its sentence negates denies, unless it is `worded`: then only `denied` does; where
    `denying` stands, it denies only behind such words. `key` names the contradiction. Without `pathways` it holds in
    all. A `retold` one counts only between a letter and a report, where no other report bears the letter out; one
    `among_letters` also between two letters where no report denies. What `comes_on` and is told later than its denial
    has come on; within `lag` days behind it, it was so already.
    A paper that gives one of the numbers of who affirms, and of which `incomparable` tells that nothing may be compared
    with it, denies too, however old it is.
    """

    key: str
    label_fr: str
    days: int
    affirmed: tuple[str, ...]
    denied: tuple[str, ...] = ()
    retold: bool = False
    among_letters: bool = False
    worded: bool = False
    comes_on: bool = False
    lag: int = 0
    denying: tuple[str, ...] = ()
    incomparable: tuple[str, ...] = ()
    bearer: Bearer = "patient"
    pathways: tuple[str, ...] = ()


class Shunned(Record):
    """A class of treatments that one doctor may want avoided and another prescribe: how doctors speak of the class
    (`spoken`), and its drugs (`named`)."""

    key: str
    label_fr: str
    spoken: str
    named: str


class Counted(Record):
    """What documents of some pathways count: expressions whose group `n` is a number, in figures or words ("unique"),
    and `of`, where it stands, the whole that it is a part of. A letter and a report differ from `apart` on, or where
    one of them tells that there is one only."""

    key: str
    label_fr: str
    pathways: tuple[str, ...]
    days: int
    apart: int = 2
    told: tuple[str, ...]


class Lasting(Record):
    """What has lasted for some time in some pathways: expressions whose group `n` is a number, in figures or words, and
    `unit` its unit of time."""

    key: str
    label_fr: str
    pathways: tuple[str, ...]
    told: tuple[str, ...]


class Weighty(Record):
    """A treatment or a disease that nobody may leave out of a letter: how papers name it (`named`), how a letter may
    speak of it besides (`told_as`), and how one denies it in so many words (`denied`), which denies all of it where it
    is `denied_whole`."""

    label_fr: str
    named: tuple[str, ...]
    told_as: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    denied_whole: bool = False


class Placed(Record):
    """What lies on one side in some pathways: expressions whose group `side` is "droit(e)" or "gauche", of documents
    within `days`."""

    label_fr: str
    pathways: tuple[str, ...]
    days: int
    told: tuple[str, ...]


class ToldNormal(Record):
    """What a letter calls normal (`said`) and a laboratory measures as one of `facts`: outside the range printed beside
    it, or only beyond `below` or `above` where these stand: how far off a result must be that staff are asked to look,
    no threshold of medicine, and never shown."""

    key: str
    label_fr: str
    said: tuple[str, ...]
    facts: tuple[str, ...]
    below: dict[str, float] = Field(default_factory=dict)
    above: dict[str, float] = Field(default_factory=dict)


class OneSide(Record):
    """Key facts that all tell one and the same side, of quotes in which `where` stands or with that value."""

    facts: tuple[str, ...]
    where: str | None = None
    value: str | None = None


class SizeOfStage(Record):
    """The sizes (mm) that a letter T of a stage stands for in one pathway, from `least` to `most`.

    Key facts `stages` give the stage, `sizes` the size.
    """

    pathway: str
    stages: tuple[str, ...]
    sizes: tuple[str, ...]
    limits: dict[str, tuple[float, float]]


class ContradictionWords(Record):
    """What two documents of one patient cannot both say: see the table."""

    lasting: tuple[str, ...]
    changing: tuple[str, ...] = ()
    of_person: tuple[str, ...] = ()
    of_another_stage: tuple[str, ...] = ()
    of_disease: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    unexplained: tuple[str, ...] = ()
    classes_apart: dict[str, int] = Field(default_factory=dict)
    matters: dict[str, str] = Field(default_factory=dict)
    alike: dict[str, str]
    kinds_of: dict[str, str] = Field(default_factory=dict)
    likely: tuple[str, ...] = ()
    agree: dict[str, Alike] = Field(default_factory=dict)
    measured_anew: dict[str, int] = Field(default_factory=dict)
    aside: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    settled_by: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    sites: dict[str, dict[str, str]] = Field(default_factory=dict)
    of_specimen: tuple[str, ...] = ()
    palpated: tuple[str, ...] = ()
    retold: dict[str, Alike] = Field(default_factory=dict)
    one_side: tuple[OneSide, ...] = ()
    told_normal: tuple[ToldNormal, ...] = ()
    untreated: tuple[str, ...] = ()
    limited: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    short_course: tuple[str, ...] = ()
    weighty: tuple[Weighty, ...] = ()
    closed_history: tuple[str, ...] = ()
    grave: tuple[Weighty, ...] = ()
    lifelong: tuple[str, ...]
    once: tuple[str, ...]
    past_operation: tuple[str, ...] = ()
    operated_on: tuple[OperatedOn, ...] = ()
    never_operated: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    only_one: tuple[str, ...] = ()
    last_one: tuple[str, ...] = ()
    operated: tuple[str, ...]
    intended: tuple[str, ...] = ()
    denying_others: tuple[str, ...] = ()
    going_on: tuple[str, ...]
    stopped: tuple[str, ...]
    leaned_on: tuple[str, ...]
    named_kinds: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    diverges: tuple[str, ...]
    reserved: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    on_condition: tuple[str, ...] = ()
    unwaiting: tuple[str, ...] = ()
    follows_meeting: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    remnant: tuple[str, ...] = ()
    other_form: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    superseded: dict[str, float] = Field(default_factory=dict)
    recent: dict[str, int] = Field(default_factory=dict)
    corrected: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    agents: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    shunned: tuple[Shunned, ...] = ()
    never_taken: NeverTaken | None = None
    to_avoid: tuple[str, ...] = ()
    not_to_avoid: tuple[str, ...] = ()
    prescribed: tuple[str, ...] = ()
    not_prescribed: tuple[str, ...] = ()
    counted: tuple[Counted, ...] = ()
    durations: tuple[Lasting, ...] = ()
    changed_to: tuple[str, ...] = ()
    calm: tuple[str, ...]
    moving: tuple[str, ...]
    stated: tuple[StatedCheck, ...] = ()
    intact: tuple[str, ...] = ()
    harmed: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    denying: tuple[str, ...] = ()
    answered_no: str = ""
    illnesses: tuple[Illness, ...] = ()
    kin: str = ""
    families: tuple[FamilyIllness, ...] = ()
    family_denied: tuple[str, ...] = ()
    placed: tuple[Placed, ...] = ()
    stage_sizes: tuple[SizeOfStage, ...] = ()
    ages: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    answers: tuple[SharedAnswerCheck, ...]
    measured_answers: tuple[MeasuredAnswerCheck, ...] = ()
    sexes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
