"""The work list: whose turn each dossier is, narrowed and counted, the most urgent first."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from engine.domain.account import Account
from engine.domain.desk import Listed, State
from engine.domain.turn import DeskLine, Facets, Filters, Turn
from engine.pathways import known, load
from engine.services.views import PROMISE_DAYS
from engine.steps.facets import chosen, facets
from engine.steps.turn import REMIND_DAYS, RISK_DAYS, line_fr, turn
from engine.store.worklist import Days, WorkLists

PAGE = 50
"""Dossiers on a page of the list."""


class ListPage(NamedTuple):
    """One page of the list: its number of `pages`, how many dossiers match, and how many each choice would leave."""

    lines: tuple[DeskLine, ...]
    number: int
    pages: int
    matching: int
    facets: Facets
    names: Mapping[str, str]


class WorkListService:
    """What people work from. A doctor sees the dossiers that were given to him or her."""

    def __init__(self, lists: WorkLists, names: Callable[[], Mapping[str, str]], today: Callable[[], date]) -> None:
        self._lists, self._names, self._today = lists, names, today

    def page(
        self,
        account: Account,
        filters: Filters,
        states: tuple[State, ...] = (),
        wanted: str = "",
        number: int = 1,
        *,
        newest: bool = False,
    ) -> ListPage:
        """Return a page of the dossiers in those states that pass the filters; the last page for a number beyond it."""
        own, days, today = _own(account), self._days(), self._today()
        away, specialties = self._lists.away(today), self.specialties()
        groups = self._lists.groups(days, own, wanted)
        turns = {g.key: turn(g.situation, away=g.situation.doctor in away) for g in groups}
        keys = chosen(groups, turns, filters, specialties, states)
        count = sum(g.dossiers for g in groups if g.key in keys)
        pages = max(1, -(-count // PAGE))
        number = min(max(number, 1), pages)
        if newest:
            keys = dict.fromkeys(keys, 0)
        rows = self._lists.page(days, own, wanted, keys, PAGE, (number - 1) * PAGE, newest=newest) if count else ()
        names = self._names()
        lines = tuple(_line(turns[key], listed, today, names, away, own) for key, listed in rows if key in turns)
        return ListPage(lines, number, pages, count, facets(groups, turns, filters, specialties, states), names)

    def line(self, account: Account, listed: Listed) -> DeskLine | None:
        """Return what one dossier waits for."""
        today = self._today()
        situation = self._lists.one(self._days(), listed.id)
        if situation is None:
            return None
        away = self._lists.away(today)
        found = turn(situation, away=situation.doctor in away)
        return _line(found, listed, today, self._names(), away, _own(account))

    def specialties(self) -> dict[str, str]:
        """Return the specialty of each installed pathway."""
        return {name: load(name).specialty for name in known()}

    def _days(self) -> Days:
        today = self._today()
        late = today - timedelta(days=PROMISE_DAYS + 1)
        return Days(remind=today - timedelta(days=REMIND_DAYS), late=late, risk=late + timedelta(days=RISK_DAYS))


def _own(account: Account) -> str | None:
    return account.id if account.role == "doctor" else None


def _line(
    found: Turn,
    listed: Listed,
    today: date,
    names: Mapping[str, str],
    away: Mapping[str, date | None],
    own: str | None,
) -> DeskLine:
    said = line_fr(found.blocker, listed, today, names, away.get(listed.doctor or ""), own=own is not None)
    return DeskLine(listed=listed, whose=found.whose, blocker=found.blocker, line_fr=said)
