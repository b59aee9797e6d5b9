"""`avis user` over a real database: what it makes opens the door, what it refuses changes nothing."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from engine import build_service, load_settings
from engine.commands.user import user
from engine.errors import EngineError, WrongPassword
from engine.store.desk import Desk
from engine.store.postgres import Store

Avis = Callable[..., Result]
DOCTOR = ("--name", "Dr Camille Exemple", "--role", "doctor", "--rpps", "10003456786", "--specialty", "Orthopédie")
INTAKE = ("--name", "Odon BRIVE", "--role", "intake")


@pytest.fixture
def avis(database_url, tmp_path, monkeypatch) -> Avis:
    monkeypatch.setenv("AVIS_DATABASE_URL", database_url)
    monkeypatch.setenv("AVIS_DATA_DIR", str(tmp_path))
    return lambda *arguments, **more: CliRunner().invoke(user, arguments, **more)


def test_a_doctor_gets_a_password_to_change_and_a_key(avis: Avis, database_url):
    done = avis("add", "C.Exemple", *DOCTOR)
    assert done.exit_code == 0, done.exception
    password = done.output.split("Mot de passe provisoire : ")[1].split("\n")[0]
    assert "Un second facteur" in done.output
    with build_service(load_settings()) as service:
        opened = service.accounts.login("c.exemple", password, "")
        assert opened.session.pending == "enrol"
        (entry,) = service.journal.entries(action="account_changed")
        assert (entry.actor, entry.role, entry.details["what"]) == ("avis user", "system", "created")
        assert password not in entry.model_dump_json()
    with Store(database_url) as store:
        assert Desk(store).key(opened.session.account.id) is not None
    assert "c.exemple  médecin référent      Dr Camille Exemple (actif, mot de passe provisoire)" in avis("list").output


def test_a_password_comes_in_by_the_standard_input(avis: Avis):
    done = avis("add", "odon", *INTAKE, "--password-stdin", input="violette orage tambour\nla suite\n")
    assert done.exit_code == 0, done.exception
    assert "violette" not in done.output
    with build_service(load_settings()) as service:
        assert service.accounts.login("odon", "violette orage tambour", "").session.pending is None


def test_closing_opening_and_resetting(avis: Avis):
    avis("add", "odon", *INTAKE, "--password-stdin", input="violette orage tambour\n")
    assert "fermé" in avis("disable", "odon").output
    assert "(fermé)" in avis("list").output
    with build_service(load_settings()) as service, pytest.raises(WrongPassword):
        service.accounts.login("odon", "violette orage tambour", "")
    assert "rouvert" in avis("enable", "odon").output
    password = avis("reset", "odon", "--password", "--second-factor").output.split(" : ")[1].split("\n")[0]
    with build_service(load_settings()) as service:
        assert service.accounts.login("odon", password, "").session.pending == "password"


REFUSED = (
    (("add", "odon", *INTAKE), "", "déjà pris", 3),
    (("add", "c.exemple", *DOCTOR[:4]), "", "RPPS", 3),
    (("add", "é", *INTAKE), "", "L'identifiant", 3),
    (("add", "b.b", *INTAKE, "--password-stdin"), "court\n", "au moins 12", 3),
    (("add", "b.b", *INTAKE, "--password-stdin"), "", "entrée standard", 2),
    (("disable", "chef"), "", "dernier administrateur", 3),
    (("disable", "personne"), "", "Aucun compte", 2),
    (("reset", "odon"), "", "Dites ce qui est", 2),
)


def test_refusals(avis: Avis):
    avis("add", "odon", *INTAKE)
    avis("add", "chef", "--name", "Anatole Postiche", "--role", "admin")
    before = avis("list").output
    for arguments, given, says, code in REFUSED:
        refused = avis(*arguments, input=given).exception
        assert isinstance(refused, EngineError), arguments
        assert (says in str(refused), refused.exit_code) == (True, code), arguments
    assert avis("list").output == before


def test_the_first_account_is_explained(avis: Avis):
    assert "Créez le premier" in avis("list").output
