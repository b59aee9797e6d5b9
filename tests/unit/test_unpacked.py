"""A statement of several sentences: what of it stands is kept, what does not is set aside with its reason."""

import pytest

from engine.domain.drafting import AnswerStatement
from engine.steps.ground import Verdict
from engine.steps.unpacked import standing_parts

WHY = "Nombre absent des pièces citées : 7."


def check(statement: AnswerStatement) -> Verdict:
    return Verdict(stands=False, why_fr=WHY) if "7" in statement.text else Verdict(stands=True)


def parts(text: str) -> tuple[str | None, list[str]]:
    said, fallen = standing_parts(AnswerStatement(section="avis", text=text, cites=("F1", "F2")), check)
    assert said is None or said.cites == ("F1", "F2")
    assert all(f.why_fr == WHY for f in fallen)
    return (said.text if said else None), [f.text for f in fallen]


@pytest.mark.parametrize(
    ("text", "kept", "fallen"),
    [
        ("Tout est cité. Le reste aussi.", "Tout est cité. Le reste aussi.", []),
        ("Tout est cité. Il y en a 7. Le reste aussi.", "Tout est cité. Le reste aussi.", ["Il y en a 7."]),
        ("Il y en a 7. Dans ce dossier : deux. Le reste.", "Le reste.", ["Il y en a 7. Dans ce dossier : deux."]),
        ("Vu « le lundi. Puis 7 fois ». Le reste.", "Le reste.", ["Vu « le lundi. Puis 7 fois »."]),
        ("Vu : « a » ; 7 fois ; « b ».", "Vu : « a » ; « b ».", ["Vu : 7 fois."]),
        ("Un mot. Vu : « a ; b » ; « 7 ».", "Un mot. Vu : « a ; b ».", ["Vu : « 7 »."]),
        ("Vu en 17 : un ; deux.", None, ["Vu en 17 : un ; deux."]),
        ("Il y en a 7.", None, ["Il y en a 7."]),
        ("Il y en a 7. Et 17 autres.", None, ["Il y en a 7.", "Et 17 autres."]),
    ],
)
def test_what_stands_of_a_statement_is_kept(text: str, kept: str | None, fallen: list[str]) -> None:
    assert parts(text) == (kept, fallen)
