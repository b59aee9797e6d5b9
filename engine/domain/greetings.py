"""How letters open before they say anything: "J'ai reçu Mme X, 52 ans, …" tells nothing that a quote must repeat."""

import re

OPENS = (
    r"j'ai (?:vu|reçu|revu|examiné)|je (?:vois|revois|reçois)|(?:je vous re)?merci(?:e)? de m'avoir (?:adressé|confié)"
)
AGE = r"\d{1,2} ans(?: \([^)]*\))?, "
GREETING = re.compile(rf"(?i)^(?:{OPENS})\b[^;:]{{0,70}}?(?:, (?:{AGE})?|(?<=\w) (?=pour |adressée? ))(?=.{{20}})")
SALUTED = re.compile(
    r"[ ,;—–-]+(?:(?:[Mm]on|[Mm]a|[Mm]es) )?(?:[Tt]rès )?[Cc]h(?:er|ère|ers|ères)"
    r" (?:[Cc]onfrère|[Cc]onsœur|[Cc]onsoeur|[Aa]mie?|[Cc]ollègue|[Mm]aître|[Dd]octeur)s?[ ,]*$"
)
"""The salutation of a letter behind the line that stands above it."""
BIRTH = r"(?:née? le )?\d{1,2}[/.]\d{1,2}[/.]\d{4}"
NAMED = (
    rf"^(?:(?i:enfant|patiente?|pour|concerne|nom) ?: ?[^,;:]{{3,40}}, {BIRTH},? "
    rf"|[^.;:]{{0,40}}?[A-ZÀ-Ý]{{3,}}[\w' -]*, \d{{1,3}} ans(?: et demie?)? ?\({BIRTH}\),? "
    rf"|[A-ZÀ-Ý][a-zà-ÿ-]+ [A-ZÀ-Ý' -]{{3,}} \({BIRTH}\)[ ,–-]+"
    rf"|(?:[A-ZÀ-Ý][a-zà-ÿ-]+ [A-ZÀ-Ý' -]{{3,}}|[A-ZÀ-Ý][A-ZÀ-Ý' -]{{3,}} [A-ZÀ-Ý][a-zà-ÿ-]+)"
    rf" ?[,–—-] ?{BIRTH} ?[,–—-] )"
)
"""A name with its birth, which can be nothing else."""
SURELY = re.compile(NAMED)
IDENTITY = re.compile(
    NAMED
    + r"|^.{0,70}?(?:\bnée? le \d{1,2}(?:er)?[ /.][\wéû]{2,9}[ /.]\d{4}|[A-ZÀ-Ý]{3,}[\w' -]*,? \(?\d{2}/\d{2}/\d{4})\)?"
)
"""How a line opens that first says whom it is about, or as it seems."""


def without_identity(quote: str, *, surely: bool = False) -> str:
    """A quote on one line from behind the name, the age and the birth that open it."""
    return (SURELY if surely else IDENTITY).sub("", quote)


def without_greeting(quote: str) -> str:
    """A quote on one line from behind the greeting that opens it, where enough is left to stand alone, and without the
    salutation that ends it."""
    return SALUTED.sub("", GREETING.sub("", quote))
