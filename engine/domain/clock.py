"""How long a dossier has been with the house, how much of that was waiting, and whose time it is.

The promise is never stopped: the patient was told a day, and waiting does not move it. What was waited for is shown
beside the age, so that nobody takes a dossier that stands still for one that nobody works on.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from engine.domain.desk import State
from engine.domain.record import Record
from engine.domain.wording import counted_fr

Turn = Literal["staff", "expert", "patient", "machine", "nobody"]


class Wait(Record):
    """A time in which work stood still: from the day `since` until the day `until`, None while it lasts.

    `what` is waited for: a piece without which the expert cannot go on, or an answer of the patient. `with_patient`
    says that the patient was asked; before that it is staff who are waited for.
    """

    what: Literal["expert_piece", "patient"]
    since: date
    until: date | None = None
    with_patient: bool = False


class Elapsed(Record):
    """Whole days since reception, until the signature where there is one; how many of them were waiting.

    A day on which both kinds were waited for counts as one of the expert's pieces. `whose` is whose time it is now.
    """

    days: int
    piece_days: int
    patient_days: int
    whose: Turn

    @property
    def told_fr(self) -> str:
        """« 6 jours, dont 2 d'attente de pièces demandées par l'expert »."""
        parts = [f"{self.piece_days} d'attente de pièces demandées par l'expert"] if self.piece_days else []
        parts += [f"{self.patient_days} d'attente du patient"] if self.patient_days else []
        total = counted_fr(self.days, "jour")
        return f"{total}, dont {' et '.join(parts)}" if parts else total


def elapsed(
    received_on: date, end: date, state: State, waits: Iterable[Wait] = (), *, assigned: bool = False
) -> Elapsed:
    """Count the days of a dossier up to `end`: today, or the day of its signature.

    A wait counts the days from its first to its last, like the age itself: asked and answered on one day is none.
    """
    known = tuple(waits)
    pieces = _days(known, "expert_piece", received_on, end)
    others = _days(known, "patient", received_on, end) - pieces
    return Elapsed(
        days=(end - received_on).days,
        piece_days=len(pieces),
        patient_days=len(others),
        whose=turn(state, known, assigned=assigned),
    )


def turn(state: State, waits: Iterable[Wait] = (), *, assigned: bool = False) -> Turn:
    """Whose time it is: who has to act next for the dossier to go on."""
    if state in ("reading", "delivered"):
        return "machine" if state == "reading" else "nobody"
    if state in ("signed", "new", "failed"):
        return "staff"
    if state == "stopped":
        return "expert" if assigned else "staff"
    lasting = [wait for wait in waits if wait.until is None]
    pieces = [wait for wait in lasting if wait.what == "expert_piece"]
    if assigned:
        if not pieces:
            return "expert"
        return "patient" if all(wait.with_patient for wait in pieces) else "staff"
    return "patient" if state == "incomplete" and any(wait.with_patient for wait in lasting) else "staff"


def _days(waits: Iterable[Wait], what: str, first: date, end: date) -> set[date]:
    """The days on which that was waited for, each once."""
    found: set[date] = set()
    for wait in waits:
        if wait.what == what:
            begin, until = max(wait.since, first), min(wait.until or end, end)
            found.update(begin + timedelta(days=n) for n in range((until - begin).days))
    return found
