"""`avis measure cda`: entries of coded documents against what was placed on pages and became facts."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evaluation.measure_cda import NoEntries, measure_cda
from tests.record_samples import LABORATORY, cda, observation, quantity, section, table

HIDDEN = section("Thyroïde", table(("TSH", "voir")), observation("3016-3", "TSH", quantity("2.15", "m[IU]/L")))


def entry(code: str, **value: Any) -> dict[str, Any]:
    return {"doc": "CR", "kind": "observation", "code": {"code": code, "system": "LOINC"}, "value": [value]}


ENTRIES = [
    entry("1988-5", type="PQ", value="4.2", unit="mg/L"),
    entry("718-7", type="PQ", value="12.8", unit="g/L"),  # another unit than the document's
    entry("3016-3", type="PQ", value="2.15", unit="m[IU]/L"),
    entry("9999-9", type="PQ", value="7", unit="g"),  # nowhere
    {"doc": "ABSENT", "kind": "procedure", "code": {"code": "X", "display": "Acte"}},
    {"doc": "CR", "kind": "substanceAdministration", "drug": {"name": ""}},  # a drug without a name is none
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "xml").mkdir()
    (tmp_path / "xml" / "CR.xml").write_bytes(cda(LABORATORY, HIDDEN))
    (tmp_path / "entries.jsonl").write_text("\n".join(json.dumps(e) for e in ENTRIES), encoding="utf-8")
    return tmp_path


def test_the_table_counts_places_lines_units_and_facts(folder: Path) -> None:
    done = CliRunner().invoke(measure_cda, [str(folder), "--misses"], catch_exceptions=False)
    assert done.exit_code == 0
    lines = done.output.splitlines()
    row = next(line for line in lines if line.startswith("résultats chiffrés")).split()
    assert row[2:] == ["4", "0.750", "0.500", "0.500", "0.750"]
    assert next(line for line in lines if line.startswith("actes")).split()[2:] == [
        "1",
        "0.000",
        "0.000",
        "0.000",
        "0.000",
    ]
    assert [line.split()[2] for line in lines if "9999-9" in line] == ["result"]


def test_a_folder_without_entries_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoEntries, match=r"entries\.jsonl"):
        CliRunner().invoke(measure_cda, [str(tmp_path)], catch_exceptions=False)
