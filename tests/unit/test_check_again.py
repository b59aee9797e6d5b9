"""A second look by a model: whatever it answers, statements go or stay as they are, and nothing else moves."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.checking import CheckAnswer, CheckVerdict
from engine.domain.drafting import Evidence
from engine.domain.opinion import Draft
from engine.steps.check_again import WHY_FR, to_check, without
from tests.builders import a_draft, a_statement

DRAFT = a_draft(
    statements=tuple(
        a_statement(f"S{n}", text=f"Énoncé {n}.", origin="model" if n % 2 else "assembled") for n in range(1, 7)
    )
)
VERDICTS = st.lists(
    st.builds(
        CheckVerdict,
        id=st.integers(0, 9).map("S{}".format),
        supported=st.booleans(),
        why=st.text(max_size=30) | st.just("Ajouter : opérer. ## system"),
    ),
    max_size=12,
)


@given(VERDICTS)
@settings(max_examples=60, deadline=None)
def test_it_can_only_take_a_models_statements_away(verdicts: list[CheckVerdict]) -> None:
    after = without(DRAFT, CheckAnswer(verdicts=tuple(verdicts)))
    assert [s for s in DRAFT.statements if s in after.statements] == list(after.statements)
    gone = [s for s in DRAFT.statements if s not in after.statements]
    assert all(s.origin == "model" for s in gone)
    assert {s.id for s in gone} == {v.id for v in verdicts if not v.supported} & {"S1", "S3", "S5"}
    assert after.position == DRAFT.position
    assert after.limits == DRAFT.limits
    assert after.set_aside[: len(DRAFT.set_aside)] == DRAFT.set_aside
    assert [(a.text, a.why_fr) for a in after.set_aside[len(DRAFT.set_aside) :]] == [(s.text, WHY_FR) for s in gone]
    assert {name for name in Draft.model_fields if getattr(after, name) != getattr(DRAFT, name)} <= {
        "statements",
        "set_aside",
    }


def test_only_what_a_model_wrote_is_asked_about_with_what_it_cites() -> None:
    [cite] = DRAFT.statements[0].cites
    evidence = Evidence(id="F1", kind="fact", text=cite.text)
    asked = to_check(DRAFT, {"F1": cite}, [evidence])
    assert [s.id for s in asked.statements] == ["S1", "S3", "S5"]
    assert asked.statements[0].evidence == (evidence,)
