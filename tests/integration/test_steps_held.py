"""Which steps of the machine still hold when something came after them, and what is found by its place."""

import pytest

from engine.domain.document import PageHead
from engine.store.border import connect
from tests.builders import a_page, a_read_page, a_run, sha256
from tests.integration.desk_samples import (
    NOON,
    PDF,
    a_clearance,
    a_correction,
    a_repetition,
    a_saying,
    a_wish,
    note,
)

WHOLE = ("read", "split", "extract", "assess", "draft", "compare")


# Which steps still hold


@pytest.mark.parametrize(
    ("path", "hold"),
    [
        ((), ()),
        (("read",), ("read",)),
        (("read", "split", "extract"), ("read", "split", "extract")),
        (WHOLE, WHOLE),
        ((*WHOLE, "upload"), ()),
        ((*WHOLE, "upload", "read"), ("read",)),
        ((*WHOLE, "upload", *WHOLE), WHOLE),
        ((*WHOLE, "correct"), ("read",)),
        ((*WHOLE, "intake"), ("read",)),
        ((*WHOLE, "say"), ("read",)),
        ((*WHOLE, "repeat"), ("read",)),
        ((*WHOLE, "turn"), ()),
        ((*WHOLE, "reread"), ()),
        ((*WHOLE, "turn", "read"), ("read",)),
        ((*WHOLE, "reread", *WHOLE), WHOLE),
        ((*WHOLE, "override"), ("read", "split", "extract")),
        ((*WHOLE, "clear"), ("read", "split", "extract", "assess")),
        ((*WHOLE, "clear", "correct"), ("read",)),
        ((*WHOLE, "override", "assess"), ("read", "split", "extract", "assess")),
        ((*WHOLE, "assign", "review", "sign", "deliver", "fail"), WHOLE),
        ((*WHOLE[:4], "refuse"), WHOLE[:5]),
        (("read", "split", "flag", "assess", "stop", "clear"), ("read", "split", "extract", "assess")),
        (("split", "extract"), ()),
        ((*WHOLE, "extract"), ("read", "split", "extract")),
    ],
    ids=str,
)
def test_a_step_holds_until_something_that_it_rests_on_comes_after_it(crowd, path, hold):
    dossier = "-".join(("holds", *path))
    crowd.do(dossier, "intake", "upload", *path)
    current = crowd.desk.current_runs(dossier)
    assert tuple(current) == hold
    latest = {run.step: run for run in crowd.store.runs(dossier)}
    assert current == {step: latest[step] for step in hold}


def test_a_dossier_that_is_not_there_has_no_step(desk):
    assert desk.current_runs("inconnu") == {}


@pytest.mark.parametrize(
    ("meanwhile", "hold"),
    [
        ("upload", ()),
        ("intake", ("read",)),
        ("correct", ("read",)),
        ("say", ("read",)),
        ("repeat", ("read",)),
        ("turn", ()),
        ("reread", ()),
        ("override", ("read", "split", "extract")),
        ("clear", ("read", "split", "extract", "assess")),
        ("assign", WHOLE),
    ],
)
def test_what_came_while_the_machine_worked_came_after(crowd, meanwhile, hold):
    dossier = f"meanwhile-{meanwhile}"
    crowd.do(dossier, "intake", "upload")
    as_of = crowd.store.moment()
    crowd.do(dossier, meanwhile)
    crowd.do(dossier, *WHOLE)  # these say nothing of when their inputs were looked up
    assert tuple(crowd.desk.current_runs(dossier)) == WHOLE
    with connect(crowd.store.conninfo) as connection:  # as if they had
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE run SET as_of = %s WHERE dossier_id = %s", (as_of, dossier))
    assert tuple(crowd.desk.current_runs(dossier)) == hold


def test_a_run_says_as_of_when_it_was_made(hands, store, desk):
    hands.do("d1", "intake", "upload")
    as_of = store.moment()
    hands.do("d1", "upload")
    store.save_read(a_run("read", dossier="d1", as_of=as_of), [a_read_page()])
    assert desk.current_runs("d1") == {}
    assert desk.listed_one("d1").state == "reading"
    store.save_read(a_run("read", 2, dossier="d1", as_of=store.moment()), [a_read_page()])
    assert tuple(desk.current_runs("d1")) == ("read",)


def test_a_page_is_found_by_file_and_number_as_last_read(store, desk, hands):
    hands.do("d1", "intake", "upload")
    upload = sha256(PDF)
    store.save_read(a_run("read", 1, "d1"), [a_read_page("Une."), a_read_page("Deux.", number=2)])
    assert desk.page("d1", upload, 2) == a_page("Deux.", number=2)
    store.save_read(a_run("read", 2, "d1"), [a_read_page("Une, relue.")])
    assert desk.page("d1", upload, 1) == a_page("Une, relue.")
    assert [desk.page(*asked) for asked in (("d1", upload, 2), ("d1", "e" * 64, 1), ("d2", upload, 1))] == [None] * 3


def test_the_heads_of_pages_are_those_of_the_pages(store, desk, hands):
    hands.do("d1", "intake", "upload")
    store.save_read(a_run("read", 1, "d1"), [a_read_page("Une."), a_read_page("Deux.", number=2, rotation=90)])
    expected = [page.model_dump(include=set(PageHead.model_fields)) for page in store.pages("d1")]
    assert [head.model_dump(include=set(expected[0])) for head in desk.heads("d1")] == expected
    assert desk.heads("d2") == ()


def test_the_last_word_on_a_page_counts_and_can_be_taken_back(hands, desk):
    hands.do("d1", "intake", "upload")
    first, other = a_saying(), a_saying(about="use", said="aside")
    note(hands.store, (desk.say, first), (desk.say, other), (desk.say, a_saying(said="continues")), (desk.say, first))
    assert set(desk.notes("d1").said) == {first, other}
    note(hands.store, (desk.say, a_saying(said=None)))
    assert desk.notes("d1").said == (other,)
    none = a_repetition(copies=None)
    note(hands.store, (desk.repeat, a_repetition()), (desk.repeat, a_repetition(first_page=2)), (desk.repeat, none))
    assert desk.notes("d1").repetitions == (a_repetition(first_page=2),)
    note(hands.store, (desk.correct, a_correction()), (desk.correct, a_correction(withdrawn=True)))
    assert desk.notes("d1").corrections == ()


def test_what_to_read_again_is_what_was_asked_since_pages_were_read(hands, desk):
    hands.do("d1", "intake", "upload")
    assert desk.to_read_again("d1") == ()  # nothing was read: all is to be read anyway
    hands.do("d1", "reread", "read")
    assert desk.to_read_again("d1") == ()
    note(hands.store, (desk.say, a_saying()), (desk.say, a_saying(about="turn", said="90")))
    note(hands.store, (desk.ask_reading, a_wish(upload="e" * 64)), (desk.ask_reading, a_wish()))
    note(hands.store, (desk.say, a_saying(about="turn", said=None)))
    assert set(desk.to_read_again("d1")) == {(a_saying().upload, 2), ("e" * 64, None), (None, None)}


def test_a_clearance_is_of_its_own_flag_and_quote(hands, desk):
    hands.do("d1", "intake", "upload", "read", "split", "flag")
    with hands.store.transaction() as connection:
        desk.clear("d1", a_clearance(quote="autre"), connection)
        desk.clear("d1", a_clearance(flag="fievre"), connection)
        desk.clear("d2", a_clearance(), connection)
    assert desk.listed_one("d1").red_flags == 1
    hands.do("d1", "clear")
    assert desk.listed_one("d1").red_flags == 0


def test_times_come_back_as_given(hands):
    hands.do("d1", "intake", "sign", "deliver")
    assert [given.at for given in hands.reviews.deliveries("d1")] == [NOON]
