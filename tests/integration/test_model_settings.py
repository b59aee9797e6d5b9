"""A model server as an operator sets it: which addresses are taken, and what `avis models check` tells of it."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.app import authorship_of, language_model, prompt_of
from engine.commands.models import models
from engine.domain.drafting import DraftAnswer
from engine.errors import BadSettings
from engine.services.model_check import TASK, model_server
from engine.settings import Settings, load_settings
from tests.model_server import ANSWER, NAME, ModelServer, ask, serving


@pytest.fixture
def served() -> Iterator[ModelServer]:
    with serving(ANSWER) as server:
        yield server


def settings_of(server: ModelServer, **over: Any) -> Settings:
    given = {"author": "server", "model_url": server.url, "model_name": NAME, "model_timeout": 5}
    return Settings(**{**given, **over})


def test_settings_choose_it(served: ModelServer, tmp_path: Any) -> None:
    key = tmp_path / "cle"
    key.write_text("de-fichier\n")
    settings = settings_of(served, model_key_file=key)
    assert ask(language_model(settings)).value.position.option == "ptg"
    assert served.headers[-1]["authorization"] == "Bearer de-fichier"
    assert authorship_of(settings).model == NAME
    assert authorship_of(Settings()) is None
    with pytest.raises(BadSettings, match="AVIS_MODEL_NAME"):
        model_server(settings_of(served, model_name=None))
    with pytest.raises(BadSettings, match="AVIS_MODEL_KEY_FILE"):
        model_server(settings_of(served, model_key_file=tmp_path / "absent"))


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("http://modele.exemple.fr/v1", "https"),
        ("http://8.8.8.8:8000/v1", "https"),
        ("ftp://127.0.0.1/v1", "attendu"),
        ("http://moi:secret@127.0.0.1/v1", "attendu"),
        ("http://127.0.0.1/v1?x=1", "attendu"),
        ("127.0.0.1:8000", "attendu"),
    ],
)
def test_an_address_that_would_carry_health_data_in_clear_is_refused(
    url: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVIS_MODEL_URL", url)
    with pytest.raises(BadSettings, match=what) as refused:
        load_settings()
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/v1", "http://vllm:8000/v1", "https://modele.exemple.fr/v1", "http://10.1.2.3/v1"]
)
def test_an_address_of_the_house_is_taken(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVIS_MODEL_URL", url)
    assert load_settings().model_url == url


@pytest.fixture
def tried(served: ModelServer, monkeypatch: pytest.MonkeyPatch, clinical_reader: EdsNlpReader) -> ModelServer:
    monkeypatch.setattr("engine.app._clinical_reader", lambda: clinical_reader)  # loaded once for all tests
    for name, value in {"AUTHOR": "server", "MODEL_URL": served.url, "MODEL_NAME": NAME}.items():
        monkeypatch.setenv(f"AVIS_{name}", value)
    for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    return served


def test_models_check_tells_what_works(tried: ModelServer) -> None:
    done = CliRunner().invoke(models, ["check"])
    assert done.exit_code == 0, done.output
    for told in ("Forme demandée", "1 énoncés sur 1", "900 lus, 120 écrits", "Permise"):
        assert told in done.output


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Bonjour", "ne respecte pas la forme"),
        (ANSWER.replace("F1", "F9"), "éléments qui n'existent pas"),
        (ANSWER.replace('"ptg"', '"amputation"'), "n'est pas permise"),
        (ANSWER.replace("Kellgren 4", "Kellgren 2"), "Nombre absent"),
    ],
)
def test_models_check_tells_what_does_not(tried: ModelServer, said: str, told: str) -> None:
    tried.says = [said]
    done = CliRunner().invoke(models, ["check"])
    assert done.exit_code == 5
    assert told in done.output
    assert "→" in done.output


def test_another_version_of_the_prompt_is_one_option_away(served: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(served, prompt="1.0.0")
    asked = language_model(settings).ask(prompt_of(settings), TASK, DraftAnswer)
    assert asked.prompt.version == "1.0.0"
    assert "Le médecin a neuf minutes" not in served.sent
    assert authorship_of(settings) != authorship_of(settings_of(served))  # a draft of one is not taken for the other's
    with pytest.raises(BadSettings, match=r"n'a pas de version 9\.9\.9 ; il y a 1\.1\.0, 1\.0\.0"):
        prompt_of(settings_of(served, prompt="9.9.9"))
    monkeypatch.setenv("AVIS_PROMPT", "dernière")
    with pytest.raises(BadSettings, match=r"AVIS_PROMPT.*une version comme 1\.0\.0"):
        load_settings()
