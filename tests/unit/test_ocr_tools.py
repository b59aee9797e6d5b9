"""What is said when Tesseract, its French data or the weights of the second engine are absent."""

from pathlib import Path

import pytest

from engine.adapters.page_reader import OcrPageReader
from engine.errors import ToolMissing
from engine.services.health import _reading
from ocr import missing_tools, recogniser


def test_nothing_is_missing_here() -> None:
    assert missing_tools() == ()


def test_a_missing_program_comes_with_what_installs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ((tool, how),) = missing_tools()
    assert tool == "tesseract"
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-fra" in how


def test_missing_french_data_is_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    ((tool, how),) = missing_tools()
    assert tool == "tesseract fra"
    assert "sudo apt-get install tesseract-ocr-fra" in how


@pytest.mark.parametrize("absent", [{"_WEIGHTS": "models/aucun.onnx"}, {"find_spec": lambda _: None}])
def test_absent_weights_of_the_second_engine_are_named(
    monkeypatch: pytest.MonkeyPatch, absent: dict[str, object]
) -> None:
    for name, value in absent.items():
        monkeypatch.setattr(recogniser, name, value)
    ((tool, how),) = missing_tools()
    assert tool == "rapidocr"
    assert "pip install rapidocr onnxruntime" in how
    with pytest.raises(ToolMissing, match="Il manque à la lecture : rapidocr"):
        OcrPageReader().check()
    (scans,) = [check for check in _reading() if check.name == "Lecture des scans"]
    assert (scans.status, scans.told_fr) == ("failed", "Les poids du second moteur de lecture sont introuvables.")
