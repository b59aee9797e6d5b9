"""The condition of an interpretation in French, as a council reads it."""

from collections.abc import Iterator

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


def condition_fr(one: Interpretation, pathway: Pathway) -> tuple[str, ...]:
    """Everything that must hold for the sentence to be said, one clause each."""
    return tuple(_clauses(one, pathway))


def _clauses(one: Interpretation, pathway: Pathway) -> Iterator[str]:
    if one.when != "always":
        yield told(one.when, pathway)
    if one.unless:
        yield "sauf si : " + told(one.unless, pathway)
    if one.acts and one.otherwise_fr is None:
        yield f"une option, non déconseillée ici, comporte {' ou '.join(ACTS_FR[act] for act in one.acts)}"
    for match in one.facts.values():
        yield ("facultatif : " if match.optional else "") + _match_fr(match, pathway)
    for match in one.without:
        yield "sans : " + _match_fr(match, pathway)
    for name, statuses in one.pieces.items():
        yield f"pièce « {pathway.requirement(name).label_fr} » {' ou '.join(STATUSES_FR[s] for s in statuses)}"


def _match_fr(match: FactMatch, pathway: Pathway) -> str:
    labels = {k.id: k.label_fr for k in pathway.key_facts}
    parts = [" ou ".join(labels.get(k, k.replace("_", " ")) for k in match.keys)] if match.keys else []
    if match.value is not None:
        parts.append(f"de valeur « {match.value} »")
    if match.any_of:
        parts.append("aux mots " + " ou ".join(f"« {words} »" for words in match.any_of))
    if match.level:
        parts.append(LEVELS_FR[match.level])
    if match.polarity != ("affirmed",):
        parts.append(" ou ".join(POLARITIES_FR[p] for p in match.polarity))
    if match.bearer == "family":
        parts.append("dans la famille")
    return " ".join(parts)
