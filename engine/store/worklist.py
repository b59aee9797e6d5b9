"""The work list by whose turn each dossier is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from engine.domain.desk import Listed
from engine.domain.turn import Group, Situation
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
        keys: Mapping[str, int],
        limit: int,
        offset: int,
        *,
        newest: bool,
    ) -> tuple[tuple[str, Listed], ...]:
        """Return dossiers in the situations `keys` (with their urgency), the most urgent first, with their keys."""
        asked = {**days._asdict(), "own": own, "wanted": like(wanted), "keys": list(keys), "ranks": list(keys.values())}
        rows = self._database.rows("desk_page", **asked, order=-1 if newest else 1, limit=limit, offset=offset)
        ids = [str(row["id"]) for row in rows]
        found = {one.id: one for one in self._database.many("listed_these", Listed, dossiers=ids)}
        return tuple((str(row["key"]), found[row["id"]]) for row in rows if row["id"] in found)

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


def _group(row: dict[str, object]) -> Group:
    return Group(str(row["key"]), Situation(**{name: row[name] for name in Situation._fields}), int(str(row["count"])))  # type: ignore[arg-type]
