"""French numbers in words, read with the spelling mistakes that documents make, and written."""

import re

UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
VALUES = {
    "premier": 1,
    "une": 1,
    **{word: number for number, word in enumerate(UNITS) if "-" not in word},
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "octante": 80,
    "nonante": 90,
    "cent": 100,
    "mille": 1000,
}
SPELLED = "|".join(f"{word.replace('é', 'e')}s*" for word in sorted(VALUES, key=len, reverse=True))
"""One word of a number in folded text."""


def value_of(words: str) -> int:
    """What folded number words say, figures among them included; 0 when they are none."""
    if words.isdigit():
        return int(words)
    total = current = 0
    for word in re.findall(r"[a-z]+|\d+", words):
        number = int(word) if word.isdigit() else VALUES.get(word) or VALUES.get(word.rstrip("s"))
        if number is None:
            if word != "et":
                return 0
        elif number == 1000:
            total, current = total + max(1, current) * 1000, 0
        elif number == 100:
            current = max(1, current) * 100
        elif number == 20 and current % 100 == 4:
            current += 76
        else:
            current += number
    return total + current


def spelled(number: int, written: str) -> str:
    """A number from 1 to 9999 in words, or in figures when it was `written` so."""
    if written.isdigit():
        return str(number)
    thousands, rest = divmod(number, 1000)
    hundreds, last = divmod(rest, 100)
    parts = []
    if thousands:
        parts += ([UNITS[thousands]] if thousands > 1 else []) + ["mille"]
    if hundreds:
        parts += ([UNITS[hundreds]] if hundreds > 1 else []) + ["cent"]
    if last or not parts:
        parts.append(_below_hundred(last))
    return " ".join(parts)


def _below_hundred(number: int) -> str:
    if number < 20:
        return UNITS[number]
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    if not unit:
        return TENS[tens]
    joint = " et " if unit in (1, 11) and tens != 8 else "-"
    return f"{TENS[tens]}{joint}{UNITS[unit]}"
