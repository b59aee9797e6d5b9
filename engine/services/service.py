"""Everything that the pages ask of the engine, in one value."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.domain.account import Account
from engine.services.accounts import AccountService
from engine.services.asking import AskingService
from engine.services.check import Check
from engine.services.consents import ConsentService
from engine.services.experts import ExpertService
from engine.services.handover import HandoverService
from engine.services.intake import IntakeService
from engine.services.library import LibraryService
from engine.services.marks import MarkService
from engine.services.merging import MergingService
from engine.services.papers import PaperService
from engine.services.pathways import PathwayService
from engine.services.patient_answers import PatientAnswers
from engine.services.pieces import PieceService
from engine.services.reminders import ReminderService
from engine.services.replies import ReplyService
from engine.services.requests import RequestService
from engine.services.review import ReviewService
from engine.services.search import SearchService
from engine.services.signing import SigningService
from engine.services.study import StudyService
from engine.services.work import WorkService
from engine.services.worklist import WorkListService
from engine.store.jobs import Jobs
from engine.store.journal import Journal


@dataclass(frozen=True)
class Service:
    """What people do, by whom they are: one for all threads of a process. `health` looks at the machine."""

    accounts: AccountService
    intake: IntakeService
    experts: ExpertService
    pieces: PieceService
    papers: PaperService
    asking: AskingService
    answers: PatientAnswers
    consents: ConsentService
    review: ReviewService
    signing: SigningService
    study: StudyService
    pathways: PathwayService
    search: SearchService
    library: LibraryService
    handover: HandoverService
    merging: MergingService
    worklist: WorkListService
    requests: RequestService
    marks: MarkService
    reminders: ReminderService
    replies: ReplyService
    jobs: Jobs
    journal: Journal
    work: WorkService
    health: Callable[[], tuple[Check, ...]]

    def may_open(self, account: Account, dossier: str) -> bool:
        """Whether a dossier exists for this account: a doctor's must be assigned to that doctor."""
        return self.intake.may_open(account, dossier)

    def must_declare(self, account: Account, dossier: str) -> bool:
        """Whether a doctor has still to say that there is no conflict of interest before opening a dossier."""
        return self.experts.must_declare(account, dossier)
