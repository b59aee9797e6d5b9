"""The age of a dossier against the promise, and what of it was waiting: a table of cases."""

from datetime import date, timedelta

import pytest

from engine.domain.clock import Wait, elapsed

RECEIVED = date(2026, 3, 2)


def day(number: int) -> date:
    return RECEIVED + timedelta(days=number)


def piece(since: int, until: int | None = None) -> Wait:
    return Wait(what="expert_piece", since=day(since), until=None if until is None else day(until))


def patient(since: int, until: int | None = None) -> Wait:
    return Wait(what="patient", since=day(since), until=None if until is None else day(until))


@pytest.mark.parametrize(
    ("days", "waits", "told"),
    [
        (0, [], "0 jour"),
        (1, [], "1 jour"),
        (6, [], "6 jours"),
        (6, [piece(4)], "6 jours, dont 2 d'attente de pièces demandées par l'expert"),
        (6, [piece(6)], "6 jours"),
        (6, [piece(2, 5)], "6 jours, dont 3 d'attente de pièces demandées par l'expert"),
        (6, [piece(3, 3)], "6 jours"),
        # Two pieces at once are one wait; one after the other add up.
        (6, [piece(2, 5), piece(4, 6)], "6 jours, dont 4 d'attente de pièces demandées par l'expert"),
        (6, [piece(1, 2), piece(4, 5)], "6 jours, dont 2 d'attente de pièces demandées par l'expert"),
        (6, [patient(0, 3)], "6 jours, dont 3 d'attente du patient"),
        # A day on which both were waited for is told once.
        (
            9,
            [patient(0, 3), piece(2, 6)],
            "9 jours, dont 4 d'attente de pièces demandées par l'expert et 2 d'attente du patient",
        ),
        # What was asked before the reception, or answered after the signature, counts within the dossier's time only.
        (6, [patient(-1, 2)], "6 jours, dont 2 d'attente du patient"),
        (6, [piece(5, 9)], "6 jours, dont 1 d'attente de pièces demandées par l'expert"),
        # The promise goes on: a dossier that only waited is late all the same.
        (8, [piece(0)], "8 jours, dont 8 d'attente de pièces demandées par l'expert"),
    ],
)
def test_age_and_waiting(days: int, waits: list[Wait], told: str):
    found = elapsed(RECEIVED, day(days), waits)
    assert (found.days, found.told_fr) == (days, told)
