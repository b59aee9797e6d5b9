"""Answers to a questionnaire as they come in: who said what, when and by which way; links, progress and alarms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from engine.domain.dossier import Answer
from engine.domain.questionnaire import AskedVariable
from engine.domain.record import Record

Speaker = Literal["patient", "parent", "guardian", "helper", "doctor", "staff"]
Way = Literal["online", "phone", "document", "sheet", "settled"]
SPEAKERS_FR: Mapping[Speaker, str] = {
    "patient": "le patient",
    "parent": "un parent",
    "guardian": "le représentant légal",
    "helper": "un proche qui aide le patient",
    "doctor": "un médecin",
    "staff": "l'équipe",
}
WAYS_FR: Mapping[Way, str] = {
    "online": "par le lien",
    "phone": "au téléphone",
    "document": "d'après un document ou un médecin",
    "sheet": "sur la fiche d'accueil",
    "settled": "en comparant deux réponses",
}


class AnswerSheet(Record):
    """One version of the answers: what changed with it, never the whole. Versions begin at 1 and are only added.

    `said` are answers given; `unknown` the questions to which somebody said « je ne sais pas »; `cleared` answers
    taken back without another one. `disputed` was said while staff had noted something else in the meantime: it is
    kept here and not taken over until staff choose. `name_fr` is who spoke, where a name was given; `account` who
    typed, None when it was the patient's side. `note_fr` is what they added in their own words.
    """

    version: int = Field(ge=1)
    by: Speaker
    name_fr: str | None = None
    way: Way
    account: str | None = None
    at: datetime
    said: dict[str, Answer] = Field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    disputed: dict[str, Answer] = Field(default_factory=dict)
    note_fr: str | None = None


class Link(Record):
    """A link by which the patient's side answers. `token_sha256` alone is kept of what stands in its address."""

    id: str
    dossier: str
    token_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    by: str
    at: datetime
    expires_at: datetime


class LinkAddress(Record):
    """A link with the address that opens it, which can never be had again."""

    link: Link
    address: str


class Begun(Record):
    """What the patient's side has answered and not sent yet; the latest row of a dossier counts.

    `seen` holds the answers that stood when each question was put: what staff write afterwards is not overwritten.
    `speaker` is None until they said who answers.
    """

    speaker: Speaker | None = None
    name_fr: str | None = None
    said: dict[str, Answer] = Field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    seen: dict[str, Answer] = Field(default_factory=dict)
    note_fr: str = ""
    at: datetime | None = None

    @property
    def touched(self) -> frozenset[str]:
        """The questions that were answered here, « je ne sais pas » included."""
        return frozenset(self.said) | frozenset(self.unknown)


class Alarm(Record):
    """Answers that describe a red flag, for a human to act on. `number` is given by the store."""

    number: int = 0
    flag: str
    label_fr: str
    action: Literal["appel_15_urgences", "avis_specialise_24_72h"]
    quote: str
    way: Way
    at: datetime


class AlarmDone(Record):
    """What was done about an alarm, and by whom."""

    alarm: int
    done_fr: str
    by: str
    at: datetime


class PutQuestion(Record):
    """A question as it is put now: `answer` is what stands, `unknown` that somebody said not to know.

    `answered` says that nothing more is to be asked of it.
    """

    number: int
    question: AskedVariable
    answer: Answer | None = None
    unknown: bool = False

    @property
    def answered(self) -> bool:
        """Whether it was answered, be it by « je ne sais pas »."""
        return self.answer is not None or self.unknown


class Told(Record):
    """The last thing said of one question: by whom, by which way and when."""

    variable: str
    by: Speaker
    name_fr: str | None
    way: Way
    at: datetime
    version: int
    unknown: bool = False


class Dispute(Record):
    """An answer that was sent while staff noted another one: staff choose."""

    variable: str
    sent: Answer
    noted: Answer | None
    by: Speaker
    name_fr: str | None
    at: datetime
