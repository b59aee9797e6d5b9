"""The measure of pseudonyms on annotated texts: what counts as found, as right and as clinical loss."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.domain.identifying import Pseudonymised, Replaced
from evaluation.measure import measure
from evaluation.measure_pseudonyms import Annotated, BadAnnotations, Entity, annotated, scores_of
from evaluation.tally import tally

TEXT = "Mme VALCHÉRINE Ombeline, née le 2 septembre 1958, prend Xarelto."


def entity(kind: str, part: str) -> Entity:
    start = TEXT.index(part)
    return Entity(type=kind, start=start, end=start + len(part))


def replaced(*parts: str) -> Pseudonymised:
    pieces = [
        Replaced(
            start=TEXT.index(p), end=TEXT.index(p) + len(p), new_start=0, new_end=0, kind="person", old=p, new="[X]"
        )
        for p in parts
    ]
    return Pseudonymised(text="", replaced=tuple(pieces))


def test_each_count_is_what_it_says() -> None:
    text = Annotated(
        id="t",
        text=TEXT,
        entities=(
            entity("NOM", "VALCHÉRINE"),
            entity("prénom", "Ombeline"),
            entity("date-naissance", "née le 2 septembre 1958"),
            entity("prescription", "Xarelto"),
        ),
    )
    counts = tally(scores_of(text, replaced("VALCHÉRINE", "2 septembre 1958", "Xarelto", "Ombel")))
    assert (counts["identity"].hits, counts["identity"].of) == (2, 3)  # half a first name is not found
    assert (counts["NOM"].hits, counts["PRENOM"].hits, counts["DATE-NAISSANCE"].hits) == (1, 0, 1)
    assert (counts["clinical"].hits, counts["clinical"].of) == (1, 1)
    assert (counts["precision"].hits, counts["precision"].of) == (3, 4)


def test_the_command_prints_recall_by_type_with_its_interval(tmp_path: Path) -> None:
    line = {"id": "a", "text": TEXT, "entities": [{"type": "NOM", "start": 4, "end": 14}]}
    (tmp_path / "annotated.jsonl").write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    done = CliRunner().invoke(measure, ["pseudonyms", str(tmp_path / "annotated.jsonl")])
    assert done.exit_code == 0, done.output
    assert "· NOM                                   1,000  1/1" in done.output
    assert "0,207–1,000" in done.output


def test_a_text_may_lie_beside_its_annotations(tmp_path: Path) -> None:
    (tmp_path / "stays").mkdir()
    (tmp_path / "stays" / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "fields.jsonl").write_text('{"file": "one.txt", "entities": []}', encoding="utf-8")
    assert annotated(tmp_path / "fields.jsonl")[0].text == TEXT


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text('{"words": []}', encoding="utf-8")
    with pytest.raises(BadAnnotations):
        annotated(tmp_path / "other.jsonl")
