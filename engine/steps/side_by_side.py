"""A page's folded text with names and values side by side: "TSH normale à 1,4" as "TSH            1,4".

The words that lead from a name to its value become blanks, so that offsets stay valid. Only words of a result are left
out: those of a threshold, a goal or a plan stay, and so does what leads to a time ("stable à 6 mois").
"""

import re
from functools import lru_cache

from engine.steps.calendar_dates import MONTHS

STATE = (
    r"(?:(?:re)?(?:controle|dose|mesure|calcule|estime|evalue|cote|chiffre|lu)e?s?|(?:in)?changee?s?|stables?|norma(?:le?s?|ux)"
    r"|bas(?:se)?s?|hau(?:t|te)s?|eleve?e?s?|faibles?|moderee?s?|severes?|freinee?s?|effondree?s?|abaissee?s?|diminuee?s?"
    r"|augmentee?s?|indetectables?|indosables?|positi(?:f|ve)s?|negati(?:f|ve)s?|(?:re)?montee?s?|descendue?s?|tombee?s?"
    r"|maxima(?:le?|ux)|globale?|connue?s?|disponibles?)"
)
"""What a text says of a result before it gives it."""
VERB = r"(?:est|etait|ressort|reste|revient|s.eleve|s.est|se situe|se maintient|a ete|remonte|monte|descend)"
ADVERB = (
    r"(?:de nouveau|desormais|encore|toujours|tres|un peu|bien|legerement|discretement|nettement|actuellement"
    r"|aujourd.hui|maintenant|ce jour|en (?:legere |nette )?(?:hausse|baisse))"
)
UNIT = r"(?: ?(?:%|mm|cm|[nmpµμu]?[gu]i?/[md]?l|mui/l))?"
DAY = rf"(?:\d\d?[./]\d\d?[./]\d\d(?:\d\d)?|\d\d?(?:er)? (?:{'|'.join(MONTHS)})(?: 20\d\d)?)"
LEADS = rf"(?:(?: {VERB})? (?:a|de)|(?: {VERB})? ?[:=]) ?(?=[<>]? ?\d)"
MEASURED = r"(?=[<>]? ?\d+(?:[.,]\d+)?(?: ?/ ?\d+)? ?(?:[%)]|\+\)|[a-zµμ]{1,4}/|mm\b|cm\b))"
WITH_UNIT = r"(?=[<>]? ?\d+(?:[.,]\d+)? ?(?:%|\+\)|[a-zµμ]{1,4}/|mui))"
"""A number in brackets that is a result: nothing else stands there, or its unit does; a bare one may be a count."""
LEFT_OUT = (
    # ", dosé le 02/09/2026, est à", "du 02/09/2026 :"
    rf"(?: ?[,(])? ?(?:(?:dose|controle|fait|preleve|mesure|refait)e?s? )?(?:le|du|au) {DAY}[,)]?{LEADS}",
    rf" ?\((?:le |du )?(?:{DAY}|{'|'.join(MONTHS)})\){LEADS}",
    # "en janvier 2026 :", "de 2024 à"
    rf" (?:(?:en|de|d') ?(?:(?:{'|'.join(MONTHS)}) )?(?:(?:19|20)\d\d)?|l.an dernier|l.annee derniere"
    rf"|il y a un an){LEADS}",
    # "est passé de 6,2 à": what it was is told apart
    r"(?: (?:est|a|etait|s.est|qui est|qui a))?(?: ensuite| bien)? (?:passe|monte|remonte|descendu|tombe|augmente"
    rf"|diminue|baisse|abaisse|eleve|regresse|chute|progresse)e?s? de \d+(?:[.,]\d+)?{UNIT} (?:a|vers) ?(?=[<>]? ?\d)",
    # "RE - 90 %", "RE+ 90 %", "atteint maintenant 11,8"
    r"(?: -|\+{1,3}) ?(?=\d{1,3} ?%)",
    rf" (?:atteint|avoisine|atteignait)(?: {ADVERB})? (?=\d)",
    # "est coté 13"
    rf"(?: {VERB})? (?:cote|estime|evalue|chiffre|dose|mesure|calcule)e?s? "
    r"(?=[<>]? ?\d+(?:[.,]\d+)? ?(?:[/%.,;)]|[a-z]{1,5}/|mm|cm|$))",
    # "est stable à", "ressort à", "en hausse à"
    rf"(?: {VERB}(?: {ADVERB})?(?: {STATE}){{0,2}}| {ADVERB}(?: {STATE}){{0,2}}|(?: {STATE}){{1,2}}) (?:a|de)"
    r"(?: environ| pres de)? (?!\d+(?:[.,]\d+)?(?: ?[a-z%°/]{1,6})? (?:a|vers) \d)(?=[<>]? ?\d)",
    # "normale :", "faible, 5 %", "indétectable (< 0,01"
    rf" {STATE} ?[:=] ?(?=[<>]? ?\d)",
    rf" {STATE},? (?=[<>]? ?\d{{1,3}} ?%)",
    rf"(?: {STATE}){{1,2}} ?\((?:score |soit )?{MEASURED}",
    rf"(?:(?<=[a-z])|(?<=[a-z]67)|(?<=[ -]67)|(?<=her2)|(?<=er-2))\+{{0,3}} ?\((?:soit )?{WITH_UNIT}",
    # "(v2.1) :", "(MIB-1) "
    r" ?\((?!\d+\))[a-z0-9. -]{1,14}\)(?= ?[:=] ?[<>]? ?\d)",
)
NO_TIME = (
    r"(?! ?[<>]? ?\d+(?:[.,]\d+)? ?(?:a \d+ )?"
    r"(?:mois|semaines?|ans?\b|jours?|annees?|heures?|[hje]\b|eme|reprises?|fois|cures?|seances?|[/.]\d\d?[/.]\d))"
)
EXPRESSIONS = tuple(re.compile(rf"(?<=[a-z0-9%)]){e}{NO_TIME}".replace(" ", r"\s")) for e in LEFT_OUT)
RECLASSED = re.compile(
    r"\b(?:re)?(?:passe|classe|requalifie)e?s?\sd(?:e\s|')([a-z-]{3,12})\s[0-9ivx+]{1,5}\s(?:a|en|vers)(?=\s\1\s)"
)
"""A class that was given up for another of the same scale ("passé de Bethesda III à Bethesda V")."""
SLIP = re.compile(r"(?<![\w.,])[lio](?=\d{1,2} ?(?:%|mm\b|ng/|pg/|mui/))|(?<=\d)[lo](?= ?(?:%|mm\b|ng/|pg/|mui/))")
"""A figure that was read as a letter, before or behind another figure."""
LONG_BLANK = re.compile(r"\s+")
AROUND = 90
"""Characters around what was left out in which a name and its value stand."""
FIGURES = str.maketrans("lioLIO", "110110")


@lru_cache(maxsize=128)
def side_by_side(folded: str) -> str:
    """The text, of the same length, with blanks between each name and its value."""
    for expression in EXPRESSIONS:
        folded = expression.sub(lambda found: " " * len(found[0]), folded)
    return folded


def changed(folded: str, apart: str) -> list[tuple[int, int]]:
    """The stretches, with what stands around them, in which something was left out."""
    found: list[tuple[int, int]] = []
    for match in LONG_BLANK.finditer(apart):
        if folded[match.start() : match.end()] != match[0]:
            start, end = max(0, match.start() - AROUND), min(len(apart), match.end() + AROUND)
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return found


def put_right(folded: str) -> str:
    """The text, of the same length, with blanks for each class that was given up for another one and with figures for
    the letters that were read in their place."""
    apart = RECLASSED.sub(lambda found: " " * len(found[0]), folded)
    return SLIP.sub(lambda found: found[0].translate(FIGURES), apart)
