"""What people typed into fields, as values; what is wrong with it, in French."""

import re
from datetime import date
from typing import TypeVar

T = TypeVar("T")
NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,6})?")


class Errors(dict[str, str]):
    """What is wrong, by the name of the field."""

    def keep(self, name: str, told: str) -> None:
        """Note what is wrong with a field; the first thing said of it stays."""
        self.setdefault(name, told)


def day(
    name: str, typed: str, errors: Errors, *, latest: date | None = None, missing: str | None = None
) -> date | None:
    """The date of a date field (AAAA-MM-JJ, or JJ/MM/AAAA where there is no picker), not after `latest`."""
    if not typed:
        if missing:
            errors.keep(name, missing)
        return None
    found = _read(typed)
    if found is None:
        errors.keep(name, "Cette date n'existe pas. Écrivez-la sous la forme JJ/MM/AAAA.")
    elif found.year < 1900:
        errors.keep(name, "Vérifiez l'année.")
    elif latest is not None and found > latest:
        errors.keep(name, "Cette date est dans le futur. Vérifiez-la.")
    return found


def _read(typed: str) -> date | None:
    parts = typed.split("/")
    written = "-".join((parts[2].zfill(4), parts[1].zfill(2), parts[0].zfill(2))) if len(parts) == 3 else typed
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def line(name: str, typed: str, errors: Errors, *, longest: int, missing: str | None = None) -> str:
    """A text without blanks around it; `missing` is said when there is none."""
    if not typed and missing:
        errors.keep(name, missing)
    if len(typed) > longest:
        errors.keep(name, f"Ce texte compte {len(typed)} caractères ; {longest} au plus.")
    return typed


def number(
    name: str, typed: str, errors: Errors, *, whole: bool, low: float | None, high: float | None
) -> float | None:
    """A number with a decimal comma or point, between `low` and `high`."""
    if not typed:
        return None
    plain = "".join(typed.split()).replace(",", ".")
    if not NUMBER.fullmatch(plain):
        errors.keep(name, "Écrivez un nombre, par exemple 7 ou 22,5.")
        return None
    found = float(plain)
    if whole and found != int(found):
        errors.keep(name, "Écrivez un nombre entier.")
    elif (low is not None and found < low) or (high is not None and found > high):
        errors.keep(name, f"Vérifiez ce nombre : il est attendu entre {_shown(low)} et {_shown(high)}.")
    return int(found) if whole and name not in errors else found


def chosen(name: str, typed: str, allowed: tuple[T, ...], errors: Errors, missing: str) -> T | None:
    """One of the values that were offered."""
    found = next((value for value in allowed if value == typed), None)
    if found is None:
        errors.keep(name, missing)
    return found


def _shown(value: float | None) -> str:
    return f"{value:g}".replace(".", ",") if value is not None else "…"
