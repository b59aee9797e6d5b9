"""What doctors and staff say to each other about one dossier, for tests of the store."""

from datetime import UTC, date, datetime
from typing import Any

from engine.domain.expert import (
    Absence,
    AskedPiece,
    Decline,
    ExpertProfile,
    Interest,
    PieceStep,
    Stance,
)
from engine.store.experts import Experts
from engine.store.postgres import Store

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
DOCTOR = "compte-1"
SAID = {"by": DOCTOR, "at": AT}


def a_profile(**over: Any) -> ExpertProfile:
    given = {"doctor": DOCTOR, "pathways": ("gonarthrose",), "weekly": 5, "establishments": ("Clinique des Alizés",)}
    return ExpertProfile.model_validate({**given, **SAID, **over})


def an_absence(**over: Any) -> Absence:
    given = {"id": "absence-1", "doctor": DOCTOR, "first": date(2026, 3, 10), "last": date(2026, 3, 20)}
    return Absence.model_validate({**given, **SAID, **over})


def an_interest(**over: Any) -> Interest:
    given = {"id": "lien-1", "doctor": DOCTOR, "kind": "person", "name": "Dr Gontran ESPALIER"}
    return Interest.model_validate({**given, **SAID, **over})


def an_asked_piece(**over: Any) -> AskedPiece:
    given = {"id": "piece-1", "label_fr": "Radiographie de profil", "why_fr": "Pour le pincement.", "needed": True}
    return AskedPiece.model_validate({**given, **SAID, **over})


def speak(store: Store, dossier: str) -> None:
    """Leave a row in every table of the experts; ids are made from the dossier's."""
    experts = Experts(store)
    asked = an_asked_piece(id=f"piece-{dossier}")
    with store.transaction() as connection:
        experts.save_profile(a_profile(), connection)
        experts.save_absence(an_absence(), connection)
        experts.save_interest(an_interest(), connection)
        experts.say(dossier, Stance(tie="none", **SAID), connection)
        experts.decline(dossier, Decline(reason="competence", **SAID), connection)
        experts.ask_piece(dossier, asked, connection)
        experts.step(dossier, PieceStep(piece=asked.id, act="forwarded", **SAID), connection)
