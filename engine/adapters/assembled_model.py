"""The embedded author: assembles the draft from evidence in plain French, with no generative model.

It sees what any author sees (`DraftInputs`) and is held to the same checks.
"""

from typing import cast

from pydantic import BaseModel

import prompts
from engine.adapters.assembled_analysis import analysis
from engine.adapters.assembled_answer import answer as answered
from engine.adapters.assembled_limits import exams, limits, warnings
from engine.adapters.assembled_sentences import lacking, supported
from engine.adapters.assembled_summary import question, summary
from engine.domain.drafting import TEXT_MAX, AnswerPosition, DraftAnswer, DraftInputs, OptionView
from engine.domain.framing import UNCERTAIN
from engine.domain.opinion import Certainty
from engine.domain.run import ModelUsed, PromptUsed
from engine.ports import Asked, T

REVISION = "4"
MOST_STATEMENTS = 60
FEWEST_FINDINGS = 12


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
    """Lay the evidence out as a draft of at most 60 statements; findings give way first."""
    standing = supported(inputs)
    discouraged = [o for o in inputs.options if o.discouraged_by]
    option = next((o for o in standing if o.preferred), None)
    treatment = option if option and not option.orientation else None
    certainty = _certainty(inputs, treatment)
    asked = list(question(inputs))
    findings = list(summary(inputs))
    rest = [
        *analysis(inputs, option, discouraged, {i for s in findings for i in s.cites}),
        *answered(inputs, option, discouraged, certainty),
        *exams(inputs),
        *warnings(inputs),
        *limits(inputs),
    ][: MOST_STATEMENTS - len(asked) - FEWEST_FINDINGS]
    # Findings give way to what is said of them: an argument or a limit that does not fit would be lost.
    findings = findings[: MOST_STATEMENTS - len(asked) - len(rest)]
    return DraftAnswer(
        position=AnswerPosition(
            diagnosis=(inputs.diagnosis or f"Non établi par les documents ({inputs.pathway_label})")[:TEXT_MAX],
            option=treatment.id if treatment else None,
            alternatives=tuple(o.id for o in standing if o is not option)[:4],
            discouraged=tuple(o.id for o in discouraged)[:6],
            exams=tuple((e.label_fr or e.text.partition(" : ")[0])[:TEXT_MAX] for e in lacking(inputs))[:6],
            certainty=certainty,
        ),
        statements=(*asked, *findings, *rest),
    )


def _certainty(inputs: DraftInputs, option: OptionView | None) -> Certainty:
    contradictions = [e for e in inputs.evidence if e.about == "conflict"]
    if (
        option is None
        or any(o.equal for o in inputs.options)
        or inputs.diagnosis is None
        or UNCERTAIN in inputs.diagnosis
        or contradictions
    ):
        return "faible"
    return "modérée" if len(lacking(inputs)) else "élevée"
