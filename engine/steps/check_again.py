"""A second look by a model at statements that stand: it may take some away, and nothing else."""

from collections.abc import Sequence

from engine.domain.checking import CheckAnswer, CheckInputs, StatementToCheck
from engine.domain.drafting import Evidence
from engine.domain.opinion import Citation, Draft, SetAside, Statement
from engine.ports import Asked, LanguageModel

PROMPT = "check_statements"
WHY_FR = "Retiré par la relecture du modèle : ne découle pas de ce qui est cité."


def to_check(draft: Draft, citations: dict[str, Citation], evidence: Sequence[Evidence]) -> CheckInputs:
    """What a model wrote, with the pieces that each statement cites; the words of the program are not asked about."""
    by_citation = {_key(cited): e for e in evidence if (cited := citations.get(e.id))}
    return CheckInputs(
        statements=tuple(
            StatementToCheck(
                id=s.id, text=s.text, evidence=tuple(by_citation[_key(c)] for c in s.cites if _key(c) in by_citation)
            )
            for s in draft.statements
            if s.origin == "model"
        )
    )


def check_again(inputs: CheckInputs, model: LanguageModel) -> Asked[CheckAnswer]:
    """Ask the model. Raises what it raises."""
    return model.ask(PROMPT, inputs, CheckAnswer)


def without(draft: Draft, answer: CheckAnswer) -> Draft:
    """The draft without the statements that the answer finds unsupported; all else is as it was, byte for byte.

    Only a model's own statements go, and its reasons are not shown: they passed no check.
    """
    refused = {v.id for v in answer.verdicts if not v.supported}
    gone = [s for s in draft.statements if s.id in refused and s.origin == "model"]
    return draft.model_copy(
        update={
            "statements": tuple(s for s in draft.statements if s not in gone),
            "set_aside": (*draft.set_aside, *(_aside(s) for s in gone)),
        }
    )


def _aside(statement: Statement) -> SetAside:
    return SetAside(text=statement.text, why_fr=WHY_FR)


def _key(citation: Citation) -> tuple[str, str]:
    return citation.kind, citation.ref
