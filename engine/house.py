"""The composition root of the service: settings in, everything that people work with out."""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from zoneinfo import ZoneInfo

from engine.adapters import paper
from engine.adapters.certificates import SHIPPED, Authority, Strength
from engine.adapters.embedder import NanoEmbedder
from engine.adapters.house_key import HouseKey
from engine.adapters.pades import PadesSealer
from engine.adapters.page_reader import OcrPageReader
from engine.adapters.passwords import Passwords
from engine.delivery.letter import letters
from engine.delivery.mail import post
from engine.delivery.report import render
from engine.delivery.typography import FONTS
from engine.domain.account import Account
from engine.domain.request import House
from engine.pathways import load_vocabulary
from engine.ports import Clock
from engine.services.accounts import AccountService, Hooks
from engine.services.alarms import Alarms
from engine.services.asking import AskingService
from engine.services.attempts import Attempts
from engine.services.changing import Changing
from engine.services.consents import ConsentService
from engine.services.errands import replies
from engine.services.experts import ExpertService
from engine.services.handover import HandoverService
from engine.services.health import check
from engine.services.intake import IntakeService
from engine.services.keys import SigningKeys
from engine.services.library import LibraryService
from engine.services.marks import MarkService
from engine.services.merging import MergingService
from engine.services.notices import Notices
from engine.services.papers import PaperService
from engine.services.pathways import PathwayService
from engine.services.patient_answers import PatientAnswers
from engine.services.pieces import PieceService
from engine.services.reminders import ReminderService
from engine.services.requests import RequestService
from engine.services.review import ReviewService
from engine.services.search import SearchService
from engine.services.service import Service
from engine.services.signing import SigningService
from engine.services.study import StudyService
from engine.services.work import WorkService
from engine.services.worklist import WorkListService
from engine.settings import Settings
from engine.store.accounts import Accounts
from engine.store.asking import Asked
from engine.store.desk import Desk
from engine.store.experts import Experts
from engine.store.handover import Handover
from engine.store.jobs import Jobs
from engine.store.journal import Journal
from engine.store.merging import Mergers
from engine.store.post_queue import PostQueue
from engine.store.postgres import Store
from engine.store.requests import Requests
from engine.store.reviews import Reviews
from engine.store.search import Words
from engine.store.worklist import WorkLists

PARIS = ZoneInfo("Europe/Paris")


@contextmanager
def open_house(
    settings: Settings, clock: Clock, passwords: Passwords | None = None, strength: Strength = SHIPPED
) -> Iterator[Service]:
    """Open the service and close it at the end; `passwords` hashes them otherwise than is shipped, and new keys for
    signatures are of that `strength`.

    Raises as `engine.app.build_service` does.
    """
    with ExitStack() as opened:
        store = opened.enter_context(Store.open(settings))
        jobs = opened.enter_context(Jobs(store.conninfo, store.revive))
        # One folder for all that a backup must hold beside the database.
        folder = settings.data_dir / "authority"
        authority, key = Authority.ensure(folder, clock.now(), strength), HouseKey.open(folder)
        sealer = PadesSealer(authority, (FONTS / "Commissioner-Regular.ttf").read_bytes())
        yield furnish(store, jobs, key, sealer, passwords or Passwords(), settings, clock)


def furnish(
    store: Store,
    jobs: Jobs,
    key: HouseKey,
    sealer: PadesSealer,
    passwords: Passwords,
    settings: Settings,
    clock: Clock,
) -> Service:
    """Put the services together."""
    desk, reviews, journal, people = Desk(store), Reviews(store), Journal(store, clock.now), Accounts(store)

    def today() -> date:
        return clock.now().astimezone(PARIS).date()

    posted = post(settings, clock, lambda: uuid.uuid4().hex[:12])
    notices = Notices(posted, people.account, settings.public_url)
    asking = Asked(store)
    alarms = Alarms(asking, journal, clock, lambda dossier: notices.alarmed(dossier, _who_acts(people, desk, dossier)))
    changing = Changing(store, asking, journal, jobs, alarms, clock)
    intake = IntakeService(store, desk, reviews, journal, jobs, clock, today, notices, changing)

    def staff() -> tuple[Account, ...]:
        return tuple(a for a in people.all() if a.role == "intake" and a.active)

    known, told = Experts(store), (notices, staff, lambda: str(uuid.uuid4()))
    pieces = PieceService(store, known, intake, journal, clock, *told)
    questionnaires = AskingService(store, asking, journal, changing, clock, settings.public_url)
    asked = RequestService(
        store,
        Requests(store),
        PostQueue(),
        jobs,
        journal,
        clock,
        today,
        lambda: uuid.uuid4().hex[:12],
        new_code,
        reached_at(settings),
        letters,
        Experts(store),
        lambda view: pieces.for_message(view.dossier.id),
        questionnaires.said_unknown,
    )
    papers = PaperService(store, desk, journal, jobs, clock, paper.thumbnail, paper.searchable)
    review = ReviewService(store, desk, reviews, journal, clock)
    keys = SigningKeys(store, desk, sealer, clock)
    hooks = Hooks(
        on_doctor_created=keys.issue,
        on_password_change=keys.change_password,
        on_password_reset=lambda account, _: keys.revoke(account),
    )
    accounts = AccountService(people, journal, key, clock, lambda: str(uuid.uuid4()), hooks, passwords)

    def names() -> dict[str, str]:
        return {member.account.id: member.account.name for member in accounts.members()}

    signing = SigningService(store, keys, reviews, journal, review, sealer, render, accounts.confirm, clock)
    return Service(
        accounts=accounts,
        intake=intake,
        experts=ExpertService(store, known, desk, intake, journal, clock, *told),
        pieces=pieces,
        papers=papers,
        asking=questionnaires,
        answers=PatientAnswers(store, asking, journal, changing, alarms, Attempts(people, key), key, clock),
        consents=ConsentService(store, asking, journal, changing, clock, today),
        review=review,
        signing=signing,
        study=StudyService(store, reviews, journal, lambda: key.derive("study")),
        pathways=PathwayService(store, journal, clock, load_vocabulary()),
        search=SearchService(store, Words(store), journal, review),
        library=LibraryService(store, journal, clock, NanoEmbedder(), OcrPageReader()),
        handover=HandoverService(Handover(store), journal, clock),
        merging=MergingService(store, desk, Mergers(store), journal, jobs, clock, intake),
        worklist=WorkListService(WorkLists(store), names, today),
        requests=asked,
        marks=MarkService(store, Requests(store), jobs, journal, clock, today),
        reminders=ReminderService(store, intake, asked, Requests(store), clock),
        replies=replies(store, jobs, settings, clock),
        jobs=jobs,
        journal=journal,
        work=WorkService(jobs, desk, clock),
        health=lambda: check(settings, clock.now()),
    )


def new_code() -> str:
    """What a reply is known by: 60 bits of chance, in signs that nobody confuses (Crockford's)."""
    signs = [secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(12)]
    return "-".join("".join(signs[start : start + 4]) for start in (0, 4, 8))


def reached_at(settings: Settings) -> House:
    """How a patient reaches the service, as the settings say."""
    address = "\n".join(part.strip() for part in (settings.desk_address or "").split(";"))
    return House(phone=settings.desk_phone, address=address or None, email=settings.smtp_from)


def _who_acts(people: Accounts, desk: Desk, dossier: str) -> list[Account]:
    """Who is told of an alarm: the intake desk, and the doctor of the dossier."""
    doctor = desk.assigned(dossier)
    return [account for account in people.all() if account.role == "intake" or account.id == doctor]
