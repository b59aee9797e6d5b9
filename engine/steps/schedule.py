"""How a drug is taken, as printed behind its name: dose, rhythm, how long, since when, whether it was stopped."""

import re
from calendar import monthrange
from datetime import date

from engine.domain.fact import Schedule
from engine.domain.moment import When
from engine.steps.calendar_dates import MONTHS, dates_in

LONGEST = 140
"""Characters behind a name in which its schedule ends."""
COUNT = r"(?:\d+(?:[.,/]\d+)?|une?|deux|trois|quatre|cinq|six|huit|dix|½|demi)"
UNIT = r"(?:mg|µg|μg|mcg|ug|g|ui|mui|ml|%)"
FORM = (
    r"(?:cps?|cpr|comprimes?|gelules?|gel|sachets?|ampoules?|amp|injections?|gouttes?|patchs?|applications?|bouffees?"
    r"|pulverisations?|suppositoires?|ovules?|doses?|prises?|stylos?|seringues?)\b\.?"
)
PERIOD = r"(?:jours?|jr|j|semaines?|sem|mois|trimestre|trim|24 ?h)\b\.?"
SPAN = rf"{COUNT} ?(?:jours?|j|semaines?|sem|mois|ans?)\b"
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
TIME = (
    rf"(?:\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{1,2}}(?:er)? (?:{MONTH}) \d{{4}}|(?:{MONTH})\.? \d{{4}}|\d{{1,2}}/\d{{4}}"
    r"|(?:19|20)\d\d)"
)
BEGUN = r"(?:depuis(?: le| l.annee)?|a partir du|(?:debut|commenc|introduit|instaur)(?:ee?|e)?(?: le| en)?)"
STOPPED = r"(?:arretee?|stoppee?|interrompue?|suspendue?)"
NUMBER = r"\d{1,3}(?: \d{3})+|\d+(?:[.,]\d+)?"
RHYTHM = "|".join(
    (
        r"\d(?:[.,]\d)? ?- ?\d(?:[.,]\d)? ?- ?\d(?! ?[-/]?\d)",
        rf"x ?\d(?: ?/ ?{PERIOD})?",
        rf"{COUNT}(?: a {COUNT})? ?{FORM}(?: et demie?\b| (?:et )?(?:1/2|½))?"
        rf"(?: de (?:{NUMBER}) ?mg)?(?: ?(?:/|par) ?{PERIOD})?",
        rf"{COUNT} (?:seule )?fois ?(?:par|/) ?{PERIOD}",
        r"\d{1,2} ?(?:jours?|j) (?:sur|/) ?\d{1,2}(?: jours?| j)?\b",
        rf"{COUNT} ?/ ?{PERIOD}",
        rf"(?:par|/) ?{PERIOD}",
        rf"tou(?:te)?s les (?:{COUNT} )?(?:h\b|heures?|jours?|semaines?|mois|soirs?|matins?)",
        rf"(?:{COUNT} )?(?:le |au )?(?:matin|midi|soir|coucher)\b",
        r"si (?:besoin|bes\.|[a-z]{5,12})|a la demande|quotidien(?:ne)?(?:ment)?|hebdomadaire|j ?\d+ ?(?:-|a) ?j ?\d+",
    )
)
NO_MOMENT = r"(?!(?:et |le |au |a )*(?:matin|midi|soir|coucher)\b)"
PIECES = (
    (
        "since",
        rf"(?:(?!(?:et |le |au |a )*(?:matin|midi|soir|coucher)\b)[a-z' -]{{3,30}}, ?)?{BEGUN} (?P<since_at>{TIME})",
    ),
    ("until", rf"(?:jusqu.au|{STOPPED}(?: le| en| depuis)?) (?P<until_at>{TIME})"),
    ("stopped", rf"(?:est |a ete |traitement )?{STOPPED}\b"),
    (
        "dose",
        rf"(?P<number>{NUMBER}) ?(?P<unit>{UNIT})(?:(?: ?/ ?|par )(?:m ?[2²]|kg|{PERIOD}|\d+ ?h\b|prise))*(?![a-z0-9])",
    ),
    ("rhythm", f"(?:{RHYTHM})"),
    (
        "span",
        rf"(?:(?:pendant|durant|pour(?: une duree de)?|ttt de|traitement de|duree :?) )?{SPAN}(?: (?:maximum|max))?",
    ),
    (
        "skip",
        r"(?:lp|gel|per os|p\.?o\.?|i\.?v\.?|s\.?c\.?|i\.?m\.?|par voie (?:orale|sous-? ?cutanee|intra-?veineuse)"
        r"|stylos?(?: pre-?remplis?)?|seringues?(?: pre-?remplies?)?|comprimes?|gelules?|solution"
        r"|orale?|injectable|sous-? ?cutanee?|intra-? ?musculaire|a poursuivre|jusqu.a|systematique(?:ment)?)"
        r"(?![a-z])\.?",
    ),
)
"""What may follow a drug's name, on folded running text, the first that fits going first."""
PATTERN = re.compile("|".join(f"(?P<{name}>{piece})" for name, piece in PIECES))
BETWEEN = re.compile(r"[\s,:()+-]*(?:(?:a la dose(?: de)?|a(?! partir)|de|et|en)\s+)?")
STOPPED_BEFORE = re.compile(
    r"(?:traitements? (?:arretes?|stoppes?)\s*:?\s*|\barret (?:du |de la |de l.|de |d.)"
    r"|\bancien traitement (?:par )?:?\s*"
    r"|(?<!\bpas )(?<!\bjamais )(?<!\bsans )"
    r"\b(?:stop(?:per)?|arreter|cesser|suspendre|interrompre|ne plus prendre)\b ?:? ?"
    r"(?:(?:le|la|les|l.|de|d.|du|son|sa) ?)?(?:traitement par )?"
    r"(?:[a-z0-9]{3,20} ?\(\s*(?:[a-z]{3,20} ?[-+/,] ?)?)?)$"
)
STOPPED_REACH = 60
"""Characters before a name in which it is said to be stopped."""
TO_BE_STOPPED = re.compile(r"\b(?:j|jours?|h|heures?|semaines?) avant\b")
"""What makes a stop one to come ("arrêter l'aspirine cinq jours avant")."""
BRACKETED = re.compile(r"\s*\([a-z -]{4,30}\)")


def schedule_of(text: str, folded: str, name: tuple[int, int], stop: int, latest: date | None) -> Schedule | None:
    """The schedule printed right behind a drug's name at `text[slice(*name)]`, before `stop`; None where none is.

    Read piece by piece: what is not known ends it, so that the next drug's dose is never this one's. A day after
    `latest`, that of the document, is no beginning.
    """
    start, at = name
    limit = min(stop, at + LONGEST, *(m.start() for m in re.compile(r"\n|;|\.\s").finditer(folded, at, at + LONGEST)))
    found: dict[str, str] = {}
    times: dict[str, When] = {}
    amount: tuple[float, str] | None = None
    begin: int | None = None
    end = at
    while at < limit:
        bracket = BRACKETED.match(folded, at, limit)
        between = BETWEEN.match(folded, bracket.end() if bracket and not found.get("rhythm") else at, limit)
        piece = PATTERN.match(folded, between.end() if between else at, limit)
        if piece is None or piece.lastgroup is None:
            break
        kind = next(name for name, _ in PIECES if piece[name])
        printed = " ".join(text[piece.start() : piece.end()].split())
        if kind == "dose":
            if amount is not None:
                break  # a second dose is another drug's, or another day's
            amount = (
                float(piece["number"].replace(" ", "").replace(",", ".")),
                text[piece.start("unit") : piece.end("unit")],
            )
        if kind in ("since", "until"):
            when = _when(piece[f"{kind}_at"], latest, past=kind == "since")
            if when is None:
                break
            times[kind] = when
        if kind == "rhythm":
            begin = piece.start() if begin is None else begin
            printed = " ".join(text[begin : piece.end()].split())
            found[kind] = printed
        else:
            found.setdefault(kind, printed)
        at = end = piece.end()
    before = STOPPED_BEFORE.search(folded[max(0, start - STOPPED_REACH) : start])
    before = None if TO_BE_STOPPED.search(folded, start, limit) else before
    ended = times.get("until")
    stopped = bool(before) or "stopped" in found or (ended is not None and latest is not None and ended.last <= latest)
    if not (set(found) - {"skip"} or before):
        return None
    return Schedule(
        dose=found.get("dose"),
        dose_value=amount[0] if amount else None,
        dose_unit=amount[1] if amount else None,
        rhythm=found.get("rhythm"),
        duration=found.get("span"),
        begun=times.get("since"),
        ended=ended,
        stopped=stopped,
        quote=text[start:end],
        start=start,
        end=end,
    )


def _when(printed: str, latest: date | None, *, past: bool) -> When | None:
    days = dates_in(printed, latest or date.max)
    if days:
        when = When.on(days[0].day)
    else:
        month, year = re.search(rf"{MONTH}|^\d{{1,2}}(?=/)", printed), int(printed[-4:])
        if month is None:
            when = When(first=date(year, 1, 1), last=date(year, 12, 31), precision="year")
        else:
            number = int(month[0]) if month[0].isdigit() else MONTHS[month[0]]
            if not 1 <= number <= 12:
                return None
            last = date(year, number, monthrange(year, number)[1])
            when = When(first=date(year, number, 1), last=last, precision="month")
    return None if past and latest and when.first > latest else when


def schedule_fr(schedule: Schedule) -> str:
    """A schedule in a few words, its dose apart: "par semaine, pendant 6 mois, arrêté"."""
    told = [schedule.rhythm, schedule.duration]
    if schedule.stopped and schedule.ended is None:
        told.append("arrêté")
    return ", ".join(part for part in told if part)
