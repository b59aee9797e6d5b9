"""The files of deploy/ agree with each other and with the program, as far as can be told without running them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from engine.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def test_every_variable_is_a_setting() -> None:
    known = {f"AVIS_{name.upper()}" for name in Settings.model_fields}
    for path in (DEPLOY / "compose.yaml", DEPLOY / "environment.example", DEPLOY / "Dockerfile", *UNITS):
        named = set(re.findall(r"AVIS_[A-Z_]+", path.read_text("utf-8")))
        assert named <= known, path.name


def test_only_the_proxy_is_reached_from_outside_and_nothing_else_goes_out(compose: dict) -> None:
    services = compose["services"]
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert [name for name, one in services.items() if one["networks"] != ["inside"]] == ["proxy"]


def test_every_container_is_held_and_watched(compose: dict) -> None:
    for name, one in compose["services"].items():
        assert one["read_only"] is True, name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert re.fullmatch(r"[a-z/-]+:\d+\.\d+\.\d+[a-z0-9-]*", one["image"]), f"{name}: no version pinned"
        assert "healthcheck" in one or name == "proxy"
        assert {volume.partition(":")[0] for volume in one["volumes"]} <= {*compose["volumes"], "./Caddyfile"}


def test_no_secret_stands_in_a_file(compose: dict) -> None:
    example = (DEPLOY / "environment.example").read_text("utf-8")
    assert re.findall(r"(?m)^(?:POSTGRES_PASSWORD|AVIS_BACKUP_PASSPHRASE|AVIS_SMTP_PASSWORD)=.+", example) == []
    assert compose["services"]["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_image_holds_what_the_doctor_asks_for_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    for package in ("tesseract-ocr-fra", "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-"):
        assert package in text
    assert "--require-hashes" in text
    assert text.rindex("\nUSER double-avis\n") > text.rindex("\nRUN ")
    for copied in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", text):
        assert all((ROOT / name).exists() for name in copied.split())


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_units_are_hardened(unit: Path) -> None:
    lines = unit.read_text("utf-8").splitlines()
    wanted = (
        "NoNewPrivileges=yes ProtectSystem=strict PrivateTmp=yes IPAddressDeny=any IPAddressAllow=localhost UMask=0077"
    )
    assert set(wanted.split()) <= set(lines)
    assert "User=double-avis" in lines


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/double-avis/.venv/bin/avis", "/bin/true")
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(text)
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *names], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "double-avis" in line] == []
    assert done.returncode == 0
