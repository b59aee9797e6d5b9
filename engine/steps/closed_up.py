"""A value parted from its name by what became of it ("passée de 45 à 6", "stable à 11,4"): the name read up to it."""

import re
from functools import lru_cache
from typing import NamedTuple

UNIT = r"(?: ?(?:mm|cm|mg|%|°|points?|mois|/ ?\d{1,3}|(?:[a-zµμ]{1,5}|mm)/[a-z0-9²,/]{1,12}))?"
OLD = rf"[<>]? ?\d+(?:[.,]\d+)?(?: ?[x×] ?\d+(?:[.,]\d+)?){{0,2}}{UNIT}"
CHANGED = (
    "passe|remonte|monte|descendu|redescendu|augmente|diminue|abaisse|baisse|chute|grossi|regresse|reduit|progresse|"
    "evolue|tombe|ameliore|majore"
)
SETTLED = (
    f"{CHANGED}|stable|stabilise|bas|basse|eleve|haut|haute|effondre|normal|normale|faible|positif|positive|fort|"
    "fortement|tres|discretement|nettement|moderement|franchement|legerement|toujours|encore|actuellement|actuel|"
    "actuelle|desormais|maintenant|mesure|chiffre|evalue|calcule|estime|cote|retrouve|dose|revenu|maintenu|est|reste|"
    "demeure|ete|de nouveau|ce jour|aujourd.hui|pour l.age"
)
NOW = r"aujourd.hui|a ce jour|ce jour|actuellement|maintenant|desormais|cette semaine|au dernier"
NUMBER = r"[<>]? ?\d+(?:[.,]\d+)?"
BETWEEN = re.compile(
    # "passé de 36 à 42 mm", "remontée de 8,4 g/dL en mai à 10,6"
    rf"(?P<change>(?: ?:)?(?:[ ,]+(?:est|a|ete|s.est|etait|ont)\b){{0,2}}[ ,]+(?:{CHANGED})e?s? de {OLD}"
    rf"(?: (?:en|le|au) [^.;:,\d]{{3,12}}(?: ?\d{{4}})?)? ?(?:a|->|→) ?(?={NUMBER}))"
    # "de 5,4 à 3,1 en trois mois"
    rf"|(?P<course> de {OLD} a (?={NUMBER}{UNIT} (?:en (?:\d|une?\b|deux|trois|quatre|six|dix|quelques)|sous|apres)\b))"
    # "15 puis 20 mg/semaine"
    rf"|(?P<then> {OLD}(?: (?:le|en|du) [^.;:,()\n]{{3,14}})?,? puis (?:a )?(?={NUMBER}))"
    # "33 mm sur les clichés du 04/03/2025, 39 mm aujourd'hui"
    rf"|(?P<before>(?: (?:mesure|chiffre|evalue)e?s?)?(?: a| :)? {OLD}"
    r" (?:en|le|au|avant|sur|sans|il y a)\b[^.;:()\n]{1,40}?"
    rf"(?:,| et) ?(?:puis |contre )?(?:a )?(?={NUMBER}{UNIT} (?:{NOW})\b))"
    # "initial à 6,1, actuellement 3,9"
    rf"|(?P<first>(?: initiale?(?:ment)?)?(?: a| de| :)? {OLD}(?: [^.;:()\n\d]{{1,30}}(?:(?:19|20)\d\d)?)?"
    rf"[,;] ?(?:{NOW}) ?(?:a|:|de)? ?"
    rf"(?={NUMBER}{UNIT} ?(?:[,.;)\n]|$)))"
    # "CRP du 02/09/2026 : 18 mg/L"
    r"|(?P<dated> (?:du|le|en date du) \d{1,2}/\d{1,2}/(?:19|20)?\d\d(?: (?:est|etait))?"
    rf" ?(?:[:=]|a|de)? ?(?={NUMBER}))"
    # "à 6 mois : 3,9", "(N ≥ 30 %) 14"
    rf"|(?P<after> a (?:j ?\d{{1,3}}|(?:\d{{1,2}}|un|trois|six) (?:mois|ans?|semaines|jours)) ?[:=,] ?(?={NUMBER}))"
    rf"|(?P<norm> ?\((?:n|normes?|vn|vr|ref|seuil|usuel)\b[^()\n]{{1,25}}\) ?:? ?(?={NUMBER}))"
    # "stable à 11,4", "effondrée (5"
    rf"|(?P<settled>(?:[ ,]+(?:{SETTLED})e?s?\b){{1,4}} ?(?:\( ?(?={NUMBER} ?(?:\)|%|mm|cm|[a-zµμ]+/))"
    rf"|(?:[:=]|a|de|aux? environs de)? ?(?={NUMBER})))"
)
"""What stands between a name and its present value, on running text."""
NAME = re.compile(r"(?:[^.;:\n\d]|(?<=[a-z\d])\d){2,60}$")
"""What such a value is named by, before it."""


BOUND = re.compile(
    r"\b(?:superieur|inferieur|plus|moins|au-dela|jusqu|si|entre|objectif|cible|seuil|norme|vis)[a-z.]*\s*(?:a )?$"
)
"""What makes the number behind it a bound, and nobody's value."""


class ClosedUp(NamedTuple):
    """A text of the same length in which the name that opened at `opens` stands right before `value`, `moved` behind
    its own place; what it `became` stands behind what it was."""

    text: str
    opens: int
    value: int
    moved: int
    became: bool


@lru_cache(maxsize=64)
def closed_up(text: str) -> tuple[ClosedUp, ...]:
    """One reading of the running `text` for each value whose name stands apart from it."""
    found = []
    for between in BETWEEN.finditer(text):
        name = NAME.search(text, max(0, between.start() - 60), between.start())
        if name is None or BOUND.search(name[0]):
            continue
        value = re.compile(r" ?").match(text, between.end()).end()  # type: ignore[union-attr]
        told = name[0].rstrip(" ,") + " "
        start = value - len(told)
        if start <= name.start():
            continue
        view = text[: name.start()] + " " * (start - name.start()) + told + text[value:]
        found.append(
            ClosedUp(
                view,
                name.start(),
                value,
                start - name.start(),
                between.lastgroup not in ("settled", "dated", "after", "norm"),
            )
        )
    return tuple(found)
