"""The service as it ships: a process of its own on a real database, who may come in, what it wrote in its log."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg.conninfo import conninfo_to_dict

from engine.adapters.second_factor import PERIOD, code_at
from engine.domain.wording import fold
from engine.house import open_house
from engine.pathways import known, load
from engine.services.demo import COMMAND_LINE
from engine.settings import Settings
from tests.acceptance.conftest import COMMAND, ROOT

CASE = ROOT / "evaluation" / "cases" / "demo-gonarthrose"
DEMO = CASE.name
COLLEAGUE = "collegue"
SLOW = 240.0  # seconds for the slowest reading on a busy machine
OPEN = re.compile(r"Service ouvert : (http://\S+)")
CRASHED = re.compile(r"Traceback|Erreur interne|Fatal Python|Exception|^\s+File \"", re.MULTILINE)
HEALTH = (
    *(
        "genou",
        "hanche",
        "arthrose",
        "prothese",
        "infiltration",
        "kyste",
        "endometriose",
        "cancer",
        "douleur",
        "fievre",
    ),
    *("chirurgi", "radiograph", "irm", "kine", "ordonnance", "operer", "traitement", "diagnostic", "genu"),
)


class Now:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Member:
    """An account with what opens it."""

    id: str
    login: str
    role: str
    name: str
    password: str
    totp: str | None


@dataclass(frozen=True)
class Home:
    """What a service leaves when it is stopped: its database and its folder."""

    database_url: str
    folder: Path

    @property
    def database(self) -> str:
        return str(conninfo_to_dict(self.database_url)["dbname"])

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.folder, database_url=self.database_url)

    @property
    def environment(self) -> dict[str, str]:
        own = {"AVIS_DATA_DIR": str(self.folder), "AVIS_DATABASE_URL": self.database_url, "AVIS_LOG_LEVEL": "INFO"}
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", **own}

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """A verb of the command line, on this home."""
        done = subprocess.run(
            [COMMAND, *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert not CRASHED.search(done.stdout + done.stderr), done.stderr
        return done

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def draft(self, dossier: str) -> dict[str, str]:
        """The texts of the draft that stands, by their id."""
        rows = self.rows(
            "SELECT statement_id, record->>'text' FROM statement WHERE run_id = "
            "(SELECT id FROM run WHERE dossier_id = %s AND step = 'draft' ORDER BY seq DESC LIMIT 1) ORDER BY ordinal",
            dossier,
        )
        assert len(rows) > 5
        return dict(rows)

    def moved(self, database_url: str, folder: Path) -> "Home":
        """The same house with a database and a folder of its own."""
        shutil.copytree(self.folder, folder)
        return Home(database_url, folder)


def furnish(home: Home, *cases: Path) -> None:
    """Make the demo as an operator does, and a second doctor, who has no dossier."""
    assert home.run("demo", "install", *cases).returncode == 0
    demo = json.loads((home.folder / "demo-comptes.json").read_text(encoding="utf-8"))
    doctor = next(person for person in demo if person["role"] == "doctor")
    colleague = {**doctor, "login": COLLEAGUE, "name": "Dr Ondine Supposée", "rpps": "10003456786"}
    with open_house(home.settings, Now()) as service:
        service.accounts.add(COMMAND_LINE, **colleague)
    (home.folder / "demo-comptes.json").write_text(json.dumps([*demo, colleague]), encoding="utf-8")


@dataclass
class Running:
    """`avis serve` at work."""

    home: Home
    process: "subprocess.Popen[bytes]"
    log: Path
    url: str
    members: dict[str, Member]
    _steps: dict[str, int] = field(default_factory=dict)

    def code(self, login: str) -> str:
        """A code of the person's telephone that was not used: each is taken once, one early and one late pass too."""
        secret = self.members[login].totp
        assert secret is not None
        step = max(self._steps.get(login, 0) + 1, int(time.time() + 5) // PERIOD - 1)
        while step > time.time() // PERIOD + 1:
            time.sleep(0.2)
        self._steps[login] = step
        return code_at(secret, datetime.fromtimestamp(step * PERIOD, UTC))

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60)

    @contextmanager
    def enter(self, login: str) -> Iterator[httpx.Client]:
        """A browser without a screen, in which the person has come in."""
        member = self.members[login]
        with self.client() as client:
            given = {"csrf": csrf_in(client.get("/connexion").text), "login": login, "password": member.password}
            answer = client.post("/connexion", data=given)
            assert answer.status_code == 303, answer.text
            if member.totp:
                given = {"csrf": csrf_in(client.get("/connexion/code").text), "code": self.code(login)}
                answer = client.post("/connexion/code", data=given)
                assert answer.status_code == 303, answer.text
            yield client

    def state(self, dossier: str) -> str | None:
        found = self.home.rows("SELECT state FROM live.dossier_now WHERE id = %s", dossier)
        return found[0][0] if found else None

    def read(self, dossier: str = DEMO) -> None:
        """Wait until the worker has done all that the dossier waits for."""
        wait(lambda: self._at_rest(dossier), f"{dossier} is never read")

    def _at_rest(self, dossier: str) -> bool:
        waiting = self.home.rows(
            "SELECT 1 FROM queue.procrastinate_jobs WHERE status IN ('todo', 'doing') AND lock = %s", dossier
        )
        return not waiting and self.state(dossier) != "reading"

    def ready(self) -> None:
        """Wait until the worker beside the web server has loaded what it works with."""
        wait(lambda: "Prêt :" in self.said(), "the worker does not get ready")

    def worker(self) -> int:
        """The process number of the worker beside the web server."""
        return int(wait(lambda: _children(self.process.pid), "no worker")[0])

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self) -> int:
        """What a supervisor does at the end of the day."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextmanager
def serving(home: Home, log: Path, *options: str) -> Iterator[Running]:
    """Start the service and stop it; what it wrote must not say anything of a patient."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", "0", *options],
            env=home.environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        before = len(OPEN.findall(log.read_text(encoding="utf-8")))
        assert before == 0, "each start has a log of its own"
        url = wait(lambda: _address(process, log), "the service does not open", 60)
        running = Running(home, process, log, url, members_of(home))
        yield running
        if process.poll() is None:
            assert running.stop() == 0
        discreet(running)
    finally:
        process.kill()
        process.wait()


def members_of(home: Home) -> dict[str, Member]:
    known_ids = dict(home.rows("SELECT login, account FROM account_login"))
    opened = json.loads((home.folder / "demo-comptes.json").read_text(encoding="utf-8"))
    return {
        m["login"]: Member(known_ids[m["login"]], m["login"], m["role"], m["name"], m["password"], m["totp"])
        for m in opened
    }


def discreet(running: Running) -> None:
    """No patient, no health, no inside of the program in the log."""
    said = running.said()
    assert not CRASHED.search(said), said[-4000:]
    for (dossier,) in running.home.rows("SELECT DISTINCT id FROM dossier WHERE id NOT LIKE 'DA-%%'"):
        # Numbers of ours tell nothing; those of the demo are named after the pathology.
        said = re.sub(re.escape(dossier), "", said, flags=re.IGNORECASE)
    # A pathway or a passage that somebody reads is nobody's.
    said = re.sub(r"/(?:referentiels/[\w-]+|bibliotheque/[\w-]+/\w+)", "/", said)
    words = fold(said)
    told = (*_of_patients(running.home), *_of_pathways(), *HEALTH)
    found = [word for word in told if word in words and re.search(rf"\b{re.escape(word)}", words)]
    assert found == [], [line for line in said.splitlines() if any(word in fold(line) for word in found)][:10]


def _of_patients(home: Home) -> list[str]:
    records = [r for (r,) in home.rows("SELECT record FROM dossier")]
    names = {r["patient"][part] for r in records for part in ("family_name", "given_name")}
    texts = {r["question"]["text"] for r in records} | {
        t for (t,) in home.rows("SELECT record->>'text' FROM statement")
    }
    files = {name for (name,) in home.rows("SELECT filename FROM upload")}
    return [fold(word) for word in (*names, *texts, *files)]


def _of_pathways() -> list[str]:
    """The ids by which the pathways name what they ask for and propose: they say what a person suffers from."""
    all_of_them = [load(name) for name in known()]
    ids = {one.id for p in all_of_them for one in (*p.required_documents, *p.options, *p.red_flags)}
    return [*known(), *(one for one in ids if len(one) > 5)]


def csrf_in(text: str) -> str:
    found = re.search(r'name="csrf" (?:value|content)="([^"]+)"', text)
    assert found, text
    return found[1]


def wait(until: Any, otherwise: str, seconds: float = SLOW) -> Any:
    end = time.monotonic() + seconds
    while not (found := until()):
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)
    return found


def alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split() or [
        child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str | None:
    said = log.read_text(encoding="utf-8")
    assert process.poll() is None, said
    found = OPEN.search(said)
    return found[1] if found else None
