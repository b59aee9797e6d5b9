"""Doctors and staff are told by letter that a dossier waits for them, and nothing of the patient is in it."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from itertools import count
from pathlib import Path

import pytest

from engine.delivery.mail import Outbox
from engine.domain.account import Account
from engine.services.notices import Notices

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADDRESS = "https://avis.example"


class Noon:
    def now(self) -> datetime:
        return NOW


def a_doctor(email: str | None) -> Account:
    return Account(
        id="m1", login="m1", name="Dr Inventé", role="doctor", rpps="99900000011", specialty="x", email=email
    )


def notices(folder: Path, doctor: Account | None) -> Notices:
    numbers = count()
    return Notices(Outbox(folder, Noon(), lambda: f"mot{next(numbers)}"), lambda _: doctor, ADDRESS)


def test_the_letter_names_the_dossier_and_the_day_and_no_patient(tmp_path: Path) -> None:
    assert notices(tmp_path, a_doctor("dr.invente@clinique.example")).assigned("DA-2026-00001", "m1", date(2026, 3, 9))
    (letter,) = tmp_path.iterdir()
    message = message_from_bytes(letter.read_bytes(), policy=default)
    assert message["To"] == "dr.invente@clinique.example"
    assert "DA-2026-00001" in message["Subject"]
    text = message.get_content()
    assert f"{ADDRESS}/dossiers/DA-2026-00001" in text
    assert "09/03/2026" in text
    assert "Fictive" not in letter.read_text(encoding="utf-8")


@pytest.mark.parametrize("doctor", [None, a_doctor(None)])
def test_nobody_is_written_to_without_an_address(tmp_path: Path, doctor: Account | None) -> None:
    assert not notices(tmp_path, doctor).assigned("DA-2026-00001", "m1", date(2026, 3, 9))
    assert not list(tmp_path.iterdir())


def test_a_letter_that_cannot_leave_is_no_error_for_who_assigns(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "outbox"
    blocked.write_text("a file where the folder should be")
    assert not notices(blocked, a_doctor("dr.invente@clinique.example")).assigned("DA-1", "m1", date(2026, 3, 9))
    assert "no letter left for dossier DA-1" in caplog.text
    assert "clinique.example" not in caplog.text


def test_staff_are_told_that_a_dossier_comes_back_and_that_a_piece_is_asked_for(tmp_path: Path) -> None:
    staff = [a_nurse("n1", "accueil@clinique.example"), a_nurse("n2", None)]
    told = notices(tmp_path, a_doctor("dr.invente@clinique.example"))
    assert (told.given_back("DA-1", staff), told.piece_asked("DA-1", staff)) == (1, 1)
    assert told.piece_answered("DA-1", "m1")
    texts = [message_from_bytes(one.read_bytes(), policy=default).get_content() for one in tmp_path.iterdir()]
    assert sum(f"{ADDRESS}/dossiers/DA-1/attribution" in text for text in texts) == 1
    assert sum(f"{ADDRESS}/dossiers/DA-1/pieces-demandees" in text for text in texts) == 2


def a_nurse(name: str, email: str | None) -> Account:
    return Account(id=name, login=name, name="Capucine Fictive", role="intake", email=email)
