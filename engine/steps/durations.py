"""How long a document says that something has lasted: "voix enrouée depuis cinq semaines"."""

import re
from collections.abc import Iterable, Iterator

from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold, pattern
from engine.steps.clauses import clause_around
from engine.steps.key_fact_found import Found
from engine.steps.key_fact_values import IN_WORDS, TIMES
from engine.steps.open_findings import key_of
from engine.steps.places import ReadPageText
from engine.steps.running import running

DURATION_KEY = "_duree"
SINCE = pattern(
    r"(?<!suis[ ])(?<!suit[ ])(?<!connais[ ])(?<!suivi[ ])(?<!suivie[ ])\bdepuis (?:environ |pres de |bientot )?"
    r"(?P<value>{n}) (?P<unit>jours?|semaines?|mois|ans?)\b"
)
"""How long something has lasted; how long somebody has been known is another matter."""
UCUM = {"jo": "d", "se": "wk", "mo": "mo", "an": "a"}
"""The code of a unit of time by its first letters."""
LONGEST = 60
"""Characters before a duration that say what has lasted."""


def durations(taken: Iterable[Found], place: ReadPageText, vocabulary: Vocabulary) -> Iterator[Found]:
    """Each duration that no other fact tells, under the words before it or the key of the finding that they name."""
    text, folded = place.page.text, running(place.page.text)
    told = list(taken)
    for match in SINCE.finditer(folded):
        if any(o.start < match.end() and match.start("value") < o.end and fold(o.unit or "") in TIMES for o in told):
            continue
        polarity, bearer = place.assertions.of(match.start(), match.end())
        left, _ = clause_around(text, match.start(), match.end())
        left = max(left, folded.rfind(",", left, match.start()) + 1, match.start() - LONGEST)
        named = [o for o in told if o.kind == "finding" and left <= o.start < match.start() and o.value is None]
        nearest = max(named, key=lambda o: o.start, default=None)
        before = folded[left : match.start()]
        key = nearest.key if nearest else key_of(before, vocabulary)
        if polarity != "affirmed" or not key:
            continue
        printed, unit = match["value"], text[match.start("unit") : match.end("unit")]
        value = int(printed) if printed.isdigit() else IN_WORDS.get(re.sub(r"[ -]+", "-", printed))
        words = re.sub(r"\s+", " ", text[left : match.start()]).strip(" ,-•:(")
        label = nearest.label_fr if nearest else words[:1].upper() + words[1:]
        yield Found(
            key=key + DURATION_KEY,
            label_fr=f"{label} (durée)",
            kind="other",
            value=value,
            unit=unit,
            unit_ucum=UCUM[fold(unit)[:2]],
            side=nearest.side if nearest else None,
            polarity=None,
            bearer=bearer,
            start=nearest.start if nearest else left + len(before) - len(before.lstrip()),
            end=match.end(),
            named=False,
        )
