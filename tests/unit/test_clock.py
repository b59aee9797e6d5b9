"""The age of a dossier against the promise, what of it was waiting, and whose time it is: a table of cases."""

from datetime import date, timedelta

import pytest

from engine.domain.clock import Wait, elapsed, turn

RECEIVED = date(2026, 3, 2)


def day(number: int) -> date:
    return RECEIVED + timedelta(days=number)


def piece(since: int, until: int | None = None, *, with_patient: bool = False) -> Wait:
    end = None if until is None else day(until)
    return Wait(what="expert_piece", since=day(since), until=end, with_patient=with_patient)


def patient(since: int, until: int | None = None) -> Wait:
    return Wait(what="patient", since=day(since), until=None if until is None else day(until), with_patient=True)


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
    found = elapsed(RECEIVED, day(days), "assigned", waits, assigned=True)
    assert (found.days, found.told_fr) == (days, told)


@pytest.mark.parametrize(
    ("state", "assigned", "waits", "whose"),
    [
        ("new", False, [], "staff"),
        ("reading", False, [], "machine"),
        ("reading", True, [piece(1)], "machine"),
        ("failed", True, [], "staff"),
        ("stopped", False, [], "staff"),
        ("stopped", True, [], "expert"),
        ("incomplete", False, [], "staff"),
        ("incomplete", False, [patient(1)], "patient"),
        ("incomplete", False, [patient(1, 3)], "staff"),
        ("to_assign", False, [patient(1)], "staff"),
        ("assigned", True, [], "expert"),
        ("in_review", True, [], "expert"),
        # A request of staff's does not keep the expert from working.
        ("in_review", True, [patient(1)], "expert"),
        ("in_review", True, [piece(1)], "staff"),
        ("in_review", True, [piece(1, with_patient=True)], "patient"),
        ("in_review", True, [piece(1, with_patient=True), piece(2)], "staff"),
        ("in_review", True, [piece(1, 2)], "expert"),
        # Given back by its expert.
        ("in_review", False, [], "staff"),
        ("signed", True, [], "staff"),
        ("delivered", True, [], "nobody"),
    ],
)
def test_whose_time_it_is(state, assigned, waits, whose):
    assert turn(state, waits, assigned=assigned) == whose
