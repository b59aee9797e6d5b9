"""What is wrong with the words that patients are told: each text completes a sentence of theirs."""

import re
from collections.abc import Iterator

from engine.domain.pathway import Pathway
from engine.pathways.lines import Place
from engine.pathways.lint_words import FAMILIAR, MOST_PLAIN_WORDS

ABBREVIATION = re.compile(r"\b\w*[A-ZÀ-Þ]{2,}\w*")
IN_BRACKETS = re.compile(r"\([^()]*\)")


def without_plain(pathway: Pathway) -> Iterator[tuple[Place, str]]:
    """Yield the options, pieces and urgent signs that the patient's text can only call by the doctors' words."""
    for group, kind in (("options", "option"), ("required_documents", "pièce")):
        for number, member in enumerate(getattr(pathway, group)):
            if not member.plain_fr:
                yield (group, number), f"{kind} « {member.id} » sans mots pour le patient (« plain_fr »)"
    for number, flag in enumerate(pathway.red_flags):
        if not flag.plain_fr and flag.action == "appel_15_urgences":
            yield ("red_flags", number), f"signal « {flag.id} » sans mots pour le patient (« plain_fr »)"


def check_plain(pathway: Pathway) -> Iterator[tuple[Place, str]]:
    """Yield what keeps a text from being read by a patient, with its place."""
    for place, text in _texts(pathway):
        if not text.strip():
            yield place, "texte pour le patient vide"
            continue
        # What stands in brackets is the name that the patient finds again in the own documents.
        for name in ABBREVIATION.findall(IN_BRACKETS.sub("", text)):
            if name not in FAMILIAR:
                yield (
                    place,
                    f"abréviation « {name} » dite au patient : écrivez les mots, l'abréviation entre parenthèses",
                )
        if (words := len(text.split())) > MOST_PLAIN_WORDS:
            yield place, f"texte pour le patient trop long : {words} mots, {MOST_PLAIN_WORDS} au plus"
        if text != text.strip() or text.endswith(".") or re.search(r"[;\n]", text) or _capital(text):
            yield place, "texte pour le patient qui ne complète pas une phrase : sans majuscule, point ni point-virgule"


def _capital(text: str) -> bool:
    return text[0].isupper() and not ABBREVIATION.match(text)


def _texts(pathway: Pathway) -> Iterator[tuple[Place, str]]:
    for group in ("options", "required_documents", "diagnoses"):
        for number, member in enumerate(getattr(pathway, group)):
            if member.plain_fr is not None:
                yield (group, number, "plain_fr"), member.plain_fr
    for number, flag in enumerate(pathway.red_flags):
        for inner, sign in enumerate(flag.plain_fr):
            yield ("red_flags", number, "plain_fr", inner), sign
