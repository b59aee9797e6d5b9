"""The demonstration: plainly invented people, accounts whose proofs are written down, dossiers that come with them."""

import json
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from engine.adapters.case_folder import dossier_of, files_of
from engine.adapters.second_factor import code_at, new_secret
from engine.delivery.files import write_whole
from engine.domain.account import TWO_FACTORS, Account, Role
from engine.domain.record import Record
from engine.errors import EngineError
from engine.ports import Clock
from engine.services.accounts import AccountService
from engine.services.intake import IntakeService
from engine.services.recorder import Actor
from engine.store.accounts import LoginTaken
from engine.store.jobs import Jobs

FILE = "demo-comptes.json"
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
COMMAND_LINE = Actor("demo", "system")


class NoDemo(EngineError):
    """There are no demo accounts here."""

    exit_code = 2
    message_fr = "Aucun compte de démonstration ici. Créez-les d'abord : avis demo install."


class DemoAccount(Record):
    """A demo account with what opens it, in clear: it opens invented dossiers only. `totp` is base32."""

    login: str
    name: str
    role: Role
    rpps: str | None = None
    specialty: str | None = None
    password: str
    totp: str | None = None


PEOPLE: tuple[tuple[str, str, Role, str | None, str | None], ...] = (
    ("accueil", "Capucine Fictive", "intake", None, None),
    ("medecin", "Dr Balthazar Inventé", "doctor", "99900000011", "chirurgie orthopédique, gynécologie, oncologie"),
    ("recherche", "Philomène Imaginaire", "researcher", None, None),
    ("conseil", "Pr Eudoxie Chimère", "council", None, None),
    ("admin", "Anatole Postiche", "admin", None, None),
)


def accounts(folder: Path) -> tuple[DemoAccount, ...]:
    """Return the demo accounts of a data folder. Raises `NoDemo`."""
    try:
        return tuple(DemoAccount.model_validate(a) for a in json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise NoDemo from error


def code(folder: Path, login: str, clock: Clock) -> str:
    """Return the six digits that a demo account's telephone would show now. Raises `NoDemo`."""
    found = next((a for a in accounts(folder) if a.login == login and a.totp), None)
    if found is None or found.totp is None:
        raise NoDemo
    return code_at(found.totp, clock.now())


def install_accounts(folder: Path, service: AccountService) -> tuple[DemoAccount, ...]:
    """Make the demo accounts that are not there yet, and write down what opens them, for the owner of `folder`."""
    try:
        known = {a.login: a for a in accounts(folder)}
    except NoDemo:
        known = {}
    made = [known.get(person[0]) or _new(*person) for person in PEOPLE]
    # Written before they are made: an account whose password nobody knows would be of no use.
    write_whole(folder / FILE, json.dumps([a.model_dump() for a in made], ensure_ascii=False, indent=1))
    for account in made:
        try:
            service.add(
                COMMAND_LINE,
                login=account.login,
                name=account.name,
                role=account.role,
                rpps=account.rpps or "",
                specialty=account.specialty or "",
                password=account.password,
                totp=account.totp,
            )
        except LoginTaken:
            continue
    return tuple(made)


def install_dossiers(cases: Iterable[Path], intake: IntakeService, by: Account, doctor: Account) -> tuple[str, ...]:
    """Take in the demo dossiers that are not there yet, all but the first for the doctor; return their numbers."""
    taken = []
    for number, case in enumerate(cases):
        dossier = dossier_of(case)
        if intake.listed_one(dossier.id) is None:
            intake.take(by, dossier, list(files_of(case)))
            if number:
                intake.assign(by, dossier.id, doctor.id)
            taken.append(dossier.id)
    return tuple(taken)


def _new(login: str, name: str, role: Role, rpps: str | None, specialty: str | None) -> DemoAccount:
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))
    totp = new_secret() if role in TWO_FACTORS else None
    return DemoAccount(login=login, name=name, role=role, rpps=rpps, specialty=specialty, password=password, totp=totp)


def watch(intake: IntakeService, jobs: Jobs, wait: float, sleep: Callable[[float], None] = time.sleep) -> Iterator[str]:
    """Yield what is told of the waiting dossiers until none is left, `wait` seconds at most."""
    seen: dict[str, int] = {}
    left = wait
    waiting = [d.id for d in intake.listed(("reading",), limit=100)]
    while waiting and left > 0:
        for dossier in waiting:
            for told in jobs.told(dossier, seen.get(dossier, 0)):
                seen[dossier] = told.seq
                yield f"  … {dossier} : {told.progress.text_fr}"
        waiting = [d.id for d in intake.listed(("reading",), limit=100)]
        sleep(0.5)
        left -= 0.5
    for dossier in waiting:
        yield f"  {dossier} n'est pas encore traité ; le service continue."
