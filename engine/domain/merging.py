"""Two dossiers of one patient that are made one, and how that is taken back."""

from datetime import datetime
from typing import Literal

from engine.domain.dossier import Dossier
from engine.domain.mark import MarkAbout
from engine.domain.record import Record

Side = Literal["kept", "joined"]


class Difference(Record):
    """Something that two dossiers say differently: its key (`consents.research`, `questionnaire.fever`), in French.

    `kept_fr` and `joined_fr` are what each says.
    """

    key: str
    label_fr: str
    kept_fr: str
    joined_fr: str


class Merger(Record):
    """That `joined` was made part of `kept`: the intake of the kept one before and after, and what was taken over.

    `doctor_given` says that the kept one got the doctor of the other; `overrides` are the requirements whose override
    came with it, `marks` those of which it was noted that the patient was asked, or what the patient said.
    """

    kept: str
    joined: str
    before: Dossier
    after: Dossier
    doctor_given: bool = False
    overrides: tuple[str, ...] = ()
    marks: tuple[tuple[str, MarkAbout], ...] = ()
    by: str
    at: datetime


class Undone(Record):
    """Who took a merger back, and when."""

    by: str
    at: datetime


class Twin(Record):
    """Another dossier under the same name and birth date."""

    id: str
    patient: str
    pathway: str
    state: str
    same_pathway: bool
