"""The engine's face: build one from settings, run dossiers, read results."""

from engine.adapters.case_folder import case_id, dossier_of, files_of, passed_over
from engine.app import (
    build,
    build_library,
    build_service,
    extract_facts,
    library_trial,
    notices,
    read_pages,
    split_pages,
)
from engine.delivery.files import cause_fr, write_whole
from engine.delivery.result import result
from engine.domain.outcome import Outcome
from engine.errors import EngineError, KeyExpired, WrongPassword
from engine.pipeline import Engine
from engine.services.accounts import AccountService
from engine.services.asking import AnswersChanged, AskedState, AskingService
from engine.services.attempts import TooManyAttempts
from engine.services.chronology import chronology
from engine.services.consents import ConsentService, ConsentState
from engine.services.experts import ExpertRefusal, ExpertService, LeftDossier, ReasonNeeded
from engine.services.intake import IntakeService
from engine.services.library import LibraryService, UnknownPassage, WithdrawalRefused
from engine.services.logs import configure as configure_log
from engine.services.new_account import BadAccount
from engine.services.papers import Leaf, Paper, PaperService
from engine.services.pathways import PathwayService, Shelved
from engine.services.patient_answers import LinkClosed, PatientAnswers, Visit
from engine.services.pieces import PieceService
from engine.services.prepared import NothingToAsk, Prepared, Telling
from engine.services.pseudonymise import covered_image, pseudonymised_pages, pseudonymised_text
from engine.services.recorder import Actor
from engine.services.reminders import AT_ONCE, SILENT_DAYS, Reminder
from engine.services.replies import NotJoined
from engine.services.review import NotYet, ReviewConflict, ReviewService
from engine.services.service import Service
from engine.services.signing import NoConsent, NotSigned, SigningService
from engine.services.views import PROMISE_DAYS, DossierView, NewDossier, ReviewView
from engine.services.work import Trouble, TroubleKind, WorkService
from engine.settings import Settings, load_settings
from engine.steps.assignment import DECLINED_FR, ORDER_FR, Proposal
from engine.store.experts import Followed

__all__ = [
    "AT_ONCE",
    "DECLINED_FR",
    "ORDER_FR",
    "PROMISE_DAYS",
    "SILENT_DAYS",
    "AccountService",
    "Actor",
    "AnswersChanged",
    "AskedState",
    "AskingService",
    "BadAccount",
    "ConsentService",
    "ConsentState",
    "DossierView",
    "Engine",
    "EngineError",
    "ExpertRefusal",
    "ExpertService",
    "Followed",
    "IntakeService",
    "KeyExpired",
    "Leaf",
    "LeftDossier",
    "LibraryService",
    "LinkClosed",
    "NewDossier",
    "NoConsent",
    "NotJoined",
    "NotSigned",
    "NotYet",
    "NothingToAsk",
    "Outcome",
    "Paper",
    "PaperService",
    "PathwayService",
    "PatientAnswers",
    "PieceService",
    "Prepared",
    "Proposal",
    "ReasonNeeded",
    "Reminder",
    "ReviewConflict",
    "ReviewService",
    "ReviewView",
    "Service",
    "Settings",
    "Shelved",
    "SigningService",
    "Telling",
    "TooManyAttempts",
    "Trouble",
    "TroubleKind",
    "UnknownPassage",
    "Visit",
    "WithdrawalRefused",
    "WorkService",
    "WrongPassword",
    "build",
    "build_library",
    "build_service",
    "case_id",
    "cause_fr",
    "chronology",
    "configure_log",
    "covered_image",
    "dossier_of",
    "extract_facts",
    "files_of",
    "library_trial",
    "load_settings",
    "notices",
    "passed_over",
    "pseudonymised_pages",
    "pseudonymised_text",
    "read_pages",
    "result",
    "split_pages",
    "write_whole",
]
