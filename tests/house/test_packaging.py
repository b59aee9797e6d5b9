"""What is shipped: the rooms, their data, the locks, documented settings, and nothing of the machine it was made on."""

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.settings import Settings

ROOT = Path(__file__).parents[2]
ROOMS = {"engine", "evaluation", "ocr", "prompts", "review_ui"}
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
CODE = {".py", ".sql", ".html", ".js", ".css", ".sh"}
LONGEST = 350
JUNK_DRAWERS = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}
# Put together here, so that this file does not name them either.
MACHINE_PLACES = ["/" + "work/", "/" + "tmp/v", "/" + "opt/wheels", "/" + "root/", "farm" + "-"]


def tracked() -> list[Path]:
    """The files of the project that git knows and that are there."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    return [ROOT / name for name in names.stdout.split("\0") if name and (ROOT / name).is_file()]


def tracked_code() -> list[Path]:
    return [path for path in tracked() if path.suffix in CODE or path.parent.name in {"bin", ".ci"}]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project as its wheel installs it."""
    target = tmp_path_factory.mktemp("wheel") / "site"
    command = [sys.executable, "-m", "pip", "--isolated", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    done = subprocess.run(
        [*command, "--no-index", "--target", str(target), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_each_room_is_ours_alone(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second wheel that ships a folder of a room's name would overwrite ours without a word."""
    monkeypatch.syspath_prepend(str(installed))
    owners = importlib.metadata.packages_distributions()
    assert {room: set(owners.get(room, ())) for room in ROOMS} == {room: {"double-avis"} for room in ROOMS}


def test_wheel_ships_every_tracked_file_of_the_rooms(installed: Path) -> None:
    ours = {path.relative_to(ROOT) for path in tracked() if path.relative_to(ROOT).parts[0] in ROOMS}
    wanted = {path for path in ours if "src" not in path.parts}
    assert {path for path in wanted if path.suffix in {".md", ".sql", ".yaml", ".lock"}}
    assert {str(path) for path in wanted if not (installed / path).is_file()} == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_pins_each_package_with_a_hash(lock: Path) -> None:
    text = re.sub(r"\\\n", " ", lock.read_text(encoding="utf-8"))
    requirements = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert requirements
    for line in requirements:
        assert re.match(r"[a-z0-9.-]+==\S+ ", line), f"{line[:60]} is not pinned"
        assert re.search(r" --hash=sha256:[0-9a-f]{64}\b", line), f"{line[:60]} has no hash"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert re.findall(r"file:|https?:|--(?:extra-)?index-url|--find-links|--trusted-host|(?m:^|\s)/\w+", text) == []


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^([a-z0-9.-]+)==(\S+)", text))


def test_locks_agree() -> None:
    """What runs and what is tested are the same, and both builds of PyTorch are one version."""
    assert pins("base.txt").items() <= pins("test.txt").items()
    assert pins("torch-cpu.txt")["torch"] == pins("torch-cuda.txt")["torch"] + "+cpu"
    assert not {name for name in pins("test.txt") if name.startswith(("torch", "nvidia", "cuda", "triton"))}


def test_locks_hold_what_the_project_asks_for() -> None:
    """The pins of pyproject.toml and of the locks cannot drift apart without a new `bin/lock`."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asked = dict(re.findall(r'(?m)^\s+"([A-Za-z0-9-]+)(?:\[[^]]*\])?==([^"]+)"', text))
    assert len(asked) > 20
    locked = pins("torch-cuda.txt") | pins("test.txt")
    assert {name: locked.get(name.lower()) for name in asked} == asked


def test_every_setting_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [f"AVIS_{name.upper()}" for name in Settings.model_fields]
    assert names
    assert [name for name in names if name not in readme] == []


def test_the_readme_holds_no_blank_to_fill():
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"\b[A-Z]+_(?:FIRST|AGAIN|DISK)\b|^FIGURES$", text, re.MULTILINE) == []


def test_no_crowded_file() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_bytes().splitlines()) for path in tracked_code()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_no_junk_drawer() -> None:
    assert [str(path.relative_to(ROOT)) for path in tracked() if path.name in JUNK_DRAWERS] == []


def test_nothing_names_the_machine_it_was_made_on() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {place}" for place in MACHINE_PLACES if place in text]
    assert found == []
