"""A small truth and the perfect result for it; a test changes one thing. The dossier is invented."""

from copy import deepcopy
from typing import Any

from evaluation.case import Expected
from evaluation.result import Result
from evaluation.tally import Score

TRUTH: dict[str, Any] = {
    "documents": [
        {"file": "a.pdf", "pages": [1], "type": "courrier", "date": "2026-05-12", "right_patient": True},
        {"file": "a.pdf", "pages": [2, 3], "type": "biologie", "date": None, "right_patient": True},
        {"file": "b.pdf", "pages": None, "type": "courrier", "date": "2026-04-02", "right_patient": False},
        {
            "file": "c.pdf",
            "pages": [1],
            "type": "biologie",
            "date": None,
            "right_patient": True,
            "duplicate_of": "a.pdf",
        },
    ],
    "completeness": {"irm": "met", "radio": "missing", "crp": "ask", "cro": "not_applicable"},
    "facts": [
        {
            "key": "hka",
            "value": 176,
            "unit": "degrés",
            "date": "2026-05-12",
            "side": "droite",
            "file": "a.pdf",
            "quote": "HKA droit : 176°",
        },
        {
            "key": "cancer_sein",
            "value": None,
            "bearer": "family",
            "file": "a.pdf",
            "quote": "sa mère a eu un cancer du sein",
        },
        {"key": "laxite", "value": None, "polarity": "negated", "file": "a.pdf", "quote": "Pas de laxité frontale"},
    ],
    "conflicts": [{"key": "cote", "files": ["a.pdf", "b.pdf"], "what": "droite ou gauche"}],
    "red_flags": [],
    "first_opinion": {"diagnosis": "Gonarthrose évoluée", "option": "ptg"},
    "expert_position": {
        "diagnosis": "Gonarthrose débutante",
        "option": "conservateur",
        "acceptable": ["conservateur", "attente"],
        "discouraged": ["ptg"],
        "exams": [],
        "convergence": {"D": "P", "T": "X", "E": "N", "overall": "X", "severity": 3, "equipoise": False},
    },
    "key_points": ["HKA droit à 176°, varus modéré"],
    "forbidden": ["Poser une prothèse"],
}
RIGHT: dict[str, Any] = {
    "documents": [
        {"file": "a.pdf", "pages": [1], "kind": "courrier", "dated": "2026-05-12", "right_patient": True},
        {"file": "a.pdf", "pages": [2, 3], "kind": "biologie", "dated": None, "right_patient": None},
        {"file": "b.pdf", "pages": [1], "kind": "courrier", "dated": "2026-04-02", "right_patient": False},
        {"file": "c.pdf", "pages": [1], "kind": "biologie", "dated": None, "duplicate_of": "a.pdf"},
    ],
    "completeness": {
        "items": [
            {"requirement": "irm", "status": "met"},
            {"requirement": "radio", "status": "missing"},
            {"requirement": "crp", "status": "ask"},
            {"requirement": "cro", "status": "not_applicable"},
        ]
    },
    "facts": [
        {
            "key": "hka",
            "value": 176.0,
            "unit": "°",
            "unit_ucum": "deg",
            "date": "2026-05-12",
            "side": "droite",
            "file": "a.pdf",
            "quote": "HKA droit : 176°, soit 4° de varus",
        },
        {"key": "cancer_sein", "bearer": "family", "file": "a.pdf", "quote": "sa mère a eu un cancer du sein à 52 ans"},
        {"key": "laxite", "value": "absent", "polarity": "negated", "file": "a.pdf", "quote": "Pas de laxité frontale"},
    ],
    "conflicts": [{"key": "cote", "files": ["b.pdf", "a.pdf"]}],
    "red_flags": [],
    "draft": {
        "position": {"option": "conservateur"},
        "statements": [
            {
                "text": "Le 12/05/2026, l'HKA droit est à 176°, soit un varus modéré.",
                "cites": [{"quote": "HKA droit : 176°, varus modéré", "date": "2026-05-12"}],
            }
        ],
    },
    "convergence": {"D": "P", "T": "X", "E": "N", "overall": "X", "severity": 3},
    "seconds": {"read": 6.0, "extract": 0.4},
}


def an_expected(**over: Any) -> Expected:
    """The truth, with other top-level values."""
    return Expected.model_validate({**deepcopy(TRUTH), **over})


def a_result(**over: Any) -> Result:
    """The perfect result, with other top-level values."""
    return Result.model_validate({**deepcopy(RIGHT), **over})


def with_fact(number: int, **over: Any) -> Result:
    """The perfect result with one fact changed."""
    facts = deepcopy(RIGHT["facts"])
    facts[number].update(over)
    return a_result(facts=facts)


def hits(scores: Any, figure: str) -> list[bool | None]:
    """What one figure got, in order."""
    return [score.hit for score in scores if isinstance(score, Score) and score.figure == figure]
