"""`avis evaluate` as a person calls it, on a tiny dossier with a text layer. Every person is invented."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.acceptance.paper import dossier_folder, intake, pdf

COMMAND = [sys.executable, "-c", "import sys; sys.argv[0] = 'avis'; from engine.cli import main; main()", "evaluate"]
LETTER = [
    "Dr Gontran ESPALIER, chirurgien orthopédiste",
    "Le 12 mai 2026",
    "Concerne : Mme PERLEVENT Sidonie, née le 09/02/1958",
    "Cher confrère,",
    "J'ai vu en consultation cette patiente pour une douleur du genou droit.",
    "Examen : 71 kg pour 1,62 m, IMC 27,1. Pas de laxité.",
    "Conclusion : gonarthrose droite évoluée. Je propose une prothèse totale du genou droit.",
    "Bien confraternellement,",
]
REPORT = [
    "RADIOGRAPHIES DU GENOU DROIT",
    "Patiente : Mme PERLEVENT Sidonie, née le 09/02/1958",
    "Date de l'examen : 28/04/2026",
    "Technique : genou de face en charge, schuss, profil, défilé fémoro-patellaire.",
    "Résultats : stade Kellgren-Lawrence 4 pour le compartiment interne droit.",
    "Pas de chondrocalcinose.",
    "Conclusion : gonarthrose fémoro-tibiale interne droite.",
]
EXPECTED: dict[str, Any] = {
    "documents": [
        {"file": "01-lettre.pdf", "pages": [1], "type": "courrier", "date": date(2026, 5, 12), "right_patient": True},
        {
            "file": "02-radio.pdf",
            "pages": [1],
            "type": "compte_rendu_imagerie",
            "date": date(2026, 4, 28),
            "right_patient": True,
        },
        # Never sent: the engine cannot have seen it.
        {"file": "03-absent.pdf", "pages": [1], "type": "courrier", "date": None, "right_patient": True},
    ],
    "completeness": {"courrier_premier_avis": "met", "rx_genou_cr": "met", "essais_conservateurs": "missing"},
    "facts": [
        {"key": "imc", "value": 27.1, "unit": "kg/m2", "file": "01-lettre.pdf", "quote": "IMC 27,1"},
        {"key": "kl", "value": 4, "file": "02-radio.pdf", "quote": "stade Kellgren-Lawrence 4"},
        {"key": "laxite", "value": None, "polarity": "negated", "file": "01-lettre.pdf", "quote": "Pas de laxité."},
        {"key": "hka", "value": 172, "unit": "degrés", "file": "02-radio.pdf", "quote": "HKA droit : 172°"},
    ],
    "conflicts": [],
    "first_opinion": {"diagnosis": "gonarthrose droite évoluée", "option": "ptg"},
    "expert_position": {
        "diagnosis": "gonarthrose fémoro-tibiale interne droite",
        "option": "traitement_conservateur",
        "acceptable": ["traitement_conservateur"],
        "discouraged": ["ptg"],
        "convergence": {"D": "C", "T": "X", "E": "P", "overall": "X", "severity": 3},
    },
}


def a_case(folder: Path, truth: dict[str, Any] = EXPECTED, **over: Any) -> Path:
    dossier_folder(folder, {"01-lettre.pdf": pdf(LETTER), "02-radio.pdf": pdf(REPORT)}, intake(**over))
    (folder / "expected.yaml").write_text(yaml.safe_dump(truth, allow_unicode=True), encoding="utf-8")
    return folder


def evaluate(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def row(printed: str, section: str, label: str) -> str:
    below = printed.split(f"\n{section}\n", 1)[1]
    return " ".join(next(line for line in below.splitlines() if line.strip().startswith(label)).split())


def test_the_table_of_a_scored_case_and_an_unscored_one(tmp_path: Path, database_url: str) -> None:
    cases, results, out = tmp_path / "cases", tmp_path / "results", tmp_path / "out" / "figures.json"
    a_case(cases / "perlevent")
    a_case(cases / "inconnue", id="inconnue", pathway="mal-de-dos")

    ended = evaluate(cases, "--results", results, "--json", out, AVIS_DATABASE_URL=database_url)

    assert ended.returncode == 4, ended.stderr
    printed = ended.stdout
    assert printed.startswith("Évaluation de 2 dossiers : 1 noté, 1 non noté (0 résultat relu)\n")
    assert "! non noté : inconnue — Pathologie inconnue : « mal-de-dos »" in printed
    assert row(printed, "Documents", "nature exacte") == "nature exacte 0,667 2/3 0,208–0,939"
    assert row(printed, "Documents", "date exacte") == "date exacte 1,000 2/2 0,342–1,000"
    assert row(printed, "Complétude", "statut exact") == "statut exact 1,000 3/3 0,439–1,000"
    assert row(printed, "Faits", "fait retrouvé") == "fait retrouvé 0,750 3/4 0,301–0,954"
    assert row(printed, "Faits", "piège évité").endswith("1,000 1/1 0,207–1,000")
    # The first opinion chose the discouraged option and the specialist diverges: agreeing with it is wrong.
    assert row(printed, "Pré-avis : option", "option déconseillée").endswith("1,000 1/1")
    assert row(printed, "Accord avec le premier avis", "divergence vue").endswith("0,000 0/1")
    assert " s/2 p." in row(
        printed, "Secondes par page (chargement de ce qui lit les scans compris)", "lecture des pages"
    )
    assert "Traceback" not in ended.stderr
    assert [path.name for path in results.iterdir()] == ["perlevent.json"]
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert (figures["figures"]["facts.recall"]["hits"], figures["figures"]["facts.recall"]["of"]) == (3, 4)
    assert [case["reason_fr"] is None for case in figures["cases"]] == [False, True]

    _scored_again_without_engine(cases, results, printed)


def _scored_again_without_engine(cases: Path, results: Path, printed: str) -> None:
    """Stored results need no database; the same figures come out."""
    (cases / "inconnue" / "expected.yaml").unlink()
    again = evaluate(cases, "--results", results, "--quiet", AVIS_DATABASE_URL="postgresql://127.0.0.1:1/absent")
    assert again.returncode == 0, again.stderr
    assert again.stderr == ""
    first, *rest = again.stdout.splitlines()
    assert first == "Évaluation de 1 dossier : 1 noté, 0 non noté (1 résultat relu)"
    assert rest == printed.splitlines()[2:]


def test_a_stored_result_that_cannot_be_read_leaves_its_case_unscored(tmp_path: Path) -> None:
    a_case(tmp_path / "cases" / "perlevent")
    (tmp_path / "perlevent.json").write_text('{"documents": [', encoding="utf-8")
    ended = evaluate(tmp_path / "cases", "--results", tmp_path)
    assert ended.returncode == 4, ended.stderr
    assert "! non noté : perlevent" in ended.stdout
    assert "n'est pas un résultat lisible" in ended.stdout
    assert row(ended.stdout, "Documents", "nature exacte") == "nature exacte —"


def test_a_file_that_cannot_be_written_is_told_after_the_table(tmp_path: Path) -> None:
    a_case(tmp_path / "cases" / "perlevent")
    (tmp_path / "perlevent.json").write_text("{}", encoding="utf-8")
    ended = evaluate(tmp_path / "cases", "--results", tmp_path, "--json", tmp_path / "perlevent.json" / "out.json")
    assert ended.returncode == 2
    assert "Impossible d'écrire" in ended.stderr
    assert "! non noté : perlevent — le résultat n'a pas la forme attendue (documents)" in ended.stdout


REFUSED: list[tuple[dict[str, Any] | None, int, str]] = [
    ({**EXPECTED, "note": "x"}, 3, "note : champ inconnu"),
    ({**EXPECTED, "completeness": {"rx_genou_cr": "présent"}}, 3, "completeness.rx_genou_cr : valeur non prévue"),
    (None, 2, "Aucun cas dans"),
]


@pytest.mark.parametrize(("truth", "code", "told"), REFUSED)
def test_nothing_is_run_against_a_broken_truth(
    tmp_path: Path, truth: dict[str, Any] | None, code: int, told: str
) -> None:
    if truth is not None:
        a_case(tmp_path / "perlevent", truth)
    ended = evaluate(tmp_path, AVIS_DATABASE_URL="postgresql://127.0.0.1:1/absent")
    assert ended.returncode == code
    assert told in ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    ended = evaluate(tmp_path / "absent")
    assert ended.returncode == 2
    assert "Dossier introuvable" in ended.stderr


def test_help_has_an_example() -> None:
    ended = evaluate("--help")
    assert ended.returncode == 0
    assert "avis evaluate evaluation/cases --compare --json chiffres.json" in ended.stdout
