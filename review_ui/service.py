"""What the pages ask of the engine; `engine.build_service` gives one that answers."""

from collections.abc import Sequence
from typing import Protocol

from fastapi import Request

from engine import AccountService, IntakeService, ReviewService, SigningService
from engine.domain.account import Account
from engine.domain.audit import Action, AuditEntry, Verified
from engine.domain.progress import Job, Told


class Journal(Protocol):
    """The acts that were recorded."""

    def entries(
        self,
        *,
        actor: str | None = None,
        dossier: str | None = None,
        action: Action | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> Sequence[AuditEntry]:
        """Return the latest acts first; those of a person, a dossier, a kind; numbered under `before`."""
        ...

    def verify(self) -> Verified:
        """Check that no entry was changed, taken out or put in."""
        ...


class Jobs(Protocol):
    """The work in the background."""

    def active(self) -> Sequence[Job]:
        """Return what waits, is under way or failed."""
        ...

    def retry(self, dossier: str) -> None:
        """Ask again for the work on a dossier that failed."""
        ...

    def told(self, dossier: str, after: int = 0) -> Sequence[Told]:
        """Return what was told of the present or last job of a dossier after number `after`, in order."""
        ...


class Check(Protocol):
    """One thing that was looked at, and what to do when it is wrong."""

    @property
    def name(self) -> str:
        """Its short name."""
        ...

    @property
    def status(self) -> str:
        """How it stands: ok, warning or failed."""
        ...

    @property
    def told_fr(self) -> str:
        """What was found."""
        ...

    @property
    def remedy_fr(self) -> str | None:
        """What to do, if anything."""
        ...


class Service(Protocol):
    """The engine as the pages see it."""

    @property
    def accounts(self) -> AccountService:
        """Who may come in."""
        ...

    @property
    def intake(self) -> IntakeService:
        """What staff do with dossiers."""
        ...

    @property
    def review(self) -> ReviewService:
        """What doctors make of dossiers."""
        ...

    @property
    def signing(self) -> SigningService:
        """What they sign."""
        ...

    @property
    def journal(self) -> Journal:
        """What was done."""
        ...

    @property
    def jobs(self) -> Jobs:
        """What is being worked on."""
        ...

    def health(self) -> Sequence[Check]:
        """Look at everything that the service needs."""
        ...

    def may_open(self, account: Account, dossier: str) -> bool:
        """Say whether a doctor was assigned to a dossier."""
        ...


def service_of(request: Request) -> Service:
    """Return the service of the application that answers `request`."""
    service: Service = request.app.state.service
    return service
