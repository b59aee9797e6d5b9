"""Whose turn a dossier is, why, and in what words: the one place that decides it."""

from collections.abc import Mapping
from datetime import date

from engine.domain.desk import Listed, State
from engine.domain.turn import Blocker, Pace, Situation, Turn, Whose
from engine.domain.wording import counted_fr

REMIND_DAYS = 3
"""After how many days without an answer the patient is reminded; seven are promised. Source: this project's choice."""
RISK_DAYS = 2
"""How many days before the promised one a dossier counts as at risk. Source: this project's choice."""
PACES: Mapping[Pace, int] = {"late": 1, "risk": 2, "fine": 3, "done": 8}
WHOSE: Mapping[Blocker, Whose] = {
    "merged": "nobody",
    "delivered": "nobody",
    "withdrawn": "nobody",
    "to_deliver": "staff",
    "flag": "doctor",
    "flag_unassigned": "staff",
    "flag_away": "staff",
    "failed": "staff",
    "reading": "machine",
    "no_files": "staff",
    "files_asked": "patient",
    "files_overdue": "staff",
    "given_back": "staff",
    "piece_to_ask": "staff",
    "piece_asked": "patient",
    "doctor_away": "staff",
    "doctor": "doctor",
    "in_review": "doctor",
    "leaving": "staff",
    "pieces_to_ask": "staff",
    "pieces_asked": "patient",
    "pieces_overdue": "staff",
    "pieces_answered": "staff",
    "assign_provisional": "staff",
    "to_assign": "staff",
}


def turn(situation: Situation, *, away: bool = False) -> Turn:
    """Decide whose turn it is; `away` says that the doctor of the dossier is absent today."""
    blocker = _blocker(situation, away=away)
    whose = WHOSE[blocker]
    if blocker.startswith("flag"):
        return Turn(whose, blocker, 0)
    if whose == "nobody":
        return Turn(whose, blocker, 9)
    return Turn(whose, blocker, 1 if blocker == "failed" else PACES[situation.pace])


OVER: Mapping[State, Blocker] = {"merged": "merged", "delivered": "delivered"}
CLEAR: Mapping[State, Blocker] = {"signed": "to_deliver", "failed": "failed", "reading": "reading"}
"""States that tell whose turn it is, the first even where the patient withdrew the consent."""


def _blocker(s: Situation, *, away: bool) -> Blocker:
    if s.state in OVER:
        return OVER[s.state]
    if not s.processing:
        return "withdrawn"
    if s.state in CLEAR:
        return CLEAR[s.state]
    if s.state == "stopped":
        return "flag_unassigned" if s.doctor is None else "flag_away" if away else "flag"
    if s.state in ("assigned", "in_review"):
        return _with_doctor(s, away=away)
    return _without_files(s) if s.state == "new" else _before_doctor(s)


def _without_files(s: Situation) -> Blocker:
    if s.leaving:
        return "leaving"
    return "no_files" if s.waits == "no" else "files_overdue" if s.waits == "overdue" else "files_asked"


def _with_doctor(s: Situation, *, away: bool) -> Blocker:
    if s.piece:
        return "piece_to_ask" if s.piece == "staff" else "piece_asked"
    if away:
        return "doctor_away"
    return "doctor" if s.state == "assigned" else "in_review"


def _before_doctor(s: Situation) -> Blocker:
    if s.given_back:
        return "given_back"
    if not s.provisional:
        return "to_assign"
    if s.leaving:
        return "leaving"
    if s.to_ask:
        return "pieces_to_ask"
    asked: dict[str, Blocker] = {
        "yes": "pieces_asked",
        "overdue": "pieces_overdue",
        "answered": "pieces_answered",
    }
    return asked.get(s.waits, "assign_provisional")


def line_fr(
    blocker: Blocker,
    listed: Listed,
    today: date,
    names: Mapping[str, str],
    back_on: date | None = None,
    *,
    own: bool = False,
) -> str:
    """What a dossier waits for, in one short line.

    `names` are those of accounts by id, `back_on` the last day of the doctor's absence; `own` speaks to that doctor.
    """
    name = names.get(listed.doctor or "", "médecin")
    doctor, who = _the(name), "Vous" if own else _the(name)
    until = f" jusqu'au {_day(back_on)}" if back_on else ""
    piece, when = listed.piece_label or "une pièce", _on(listed.piece_since.date() if listed.piece_since else None)
    lines: dict[Blocker, str] = {
        "merged": f"Réuni au dossier {listed.merged_into}",
        "delivered": "Remis",
        "withdrawn": "Consentement retiré : plus rien n'est lu ni remis",
        "to_deliver": "Signé, à remettre au patient",
        "flag": "Alerte rouge à lever par vous" if own else f"Alerte rouge à lever par {doctor}",
        "flag_unassigned": "Alerte rouge : attribuez le dossier à un médecin, aujourd'hui",
        "flag_away": f"Alerte rouge, absence du {name}{until} : attribuez à un autre médecin",
        "failed": "Lecture échouée : à relancer",
        "reading": "La machine lit",
        "no_files": "Aucun document reçu : à demander au patient",
        "files_asked": f"Attend le patient : documents demandés{_on(listed.asked_on)}",
        "files_overdue": f"Patient à relancer : documents demandés{_on(listed.asked_on)}",
        "given_back": f"Rendu par {_the(names.get(listed.given_back or '', 'médecin'))} : à donner à un autre médecin",
        "piece_to_ask": f"{who[0].upper()}{who[1:]} demande{'z' if own else ''} : {piece}. À transmettre au patient",
        "piece_asked": f"Attend le patient : {piece}, demandé par {'vous' if own else doctor}{when}",
        "doctor_away": f"Absence du {name}{until} : attendre, ou attribuer à un autre médecin",
        "doctor": _waits_fr(listed, today, who, own=own),
        "in_review": _waits_fr(listed, today, who, own=own) + ", relecture commencée",
        "leaving": "Message au patient prêt, pas encore parti",
        "pieces_to_ask": counted_fr(listed.to_ask, "pièce nécessaire à obtenir", "pièces nécessaires à obtenir"),
        "pieces_asked": f"Attend le patient : {_asked_fr(listed)}{_on(listed.asked_on)}",
        "pieces_overdue": f"Patient à relancer : {_asked_fr(listed)}{_on(listed.asked_on)}",
        "pieces_answered": f"Le patient a répondu ; manque encore : {_asked_fr(listed)}",
        "assign_provisional": "À attribuer : l'avis sera provisoire, les pièces qui manquent ne viendront pas",
        "to_assign": "À attribuer à un médecin",
    }
    return lines[blocker]


def _the(name: str) -> str:
    """« le Dr X », as one says it of a woman too; a name without a title goes without an article."""
    return f"le {name}" if name.partition(" ")[0] in ("Dr", "Pr", "médecin") else name


def _waits_fr(listed: Listed, today: date, who: str, *, own: bool) -> str:
    """Since when the doctor has the dossier, or since when it is ready where that came later."""
    since = max(listed.assigned_at, listed.since).date() if listed.assigned_at else listed.since.date()
    days = (today - since).days
    lasting = "depuis aujourd'hui" if days <= 0 else f"depuis {counted_fr(days, 'jour')}"
    return f"À relire {lasting}" if own else f"Attend {who} {lasting}"


def _asked_fr(listed: Listed) -> str:
    more = listed.asked - 1
    return (listed.asked_for or "une pièce") + (f" et {counted_fr(more, 'autre')}" if more > 0 else "")


def _on(day: date | None) -> str:
    return f", le {_day(day)}" if day else ""


def _day(day: date) -> str:
    return f"{day:%d/%m}"
