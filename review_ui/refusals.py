"""Why a request is turned away; `review_ui.failures` makes the answer of each."""

from engine.domain.account import Pending, Role


class Refusal(Exception):
    """The base of what a gate raises."""


class NotSignedIn(Refusal):
    """Nobody is signed in, or the session is over."""


class StepFirst(Refusal):
    """The person has something to do before anything else."""

    def __init__(self, pending: Pending | None) -> None:
        super().__init__()
        self.pending = pending


class LinkFirst(Refusal):
    """Somebody answers by link, and has not come in by it, or not for hours."""


class RoleRefused(Refusal):
    """The person's role may not do this; `allowed` may."""

    def __init__(self, role: Role, allowed: frozenset[Role]) -> None:
        super().__init__()
        self.role, self.allowed = role, allowed


class NotFound(Refusal):
    """There is no such thing, or not for this person: which of the two is not told."""


class DeclareFirst(Refusal):
    """The doctor has still to say whether there is a conflict of interest with that dossier."""

    def __init__(self, dossier: str) -> None:
        super().__init__()
        self.dossier = dossier


class ForgedRequest(Refusal):
    """The request does not come from a page of this service, or that page is too old."""


class BodyTooLarge(Refusal):
    """More was sent than this page takes; `largest` in bytes. None: the sender does not say how much it is."""

    def __init__(self, largest: int | None) -> None:
        super().__init__()
        self.largest = largest
