"""The condition of an interpretation in French, as a council reads it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from engine.domain.condition_words import told
from engine.domain.interpretation import ACTS_FR, FactMatch, Interpretation
from engine.domain.pathway import Pathway

LEVELS_FR = {
    "low": "sous les valeurs de référence imprimées",
    "high": "au-dessus des valeurs de référence imprimées",
    "normal": "dans les valeurs de référence imprimées",
}
POLARITIES_FR = {"affirmed": "affirmé", "negated": "écarté", "hypothetical": "incertain"}
STATUSES_FR = {
    "met": "fournie",
    "missing": "manquante",
    "outdated": "trop ancienne",
    "unreadable": "illisible",
    "not_applicable": "sans objet",
    "ask": "à préciser",
}

SHORT = re.compile(r"\^(?:\(\?=)?\[\\s\\S\]\{0,(\d+)\}\$\)?\$?")
"""An expression that only asks for a short quote."""


class Wording(NamedTuple):
    """How expressions are told: `named` gives the words of whole ones, `listed` the names that one lists."""

    named: Mapping[str, str]
    listed: Callable[[str], tuple[str, ...]]


RAW = Wording({}, lambda _: ())
"""Every expression as it is written."""


def condition_fr(one: Interpretation, pathway: Pathway, wording: Wording = RAW) -> tuple[str, ...]:
    """Everything that must hold for the sentence to be said, one clause each."""
    return tuple(_clauses(one, pathway, wording))


def _clauses(one: Interpretation, pathway: Pathway, wording: Wording) -> Iterator[str]:
    if one.when != "always":
        yield told(one.when, pathway)
    if one.unless:
        yield "sauf si : " + told(one.unless, pathway)
    if one.acts and one.otherwise_fr is None:
        yield f"une option, non déconseillée ici, comporte {' ou '.join(ACTS_FR[act] for act in one.acts)}"
    for match in one.facts.values():
        yield ("facultatif : " if match.optional else "") + _match_fr(match, pathway, wording) + _after(one, match)
    for match in one.without:
        yield "sans : " + _match_fr(match, pathway, wording) + _after(one, match)
    for name, statuses in one.pieces.items():
        yield f"pièce « {pathway.requirement(name).label_fr} » {' ou '.join(STATUSES_FR[s] for s in statuses)}"


def _after(one: Interpretation, match: FactMatch) -> str:
    if match.rests_on is None:
        return ""
    how = "postérieur au" if match.after else f"antérieur et {'supérieur' if match.was_above else 'inférieur'} au"
    return f", {how} fait n° {list(one.facts).index(match.rests_on) + 1}"


def _match_fr(match: FactMatch, pathway: Pathway, wording: Wording) -> str:
    labels = {k.id: k.label_fr for k in pathway.key_facts}
    parts = [" ou ".join(labels.get(k, k.replace("_", " ")) for k in match.keys)] if match.keys else []
    if match.value is not None:
        parts.append(_value_fr(match.value, wording))
    if match.any_of:
        parts.append(" ou ".join(_words_fr(words, wording) for words in match.any_of))
    if match.printing:
        parts.append(f"qui reprend la valeur de « {match.printing} »")
    if match.level:
        parts.append(LEVELS_FR[match.level])
    if match.polarity != ("affirmed",):
        parts.append(" ou ".join(POLARITIES_FR[p] for p in match.polarity))
    if match.bearer == "family":
        parts.append("dans la famille")
    return " ".join(parts)


def _value_fr(expression: str, wording: Wording) -> str:
    """What a value must be: a class of drugs by its name, several of them, a list of names, or the expression."""
    told, rest = _named_in(expression, wording)
    left = rest.strip("|")
    names = wording.listed(left) if left else ()
    return f"de valeur « {expression} »" if left and not names else ": " + " ou ".join((*told, *names))


def _words_fr(expression: str, wording: Wording) -> str:
    """What a quote must say: the named expressions that it begins with in words, the rest as it is written."""
    told, rest = _named_in(expression, wording)
    short = SHORT.fullmatch(rest) if wording is not RAW else None
    if short:
        return ", ".join((*told, f"dans une phrase courte ({short[1]} lettres au plus)"))
    return ", ".join((*told, *([f"aux mots « {rest} »"] if rest else [])))


def _named_in(expression: str, wording: Wording) -> tuple[list[str], str]:
    """The words of the named expressions within one, in their order, and what is left of it."""
    places: dict[int, str] = {}
    for known in sorted(wording.named, key=len, reverse=True):
        place = expression.find(known)
        if place >= 0:
            places[place] = wording.named[known]
            expression = expression.replace(known, "\0" * len(known), 1)
    return [places[place] for place in sorted(places)], expression.replace("\0", "")
