"""What a dossier's page and the work list show of its experts."""

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import Request

from engine import DECLINED_FR, DossierView, Followed, Proposal
from engine.domain.expert import Decline, DeclineReason, Expert, Given, Piece
from review_ui.access import Visitor
from review_ui.dossier_page import people
from review_ui.service import service_of


class Panel(NamedTuple):
    """Who is proposed for a dossier and what was said of it; a doctor sees the own pieces only."""

    proposals: tuple[Proposal, ...]
    pieces: tuple[Piece, ...]
    given_back: Decline | None
    last: Given | None
    away: str | None
    names: Mapping[str, str]
    reasons: Mapping[DeclineReason, str]

    @property
    def open_pieces(self) -> list[Piece]:
        """The pieces that are waited for."""
        return [piece for piece in self.pieces if piece.is_open]


def panel(request: Request, visitor: Visitor, view: DossierView) -> Panel:
    """What the page of a dossier shows of experts."""
    service, dossier = service_of(request), view.dossier.id
    pieces = service.pieces.seen_by(visitor.account, dossier)
    if visitor.account.role != "intake":
        return Panel((), pieces, None, None, None, {}, DECLINED_FR)
    proposals = () if view.signed else service.experts.proposals(view)
    given, declines = service.experts.assignments(dossier), service.experts.declines(dossier)
    # Who gave it back did so last: nobody was given it since.
    back = declines[-1] if declines and given and given[-1].doctor is None and given[-1].by == declines[-1].by else None
    holder = next((p.expert for p in proposals if p.expert.account.id == view.doctor), None)
    away = _away(holder, request) if holder else None
    return Panel(proposals, pieces, back, given[-1] if given else None, away, people(request), DECLINED_FR)


def followed(request: Request) -> Followed | None:
    """What of experts waits for staff; None where nothing does."""
    found = service_of(request).experts.counted()
    return found if any(found) else None


def _away(expert: Expert, request: Request) -> str | None:
    """How the absence of the doctor who has the dossier is told, if there is one today."""
    today = service_of(request).intake.today()
    last = max((a.last for a in expert.absences if a.on(today)), default=None)
    return f"{last:%d/%m/%Y}" if last else None
