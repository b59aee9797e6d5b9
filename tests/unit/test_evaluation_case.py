"""The file of expected results: read whole, or refused in French."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from evaluation.case import BadExpected, cases_in, load_expected
from tests.unit.evaluation_samples import TRUTH, an_expected

Change = Callable[[dict[str, Any]], object]


def written(path: Path, truth: Any) -> Path:
    path.write_text(truth if isinstance(truth, str) else yaml.safe_dump(truth, allow_unicode=True), encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert load_expected(written(tmp_path / "expected.yaml", TRUTH)) == an_expected()


BROKEN: list[tuple[Change, str]] = [
    (lambda t: t.update(note="x"), "note : champ inconnu"),
    (lambda t: t.pop("completeness"), "completeness : champ manquant"),
    (lambda t: t["completeness"].update(irm="présent"), "completeness.irm : valeur non prévue"),
    # The decimal comma of « 0,4 mg » makes a key of what follows it in `{value: 0,4 mg}`.
    (lambda t: t["facts"][0].update({"4 mg": None}), "facts[1].4 mg : champ inconnu"),
    (lambda t: t["facts"][0].update(date="12/05/2026"), "facts[1].date : attendu : une date AAAA-MM-JJ"),
    (lambda t: t["facts"][2].update(side="droit"), "facts[3].side : valeur non prévue"),
    (lambda t: t["documents"][0].pop("right_patient"), "documents[1].right_patient : champ manquant"),
    (lambda t: t["expert_position"]["convergence"].update(severity=5), "severity : valeur trop grande"),
    (lambda t: t.update(key_points="un point"), "key_points : attendu : une liste"),
    (lambda t: t.update(a=1, b=2, c=3, d=4, e=5), "et 2 autre(s)"),
]


@pytest.mark.parametrize(("change", "told"), BROKEN)
def test_a_wrong_field_is_named(tmp_path: Path, change: Change, told: str) -> None:
    truth = deepcopy(TRUTH)
    change(truth)
    path = written(tmp_path / "expected.yaml", truth)
    with pytest.raises(BadExpected) as refused:
        load_expected(path)
    assert told in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"documents: [", "ce n'est pas du YAML valide (ligne 1)"),
        (b"", "aucun champ n'y est rempli"),
        (b"- 1\n- 2\n", "aucun champ n'y est rempli"),
        (b"documents: \xe9t\xe9", "ce n'est pas un texte UTF-8"),
    ],
)
def test_a_file_that_is_no_truth_at_all(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "expected.yaml"
    path.write_bytes(content)
    with pytest.raises(BadExpected) as refused:
        load_expected(path)
    assert told in str(refused.value)


def test_cases_are_the_folders_with_an_intake_and_a_truth(tmp_path: Path) -> None:
    for name, files in {"b": ("intake", "expected"), "a": ("intake", "expected"), "c": ("expected",), "d": ()}.items():
        (tmp_path / name).mkdir()
        for file in files:
            written(tmp_path / name / f"{file}.yaml", TRUTH)
    assert [case.name for case in cases_in(tmp_path)] == ["a", "b"]
