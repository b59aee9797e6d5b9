"""Whatever people send: a French message with the way out, the right exit code, the original kept, the rest done."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.store.postgres import Store
from tests.acceptance.conftest import DEMO, ROOT, Avis, Ended, stop
from tests.acceptance.paper import CAKE, LETTER, REPORT, dossier_folder, intake, pdf, small_dossier

LOCKED = ROOT / "tests" / "resources" / "ocr" / "mot-de-passe.pdf"
NO_TEXT = b"\x93\x01\xfe\xff\x80\x00" * 50
ODD_NAME = "Écho du « genou » 🩺\n2ᵉ envoi\x1b[2J.pdf"
NO_UTF8 = b"r\xe9sum\xe9.txt"

# name, content, cause, words of the message that say what is wrong and what to do
BROKEN = {
    "encrypted": ("chiffre.pdf", LOCKED.read_bytes(), "encrypted", ("mot de passe", "copie sans mot de passe")),
    "empty": ("vide.pdf", b"", "empty", ("vide", "de nouveau")),
    "truncated": ("tronque.pdf", pdf(LETTER)[:700], "truncated", ("incomplet", "de nouveau")),
    "random bytes": ("hasard.pdf", NO_TEXT, "unsupported", ("« .pdf » (contenu inconnu)", "PDF, JPEG, PNG ou TIFF")),
    "random after a header": ("hasard-2.pdf", b"%PDF-1.7\n" + NO_TEXT, "corrupt", ("abîmé", "nouvelle copie")),
    "no page": ("sans-page.pdf", pdf(), "no_pages", ("aucune page", "de nouveau")),
    "not medical": ("recette.pdf", pdf(CAKE), "not_medical", ("ne ressemble pas à un document médical", "Vérifiez")),
    "a program": ("logiciel.exe", b"MZ" + bytes(200), "unsupported", ("programme Windows", "en PDF")),
    "half a word file": ("lettre.docx", b"PK\x03\x04" + bytes(200), "truncated", ("ZIP", "de nouveau")),
    "a broken photo": ("photo.jpg", b"\xff\xd8\xff\xe0 une image", "corrupt", ("abîmé", "nouvelle copie")),
    "a name in no alphabet": ("r\ufffdsum\ufffd.txt", b"{\\rtf1 ni PDF ni image}", "unsupported", ("RTF", "en PDF")),
}
SOUND = {"01-lettre.pdf": pdf(LETTER), ODD_NAME: pdf(REPORT)}

Result = dict[str, Any]


@pytest.fixture(scope="module")
def mixed(shared_avis: Avis, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Result]:
    """A dossier with everything that goes wrong, and two sound documents, one of them oddly named."""
    place = tmp_path_factory.mktemp("mixed")
    files = {name: content for name, content, _, _ in BROKEN.values() if "\ufffd" not in name}
    folder = dossier_folder(place / "dossier", {**files, **SOUND})
    _, content, _, _ = BROKEN["a name in no alphabet"]
    (folder / "documents" / os.fsdecode(NO_UTF8)).write_bytes(content)
    ended = shared_avis("run", folder, "--json", place / "r.json")
    return ended, json.loads((place / "r.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_file_of_no_use_is_named_with_the_way_out_and_kept(
    mixed: tuple[Ended, Result], shared_url: str, broken: tuple[str, bytes, str, tuple[str, ...]]
) -> None:
    ended, result = mixed
    name, content, code, says = broken
    (refused,) = [r for r in result["refused"] if r["file"] == name]
    assert refused["code"] == code
    assert all(words in refused["reason_fr"] for words in (*says, "original est conservé"))
    assert f"! {name} : {refused['reason_fr']}" in ended.out
    with Store(shared_url) as store:
        assert store.content(refused["sha256"]) == content
        assert name in {upload.filename for upload in store.uploads("perlevent")}


def test_the_rest_of_the_dossier_is_processed(mixed: tuple[Ended, Result]) -> None:
    ended, result = mixed
    assert ended.code == 4
    assert len(result["refused"]) == len(BROKEN)
    told = {d["file"]: d["kind"] for d in result["documents"] if d["file"] in SOUND}
    assert told == {"01-lettre.pdf": "courrier", ODD_NAME: "compte_rendu_imagerie"}
    assert {fact["file"] for fact in result["facts"]} == set(SOUND)
    assert result["draft"]["position"]["option"] == "ptg"


def test_a_file_name_cannot_speak_for_the_program(mixed: tuple[Ended, Result]) -> None:
    ended, _ = mixed
    assert "\x1b" not in ended.said
    assert not [line for line in ended.said.splitlines() if line.startswith("2ᵉ envoi")]
    assert "🩺\ufffd2ᵉ envoi\ufffd[2J.pdf" in ended.err


# name: what is typed as the intake, words of the message
INTAKES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "missing": (b"", ("fichier est absent",)),
    "empty": (b"\n", ("aucun champ",)),
    "a list": (b"- un\n- deux\n", ("aucun champ",)),
    "not YAML": (b"id: [perlevent\npathway: }\n", ("pas du YAML valide", "ligne 2")),
    "binary": (bytes(range(256)), ("pas un texte UTF-8",)),
    "a NUL": (b"id: a\0b\n", ("pas du YAML valide",)),
    "a day that no calendar has": (
        yaml.safe_dump(intake(**{"patient.birth_date": "X"})).replace("X", "1958-02-30").encode(),
        ("patient.birth_date", "AAAA-MM-JJ"),
    ),
    "a date in words": (intake(received_on="hier"), ("received_on", "AAAA-MM-JJ")),
    "a birth to come": (intake(**{"patient.birth_date": "2031-01-01"}), ("patient.birth_date", "-5 ans")),
    "a missing field": ({k: v for k, v in intake().items() if k != "consents"}, ("consents", "champ manquant")),
    "an unknown field": (intake(medecin="Dr Inventé"), ("medecin", "champ inconnu")),
    "a wrong type": (intake(patient="Sidonie"), ("patient", "groupe de champs")),
    "no letter in a name": (intake(**{"patient.family_name": "--"}), ("patient.family_name", "aucune lettre")),
    "no number": (intake(**{"questionnaire.imc": float("nan")}), ("questionnaire.imc", "démesuré")),
    "a number of 401 digits": (intake(**{"questionnaire.imc": 10**400}), ("questionnaire.imc", "démesuré")),
    "an id that is a path": (intake(id="../../ailleurs"), ("id", "lettres, chiffres")),
    "an alias of itself": (b"id: &x\n  patient: *x\npatient: *x\n", ("id", "attendu")),
}


@pytest.mark.parametrize("case", INTAKES)
def test_a_bad_intake_names_its_field_and_the_documents_are_kept(
    shared_avis: Avis, shared_url: str, tmp_path: Path, case: str
) -> None:
    given, says = INTAKES[case]
    name = f"fiche-{list(INTAKES).index(case)}"
    folder = dossier_folder(tmp_path / name, {"lettre.pdf": pdf(LETTER)}, given)
    ended = shared_avis("run", folder, "--json", tmp_path / "r.json")
    assert ended.code == 3
    assert ended.out == ""
    assert all(words in ended.err for words in (str(folder / "intake.yaml"), *says, "Corrigez-la")), ended.err
    assert "documents reçus sont conservés" in ended.err
    assert not (tmp_path / "r.json").exists()
    with Store(shared_url) as store:
        (kept,) = store.uploads(name)
        assert store.content(kept.sha256) == pdf(LETTER)


def test_a_misspelt_answer_is_told_and_the_dossier_goes_on(shared_avis: Avis, tmp_path: Path) -> None:
    given = intake(**{"questionnaire.surgery_propsed": True})
    folder = dossier_folder(tmp_path / "faute", {"lettre.pdf": pdf(LETTER)}, given)
    ended = shared_avis("run", folder, "--json", tmp_path / "r.json")
    assert ended.code == 0, ended.err
    assert "« questionnaire.surgery_propsed » n'est pas une question de ce référentiel" in ended.err
    assert (tmp_path / "r.json").exists()


@pytest.mark.parametrize("pathway", ["migraine", "../../../etc/passwd"])
def test_an_unknown_pathway_names_the_known_ones(avis: Avis, tmp_path: Path, database_url: str, pathway: str) -> None:
    folder = dossier_folder(tmp_path / "d", {"lettre.pdf": pdf(LETTER)}, intake(pathway=pathway))
    ended = avis("run", folder)
    assert ended.code == 3
    assert all(known in ended.err for known in (pathway, "endometriose", "gonarthrose", "cancer-colon-rectum"))
    assert "Corrigez le champ « pathway »" in ended.err
    with Store(database_url) as store:
        assert [upload.filename for upload in store.uploads("perlevent")] == ["lettre.pdf"]


@pytest.mark.parametrize("documents", ["absent", "empty"])
def test_without_documents_everything_is_asked_for_and_nothing_is_drafted(
    avis: Avis, tmp_path: Path, documents: str
) -> None:
    folder = dossier_folder(tmp_path / "d", {})
    if documents == "absent":
        (folder / "documents").rmdir()
    ended = avis("run", folder, "--json", tmp_path / "r.json")
    assert ended.code == 0, ended.err
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (result["documents"], result["facts"], result["draft"], result["convergence"]) == ([], [], None, None)
    assert "Aucun document lisible" in result["draft_refused"]
    assert f"Pas de pré-avis : {result['draft_refused']}" in ended.out
    statuses = {item["status"] for item in result["completeness"]["items"]}
    assert "missing" in statuses
    assert statuses <= {"missing", "ask", "not_applicable"}
    assert all(item["request_fr"] for item in result["completeness"]["items"] if item["status"] == "missing")


def test_without_consent_nothing_is_kept(avis: Avis, tmp_path: Path, database_url: str) -> None:
    folder = dossier_folder(tmp_path / "d", {"lettre.pdf": pdf(["Courrier"])}, intake(**{"consents.processing": False}))
    ended = avis("run", folder, "--json", tmp_path / "r.json")
    assert ended.code == 3, ended.err
    assert "n'a pas consenti" in ended.err
    assert not (tmp_path / "r.json").exists()
    with Store(database_url) as store:
        assert store.uploads("d") == ()
        assert store.uploads(intake()["id"]) == ()


def test_what_is_no_file_in_documents_is_named(avis: Avis, tmp_path: Path) -> None:
    folder = dossier_folder(tmp_path / "d", {".cache": b"x"})
    (folder / "documents" / "suite").mkdir()
    ended = avis("run", folder)
    assert ended.code == 0, ended.err
    assert "documents/suite" in ended.err
    assert "documents/.cache" in ended.err


def test_a_case_that_is_not_there_is_said_to_be_so(avis: Avis, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    (tmp_path / "fichier").write_text("rien")
    for name in ("absent", "vide", "fichier"):
        ended = avis("run", tmp_path / name)
        assert ended.code == 2
        assert f"Dossier introuvable : {tmp_path / name}." in ended.err
        assert "intake.yaml et documents/" in ended.err


def test_a_result_that_cannot_be_written_is_said_before_the_work(avis: Avis, tmp_path: Path) -> None:
    folder = small_dossier(tmp_path / "d")
    (tmp_path / "fichier").write_text("rien")
    for out, cause in (("fichier/r.json", "tient la place d'un dossier"), ("d", "dossier là où")):
        ended = avis("run", folder, "--json", tmp_path / out)
        assert ended.code == 2
        assert cause in ended.err or "fichier là où un dossier" in ended.err
        assert "lecture" not in ended.err
    ended = avis("structure", folder / "intake.yaml", "--jsonl", tmp_path / "fichier" / "r.jsonl")
    assert ended.code == 2
    assert "Indiquez un fichier d'un dossier où vous pouvez écrire" in ended.err


# settings, exit code, words of the message
SETTINGS: dict[str, tuple[dict[str, str], int, tuple[str, ...]]] = {
    "a server that is not there": (
        {"AVIS_DATABASE_URL": "postgresql://avis:tres-secret@127.0.0.1:1/avis"},
        6,
        ("127.0.0.1:1/avis", "Vérifiez AVIS_DATABASE_URL", "base intégrée"),
    ),
    "no address at all": ({"AVIS_DATABASE_URL": "tres-secret@nulle part"}, 6, ("mal formée", "AVIS_DATABASE_URL")),
    "a data folder that is a file": ({"AVIS_DATABASE_URL": "", "AVIS_DATA_DIR": __file__}, 6, ("pas un dossier",)),
    "a model without its folder": ({"AVIS_AUTHOR": "transformers"}, 7, ("AVIS_MODEL_DIR",)),
    "a folder without a model": (
        {"AVIS_AUTHOR": "transformers", "AVIS_MODEL_DIR": "/nulle/part"},
        5,
        ("/nulle/part n'existe pas", "AVIS_AUTHOR=assembled", "doit jamais rédiger pour un médecin"),
    ),
    "tracing": ({"LANGCHAIN_TRACING_V2": "true"}, 7, ("LANGCHAIN_TRACING_V2", "retirez cette variable")),
    "an unknown author": ({"AVIS_AUTHOR": "gpt"}, 7, ("AVIS_AUTHOR", "assembled", "transformers")),
    "neither true nor false": ({"AVIS_PRODUCTION": "peut-être"}, 7, ("AVIS_PRODUCTION",)),
    "an unknown level": ({"AVIS_LOG_LEVEL": "bavard"}, 7, ("AVIS_LOG_LEVEL", "WARNING")),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_a_wrong_setting_is_named_before_the_work(avis: Avis, tmp_path: Path, case: str) -> None:
    given, code, says = SETTINGS[case]
    ended = avis.with_settings(**given)("run", small_dossier(tmp_path / "d"), "--json", tmp_path / "r.json")
    assert ended.code == code, ended.err
    assert all(words in ended.err for words in says), ended.err
    assert "tres-secret" not in ended.said
    assert "Input should be" not in ended.said
    assert "lecture" not in ended.err
    assert not (tmp_path / "r.json").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_no_half_result(
    avis: Avis, tmp_path: Path, database_url: str, number: signal.Signals
) -> None:
    out = tmp_path / "out"
    process = avis.start("run", DEMO, "--json", out / "r.json")
    assert process.stderr is not None
    said = b""
    while b"lecture 2/7" not in said:
        line = process.stderr.readline()
        assert line, said.decode()
        said += line
    stop(process, number)
    _, rest = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Interrompu : aucun résultat n'est écrit" in rest.decode()
    assert "relancez la commande" in rest.decode()
    assert b"Traceback" not in said + rest
    assert list(out.iterdir()) == []
    with Store(database_url) as store:
        assert len(store.uploads(DEMO.name)) == 7
        assert store.runs(DEMO.name) == ()


def test_structure_names_what_is_no_text_and_does_the_others(bare: Avis, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Pas de chondrocalcinose.", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes("Résumé".encode("latin-1"))
    (tmp_path / "z.txt").write_text("Genou droit opéré.", encoding="utf-8")
    files = [tmp_path / name for name in ("a.txt", "latin.txt", "absent.txt", "z.txt")]
    ended = bare("structure", *files, "--jsonl", tmp_path / "out.jsonl")
    assert ended.code == 4
    assert f"{tmp_path / 'latin.txt'} : ce n'est pas un texte UTF-8. Enregistrez-le en UTF-8." in ended.err
    assert f"{tmp_path / 'absent.txt'} : fichier illisible (il n'existe pas). Vérifiez le chemin" in ended.err
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["file"] for line in lines] == ["a.txt", "z.txt"]


def test_ocr_names_what_it_cannot_read_and_does_the_others(bare: Avis, tmp_path: Path) -> None:
    (tmp_path / "tronque.pdf").write_bytes(pdf(LETTER)[:700])
    (tmp_path / "lettre.pdf").write_bytes(pdf(LETTER))
    (tmp_path / "lettre.txt").write_bytes(pdf(REPORT))
    files = [tmp_path / name for name in ("tronque.pdf", "lettre.pdf", "lettre.txt", "absent.pdf")]
    ended = bare("ocr", *files, "--text-dir", tmp_path / "textes")
    assert ended.code == 4
    assert f"{tmp_path / 'tronque.pdf'} : Le fichier PDF est incomplet" in ended.err
    assert f"{tmp_path / 'lettre.txt'} : un autre fichier s'appelle aussi lettre." in ended.err
    assert f"{tmp_path / 'absent.pdf'} : fichier illisible (il n'existe pas)" in ended.err
    assert [path.name for path in (tmp_path / "textes").iterdir()] == ["lettre.txt"]
    assert "ESPALIER" in (tmp_path / "textes" / "lettre.txt").read_text(encoding="utf-8")
