"""`avis evaluate --compare`: the last run beside this one, and a way out that fails when a figure falls."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from evaluation.command import FELL, evaluate
from evaluation.history import Standing, falls
from evaluation.tally import Tally
from tests.acceptance.paper import intake

TRUTH: dict[str, Any] = {
    "documents": [],
    "completeness": {"courrier_premier_avis": "met", "rx_genou_cr": "met"},
    "facts": [{"key": "imc", "value": 27.1, "unit": "kg/m2", "file": "a.pdf", "quote": "IMC 27,1"}],
    "conflicts": [],
    "first_opinion": {"diagnosis": None, "option": None},
    "expert_position": {"diagnosis": "gonarthrose", "option": "ptg", "convergence": {"D": "N", "T": "N", "E": "N"}},
}
FACT = {
    "key": "imc",
    "value": 27.1,
    "unit": "kg/m2",
    "unit_ucum": "kg/m2",
    "date": None,
    "side": None,
    "polarity": "affirmed",
    "bearer": "patient",
    "file": "a.pdf",
    "page": 1,
    "quote": "IMC 27,1",
    "boxes": [],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    case = tmp_path / "cases" / "perlevent"
    (case / "documents").mkdir(parents=True)
    (case / "intake.yaml").write_text(yaml.safe_dump(intake(), allow_unicode=True), encoding="utf-8")
    (case / "expected.yaml").write_text(yaml.safe_dump(TRUTH), encoding="utf-8")
    monkeypatch.setenv("AVIS_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def run(folder: Path, *options: str, statuses: tuple[str, str] = ("met", "met"), cpu: float = 0.2) -> Result:
    """Evaluate a stored result with these statuses, of one page that took `cpu` processor seconds."""
    items = [
        {"requirement": r, "status": s, "documents": [], "reason_fr": "", "request_fr": None}
        for r, s in zip(TRUTH["completeness"], statuses, strict=True)
    ]
    told = {
        "documents": [{"file": "a.pdf", "pages": [1], "kind": "courrier", "dated": None, "right_patient": True}],
        "completeness": {"provisional": True, "items": items},
        "facts": [FACT],
        "draft": None,
        "draft_refused": "essai",
        "seconds": {"read": 1.0},
        "cpu_seconds": {"read": 9.0, "split": cpu / 2, "extract": cpu / 2},
    }
    results = folder / "results"
    results.mkdir(exist_ok=True)
    (results / "perlevent.json").write_text(json.dumps(told), encoding="utf-8")
    arguments = [str(folder / "cases"), "--results", str(results), "--quiet", "--compare", *options]
    return CliRunner().invoke(evaluate, arguments)


def kept(folder: Path) -> dict[str, Any]:
    (place,) = (folder / "data" / "evaluation").iterdir()
    value: dict[str, Any] = json.loads(place.read_text("utf-8"))
    return value


def test_the_first_run_has_no_last_one_and_is_kept_with_its_day_and_versions(folder: Path) -> None:
    ended = run(folder)
    assert ended.exit_code == 0, ended.output
    assert "Dernier passage : aucun" in ended.output
    assert "0,200 s/page" in ended.output
    told = kept(folder)
    assert told["figures"]["completeness.status_accuracy"] == {"hits": 2, "of": 2, "unscored": 0}
    assert told["made_at"]
    assert told["program"]
    assert told["pathways"]["gonarthrose"]


def test_a_figure_that_falls_fails_and_leaves_the_last_run_in_place(folder: Path) -> None:
    run(folder)
    ended = run(folder, statuses=("met", "missing"))
    assert ended.exit_code == FELL
    (line,) = [x for x in ended.output.splitlines() if "statut exact" in x and "EN BAISSE" in x]
    assert line.split()[2:6] == ["1,000", "2/2", "0,500", "1/2"]
    assert "--accept" in ended.output
    assert kept(folder)["figures"]["completeness.status_accuracy"]["hits"] == 2
    assert run(folder).exit_code == 0


def test_a_fall_can_be_accepted_or_tolerated(folder: Path) -> None:
    run(folder)
    assert run(folder, "--tolerance", "1", statuses=("met", "missing")).exit_code == 0
    assert kept(folder)["figures"]["completeness.status_accuracy"]["hits"] == 1
    run(folder)
    assert run(folder, "--accept", statuses=("met", "missing")).exit_code == 0
    assert kept(folder)["figures"]["completeness.status_accuracy"]["hits"] == 1


def test_a_way_to_completeness_that_takes_too_long_fails(folder: Path) -> None:
    ended = run(folder, cpu=0.31)
    assert ended.exit_code == FELL
    assert "TROP LENT" in ended.output


def test_a_kept_file_that_is_broken_is_told_and_can_be_replaced(folder: Path) -> None:
    run(folder)
    (place,) = (folder / "data" / "evaluation").iterdir()
    place.write_text("{", encoding="utf-8")
    ended = run(folder)
    assert ended.exit_code != 0
    assert "--accept" in str(ended.exception) + ended.output
    assert run(folder, "--accept").exit_code == 0
    assert kept(folder)["cases"] == ["perlevent"]


def standing(**figures: tuple[int, int]) -> Standing:
    counted = {name.replace("__", "."): Tally(hits=hits, of=of) for name, (hits, of) in figures.items()}
    return Standing(
        made_at=datetime(2026, 3, 2, tzinfo=UTC),
        program="1",
        commit=None,
        vocabulary="v",
        pathways={},
        cases=("a",),
        figures=counted,
        cpu_per_page=None,
    )


FALLS = [
    ({"facts__recall": (95, 100)}, {"facts__recall": (94, 100)}, ["facts.recall"]),
    ({"facts__recall": (95, 100)}, {"facts__recall": (96, 100)}, []),
    # One judgement more or fewer in the count is no fall.
    ({"facts__key_precision": (115, 118)}, {"facts__key_precision": (114, 117)}, []),
    (
        {"documents__duplicate_false_alarm": (0, 10)},
        {"documents__duplicate_false_alarm": (1, 10)},
        ["documents.duplicate_false_alarm"],
    ),
    ({"documents__duplicate_false_alarm": (1, 10)}, {"documents__duplicate_false_alarm": (0, 10)}, []),
    # What is no longer measured has fallen; what is measured for the first time has not.
    ({"conflicts__recall": (8, 8)}, {}, ["conflicts.recall"]),
    ({}, {"conflicts__recall": (1, 8)}, []),
]


@pytest.mark.parametrize(("before", "now", "worse"), FALLS)
def test_what_a_fall_is(before: dict[str, Any], now: dict[str, Any], worse: list[str]) -> None:
    assert [f.figure.id for f in falls(standing(**before), standing(**now))] == worse
