"""What proves a person: passwords, codes, the key of the house, register numbers."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from engine.adapters.house_key import HouseKey, HouseKeyUnusable
from engine.adapters.passwords import Passwords, WeakPassword, check_password, temporary_password
from engine.adapters.second_factor import code_at, enrolment_image, grouped, new_secret, step_of
from engine.domain.account import is_rpps
from engine.services.new_account import BadAccount, new_account

QUICK = Passwords(memory_kib=64, passes=1, lanes=1)
NOW = datetime(2026, 3, 12, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("onze signes", "11 caractères"),
        ("x" * 201, "plus de 200"),
        ("MotDePasse2026!", "devinés"),
        ("Azertyuiop123", "devinés"),
        ("motdepasse\u00e9"[:10] + "1234", "devinés"),
        ("aaaaaaaaaaaa", "devinés"),
        ("123456789:;<", "devinés"),
        ("lkjihgfedcba", "devinés"),
        ("Odon-Brive-75", "votre nom"),
        ("brive.odon.1", "votre nom"),
        ("o.brivelong12", "votre nom"),
    ],
)
def test_passwords_that_are_refused(password: str, why: str):
    login = "o.brivelong" if "long" in password else "obrive"
    with pytest.raises(WeakPassword, match=why):
        check_password(password, login=login, name="Odon BRIVE")


@pytest.mark.parametrize(
    "password", ["violette orage tambour", "839201748362", "Brive la gaillarde", "ééééààààûûûûîîîîôô"]
)
def test_passwords_that_are_taken(password: str):
    check_password(password, login="obrive", name="Odon BRIVE")


def test_temporary_passwords_pass_the_rules_and_differ():
    made = {temporary_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        check_password(password, login="obrive", name="Odon BRIVE")
        assert not set("ilo01") & set(password)


def test_the_hashes_that_ship_cost_what_they_should():
    hashed = Passwords().hash("violette orage tambour")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert Passwords().matches("violette orage tambour", hashed)
    assert not Passwords().is_outdated(hashed)


def test_matching():
    hashed = QUICK.hash("été à la plage")
    assert QUICK.matches("e\u0301te\u0301 a\u0300 la plage", hashed)
    assert not QUICK.matches("Été à la plage", hashed)
    assert not QUICK.matches("été à la plage", None)
    assert not QUICK.matches("été à la plage", "rien d'un hachage")
    longest = QUICK.hash("x" * 200)
    assert QUICK.matches("x" * 200, longest)
    assert not QUICK.matches("x" * 201, longest)
    assert QUICK.is_outdated(Passwords(128, 1, 1).hash("été à la plage"))


@pytest.mark.parametrize(("away", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_codes_of_the_half_minutes_around(away: int, taken: bool):
    secret = new_secret()
    code = code_at(secret, NOW + timedelta(seconds=away))
    step = step_of(code, secret, NOW)
    assert (step is not None) is taken
    if taken:
        assert step == int(NOW.timestamp()) // 30 + away // 30


@pytest.mark.parametrize("given", ["", "12345", "1234567", "abcdef", "１２３４５６", "٣٣٣٣٣٣", "12\x0034"])
def test_what_is_no_code(given: str):
    assert step_of(given, new_secret(), NOW) is None


def test_a_published_code():
    """RFC 6238, appendix B, cut to six digits: at 59 s the secret « 12345678901234567890 » gives 94287082."""
    secret, moment = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", datetime.fromtimestamp(59, UTC)
    assert code_at(secret, moment) == "287082"
    assert step_of("287 082", secret, moment) == 1


def test_the_image_has_no_style_and_no_script():
    image = enrolment_image(new_secret(), "odon.brive")
    assert image.startswith("<svg")
    assert "style" not in image
    assert "script" not in image
    assert grouped("ABCDEFGHIJ") == "ABCD EFGH IJ"


# The key of the house


def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    first, second = HouseKey.open(tmp_path / "new"), HouseKey.open(tmp_path / "new")
    file = tmp_path / "new" / "house.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_bytes()) == 32
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["house.key"]
    assert second.unseal(first.seal(b"secret", "a"), "a") == b"secret"
    assert first.derive("a") == second.derive("a") != first.derive("b")


def test_two_who_make_the_key_at_once_have_the_same(tmp_path):
    keys: list[HouseKey] = []
    threads = [threading.Thread(target=lambda: keys.append(HouseKey.open(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({key.derive("a") for key in keys}) == 1
    assert len(keys) == 8


def test_a_key_that_others_could_read_is_shut(tmp_path):
    HouseKey.open(tmp_path)
    (tmp_path / "house.key").chmod(0o644)
    HouseKey.open(tmp_path)
    assert (tmp_path / "house.key").stat().st_mode & 0o777 == 0o600


def test_what_was_changed_or_is_anothers_does_not_open(tmp_path):
    key, other = HouseKey.open(tmp_path / "a"), HouseKey.open(tmp_path / "b")
    sealed = key.seal(b"secret", "totp A1")
    assert b"secret" not in sealed
    assert key.seal(b"secret", "totp A1") != sealed
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for opener, content, about in (
        (key, sealed, "totp A2"),
        (key, changed, "totp A1"),
        (other, sealed, "totp A1"),
        (key, b"", "totp A1"),
    ):
        with pytest.raises(HouseKeyUnusable):
            opener.unseal(content, about)


def test_a_key_cut_short_is_refused(tmp_path):
    (tmp_path / "house.key").write_bytes(b"trop court")
    with pytest.raises(HouseKeyUnusable, match="32 octets"):
        HouseKey.open(tmp_path)


# Accounts


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("10003456786", True),
        ("10003456785", False),
        ("10003456768", False),
        ("00000000000", True),
        ("1000345678", False),
        ("100034567860", False),
        ("1000345678６", False),
        ("1000345678a", False),
    ],
)
def test_register_numbers(number: str, right: bool):
    assert is_rpps(number) is right


def test_an_account_is_put_right():
    account = new_account("A1", " C.Exemple ", "  Dr  Camille   Exemple ", "doctor", "100 03456 786", " Orthopédie ")
    assert (account.login, account.name, account.rpps, account.specialty) == (
        "c.exemple",
        "Dr Camille Exemple",
        "10003456786",
        "Orthopédie",
    )
    assert new_account("A2", "odon", "Odon BRIVE", "intake", "10003456786", "x").rpps is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"login": "é.exemple"}, "login"),
        ({"login": "a"}, "login"),
        ({"login": "a b"}, "login"),
        ({"login": "../admin"}, "login"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"role": "chef"}, "role"),
        ({"rpps": "10003456785"}, "rpps"),
        ({"rpps": ""}, "rpps"),
        ({"specialty": ""}, "specialty"),
    ],
)
def test_accounts_that_cannot_be(changed: dict[str, str], field: str):
    given = {
        "login": "c.exemple",
        "name": "Dr Camille Exemple",
        "role": "doctor",
        "rpps": "10003456786",
        "specialty": "x",
    }
    with pytest.raises(BadAccount) as refused:
        new_account("A1", **{**given, **changed})
    assert refused.value.field == field
    assert str(refused.value).endswith(".")
