"""The side that a word, a sentence, a heading or a table's columns give."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from engine.domain.fact import Side
from engine.domain.vocabulary import SideWords
from engine.domain.wording import any_match, fold, pattern
from engine.steps.clauses import clause_around

MOST = 3
"""How many times as often a text names the side that it is about."""
REACH = 50
"""Characters before a side in which another one may be compared with it."""
OTHER: dict[Side, Side] = {"droite": "gauche", "gauche": "droite"}
OTHER_VALUE = re.compile(
    r"(?: ?/ ?\d+| ?°| ?mm)?"
    r"(?:, (?:et |contre )?\d+(?:[.,]\d+)?[+-]?(?: ?/ ?\d+| ?°| ?mm) (?:a|du cote) (droite?|gauche)\b"
    r"|(?: [a-z-]+){0,5} ?\((?:contre )?\d+(?:[.,]\d+)?(?: ?/ ?\d+| ?°| ?mm)?\s(?:a|du\scote)\s(droite?|gauche)\)"
    r"| ?\((?:contre |a |cote )?(droite?|gauche) ?[:=]? ?\d+(?:[.,]\d+)?(?: ?/ ?\d+| ?°| ?mm)?\))"
)
"""The value of one side right behind one that names none ("4/5, 5/5 à droite", "2,3 mm (gauche 4,1 mm)"): that one is
the other side's."""
ASIDE = re.compile(r"\([^()\n]{1,40}\)")
"""A remark in brackets: a side told in it turns nothing."""
LISTED = re.compile(r"\s*\n\s*[•*–-] ")
"""What stands between a heading and its list, a blank line or none."""
TITLE = re.compile(r"^[ \t]*([^\n.:;,\d]{3,40}?)[ \t]*$", re.MULTILINE)
"""A line of few words without a stop: it heads the lines below it."""
TITLE_WORDS = 4
TITLE_LINES = 8
"""Lines in which the title of a paper stands."""
OPENING = re.compile(r"(?:^|\n|\. )([^\n:.]{2,50}):")
MEASURED = re.compile(r"[ \t]*\d+(?:[.,]\d+)? ?[^\s\d]{0,4}\.?[ \t]*(?=\n|$)")
DAY_ROW = re.compile(r"[ \t]*\d{1,2}/\d{1,2}/\d{2,4} +\S*\d")
"""A colon's one value ("Courbure lombaire gauche : 22°"), and a table's row of a day: that line heads no such row."""
BULLET = re.compile(r"\n[ \t]*[•*–-] ")
"""What opens an item of a list: the colon within one heads nothing but that item."""

CELLS = re.compile(r"(?<=\n)[^\n.:;]*[a-z)](?: +(?:\d+(?:[.,]\d+)?(?: ?(?:mm|cm|%))?|[-–])(?= |\n)){2,6} *\n")
"""A row of a table that ends in two cells or more: a sentence below it has nothing from it."""
FOUND = re.compile(r"\b[1-9]\d? ?/ ?\d|\d ?[+] ?\d")
"""What a row of biopsies prints behind a lobe where the disease was found."""
PART = re.compile(r"\n(?=(?:conclusions?|synthese|au total|en resume|microscopie) ?:)")
"""What opens a part of a report: nothing above it stands in its sentences."""

Named = tuple[int, int, Side]


def side_in(text: str, start: int, end: int, default: Side | None, words: SideWords) -> Side | None:
    """The side that governs `text[start:end]`.

    In this order: one named between its commas, the sentence's opening ("Genou gauche : …"), the nearest one of the
    sentence, the last one that its item named, the heading above when no other stands between, `default`. A side that
    another one is only compared with governs nothing else.
    """
    folded = fold(text)
    left = max(folded.rfind(mark, 0, start) for mark in (". ", ".\n", ";", "\n\n")) + 1
    stop = re.compile(r"[.;](?=\s|$)").search(folded, end)
    right = min(stop.start() if stop else len(folded), end + 90)
    rows = _labels(folded, words)
    left = max([left, *(m.end() for m in CELLS.finditer(folded, left, start))])
    left = max([left, *(m.end() for m in PART.finditer(folded, left, start))])
    left = max([left, *(m.start() for m in rows if m.start() <= start)])
    right = min([right, *(m.start() for m in rows if m.start() >= end)])
    bracket = folded.rfind("(", left, start)
    own = (
        max(folded.rfind(", ", left, start), bracket if ")" not in folded[max(bracket, 0) : start] else -1),
        min((at for mark in (", ", " (", ")") if (at := folded.find(mark, end, right)) >= 0), default=-1),
    )

    def sides(first: int, last: int) -> list[Named]:
        return _named(folded, first, last, words, (start, end), default)

    # "Stade 4 à droite, stade 2 à gauche": what stands between the same commas goes first.
    near = sides(max(own[0], left), own[1] if own[1] >= 0 else right)
    opening = re.compile(r"\s*([^\n:.]{2,50}):").match(folded, left, start)
    named = sides(*opening.span(1)) if opening else []
    if not near and len(named) == 1:
        # "Genou gauche : interligne 4,1 mm contre 4,6 mm à droite, stade 2": the opening governs what names no side.
        return named[0][2]
    near = near or _beside_other(folded, start, end)
    part = folded[max(own[0], left) : own[1] if own[1] >= 0 else right]
    told = folded[max(own[0], left) : end]
    median = not near and bool(any_match(words.median, part) or any_match(words.midline, told))
    near = near if near or median else sides(left, right)
    if near:
        return min(near, key=lambda s: 0 if start <= s[0] < end else min(abs(s[0] - end), abs(s[1] - start)))[2]
    if median or (opening and any_match(words.paired, opening[1])):
        return None if median else "bilatéral"
    row = next((m for m in rows if m.start() == left), None)
    if row:
        # "N1 : pas de calcification": where N1 lies was told before.
        first = next(m for m in rows if m[0] == row[0])
        named = sides(first.end(), folded.find("\n", first.end()))
        if named:
            return min(named)[2]
    item = max(folded.rfind(mark, 0, start) for mark in ("\n\n", "\n•", "\n- ", "\n* ")) + 1
    before = [n for n in sides(item, left) if not _is_a_relatives(folded, n[0], words)]
    goes_on = any(pattern(e).match(folded, left) for e in words.goes_on)
    if before and (folded[item] in "•-*" or goes_on):
        # "Trompe droite visible ; cet aspect …": the last side that the same item named goes on.
        return max(before, key=lambda s: s[0])[2]
    heading = _heading_above(text, folded, start)
    named = sides(*heading) if heading else []
    # A heading in running text governs no more once the text has come to the other side.
    told = ASIDE.sub(" ", folded[heading[1] : left]) if heading and named else ""
    turned = named and any(s[2] == OTHER.get(named[0][2]) for s in _named(told, 0, len(told), words, (0, 0), default))
    return named[0][2] if len(named) == 1 and not turned else default


def _beside_other(folded: str, start: int, end: int) -> list[Named]:
    """The side of `folded[start:end]` where the value right behind it is said to be the other one's."""
    rival = OTHER_VALUE.match(folded, end)
    told = next((side for side in rival.groups() if side), "") if rival else ""
    return [(start, end, "gauche" if told[0] == "d" else "droite")] if told else []


@lru_cache(maxsize=128)
def _labels(folded: str, words: SideWords) -> tuple[re.Match[str], ...]:
    """The labels of single lesions that open a line ("N1", "Lésion 2")."""
    return tuple(sorted((m for e in words.labels for m in pattern(e).finditer(folded)), key=lambda m: m.start()))


def _heading_above(text: str, folded: str, position: int) -> tuple[int, int] | None:
    """The nearest heading above `position`: "Genou gauche :", or a short line of its own right above its lines (in
    capitals, blank lines may follow it)."""
    items = [m.start() for m in BULLET.finditer(folded, 0, position)]
    of_day = DAY_ROW.match(folded, folded.rfind("\n", 0, position) + 1)
    found = [
        m.span(1)
        for m in OPENING.finditer(folded, 0, position)
        if not (of_day and MEASURED.match(folded, m.end()))
        and not (BULLET.match(m[0]) and items and items[-1] > m.start())
        and not (m[0][0] == "\n" and m[1][0].isalpha() and text[m.start(1)].islower())  # a sentence that goes on
    ]
    for title in TITLE.finditer(folded, 0, folded.rfind("\n", 0, position) + 1):
        words = text[title.start(1) : title.end(1)]
        listed = LISTED.match(text, title.end())
        parted = "\n\n" in text[listed.end() if listed else title.end() : position] and not words.isupper()
        if words[:1].isupper() and len(words.split()) <= TITLE_WORDS and not parted:
            found.append(title.span(1))
    return max(found, default=None)


def only_side(text: str, words: SideWords) -> Side | None:
    """The one side that a whole text speaks of, or None when it names both or neither."""
    folded = fold(text)
    named = {side for _, _, side in _named(folded, 0, len(folded), words)}
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=128)
def main_side(text: str, words: SideWords) -> Side | None:
    """The side that a text is about: the only one, or one that it names three times as often as the other, or the only
    one of its conclusion and of what it was asked for, or of its title, or the one that stands out
    when implants are left aside."""
    folded = fold(text)
    told = [n for n in _named(folded, 0, len(folded), words) if not _is_a_relatives(folded, n[0], words)]
    counted = Counter(side for _, _, side in told).most_common(2)
    if not counted:
        return None
    if len(counted) > 1 and any_match(words.single, folded):
        other = counted[1][0]
        if any(side == other and FOUND.search(folded[end:].partition("\n")[0]) for _, end, side in told):
            return None
    in_passing = counted[0] == ("bilatéral", 1)  # "artères de bon calibre des deux côtés"
    if _stands_out(counted) and not in_passing:
        return counted[0][0]
    about = [m for line in re.finditer(r"[^\n]+(?:\n[a-zà-ÿ(][^\n]*)*", text) if (m := _subject(line, words))]
    subjects = {s for start, end in about for _, _, s in _named(folded, start, end, words)}
    if len(subjects) == 1:
        return subjects.pop()
    titled = {s for start, end in _titles(folded, words) for _, _, s in _named(folded, start, end, words)}
    if len(titled) == 1 and counted[0][1] == dict(counted).get(next(iter(titled))):
        return titled.pop()
    others = Counter(s for start, _, s in told if not any_match(words.worn, folded[max(0, start - REACH) : start]))
    most = others.most_common(2)
    return most[0][0] if most and _stands_out(most) and not in_passing else None


def of_an_implant(quote: str, words: SideWords) -> bool:
    """Whether a quote names a side of implants alone, which a paper may tell of beside the side that it is about."""
    folded = fold(quote)
    named = _named(folded, 0, len(folded), words)
    return bool(named) and all(any_match(words.worn, folded[max(0, at - REACH) : at]) for at, _, _ in named)


def _titles(folded: str, words: SideWords) -> list[tuple[int, int]]:
    """The first lines that name a part of the body with its examination, or alone, and end no sentence: what was
    examined."""
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", folded))[:TITLE_LINES]
    titles = (m for m in lines if VIEWED.search(m[0]) or len(m[0].split()) <= ALONE)
    named = (m for m in titles if ":" not in m[0] and any_match(words.parts, m[0]))
    return [m.span() for m in named if not m[0].rstrip().endswith((".", ";"))]


def _stands_out(counted: Sequence[tuple[Side, int]]) -> bool:
    """Whether the first of two counted sides is the only one, or named so much more often than the other."""
    return len(counted) == 1 or counted[0][1] >= MOST * counted[1][1]


EXAMINED = re.compile(r"\b(irm|scanner|tdm|tep|echo|radio|scintigraph|mammo|biops|ponction|coloscop|rectoscop)")


ALONE = 2
"""Words of a line that names a part of the body and its side, and nothing else."""
VIEWED = re.compile(rf"{EXAMINED.pattern}|\b(?:face|profil)\b")
"""An examination by its name or by its views."""


def side_for(text: str, start: int, end: int, words: SideWords) -> Side | None:
    """The side that a text is about, for what stands at `text[start:end]`: none where that is of one examination and
    the side only told of others ("IRM : PI-RADS 3. Biopsies positives à gauche")."""
    side = main_side(text, words)
    own = _examined(text, start, end) if side else frozenset()
    told = _sides_examined(text, words) if own else ()
    return None if told and all(other and not own & other for other in told) else side


@lru_cache(maxsize=128)
def _sides_examined(text: str, words: SideWords) -> tuple[frozenset[str], ...]:
    """The examinations that are named beside each side of a text."""
    return tuple(_examined(text, start, end) for start, end, _ in _named(fold(text), 0, len(text), words))


def _examined(text: str, start: int, end: int) -> frozenset[str]:
    return frozenset(EXAMINED.findall(fold(text[slice(*clause_around(text, start, end))])))


def _subject(line: re.Match[str], words: SideWords) -> tuple[int, int] | None:
    """Where a line says what its document is about, behind the word that opens it."""
    found = next((m for e in words.subject if (m := pattern(e).match(fold(line[0]).lstrip("•-*# ")))), None)
    return line.span() if found else None


def two_sided_row(text: str, start: int, end: int) -> tuple[tuple[Side, int, int], ...]:
    """The two values of a table row whose header names both sides: (side, start, end) of each number, in order.

    `text[start:end]` holds the row's name and its first number; the header stands at most eight lines above. Empty
    when the row is none.
    """
    folded = fold(text)
    line_end = folded.find("\n", end)
    row_end = line_end if line_end >= 0 else len(folded)
    numbers = list(re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?").finditer(folded, start, row_end))
    above = folded[:start].splitlines()[-8:]
    columns = next((c for line in reversed(above) if (c := _side_columns(line))), None)
    if columns is None or len(numbers) != 2 or re.search(r"[a-z]{4}|\. ", folded[end:row_end]):
        return ()
    return tuple((side, m.start(), m.end()) for side, m in zip(columns, numbers, strict=True))


def _side_columns(line: str) -> tuple[Side, Side] | None:
    """The order of the sides in a table's header ("Mesure Droite Gauche", "Angle D G"), or None for any other line."""
    right, left = (re.search(rf"\b(?:{full}|{short})\b", line) for full, short in (("droite?", "d"), ("gauche", "g")))
    if not right or not left or re.search(r"[.:]", line) or len(line.split()) > 6:
        return None
    return ("droite", "gauche") if right.start() < left.start() else ("gauche", "droite")


def _named(
    folded: str,
    start: int,
    end: int,
    words: SideWords,
    about: tuple[int, int] | None = None,
    default: Side | None = None,
) -> list[Named]:
    """The sides named in `folded[start:end]`; without those that something other than `about` is compared with."""
    found: list[Named] = []
    for expression, side in _expressions(words):
        for match in expression.finditer(folded, start, end):
            cue = _compared(folded, match.start(), words)
            if cue is None or (about and cue <= about[0] < match.start()):
                found.append((match.start(), match.end(), side))
    limbs = (m for e in words.limbs for m in pattern(e).finditer(folded, start, end)) if about else ()
    found += [(match.start(), match.end(), "bilatéral") for match in limbs]
    for match in (m for e in words.opposite for m in pattern(e).finditer(folded, start, end)) if about else ():
        before = [n for n in _named(folded, 0, match.start(), words) if n[2] in OTHER]
        side_told = max(before)[2] if before else default
        if side_told in OTHER:
            found.append((match.start(), match.end(), OTHER[side_told]))
    return found


def _is_a_relatives(folded: str, position: int, words: SideWords) -> bool:
    return any_match(words.of_others, folded[max(0, position - 2 * REACH) : position]) is not None


def _compared(folded: str, position: int, words: SideWords) -> int | None:
    """Where a comparison begins whose second term is the side at `position`, or None."""
    before = folded[max(0, position - REACH) : position]
    found = any_match(words.compared, before)
    return position - len(before) + found.start() if found else None


@lru_cache(maxsize=8)
def _expressions(words: SideWords) -> tuple[tuple[re.Pattern[str], Side], ...]:
    parts = "|".join(words.parts)

    def compiled(full: tuple[str, ...], letters: str) -> re.Pattern[str]:
        behind = rf"(?:{parts}) {letters}\b(?!['’])"
        return pattern("|".join((*full, behind, rf"\b{letters}{words.states}")))

    return (
        (pattern("|".join(words.both)), "bilatéral"),
        (compiled(words.right, words.right_letters), "droite"),
        (compiled(words.left, words.left_letters), "gauche"),
    )


def side_of(printed: str, words: SideWords) -> Side | None:
    """The side that a printed word or letter names, or None."""
    folded = fold(printed)
    letters: tuple[tuple[str, Side], ...] = ((words.right_letters, "droite"), (words.left_letters, "gauche"))
    alone = next((side for letter, side in letters if pattern(letter).fullmatch(folded)), None)
    if alone:
        return alone
    named = _named(folded, 0, len(printed), words)
    return named[0][2] if named else None


def sides_in(text: str, words: SideWords) -> frozenset[Side]:
    """All sides that a text names."""
    return frozenset(side for _, _, side in _named(fold(text), 0, len(text), words))
