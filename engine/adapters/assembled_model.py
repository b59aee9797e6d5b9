"""The embedded author: assembles the draft from evidence in plain French, with no generative model.

It sees what any author sees (`DraftInputs`) and is held to the same checks.
"""

import re
from collections.abc import Iterator, Sequence
from typing import cast

from pydantic import BaseModel

import prompts
from engine.domain.drafting import (
    TEXT_MAX,
    AnswerPosition,
    AnswerStatement,
    DraftAnswer,
    DraftInputs,
    Evidence,
    OptionView,
)
from engine.domain.opinion import Certainty, Section
from engine.domain.run import ModelUsed, PromptUsed
from engine.domain.wording import french_date
from engine.ports import Asked, T

REVISION = "1"
MOST_STATEMENTS = 24
MOST_CITES = 8
MOST_FINDINGS, FEWEST_FINDINGS = 12, 6
UNCERTAIN = " (incertain)"


class AssembledModel:
    """Writes statements by laying evidence out: findings, arguments for and against, answer, exams, limits."""

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
        """Return a `DraftAnswer` assembled from `DraftInputs`; the prompt's name and version only go on record."""
        if answer is not DraftAnswer or not isinstance(inputs, DraftInputs):
            raise TypeError("the assembled author writes drafts only")
        value = assemble(inputs)
        used = prompts.load(prompt)
        return Asked(
            value=cast("T", value),
            raw=value.model_dump_json(),
            origin="assembled",
            model=ModelUsed(id="assembled", revision=REVISION),
            prompt=PromptUsed(name=used.name, version=used.version, sha256=used.sha256),
            tokens_in=None,
            tokens_out=None,
        )


def assemble(inputs: DraftInputs) -> DraftAnswer:
    """Lay the evidence out as a draft of at most 24 statements; findings give way first."""
    standing = [o for o in inputs.options if o.supported_by and not o.discouraged_by]
    discouraged = [o for o in inputs.options if o.discouraged_by]
    option = next((o for o in standing if o.preferred), None)
    question = list(_question(inputs))
    rest = [
        *_arguments(inputs, option, discouraged),
        *_answer(inputs, option, standing, discouraged),
        *_exams(inputs),
        *_limits(inputs),
    ][: MOST_STATEMENTS - len(question) - FEWEST_FINDINGS]
    # Findings give way to what is said of them: an argument or a limit that does not fit would be lost.
    findings = _findings(inputs, MOST_STATEMENTS - len(question) - len(rest))
    return DraftAnswer(
        position=AnswerPosition(
            diagnosis=(inputs.diagnosis or f"Non établi par les documents ({inputs.pathway_label})")[:TEXT_MAX],
            option=option.id if option else None,
            alternatives=tuple(o.id for o in standing if o is not option)[:4],
            discouraged=tuple(o.id for o in discouraged)[:6],
            exams=tuple(_short(e.text) for e in _lacking(inputs))[:6],
            certainty=_certainty(inputs, option),
        ),
        statements=(*question, *findings, *rest),
    )


def _certainty(inputs: DraftInputs, option: OptionView | None) -> Certainty:
    contradictions = [e for e in inputs.evidence if e.about == "conflict"]
    if option is None or inputs.diagnosis is None or UNCERTAIN in inputs.diagnosis or contradictions:
        return "faible"
    return "modérée" if len(_lacking(inputs)) else "élevée"


def _statement(section: Section, text: str, cites: Sequence[str]) -> Iterator[AnswerStatement]:
    """One statement when it fits: a sentence cut short could say the opposite of the whole."""
    sentence = re.sub(r"\s+", " ", text).strip().rstrip(".,;: ") + "."
    sentence = sentence[0].upper() + sentence[1:]
    kept = tuple(dict.fromkeys(cites))[:MOST_CITES]
    if kept and len(sentence) < TEXT_MAX:
        yield AnswerStatement(section=section, text=sentence, cites=kept)


def _of(inputs: DraftInputs, kind: str) -> list[Evidence]:
    return [e for e in inputs.evidence if e.kind == kind]


def _question(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    asked = next((e for e in _of(inputs, "questionnaire") if e.text.startswith("Question du patient")), None)
    age = next((e for e in inputs.evidence if e.about == "age"), None)
    if asked is None or age is None:
        return
    who = "Une patiente" if inputs.sex == "F" else "Un patient"
    words = asked.text.removeprefix("Question du patient : ")
    full = f"{who} de {inputs.age} ans demande : « {words} »"
    brief = f"{who} de {inputs.age} ans demande un deuxième avis ({inputs.pathway_label})"
    yield from _statement("question", full if len(full) < TEXT_MAX - 2 else brief, [asked.id, age.id])


def _findings(inputs: DraftInputs, room: int) -> list[AnswerStatement]:
    """The most telling clauses of the documents, each once, in the words of their authors and the order of time."""
    groups: dict[str, list[Evidence]] = {}
    for fact in _of(inputs, "fact"):
        groups.setdefault(_plain(fact.text), []).append(fact)
    told: list[tuple[str, AnswerStatement]] = []
    for quote, facts in groups.items():
        when = f"Le {french_date(facts[0].dated)} : " if facts[0].dated else ""
        who = "antécédent familial, " if facts[0].bearer == "family" else ""
        written = _statement("resume", f"{when}{who}« {quote} »", [f.id for f in facts])
        told += [(str(facts[0].dated or ""), statement) for statement in written]
    return [statement for _, statement in sorted(told[: min(room, MOST_FINDINGS)], key=lambda pair: pair[0])]


def _plain(quote: str) -> str:
    return re.sub(r"\s+", " ", quote).strip(" .;:,-–—•")


def _arguments(
    inputs: DraftInputs, option: OptionView | None, discouraged: Sequence[OptionView]
) -> Iterator[AnswerStatement]:
    """Sourced statements whose conditions hold in this dossier: for the preferred option, then against the others."""
    if option:
        yield from _argument(inputs, option, option.supported_by, "Pour")
        told = [e for e in _of(inputs, "passage") if e.option == option.id and e.id not in option.supported_by]
        for passage in [e for e in told if e.stance == "conditional"][:2]:
            yield from _statement("analyse", f"À savoir sur « {option.label_fr} » : {passage.text}", [passage.id])
    for other in discouraged[:3]:
        yield from _argument(inputs, other, other.discouraged_by, "Contre")


def _argument(inputs: DraftInputs, option: OptionView, ids: Sequence[str], opening: str) -> Iterator[AnswerStatement]:
    for passage in [e for e in _cited(inputs, ids) if e.kind == "passage"]:
        rest = [i for i in ids if i[0] != "P"]
        # A condition that this patient does not meet is no argument against the option itself.
        against = opening == "Contre" and passage.stance != "discourages"
        start = "Conditions non réunies pour" if against else opening
        yield from _statement("analyse", f"{start} « {option.label_fr} » : {passage.text}", [passage.id, *rest])


def _cited(inputs: DraftInputs, ids: Sequence[str]) -> list[Evidence]:
    return [e for i in ids if (e := inputs.cited(i)) is not None]


def _answer(
    inputs: DraftInputs, option: OptionView | None, standing: Sequence[OptionView], discouraged: Sequence[OptionView]
) -> Iterator[AnswerStatement]:
    asked = next(iter(_of(inputs, "questionnaire")), None)
    if option:
        yield from _statement("avis", f"Option à privilégier, à discuter : {option.label_fr}", option.supported_by)
    elif standing and asked:
        text = "Aucune option ne se détache des autres d'après les éléments du dossier"
        yield from _statement("avis", f"{text} ; au médecin de choisir", [asked.id])
    elif asked:
        text = "Hors référentiel : aucune option n'est soutenue par les éléments du dossier"
        yield from _statement("avis", f"{text} ; à discuter par le médecin", [asked.id])
    others = [o for o in standing if o is not option][:3]
    if others:
        labels = " ; ".join(o.label_fr for o in others)
        yield from _statement(
            "avis",
            f"{'Autres options soutenues' if option else 'Options soutenues'} par le dossier : {labels}",
            [i for o in others for i in o.supported_by[:2]],
        )
    if discouraged:
        labels = " ; ".join(o.label_fr for o in discouraged[:4])
        yield from _statement(
            "avis", f"Déconseillé à ce stade : {labels}", [i for o in discouraged[:4] for i in o.discouraged_by[:2]]
        )


def _lacking(inputs: DraftInputs) -> list[Evidence]:
    return [e for e in inputs.evidence if e.status in ("missing", "outdated", "unreadable")]


def _exams(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    for piece in _lacking(inputs)[:5]:
        label, _, reason = piece.text.partition(" : ")
        reason = reason.replace("Aucun document de ce type dans le dossier.", "").strip()
        detail = f"{label} — {reason}" if len(label) + len(reason) < TEXT_MAX - 40 else label
        yield from _statement("examens", f"À obtenir ou à actualiser : {detail}", [piece.id])


def _limits(inputs: DraftInputs) -> Iterator[AnswerStatement]:
    for said in _of(inputs, "calculation"):
        if said.about != "age":
            yield from _statement("limites", f"À noter : {said.text}", [said.id])
    for piece in _of(inputs, "requirement"):
        if piece.status == "met":
            yield from _statement("limites", f"Réserve : {piece.text}", [piece.id])


def _short(text: str) -> str:
    return text.partition(" : ")[0][:TEXT_MAX]
