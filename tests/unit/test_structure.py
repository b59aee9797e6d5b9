"""A plain text without a dossier: its mentions with their qualities, and the scopes of all cues."""

from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.delivery.result import structured
from engine.domain.fact import Mention
from engine.domain.vocabulary import Vocabulary
from engine.steps.structure import structure

TEXT = (
    "Patiente de 62 ans, vue le 12/03/2026. Pas d'adénopathie. Probable ascite.\n"
    "Mère : cancer du sein. Hémoglobine 11,8 g/dL. CRP < 5 mg/L. Nodule pulmonaire droit de 9 mm.\n"
    "Traitement : paracétamol 1 g. Classée pT3N1M0. Opérée en 2019, IRM en mars 2024."
)

MENTIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("finding", "adénopathie", {"polarity": "negated", "bearer": "patient"}),
    ("finding", "ascite", {"polarity": "hypothetical"}),
    ("finding", "cancer du sein", {"bearer": "family"}),
    ("finding", "Nodule pulmonaire", {"side": "droite", "polarity": "affirmed"}),
    ("measurement", "Hémoglobine 11,8 g/dL", {"value": 11.8, "unit_ucum": "g/dL", "analyte": "Hémoglobine"}),
    ("measurement", "CRP < 5 mg/L", {"value": "< 5", "unit_ucum": "mg/L"}),
    ("measurement", "9 mm", {"value": 9, "unit_ucum": "mm"}),
    ("drug", "paracétamol", {"key": "paracétamol", "polarity": "affirmed"}),
    ("stage", "pT3N1M0", {}),
    ("date", "12/03/2026", {}),
    ("date", "2019", {"dated": None}),
    ("date", "mars 2024", {"dated": None}),
]


@pytest.fixture(scope="module")
def mentions(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> tuple[Mention, ...]:
    return structure(TEXT, vocabulary, clinical_reader)[0]


@pytest.mark.parametrize(("kind", "printed", "expected"), MENTIONS)
def test_a_mention_is_found_with_its_qualities(
    kind: str, printed: str, expected: dict[str, Any], mentions: tuple[Mention, ...]
) -> None:
    (found,) = [m for m in mentions if m.kind == kind and m.text == printed]
    assert {name: getattr(found, name) for name in expected} == expected


def test_offsets_count_characters_and_mentions_come_in_order(mentions: tuple[Mention, ...]) -> None:
    assert all(TEXT[m.start : m.end] == m.text for m in mentions)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


def test_none_stands_inside_another_of_its_kind(mentions: tuple[Mention, ...]) -> None:
    for one in mentions:
        inside = [m for m in mentions if m.kind == one.kind and one.start <= m.start and m.end <= one.end]
        assert inside == [one]


def test_scopes_cover_what_cues_govern(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    scopes = structure(TEXT, vocabulary, clinical_reader)[1]
    for kind, word in (("negation", "adénopathie"), ("hypothesis", "ascite"), ("family", "cancer")):
        at = TEXT.index(word)
        assert any(s.kind == kind and s.start <= at and at + len(word) <= s.end for s in scopes), kind


def test_windows_line_ends_and_ligatures_keep_offsets(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    text = "Sœur : néant.\r\nŒdème osseux du genou gauche.\r\n\tPas d’ascite."
    mentions, _ = structure(text, vocabulary, clinical_reader)
    assert {(m.text, m.polarity) for m in mentions if m.kind == "finding"} == {
        ("Œdème osseux", "affirmed"),
        ("ascite", "negated"),
    }


@pytest.mark.parametrize("text", ["", " \n\n", "Bonjour."])
def test_a_text_that_says_nothing_has_no_mention(
    text: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    assert structure(text, vocabulary, clinical_reader)[0] == ()


def test_the_json_of_a_text(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    told = structured("note.txt", *structure("Vu le 12/03/2026. Pas d'ascite.", vocabulary, clinical_reader))
    assert told["file"] == "note.txt"
    assert [(m["text"], m["date"]) for m in told["mentions"] if m["kind"] == "date"] == [("12/03/2026", "2026-03-12")]
    assert set(told["mentions"][0]) == {
        *("start", "end", "text", "kind", "key", "analyte", "value", "unit", "unit_ucum", "date", "side"),
        *("polarity", "bearer"),
    }
    assert {s["kind"] for s in told["scopes"]} == {"negation"}


@pytest.mark.parametrize("printed", ["Température | 37,5 °C", "/ Température / | 37.5 °C", "Température : 37,5°C"])
def test_a_temperature_is_a_result_with_its_value_and_unit(
    printed: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    (found,) = [m for m in structure(printed, vocabulary, clinical_reader)[0] if m.kind == "measurement"]
    assert (found.analyte, found.value, found.unit_ucum) == ("Température", 37.5, "Cel")
