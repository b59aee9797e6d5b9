"""How letters open before they say anything: "J'ai reçu Mme X, 52 ans, …" tells nothing that a quote must repeat."""

import re

OPENS = (
    r"j'ai (?:vu|reçu|revu|examiné)|je (?:vois|revois|reçois)|(?:je vous re)?merci(?:e)? de m'avoir (?:adressé|confié)"
)
AGE = r"\d{1,2} ans(?: \([^)]*\))?, "
GREETING = re.compile(rf"(?i)^(?:{OPENS})\b[^;:]{{0,70}}?(?:, (?:{AGE})?|(?<=\w) (?=pour |adressée? ))(?=.{{20}})")


def without_greeting(quote: str) -> str:
    """A quote on one line from behind the greeting that opens it, where enough is left to stand alone."""
    return GREETING.sub("", quote)
