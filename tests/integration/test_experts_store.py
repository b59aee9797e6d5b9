"""What experts and staff say to each other is kept, the latest of each counts, and lists see it."""

from datetime import date

import pytest

from engine.domain.account import Account, Credentials
from engine.domain.clock import Wait
from engine.domain.expert import Decline, PieceStep, Stance
from engine.store.accounts import Accounts
from engine.store.experts import Experts
from tests.integration.desk_samples import Hands
from tests.integration.expert_samples import AT, DOCTOR, SAID, a_profile, an_absence, an_asked_piece, an_interest


@pytest.fixture
def experts(store):
    return Experts(store)


@pytest.fixture
def hands(store):
    made = Hands(store)
    account = Account(id=DOCTOR, login="dr", name="Dr Ambroisine DESTALLE", role="doctor", specialty="Orthopédie")
    Accounts(store).add(account, Credentials(password="x"), lambda _: None)
    made.do("d", "intake", "upload", "read", "split", "extract", "assess", "draft", "compare")
    return made


def test_the_latest_of_a_profile_an_absence_and_a_tie_counts(store, hands, experts):
    with store.transaction() as connection:
        experts.save_profile(a_profile(weekly=1), connection)
        experts.save_profile(a_profile(), connection)
        experts.save_absence(an_absence(), connection)
        experts.save_absence(an_absence(id="absence-2", first=date(2026, 1, 1), last=date(2026, 1, 2)), connection)
        experts.save_absence(an_absence(id="absence-3"), connection)
        experts.save_absence(an_absence(id="absence-3", withdrawn=True), connection)
        experts.save_interest(an_interest(), connection)
        experts.save_interest(an_interest(withdrawn=True), connection)
    (found,) = experts.all(date(2026, 3, 20))
    assert (found.account.id, found.profile, found.open) == (DOCTOR, a_profile(), 0)
    assert found.absences == (an_absence(),)
    assert found.interests == (an_interest(withdrawn=True),)
    assert found.standing_interests == ()
    assert experts.one("nobody", AT.date()) is None


def test_a_dossier_given_back_waits_until_somebody_has_it(store, hands, experts):
    give(hands, DOCTOR)
    (found,) = experts.all(AT.date())
    assert found.open == 1
    with store.transaction() as connection:
        assert experts.holds("d", DOCTOR, connection)
        experts.decline("d", Decline(reason="unavailable", text_fr="en congé", **SAID), connection)
        hands.desk.assign("d", None, DOCTOR, AT, connection)
    assert experts.given_back() == ("d",)
    assert experts.declines("d")[0].text_fr == "en congé"
    give(hands, "compte-2", "le seul présent")
    assert experts.given_back() == ()
    with store.transaction() as connection:
        assert not experts.holds("d", DOCTOR, connection)
    assert [(g.doctor, g.reason_fr) for g in experts.assignments("d")] == [
        (DOCTOR, None),
        (None, None),
        ("compte-2", "le seul présent"),
    ]


def test_a_doctor_who_is_away_leaves_dossiers_until_the_last_day(store, hands, experts):
    give(hands, DOCTOR)
    with store.transaction() as connection:
        experts.save_absence(an_absence(), connection)
    assert experts.left(date(2026, 3, 9)) == ()
    assert experts.left(date(2026, 3, 20)) == (("d", DOCTOR, date(2026, 3, 20)),)
    assert experts.left(date(2026, 3, 21)) == ()
    account = Accounts(store).account(DOCTOR)
    Accounts(store).save(account.model_copy(update={"active": False}), lambda _: None)
    assert experts.left(date(2026, 3, 21)) == (("d", DOCTOR, None),)
    hands.do("d", "sign")
    assert experts.left(date(2026, 3, 21)) == ()


def test_a_piece_is_waited_for_until_it_is_ended_and_again_when_that_was_a_mistake(store, hands, experts):
    def step(act):
        with store.transaction() as connection:
            experts.step("d", PieceStep(piece="piece-1", act=act, **SAID), connection)
        return next(p for p in experts.pieces("d") if p.asked.needed), experts.with_open_pieces()

    give(hands, DOCTOR)
    with store.transaction() as connection:
        experts.ask_piece("d", an_asked_piece(), connection)
        experts.ask_piece("d", an_asked_piece(id="useful", needed=False), connection)
        experts.step("d", PieceStep(piece="useful", act="unavailable", **SAID), connection)
    assert experts.waits(["d", "other"]) == {"d": (Wait(what="expert_piece", since=AT.date()),)}
    assert experts.with_open_pieces() == ("d",)
    piece, waiting = step("forwarded")
    assert (piece.is_open, piece.forwarded, waiting) == (True, True, ("d",))
    piece, waiting = step("received")
    assert (piece.is_open, piece.closing.act, waiting) == (False, "received", ())
    piece, waiting = step("reopened")
    assert (piece.is_open, waiting) == (True, ("d",))
    give(hands, "compte-2")
    lapsed = next(p for p in experts.pieces("d") if p.asked.needed)
    assert (lapsed.is_open, lapsed.lapsed_at, experts.with_open_pieces()) == (False, AT, ())
    assert experts.waits(["d"])["d"][0].until == AT.date()


def test_who_has_said_that_there_is_no_conflict_may_open(store, hands, experts):
    assert not experts.ties_told("d", DOCTOR)
    for tie, told in (("none", True), ("establishment", False)):
        with store.transaction() as connection:
            experts.say("d", Stance(tie=tie, **SAID), connection)
        assert experts.ties_told("d", DOCTOR) is told
    assert [s.tie for s in experts.stances("d")] == ["establishment"]


def test_who_had_begun_before_anybody_was_asked_is_not_asked(store, hands, experts):
    hands.do("d", "review")
    assert experts.ties_told("d", DOCTOR)
    assert not experts.ties_told("d", "compte-2")


def give(hands, doctor, reason=None):
    with hands.store.transaction() as connection:
        hands.desk.assign("d", doctor, "accueil-1", AT, connection, reason)
