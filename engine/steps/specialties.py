"""A treatment's name that stands for who is to be seen: "après consultation d'urologie et de radiothérapie"."""

import re

SEEN = re.compile(
    r"\b(?:consultations?|cs|avis|service|departement|equipes?|secretariat)\s(?:specialisee?s?\s)?"
    r"(?:(?:de\s(?:l.|la\s)?|d.|en\s)(?!suivi|controle|reprise|surveillance|fin)[a-z-]+(?:,|\s(?:et|ou|puis|/))\s?){0,3}"
    r"(?:de\s(?:l.|la\s)?|d.|en\s)$"
)
"""What stands before such a name, on folded text."""
REACH = 90


def is_who_is_seen(folded: str, start: int) -> bool:
    """Whether the name at `start` is that of a consultation or of a service, and no treatment had or proposed."""
    return SEEN.search(folded, max(0, start - REACH), start) is not None
