"""Where a dossier stands."""

from datetime import date, datetime
from typing import Literal

from engine.domain.convergence import Axis
from engine.domain.record import Record

Stage = Literal["received", "read", "structured", "assessed", "stopped", "refused", "drafted", "compared"]


class DossierStage(Record):
    """Where a dossier stands, from its latest rows (view `dossier_stage`).

    `since` is when it came there; `stopped` means a red flag, `refused` that no draft was written for the reason
    `refusal`. `red_flags`, `provisional` and `overall` are of results that still hold: none after a newer upload.
    """

    id: str
    pathway: str
    received_on: date
    stage: Stage
    since: datetime
    uploads: int
    red_flags: int
    provisional: bool | None
    refusal: str | None
    overall: Axis | None
