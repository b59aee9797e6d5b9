"""How many dossiers each choice of a work list would leave, and which situations the choices that were made hold."""

from collections.abc import Callable, Collection, Mapping, Sequence

from engine.domain.desk import State
from engine.domain.turn import WHOSE, Facets, Filters, Group, Key, Turn

Tests = Mapping[str, Callable[[Group, Turn], bool]]


def chosen(
    groups: Sequence[Group],
    turns: Mapping[Key, Turn],
    filters: Filters,
    specialties: Mapping[str, str],
    states: Collection[State],
) -> dict[Key, int]:
    """The keys of the situations that pass every filter and stand in `states` (any where empty), with their urgency."""
    tests = _tests(filters, specialties, states)
    return {g.key: turns[g.key].urgency for g in groups if all(test(g, turns[g.key]) for test in tests.values())}


def facets(
    groups: Sequence[Group],
    turns: Mapping[Key, Turn],
    filters: Filters,
    specialties: Mapping[str, str],
    states: Collection[State],
) -> Facets:
    """Count each choice with all other choices kept. `specialties` gives that of each pathway."""
    tests = _tests(filters, specialties, states)
    counts: dict[str, dict[str, int]] = {name: {} for name in tests}
    total = late = 0
    for group in groups:
        turn, total = turns[group.key], total + group.dossiers
        late += group.dossiers if group.situation.pace == "late" else 0
        missed = [name for name, test in tests.items() if not test(group, turn)]
        if len(missed) > 1:
            continue
        values = _values(group, turn, specialties)
        for name in missed or tests:
            value = values[name]
            if value is not None:
                counts[name][value] = counts[name].get(value, 0) + group.dossiers
    return Facets.model_validate(
        {
            "states": counts["state"],
            "whose": {name: counts["whose"][name] for name in WHOSE if name in counts["whose"]},
            "pathways": counts["pathway"],
            "specialties": counts["specialty"],
            "doctors": counts["doctor"],
            "late": counts["pace"].get("late", 0),
            "risk": counts["pace"].get("risk", 0),
            "provisional": counts["provisional"].get("yes", 0),
            "flag": counts["flag"].get("yes", 0),
            "total": total,
            "all_late": late,
        }
    )


def _tests(filters: Filters, specialties: Mapping[str, str], states: Collection[State]) -> Tests:
    return {
        "state": lambda g, _: not states or g.situation.state in states,
        "whose": lambda _, t: filters.whose in (None, t.whose),
        "pathway": lambda g, _: filters.pathway in (None, g.situation.pathway),
        "specialty": lambda g, _: filters.specialty in (None, specialties.get(g.situation.pathway)),
        "doctor": lambda g, _: filters.doctor in (None, g.situation.doctor),
        "pace": lambda g, _: filters.pace in (None, g.situation.pace),
        "provisional": lambda g, _: not filters.provisional or g.situation.provisional,
        "flag": lambda g, _: not filters.flag or g.situation.flag,
    }


def _values(group: Group, turn: Turn, specialties: Mapping[str, str]) -> dict[str, str | None]:
    s = group.situation
    return {
        "state": s.state,
        "whose": turn.whose,
        "pathway": s.pathway,
        "specialty": specialties.get(s.pathway),
        "doctor": s.doctor,
        "pace": s.pace,
        "provisional": "yes" if s.provisional else None,
        "flag": "yes" if s.flag else None,
    }
