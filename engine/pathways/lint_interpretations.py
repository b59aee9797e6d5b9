"""What the linter says of interpretations: names that nothing fills, figures of nobody, facts that nothing finds."""

import re
from collections.abc import Iterator

from engine.domain.interpretation import PART, PLACE, PLANNED, FactMatch, Interpretation, SharedInterpretation
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import fold
from engine.pathways.lines import Place
from engine.pathways.lint_words import GENERAL_FACTS

SET_APART = re.compile(r"_(?:autre|rappele)$")
"""Behind the key of a value that is not the one meant: another lesion's, an earlier report's."""
FIGURE = re.compile(r"(?<![a-z0-9.,-])\d+(?:[.,]\d+)?(?![a-z0-9])")


def check_interpretations(pathway: Pathway, vocabulary: Vocabulary, kinds: set[str]) -> Iterator[tuple[Place, str]]:
    """Every fault of a pathway's interpretations; each forbids to use it."""
    keys = {k.id for k in pathway.key_facts} | {a.key for a in vocabulary.analytes} | GENERAL_FACTS
    keys |= {f.key for f in vocabulary.findings}
    places = [("interpretations", n) for n in range(len(pathway.interpretations))]
    places += [("shared", n) for n in range(len(pathway.shared))]
    for place, one in zip(places, pathway.sentences, strict=True):
        yield from _sentence(one, place)
        yield from _references(one, pathway, place)
        without = [(str(n), m.model_copy(update={"optional": True})) for n, m in enumerate(one.without)]
        for name, match in (*one.facts.items(), *without):
            # A shared sentence may name keys of other pathways, too, beside one of this.
            own = keys | set(match.keys) if isinstance(one, SharedInterpretation) and _any(match, keys) else keys
            for what in _match(match, own, kinds):
                yield place, f"interprétation « {one.id} », fait « {name} » : {what}"


def _sentence(one: Interpretation, place: Place) -> Iterator[tuple[Place, str]]:
    where = (*place, "says_fr")
    given = {*one.facts, "age", PLANNED, *(["geste"] if one.acts else [])}
    for name in sorted({name for name, _ in PLACE.findall(one.says_fr)} - given):
        yield where, f"interprétation « {one.id} » : « {{{name}}} » n'est pas un de ses faits"
    for name, attribute in PLACE.findall(PART.sub("", one.says_fr)):
        dated = attribute.startswith(("date", "written", "side", "until"))
        if name == PLANNED or (name in one.facts and (one.facts[name].optional or dated)):
            told = "facultatif" if name == PLANNED or one.facts[name].optional else "daté ou latéralisé"
            yield where, f"interprétation « {one.id} » : « {name} », {told}, va entre crochets"
    plain = {name for name, match in one.facts.items() if match.rests_on is None}
    for match in (*one.facts.values(), *one.without):
        if match.rests_on and match.rests_on not in plain:
            how = "after" if match.after else "was_above" if match.was_above else "was_below"
            told = f"« {how}: {match.rests_on} » n'est pas un fait qui n'en suit aucun autre"
            yield where, f"interprétation « {one.id} » : {told}"
    if re.search(r"[{}\[\]]", PLACE.sub("", PART.sub(lambda part: part[1], one.says_fr))):
        yield where, f"interprétation « {one.id} » : accolade ou crochet sans son pendant"
    if one.says_fr.rstrip().endswith("."):
        yield where, f"interprétation « {one.id} » : le point final est ajouté, ne l'écrivez pas"


def _references(one: Interpretation, pathway: Pathway, place: Place) -> Iterator[tuple[Place, str]]:
    statements = {s.id: s for option in pathway.options for s in option.statements}
    cited = statements.get(one.statement_id or "")
    if one.statement_id and cited is None:
        yield (*place, "statement_id"), f"interprétation « {one.id} » : énoncé inconnu « {one.statement_id} »"
    elif cited and not cited.verified:
        yield (*place, "statement_id"), f"interprétation « {one.id} » : énoncé « {cited.id} » non relu, jamais cité"
    given = set(FIGURE.findall(fold(f"{cited.when_fr} {cited.statement_fr} {cited.grade or ''}"))) if cited else set()
    for figure in sorted(set(FIGURE.findall(fold(PLACE.sub("", one.says_fr)))) - given):
        yield (*place, "says_fr"), f"interprétation « {one.id} » : le chiffre {figure} ne vient d'aucun énoncé relu"
    for name in sorted(one.pieces.keys() - {r.id for r in pathway.required_documents}):
        yield (*place, "pieces"), f"interprétation « {one.id} » : pièce inconnue « {name} »"
    if one.when == "always" and not (one.pieces or any(not m.optional for m in one.facts.values())):
        yield place, f"interprétation « {one.id} » dite de tout dossier : donnez-lui une condition"


def _any(match: FactMatch, keys: set[str]) -> bool:
    return match.optional or any(SET_APART.sub("", key) in keys for key in match.keys)


def _match(match: FactMatch, keys: set[str], kinds: set[str]) -> Iterator[str]:
    for key in sorted(k for k in match.keys if SET_APART.sub("", k) not in keys):
        yield f"clé inconnue « {key} »"
    for kind in sorted(set(match.kinds) - kinds):
        yield f"type de document inconnu « {kind} »"
