"""The work list by whose turn each dossier is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, cast

from engine.domain.desk import Listed, State
from engine.domain.turn import Group, Key, Situation, Waits
from engine.domain.wording import fold
from engine.store.database import Database


class Days(NamedTuple):
    """Days that tell situations apart: what was asked for by `remind` is overdue, what came by `late` is late."""

    remind: date
    late: date
    risk: date


class WorkLists:
    """What the lists rest on, kept ready by the database itself. Errors are those of `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def groups(self, days: Days, own: str | None, wanted: str) -> tuple[Group, ...]:
        """Count the dossiers of each situation: those of one doctor (`own`), those whose name or number is `wanted`."""
        asked = {**days._asdict(), "own": own, "wanted": like(wanted)}
        return tuple(_group(row) for row in self._database.rows("desk_groups", **asked))

    def page(
        self,
        days: Days,
        own: str | None,
        wanted: str,
        ranks: Mapping[Key, int],
        limit: int,
        offset: int,
        *,
        newest: bool,
    ) -> tuple[tuple[Key, Listed], ...]:
        """Return dossiers in those situations (with their urgency), the most urgent first, each with its situation."""
        keys = list(ranks)
        asked = {
            **days._asdict(),
            "own": own,
            "wanted": like(wanted),
            "situations": [key.situation for key in keys],
            "overdues": [key.overdue for key in keys],
            "paces": [key.pace for key in keys],
            "ranks": list(ranks.values()),
        }
        rows = self._database.rows("desk_page", **asked, order=-1 if newest else 1, limit=limit, offset=offset)
        return tuple((keys[row.pop("place") - 1], Listed.model_validate(row)) for row in rows)

    def one(self, days: Days, dossier: str) -> Situation | None:
        """Return the situation of a dossier."""
        rows = self._database.rows("desk_of", **days._asdict(), dossier=dossier)
        return _group(rows[0]).situation if rows else None

    def away(self, today: date) -> dict[str, date | None]:
        """Return the doctors (ids of accounts) who are away, until when; None for one whose account is closed."""
        return {str(row["doctor"]): row["back_after"] for row in self._database.rows("doctors_away", today=today)}


def like(wanted: str) -> list[str] | None:
    """The words of a search by name or number as patterns, capitals and accents apart."""
    words: Sequence[str] = fold(wanted).split()
    return ["%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for word in words] or None


def _group(row: Mapping[str, Any]) -> Group:
    key = Key(row["situation"], row["overdue"], row["pace"])
    state, pathway, doctor, processing, provisional, flag, back, to_ask, waits, leaving, piece = key.situation.split(
        "|"
    )
    situation = Situation(
        state=cast("State", state),
        pathway=pathway,
        doctor=doctor or None,
        processing=processing == "1",
        provisional=provisional == "1",
        flag=flag == "1",
        given_back=back == "1",
        to_ask=to_ask == "1",
        waits="overdue" if waits == "yes" and key.overdue else cast("Waits", waits),
        leaving=leaving == "1",
        piece=cast('Literal["", "staff", "patient"]', piece),
        pace=key.pace,
    )
    return Group(key, situation, row["count"])
