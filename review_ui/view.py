"""Pages in French: the Jinja environment, its filters and the addresses of what is static."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from engine.domain.account import ROLES_FR, Role

STATIC = Path(__file__).parent / "static"
PARIS = ZoneInfo("Europe/Paris")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
# What layout.html may always name; a page gives the others. A mistyped name still fails: undefined is strict.
LAYOUT = {"account": None, "nav": (), "csrf": "", "notices": (), "unvalidated": False}
BLANK, THIN = "\u00a0", "\u202f"  # no line breaks inside a number, nor before its unit


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of this package: always escaped, and strict about names that nobody gave."""
    made = Environment(
        loader=PackageLoader("review_ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for shown in (date_fr, datetime_fr, time_fr, number_fr, percent_fr, size_fr, duration_fr, plural, role_fr, text_fr):
        made.filters[shown.__name__] = shown
    made.globals.update(LAYOUT, static_url=static_url, version=version("double-avis"))
    return made


def render(template: str, **values: object) -> str:
    """The page or part `template` as HTML. Raises `jinja2.UndefinedError` on a name that was not given."""
    return environment().get_template(template).render(values)


@lru_cache(maxsize=256)
def static_url(path: str) -> str:
    """Address of a file under `static/`, with its content's hash: it may be cached for ever. Raises `OSError`."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()
    return f"/static/{path}?v={digest[:12]}"


def date_fr(day: date | None, otherwise: str = "sans date") -> str:
    """12 mars 2026; the first of a month is « 1er »."""
    if day is None:
        return otherwise
    return f"{'1er' if day.day == 1 else day.day}{BLANK}{MONTHS[day.month - 1]} {day.year}"


def time_fr(moment: datetime) -> str:
    """14 h 02, in Paris. Raises `ValueError` for a moment without time zone."""
    local = _paris(moment)
    return f"{local.hour}{BLANK}h{BLANK}{local.minute:02d}"


def datetime_fr(moment: datetime | None, otherwise: str = "jamais") -> str:
    """12 mars 2026 à 14 h 02, in Paris. Raises `ValueError` for a moment without time zone."""
    if moment is None:
        return otherwise
    return f"{date_fr(_paris(moment).date())} à {time_fr(moment)}"


def number_fr(value: float, digits: int | None = None) -> str:
    """1 234,5: decimal comma, thousands apart. `digits` after the comma; None keeps what there is."""
    plain = f"{value:,}" if digits is None else f"{value:,.{digits}f}"
    return plain.replace(",", THIN).replace(".", ",").replace("-", "\u2212")


def percent_fr(share: float, digits: int = 0) -> str:
    """78 % for 0.78."""
    return f"{number_fr(share * 100, digits)}{BLANK}%"


def size_fr(octets: int) -> str:
    """A file's size in decimal units: 320 octets, 48 ko, 2,4 Mo."""
    if octets < 1000:
        return plural(octets, "octet")
    size, unit = (
        (octets / 1e3, "ko") if octets < 1e6 else (octets / 1e6, "Mo") if octets < 1e9 else (octets / 1e9, "Go")
    )
    return f"{number_fr(size, 0 if unit == 'ko' else 1)}{BLANK}{unit}"


def duration_fr(seconds: float) -> str:
    """How long something may take, as nobody should take it for exact: environ 2 min, environ 1 h 30."""
    minutes = seconds / 60
    if minutes < 0.75:
        return "moins d'une minute"
    if minutes < 10:
        return f"environ {round(minutes)}{BLANK}min"
    fives = 5 * round(minutes / 5)
    if fives < 60:
        return f"environ {fives}{BLANK}min"
    hours, rest = divmod(15 * round(minutes / 15), 60)
    return f"environ {hours}{BLANK}h" + (f"{BLANK}{rest:02d}" if rest else "")


def plural(count: int, one: str, many: str | None = None) -> str:
    """3 dossiers; in French 0 and 1 are singular. `many` is given where an s does not do."""
    return f"{number_fr(count)}{BLANK}{one if abs(count) < 2 else many or _each_with_s(one.split())}"


def text_fr(text: str) -> str:
    """A French text whose quotation marks and high punctuation stay with their words at the end of a line."""
    return re.sub(r" (?=[»:;?!%])|(?<=«) ", BLANK, text)


def role_fr(role: Role) -> str:
    """The role as its bearer would call it."""
    told = ROLES_FR[role]
    return told[0].upper() + told[1:]


def _each_with_s(words: Iterable[str]) -> str:
    """« document manquant » -> « documents manquants »; words that end in s, x or z stay."""
    return " ".join(word if word[-1] in "sxz" else f"{word}s" for word in words)


def _paris(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(PARIS)
