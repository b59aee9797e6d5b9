"""The other verbs, and the help that says how to use them."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from engine.settings import Settings
from tests.acceptance.conftest import COMMAND, Avis
from tests.acceptance.paper import LETTER, REPORT, pdf, scan

VERBS = ["run", "structure", "ocr", "evaluate", "settings"]
HEAVY = {"torch", "transformers", "outlines_core", "edsnlp", "spacy"}
ENGLISH = ["Usage:", "Options:", "Commands:", "Show ", "Missing", "No such", "Invalid", "requires", "unexpected"]


@pytest.mark.parametrize("verb", VERBS)
def test_help_is_french_with_an_example_that_can_be_typed(bare: Avis, verb: str) -> None:
    ended = bare(verb, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"Usage : avis {verb} ")
    assert "Exemple :" in ended.out
    assert f"avis {verb}" in ended.out.partition("Exemple :")[2]
    assert not [word for word in ENGLISH if word in ended.out]


def test_help_of_the_command_lists_its_verbs_and_exit_codes_at_once(bare: Avis) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = bare.from_cold("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of a processor: what else runs on the machine is not the command's.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3
    assert ended.code == 0
    assert set(VERBS) <= set(ended.out.split())
    assert {"0", "2", "3", "4", "5", "6", "7"} <= set(ended.out.partition("Codes de fin")[2].split())
    assert not [word for word in ENGLISH if word in ended.out]


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from engine.cli import main; sys.argv = ['avis', '--help']\n"
        f"try: main()\nfinally: print('heavy:', sorted({HEAVY} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert ended.stdout.splitlines()[-1] == "heavy: []", ended.stderr


@pytest.mark.parametrize(
    ("typed", "says", "help_of"),
    [
        (["mene"], "Verbe inconnu", "avis"),
        (["ocr"], "Il manque FILES", "avis ocr"),
        (["structure", "a.txt"], "Il manque --jsonl", "avis structure"),
        (["run", "d", "--jsn", "r"], "Option inconnue : --jsn. Vouliez-vous dire --json ?", "avis run"),
        (["run", "d", "--json"], "--json est mal employée", "avis"),
        (["run", "d", "e"], "un mot de trop", "avis run"),
        (["run", "d", "--json", "/"], "La valeur de --json ne convient pas", "avis run"),
    ],
)
def test_a_command_typed_wrong_is_answered_in_french(bare: Avis, typed: list[str], says: str, help_of: str) -> None:
    ended = bare(*typed)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert f"Voir « {help_of} --help »." in ended.err
    assert not [word for word in ENGLISH if word in ended.err]


def test_settings_lists_every_setting_and_hides_the_password(bare: Avis) -> None:
    given = {"AVIS_DATABASE_URL": "postgresql://avis:tres-secret@serveur/avis", "PYTHONIOENCODING": "latin-1"}
    ended = bare.with_settings(**given)("settings")
    assert ended.code == 0
    for name in Settings.model_fields:
        assert f"AVIS_{name.upper()} = " in ended.out
    assert "AVIS_AUTHOR = assembled" in ended.out
    assert "AVIS_DATABASE_URL = (défini)" in ended.out
    assert "(postgresql://?)" in ended.out  # a terminal without « … » loses it and nothing else
    assert "tres-secret" not in ended.said


def test_ocr_writes_one_text_a_page(bare: Avis, tmp_path: Path) -> None:
    (tmp_path / "lettre.pdf").write_bytes(pdf(LETTER, REPORT))
    (tmp_path / "radio.png").write_bytes(scan(REPORT))
    ended = bare("ocr", tmp_path / "lettre.pdf", tmp_path / "radio.png", "--text-dir", tmp_path / "textes")
    assert (ended.code, ended.said) == (0, "")
    texts = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "textes").iterdir()}
    assert set(texts) == {"lettre-p1.txt", "lettre-p2.txt", "radio.txt"}
    assert list(filter(None, texts["lettre-p1.txt"].splitlines())) == list(filter(None, LETTER))
    assert list(filter(None, texts["lettre-p2.txt"].splitlines())) == list(filter(None, REPORT))
    seen, drawn = set(texts["radio.txt"].split()), " ".join(REPORT).split()
    assert sum(word in seen for word in drawn) / len(drawn) > 0.95


TEXT = (
    "Mme Perlevent, 68 ans.\r\n"
    "Pas de métastase hépatique. Hémoglobine : 11,2 g/dL le 03/04/2026.\n"
    "Sa mère a eu un cancer du sein. Suspicion de thrombose à gauche.\n"
    "Traitement : paracétamol 1 g.\n"
)


def test_structure_writes_the_contracts_object_with_places_in_the_file(bare: Avis, tmp_path: Path) -> None:
    # As bytes: a line end is one or two characters of the file, and offsets count both.
    (tmp_path / "note.txt").write_bytes(TEXT.encode())
    (tmp_path / "vide.txt").write_bytes(b"")
    out = tmp_path / "out.jsonl"
    ended = bare("structure", tmp_path / "note.txt", tmp_path / "vide.txt", "--jsonl", out)
    assert (ended.code, ended.said) == (0, "")
    note, empty = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert empty == {"file": "vide.txt", "mentions": [], "scopes": []}
    keys = "start end text kind key analyte value unit unit_ucum date side polarity bearer"
    for mention in note["mentions"]:
        assert set(mention) == set(keys.split())
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]
        assert mention["kind"] in {"finding", "measurement", "date", "drug", "procedure", "stage", "other"}
    for scope in note["scopes"]:
        assert set(scope) == {"kind", "start", "end"}
        assert 0 <= scope["start"] < scope["end"] <= len(TEXT)

    def said_of(words: str) -> set[str]:
        at = TEXT.index(words)
        return {s["kind"] for s in note["scopes"] if s["start"] <= at and at + len(words) <= s["end"]}

    assert said_of("métastase") == {"negation"}
    assert said_of("cancer du sein") == {"family"}
    assert said_of("thrombose") == {"hypothesis"}
    assert said_of("paracétamol") == set()
    measured = next(m for m in note["mentions"] if m["kind"] == "measurement")
    assert (measured["analyte"], measured["value"], measured["unit"]) == ("Hémoglobine", 11.2, "g/dL")
    assert any(m["kind"] == "date" and m["date"] == "2026-04-03" for m in note["mentions"])
    assert any(m["kind"] == "drug" and "paracétamol" in m["text"] for m in note["mentions"])


def test_the_console_script_is_what_these_tests_run() -> None:
    assert COMMAND.is_file()
    assert os.access(COMMAND, os.X_OK)
