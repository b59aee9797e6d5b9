"""Reviews and signed opinions: a version is written once, a number is signed once, only what is signed is delivered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from engine.domain.desk import Delivery
from engine.domain.review import Conclusion, Decision, Labels, ReviewEvent
from engine.store.border import NotRecorded
from engine.store.postgres import Store
from engine.store.reviews import Reviews
from tests.builders import a_convergence, a_dossier, a_draft, a_refusal, a_run
from tests.integration.desk_samples import DOCTOR, NOON, SIGNED_PDF, Hands, a_read_event, a_signed


@pytest.fixture
def hands(store):
    return Hands(store)


@pytest.fixture
def reviews(hands):
    return hands.reviews


def add(store, event, doctor=DOCTOR, dossier="d1"):
    with store.transaction() as connection:
        return Reviews(store).add(dossier, doctor, event, connection)


def an_event(version, kind, **over):
    return ReviewEvent(version=version, kind=kind, by=DOCTOR, at=NOON, **over)


def test_every_kind_of_event_comes_back_equal_and_in_order(store, reviews):
    events = (
        a_read_event(1),
        an_event(2, "draft", draft="run-1"),
        an_event(3, "decision", decision=Decision(statement="S1", verdict="removed", reason_fr="Faux\x00.", at=NOON)),
        an_event(4, "undo", statement="S1"),
        an_event(5, "conclusion", conclusion=Conclusion(diagnosis="Gonarthrose", option="ptg", certainty="élevée")),
        an_event(6, "labels", labels=Labels(diagnosis="C", severity=0)),
        an_event(7, "unused", unused=True),
    )
    for event in events:
        assert add(store, event)
    kept = reviews.events("d1", DOCTOR)
    assert [event.version for event in kept] == list(range(1, 8))
    assert kept[2].decision.reason_fr == "Faux\ufffd."
    assert [event for event in kept if event.version != 3] == [event for event in events if event.version != 3]
    assert reviews.events("d1", "compte-2") == reviews.events("d2", DOCTOR) == ()


def test_the_first_to_write_a_version_is_the_only_one(store, reviews):
    assert add(store, an_event(1, "unused", unused=True)) is True
    assert add(store, an_event(1, "unused", unused=False)) is False
    assert [event.unused for event in reviews.events("d1", DOCTOR)] == [True]
    assert add(store, an_event(2, "unused", unused=False)) is True
    # Another doctor's review, and another dossier's, count for themselves.
    assert add(store, an_event(1, "unused", unused=False), doctor="compte-2") is True
    assert add(store, an_event(1, "unused", unused=False), dossier="d2") is True


def test_no_version_is_left_out(store, reviews):
    with store.transaction() as connection:
        assert reviews.version("d1", DOCTOR, connection) == 0
    assert add(store, a_read_event(2)) is False
    assert add(store, a_read_event(1)) is True
    assert add(store, an_event(3, "unused", unused=True)) is False
    with store.transaction() as connection:
        assert reviews.version("d1", DOCTOR, connection) == 1
        assert reviews.add("d1", DOCTOR, an_event(2, "unused", unused=True), connection)
        assert reviews.version("d1", DOCTOR, connection) == 2


def test_nothing_is_reviewed_after_the_signature(store, reviews):
    assert add(store, a_read_event(1))
    sign(store, a_signed("d1"))
    assert add(store, an_event(2, "unused", unused=True)) is False
    assert reviews.events("d1", DOCTOR) == (a_read_event(1),)


def test_of_eight_tabs_one_writes(database_url, store, reviews):
    def write(number):
        with Store(database_url) as own:
            return add(own, an_event(1, "undo", statement=f"S{number}"))

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(write, range(8)))
    assert done.count(True) == 1
    assert [event.statement for event in reviews.events("d1", DOCTOR)] == [f"S{done.index(True)}"]


def test_a_draft_is_found_by_its_run_also_when_another_was_written_since(store, hands, reviews):
    hands.do("d1", "intake")
    store.save_draft(a_run("draft", 1, "d1"), a_draft(limits=("Premier.",)))
    store.save_draft(a_run("draft", 2, "d1"), a_draft(limits=("Second.",)))
    store.save_draft(a_run("draft", 3, "d1"), a_refusal())
    assert reviews.draft("d1/draft/1") == a_draft(limits=("Premier.",))
    assert reviews.draft("d1/draft/2") == a_draft(limits=("Second.",))
    assert reviews.draft("d1/draft/3") is None
    assert reviews.draft("inconnu") is None


def sign(store, signed, dossier="d1", keep=True):
    with store.transaction() as connection:
        if keep:
            store.keep_blob(SIGNED_PDF, connection)
        Reviews(store).sign(dossier, signed, connection)


def test_a_draft_keeps_the_comparison_that_followed_it(store, hands, reviews):
    hands.do("d1", "intake")
    for number, severity in ((1, 0), (2, 3)):
        store.save_draft(a_run("draft", number, "d1"), a_draft())
        assert reviews.convergence(a_run("draft", number, "d1").id) is None, "not compared yet"
        store.save_convergence(a_run("compare", number, "d1"), a_convergence(severity=severity))
    first, second = (reviews.convergence(a_run("draft", number, "d1").id) for number in (1, 2))
    assert (first.severity, second.severity) == (0, 3)


def test_an_opinion_and_its_addenda_come_back_equal(store, reviews):
    addendum = a_signed("d1", 2, addendum_fr="Précision.")
    sign(store, a_signed("d1"))
    sign(store, addendum)
    assert reviews.signed("d1") == (a_signed("d1"), addendum)
    assert reviews.signed("d2") == ()
    assert store.content(reviews.signed("d1")[0].pdf_sha256) == SIGNED_PDF


def test_a_number_is_signed_once(store, reviews):
    sign(store, a_signed("d1"))
    with pytest.raises(NotRecorded, match="signed_opinion_pkey") as caught:
        sign(store, a_signed("d1", patient_fr="Un autre texte."))
    assert "Fictive" not in str(caught.value)
    assert reviews.signed("d1") == (a_signed("d1"),)
    sign(store, a_signed("d2"), dossier="d2")


def test_two_that_sign_at_once_sign_once(database_url, store, reviews):
    def write(_):
        with Store(database_url) as own:
            try:
                sign(own, a_signed("d1"))
            except NotRecorded:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(write, range(6))).count(True) == 1
    assert len(reviews.signed("d1")) == 1


def test_nothing_is_signed_whose_pdf_is_not_kept(store, reviews):
    with pytest.raises(NotRecorded, match="pdf_sha256"):
        sign(store, a_signed("d1"), keep=False)
    assert reviews.signed("d1") == ()


def deliver(store, number=1, dossier="d1", recipient="patient"):
    with store.transaction() as connection:
        Reviews(store).deliver(dossier, number, recipient, "accueil-1", NOON, connection)


def test_only_what_is_signed_is_delivered(store, reviews):
    for number, dossier in ((1, "d1"), (2, "d1"), (1, "d2")):
        with pytest.raises(NotRecorded, match="delivery"):
            deliver(store, number, dossier)
        if (number, dossier) == (1, "d1"):
            sign(store, a_signed("d1"))
    assert reviews.deliveries("d1") == reviews.deliveries("d2") == ()
    with pytest.raises(NotRecorded, match="recipient"):
        deliver(store, recipient="neighbour")
    deliver(store)
    deliver(store, recipient="treating_doctor")
    deliver(store)
    assert reviews.deliveries("d1") == tuple(
        Delivery(number=1, recipient=recipient, by="accueil-1", at=NOON)
        for recipient in ("patient", "treating_doctor", "patient")
    )


@pytest.mark.parametrize(
    ("since", "until", "dossiers"),
    [
        (None, None, ("a", "b", "c")),
        (date(2026, 11, 21), None, ("b", "c")),
        (None, date(2026, 11, 20), ("a",)),
        (date(2026, 11, 21), date(2026, 11, 21), ("b",)),
        (date(2026, 11, 20), date(2026, 11, 22), ("a", "b", "c")),
        (date(2026, 11, 23), None, ()),
        (date(2026, 11, 22), date(2026, 11, 20), ()),
    ],
)
def test_signed_dossiers_of_a_period_both_days_included(period, since, until, dossiers):
    assert tuple(period.signed_dossiers(since, until)) == dossiers


@pytest.fixture(scope="module")
def period(new_database):
    with new_database() as url, Store(url) as store:
        days = {"a": (20, 22, 59), "b": (20, 23, 0), "c": (22, 0, 0)}  # in UTC, an hour behind Paris in winter
        for dossier, (day, hour, minute) in days.items():
            store.save_dossier(a_dossier(dossier))
            at = datetime(2026, 11, day, hour, minute, tzinfo=UTC)
            sign(store, a_signed(dossier, signed_at=at), dossier)
        # An addendum does not count as another opinion.
        late = datetime(2026, 11, 25, tzinfo=UTC)
        sign(store, a_signed("a", 2, addendum_fr="Précision.", signed_at=late), "a")
        yield Reviews(store)
