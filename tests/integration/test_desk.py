"""The desk: what people said, the lists that they work from, and which steps of the machine still hold."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from engine.domain.dossier import Patient
from engine.store.border import NotRecorded, connect
from engine.store.desk import Desk
from engine.store.postgres import Store
from tests.builders import a_dossier
from tests.integration.desk_samples import (
    DOCTOR,
    Hands,
    a_clearance,
    a_correction,
    a_key,
    an_override,
    note,
)

WHOLE = ("read", "split", "extract", "assess", "draft", "compare")


# What people said


def test_the_latest_correction_of_each_document_counts(store, desk):
    second = a_correction(first_page=3, kind="courrier", dated=None)
    elsewhere = a_correction(upload="e" * 64)
    note(store, (desk.correct, a_correction(kind="autre")), (desk.correct, second), (desk.correct, elsewhere))
    note(store, (desk.correct, a_correction()))
    assert set(desk.notes("d1").corrections) == {a_correction(), second, elsewhere}
    assert len(desk.notes("d1").corrections) == 3
    assert desk.notes("d2") == type(desk.notes("d1"))()


def test_an_override_is_replaced_and_taken_back(store, desk):
    echo = an_override(requirement="echo", status="not_applicable")
    note(store, (desk.override, an_override()), (desk.override, echo))
    assert set(desk.notes("d1").overrides) == {an_override(), echo}
    note(store, (desk.override, an_override(status="missing", reason_fr="CD vide.")))
    assert set(desk.notes("d1").overrides) == {an_override(status="missing", reason_fr="CD vide."), echo}
    note(store, (desk.override, an_override(status=None, reason_fr="Erreur.")))
    assert desk.notes("d1").overrides == (echo,)
    note(store, (desk.override, an_override()))
    assert set(desk.notes("d1").overrides) == {an_override(), echo}


def test_a_red_flag_is_cleared_once(store, desk):
    note(store, (desk.clear, a_clearance()), (desk.clear, a_clearance(quote="autre signe")))
    assert desk.notes("d1").clearances == (a_clearance(), a_clearance(quote="autre signe"))
    with pytest.raises(NotRecorded, match="clearance") as caught:
        note(store, (desk.clear, a_clearance(done_fr="Une autre fois.")))
    assert a_clearance().quote not in str(caught.value)
    assert desk.notes("d1").clearances[0] == a_clearance()


def test_a_dossier_is_given_to_a_doctor_and_taken_back(hands, desk):
    assert desk.assigned("d1") is None
    hands.do("d1", "intake", "assign")
    assert (desk.assigned("d1"), desk.listed_one("d1").doctor) == (DOCTOR, DOCTOR)
    hands.do("d1", "release")
    assert (desk.assigned("d1"), desk.listed_one("d1").doctor) == (None, None)


def test_the_latest_signing_key_counts(store, desk):
    assert desk.key(DOCTOR) is None
    with store.transaction() as connection:
        desk.save_key(a_key(), connection)
        desk.save_key(a_key(pkcs12=bytes(range(256))), connection)
        desk.save_key(a_key("compte-2"), connection)
    assert desk.key(DOCTOR) == a_key(pkcs12=bytes(range(256)))
    assert desk.key("compte-2") == a_key("compte-2")


def test_numbers_are_never_given_twice(database_url):
    def take(_):
        with Store(database_url) as own:
            return [Desk(own).next_number() for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        taken = [number for numbers in pool.map(take, range(4)) for number in numbers]
    assert len(set(taken)) == 40


# Lists


@pytest.fixture(scope="module")
def people(new_database):
    """Dossiers with names that a search could take for something else."""
    names = ["Fictive-Lorrain", "Sou_ligné", "Soupligné", "Cent%Fictif", "Centrale", "O'Barre\\Inverse", "Œuf"]
    with new_database() as url, Store(url) as store:
        for number, name in enumerate(names, start=1):
            patient = Patient(family_name=name, given_name="Zoé", sex="F", birth_date="1990-01-01")
            store.save_dossier(
                a_dossier(f"DA-2026-{number:05d}", patient=patient, received_on=f"2026-03-{10 - number:02d}")
            )
        hands = Hands(store)
        hands.do("DA-2026-00002", "assign")
        hands.do("DA-2026-00003", "assign", "upload")
        hands.do("DA-2026-00004", "upload")
        yield hands.desk


def found(desk, **asked):
    return [int(line.id[-1]) for line in desk.listed(**asked)]


def test_the_longest_waiting_comes_first_page_by_page(people):
    assert found(people) == [7, 6, 5, 4, 3, 2, 1]
    assert [found(people, limit=3, offset=offset) for offset in (0, 3, 6, 9)] == [[7, 6, 5], [4, 3, 2], [1], []]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"states": ("reading",)}, [4, 3]),
        ({"states": ("new", "reading")}, [7, 6, 5, 4, 3, 2, 1]),
        ({"states": ("signed",)}, []),
        ({"doctor": DOCTOR}, [3, 2]),
        ({"doctor": DOCTOR, "states": ("new",)}, [2]),
        ({"doctor": "compte-9"}, []),
        ({"wanted": "centrale"}, [5]),
        ({"wanted": "CENT"}, [5, 4]),
        ({"wanted": "%"}, [4]),
        ({"wanted": "_"}, [2]),
        ({"wanted": "\\"}, [6]),
        ({"wanted": "'"}, [6]),
        ({"wanted": "sou_l"}, [2]),
        ({"wanted": "LIGNÉ zoé"}, [3, 2]),
        ({"wanted": "œuf"}, [7]),
        ({"wanted": "zoe soupligne"}, [3]),
        ({"wanted": "da-2026-00003"}, [3]),
        ({"wanted": "zoé", "states": ("reading",), "doctor": DOCTOR}, [3]),
        ({"wanted": "personne"}, []),
        ({"wanted": "zoé", "limit": 1, "offset": 1}, [6]),
    ],
    ids=str,
)
def test_a_list_is_narrowed(people, asked, numbers):
    assert found(people, **asked) == numbers
    narrowed = {name: value for name, value in asked.items() if name not in ("limit", "offset")}
    whole = found(people, **narrowed)
    assert people.matching(**narrowed) == len(whole)
    assert found(people, newest_first=True, **narrowed) == whole[::-1]


@pytest.mark.parametrize(
    ("late", "doctor", "counts"),
    [
        (date(2026, 3, 1), None, {"new": (5, 0), "reading": (2, 0)}),
        (date(2026, 3, 6), None, {"new": (5, 3), "reading": (2, 1)}),
        (date(2026, 3, 9), None, {"new": (5, 5), "reading": (2, 2)}),
        (date(2026, 3, 7), DOCTOR, {"new": (1, 0), "reading": (1, 1)}),
        (date(2026, 3, 7), "compte-9", {}),
    ],
)
def test_dossiers_are_counted_with_the_late_ones(people, late, doctor, counts):
    assert {c.state: (c.count, c.late) for c in people.counted(late, doctor)} == counts


def test_a_line_says_what_the_list_shows(hands, desk):
    hands.do("d1", "intake", "upload", "upload", "read", "split", "flag", "lack", "assign")
    line = desk.listed_one("d1")
    assert (line.patient, line.pathway, line.received_on) == (
        "Fictive-Lorrain Océane",
        "endometriose",
        date(2026, 3, 2),
    )
    assert (line.state, line.uploads, line.red_flags, line.provisional) == ("stopped", 2, 1, True)
    assert (line.doctor, line.signed_at) == (DOCTOR, None)
    assert (line,) == desk.listed()
    assert desk.listed_one("inconnu") is None


def test_a_corrected_name_is_found_and_the_old_one_no_longer(hands, store, desk):
    hands.do("d1", "intake")
    patient = a_dossier().patient.model_copy(update={"family_name": "Corrigée"})
    store.save_dossier(a_dossier("d1", patient=patient))
    assert [line.id for line in desk.listed(wanted="corrig")] == ["d1"]
    assert desk.listed(wanted="lorrain") == ()


# What waits for the machine


def age(url, dossier, seconds):
    """As if the last file had come that long ago."""
    with connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE upload SET received_at = now() - %s * interval '1 second' WHERE case_id = %s", (seconds, dossier)
        )


@pytest.mark.parametrize(
    ("path", "waits"),
    [
        ((), False),
        (("upload",), True),
        (("upload", "read"), True),
        (("upload", *WHOLE[:4]), True),
        (("upload", *WHOLE), False),
        (("upload", "read", "split", "flag"), False),
        (("upload", *WHOLE[:4], "refuse"), False),
        (("upload", "fail"), False),
        (("upload", "fail", "correct"), True),
        (("upload", *WHOLE, "correct"), True),
        (("upload", *WHOLE, "override"), True),
        (("upload", *WHOLE, "clear"), True),
        (("upload", *WHOLE, "intake"), True),
        (("upload", *WHOLE, "sign", "upload"), False),
    ],
    ids=str,
)
def test_what_the_machine_has_still_to_do(crowd, path, waits):
    dossier = "-".join(("waits", *path))
    crowd.do(dossier, "intake", *path)
    age(crowd.store.conninfo, dossier, 120)
    assert (dossier in crowd.desk.unfinished()) is waits


def test_a_dossier_whose_file_has_just_come_is_left_to_who_sent_it(hands, desk, database_url):
    hands.do("d1", "intake", "upload")
    assert desk.unfinished() == ()
    age(database_url, "d1", 50)
    assert desk.unfinished() == ()
    age(database_url, "d1", 70)
    assert desk.unfinished() == ("d1",)
    hands.do("d1", "upload")  # the latest file counts
    assert desk.unfinished() == ()
    hands.do("d2", "intake", "upload")
    age(database_url, "d1", 70)
    assert desk.unfinished() == ("d1",)


def test_the_oldest_waits_no_longer_than_the_others(store, hands, desk, database_url):
    for dossier, day in (("a", 9), ("b", 3), ("c", 5)):
        store.save_dossier(a_dossier(dossier, received_on=date(2026, 3, day)))
        hands.do(dossier, "upload")
        age(database_url, dossier, 70)
    assert desk.unfinished() == ("b", "c", "a")
