"""`avis measure documents`: reads and splits a folder of cases, judges it, keeps the pages for the next time."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from evaluation.measure import measure
from tests.acceptance.paper import LETTER, REPORT, dossier_folder, pdf

DOCUMENTS: list[dict[str, Any]] = [
    {"pages": [1], "type": "courrier", "date": "2026-05-12", "author": "Dr Gontran ESPALIER"},
    {"pages": [2], "type": "compte_rendu_imagerie", "date": "2026-04-28", "author": "Dr Ysaline TROUBADEC"},
]
EXPECTED: dict[str, Any] = {
    "documents": [{"file": "envoi.pdf", "right_patient": True, "duplicate_of": None, **d} for d in DOCUMENTS],
    "completeness": {},
    "facts": [],
    "first_opinion": {"diagnosis": None, "option": None},
    "expert_position": {"diagnosis": "gonarthrose", "option": None, "convergence": {}},
}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = dossier_folder(tmp_path / "cases" / "perlevent", {"envoi.pdf": pdf(LETTER, REPORT)})
    (folder / "expected.yaml").write_text(yaml.safe_dump(EXPECTED, allow_unicode=True), encoding="utf-8")
    return tmp_path / "cases"


def measured(*arguments: object) -> Result:
    return CliRunner().invoke(measure, ["documents", *map(str, arguments)])


def rates(output: str) -> dict[str, str]:
    """The count of each line of the table, by its label."""
    return {line[:42].strip(): line[42:58].split()[-1] for line in output.splitlines() if "/" in line[42:58]}


def test_a_mixed_upload_is_taken_apart_and_judged(cases: Path) -> None:
    ended = measured(cases)
    assert ended.exit_code == 0, ended.output
    found = rates(ended.output)
    assert {found[label] for label in ("limites exactes", "nature exacte", "date exacte", "auteur")} == {"2/2"}
    assert found["autre personne, à tort (↓)"] == "0/2"


def test_what_is_missed_is_named(cases: Path) -> None:
    wrong = {**EXPECTED, "documents": [{**d, "type": "biologie"} for d in EXPECTED["documents"]]}
    (cases / "perlevent" / "expected.yaml").write_text(yaml.safe_dump(wrong), encoding="utf-8")
    ended = measured(cases, "--misses")
    assert rates(ended.output)["nature exacte"] == "0/2"
    assert "perlevent, envoi.pdf p. 1 : kind : attendu biologie, trouvé courrier" in ended.output


def test_pages_are_read_once_and_kept(cases: Path, tmp_path: Path) -> None:
    kept = tmp_path / "pages"
    first = measured(cases, "--pages", kept)
    (cases / "perlevent" / "documents" / "envoi.pdf").write_bytes(b"no PDF any more")
    assert measured(cases, "--pages", kept).output == first.output
    (kept / "perlevent.json").write_text("[{}]", encoding="utf-8")
    refused = measured(cases, "--pages", kept)
    assert "ne peut pas être relu" in str(refused.exception)


def test_a_folder_without_cases_says_what_it_needs(tmp_path: Path) -> None:
    ended = measured(tmp_path)
    assert (ended.exit_code, "intake.yaml et expected.yaml" in ended.output) == (1, True)
