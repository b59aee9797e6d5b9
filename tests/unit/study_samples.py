"""Signed dossiers as research sees them, for tests: the knee pathway, invented people."""

from datetime import date
from typing import Any

from engine.domain.opinion import Position
from engine.domain.signed import Agreement
from engine.domain.study import Studied

KNEE = "gonarthrose"
KEY = b"a key for tests, 32 bytes or so!"


def a_knee(option: str | None = "ptg", diagnosis: str = "gonarthrose", **over: Any) -> Position:
    return Position(**{"diagnosis": diagnosis, "option": option, "certainty": "modérée", **over})


def an_agreement(axes: str = "CCCC", **over: Any) -> Agreement:
    diagnosis, treatment, exams, overall = axes
    given = {
        "diagnosis": diagnosis,
        "treatment": treatment,
        "exams": exams,
        "overall": overall,
        "severity": {"C": 0, "P": 2, "X": 3, "N": None}[overall],
        "equipoise": False,
    }
    return Agreement(**{**given, **over})


def a_studied(**over: Any) -> Studied:
    given: dict[str, Any] = {
        "consented": True,
        "pseudonym": "ABCDEFGH23",
        "pathway": KNEE,
        "signed_month": date(2026, 3, 1),
        "age_band": "65-69",
        "sex": "F",
        "draft": a_knee(),
        "independent": a_knee(),
        "signed": a_knee(),
        "agreement": an_agreement(),
        "machine": None,
        "draft_used": True,
        "kept": 6,
        "edited": 3,
        "removed": 1,
        "added": 2,
        "undecided": 0,
        "days_to_signature": 5,
        "provisional": False,
        "published": False,
    }
    return Studied(**{**given, **over})
