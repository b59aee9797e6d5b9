"""What is said when Tesseract or its French data is absent."""

from pathlib import Path

import pytest

from ocr import missing_tools


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
