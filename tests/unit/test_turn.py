"""Whose turn a dossier is: a table of cases, and the line that tells each."""

from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from engine.domain.desk import Listed, State
from engine.domain.turn import Blocker, Filters, Group, Key, Situation
from engine.steps.facets import chosen, facets, window
from engine.steps.turn import WHOSE, line_fr, turn

TODAY = date(2026, 11, 15)
NAMES = {"d1": "Dr Ambroisine DESTALLE", "d2": "Dr Fulgence ORBECHAT"}
AT = datetime(2026, 11, 12, 9, tzinfo=UTC)

CASES: list[tuple[dict[str, Any], bool, str, str]] = [
    ({"state": "new"}, False, "staff", "no_files"),
    ({"state": "new", "waits": "yes"}, False, "patient", "files_asked"),
    ({"state": "new", "waits": "overdue"}, False, "staff", "files_overdue"),
    ({"state": "new", "leaving": True, "waits": "overdue"}, False, "staff", "leaving"),
    ({"state": "reading"}, False, "machine", "reading"),
    ({"state": "reading", "waits": "overdue", "to_ask": True}, False, "machine", "reading"),
    ({"state": "failed"}, False, "staff", "failed"),
    ({"state": "stopped", "flag": True}, False, "staff", "flag_unassigned"),
    ({"state": "stopped", "flag": True, "doctor": "d1"}, False, "doctor", "flag"),
    ({"state": "stopped", "flag": True, "doctor": "d1"}, True, "staff", "flag_away"),
    ({"state": "incomplete", "provisional": True, "to_ask": True}, False, "staff", "pieces_to_ask"),
    ({"state": "incomplete", "provisional": True, "to_ask": True, "waits": "yes"}, False, "staff", "pieces_to_ask"),
    ({"state": "incomplete", "provisional": True, "waits": "yes"}, False, "patient", "pieces_asked"),
    ({"state": "incomplete", "provisional": True, "waits": "overdue"}, False, "staff", "pieces_overdue"),
    ({"state": "incomplete", "provisional": True, "waits": "answered"}, False, "staff", "pieces_answered"),
    ({"state": "incomplete", "provisional": True, "leaving": True, "waits": "overdue"}, False, "staff", "leaving"),
    ({"state": "incomplete", "provisional": True}, False, "staff", "assign_provisional"),
    ({"state": "incomplete", "provisional": True, "given_back": True}, False, "staff", "given_back"),
    ({"state": "to_assign"}, False, "staff", "to_assign"),
    ({"state": "to_assign", "waits": "yes"}, False, "staff", "to_assign"),
    ({"state": "to_assign", "given_back": True}, False, "staff", "given_back"),
    ({"state": "assigned", "doctor": "d1"}, False, "doctor", "doctor"),
    ({"state": "assigned", "doctor": "d1", "provisional": True, "to_ask": True}, False, "doctor", "doctor"),
    ({"state": "assigned", "doctor": "d1"}, True, "staff", "doctor_away"),
    ({"state": "assigned", "doctor": "d1", "piece": "staff"}, False, "staff", "piece_to_ask"),
    ({"state": "in_review", "doctor": "d1", "piece": "patient"}, False, "patient", "piece_asked"),
    ({"state": "in_review", "doctor": "d1", "piece": "patient"}, True, "patient", "piece_asked"),
    ({"state": "in_review", "doctor": "d1"}, False, "doctor", "in_review"),
    ({"state": "signed", "doctor": "d1"}, True, "staff", "to_deliver"),
    ({"state": "delivered", "doctor": "d1"}, False, "nobody", "delivered"),
    ({"state": "delivered", "processing": False}, False, "nobody", "delivered"),
    ({"state": "signed", "processing": False}, False, "nobody", "withdrawn"),
    ({"state": "incomplete", "processing": False, "to_ask": True}, False, "nobody", "withdrawn"),
    ({"state": "merged"}, False, "nobody", "merged"),
]


@pytest.mark.parametrize(("given", "away", "whose", "blocker"), CASES, ids=str)
def test_whose_turn(given: dict[str, Any], away: bool, whose: str, blocker: str) -> None:
    found = turn(Situation(**given), away=away)
    assert (found.whose, found.blocker) == (whose, blocker)


def test_the_cases_name_every_blocker_and_state():
    assert {case[3] for case in CASES} == set(get_args(Blocker)) == set(WHOSE)
    assert {case[0]["state"] for case in CASES} == set(get_args(State))


def listed(**over: Any) -> Listed:
    given = {"id": "DA-1", "pathway": "gonarthrose", "received_on": date(2026, 11, 10), "patient": "FICTIVE Aude"}
    rest = {"state": "assigned", "since": AT, "uploads": 1, "red_flags": 0, "provisional": False, "doctor": "d1"}
    return Listed.model_validate({**given, **rest, "signed_at": None, "assigned_at": AT, **over})


LINES: list[tuple[Blocker, dict[str, Any], str]] = [
    ("doctor", {}, "Attend le Dr Ambroisine DESTALLE depuis 3 jours"),
    ("doctor", {"since": datetime(2026, 11, 15, 8, tzinfo=UTC)}, "Attend le Dr Ambroisine DESTALLE depuis aujourd'hui"),
    ("in_review", {}, "Attend le Dr Ambroisine DESTALLE depuis 3 jours, relecture commencée"),
    ("pieces_to_ask", {"to_ask": 1}, "1 pièce nécessaire à obtenir"),
    ("pieces_to_ask", {"to_ask": 2}, "2 pièces nécessaires à obtenir"),
    (
        "pieces_asked",
        {"asked": 1, "asked_for": "IRM", "asked_on": date(2026, 11, 12)},
        "Attend le patient : IRM, le 12/11",
    ),
    (
        "pieces_overdue",
        {"asked": 3, "asked_for": "IRM", "asked_on": date(2026, 11, 9)},
        "Patient à relancer : IRM et 2 autres, le 09/11",
    ),
    ("reading", {}, "La machine lit"),
    ("to_deliver", {}, "Signé, à remettre au patient"),
    ("given_back", {"given_back": "d2"}, "Rendu par le Dr Fulgence ORBECHAT : à donner à un autre médecin"),
    ("merged", {"merged_into": "DA-2"}, "Réuni au dossier DA-2"),
    (
        "piece_asked",
        {"piece_label": "Radiographie de profil", "piece_since": AT},
        "Attend le patient : Radiographie de profil, demandé par le Dr Ambroisine DESTALLE, le 12/11",
    ),
]


@pytest.mark.parametrize(("blocker", "given", "said"), LINES, ids=str)
def test_the_line(blocker: Blocker, given: dict[str, Any], said: str) -> None:
    assert line_fr(blocker, listed(**given), TODAY, NAMES) == said


def test_the_doctor_is_spoken_to():
    assert line_fr("doctor", listed(), TODAY, NAMES, own=True) == "À relire depuis 3 jours"
    away = line_fr("doctor_away", listed(), TODAY, NAMES, date(2026, 11, 30))
    assert away == "Absence du Dr Ambroisine DESTALLE jusqu'au 30/11 : attendre, ou attribuer à un autre médecin"


def test_every_blocker_has_a_short_line():
    for blocker in get_args(Blocker):
        said = line_fr(blocker, listed(merged_into="DA-2"), TODAY, NAMES)
        assert said, blocker
        assert len(said) <= 110, blocker


def groups() -> tuple[list[Group], dict[str, Any]]:
    made = [
        Group(
            Key("a", False, "fine"),
            Situation("incomplete", "gonarthrose", provisional=True, to_ask=True, pace="late"),
            3,
        ),
        Group(Key("b", False, "fine"), Situation("assigned", "gonarthrose", "d1", pace="fine"), 5),
        Group(Key("c", False, "fine"), Situation("assigned", "endometriose", "d2", pace="late"), 7),
        Group(Key("d", False, "fine"), Situation("stopped", "endometriose", "d2", flag=True, pace="fine"), 2),
    ]
    return made, {g.key: turn(g.situation) for g in made}


SPECIALTIES = {"gonarthrose": "orthopedie", "endometriose": "gynecologie"}


def test_filters_combine_and_the_most_urgent_come_first():
    made, turns = groups()
    everything = chosen(made, turns, Filters(), SPECIALTIES, ())
    assert [k.situation for k in sorted(everything, key=lambda k: (everything[k], k))] == ["d", "a", "c", "b"]

    def left(filters: Filters, *states: State) -> set[str]:
        return {key.situation for key in chosen(made, turns, filters, SPECIALTIES, states)}

    assert left(Filters(whose="doctor", pace="late")) == {"c"}
    assert left(Filters(specialty="gynecologie"), "assigned") == {"c"}
    assert left(Filters(whose="doctor", provisional=True)) == set()


def test_each_choice_is_counted_with_the_others_kept():
    made, turns = groups()
    found = facets(made, turns, Filters(whose="doctor"), SPECIALTIES, ())
    assert found.whose == {"staff": 3, "doctor": 14}  # its own choice apart
    assert found.pathways == {"gonarthrose": 5, "endometriose": 9}
    assert found.doctors == {"d1": 5, "d2": 9}
    assert (found.late, found.flag, found.provisional, found.total, found.all_late) == (7, 2, 0, 17, 10)
    both = facets(made, turns, Filters(whose="doctor", pathway="endometriose"), SPECIALTIES, ())
    assert both.pathways == {"gonarthrose": 5, "endometriose": 9}
    assert both.whose == {"doctor": 9}
    assert both.states == {"assigned": 7, "stopped": 2}


def test_a_page_is_cut_out_of_the_situations_that_fill_it():
    made, turns = groups()  # 2 of urgency 0, then 3 and 7 of urgency 1, then 5 of urgency 3
    ranks = chosen(made, turns, Filters(), SPECIALTIES, ())
    found = {
        offset: (sorted(key.situation for key in near), rest)
        for offset in (0, 2, 5, 11, 12, 16, 17)
        for near, rest in [window(made, ranks, 2, offset)]
    }
    assert found == {
        0: (["d"], 0),
        2: (["a", "c"], 0),
        5: (["a", "c"], 3),
        11: (["a", "b", "c"], 9),
        12: (["b"], 0),
        16: (["b"], 4),
        17: ([], 0),
    }
