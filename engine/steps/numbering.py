"""The numbers under which pieces of evidence are cited, with the citation behind each."""

from collections.abc import Sequence

from engine.domain.drafting import About, Evidence
from engine.domain.fact import Fact
from engine.domain.opinion import Citation


class Numbering:
    """Hands out evidence ids and keeps the citation behind each."""

    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self.citations: dict[str, Citation] = {}
        self.ids: dict[str, str] = {}

    def add(self, letter: str, ref: str, evidence: dict[str, object], citation: Citation) -> str:
        """Number one piece under its letter and return its id; the same `ref` twice is one piece."""
        if f"{letter}:{ref}" in self.ids:
            return self.ids[f"{letter}:{ref}"]
        number = 1 + sum(e.id[0] == letter for e in self.evidence)
        identifier = f"{letter}{number}"
        self.evidence.append(Evidence.model_validate({"id": identifier, **evidence}))
        self.citations[identifier] = citation
        self.ids[f"{letter}:{ref}"] = identifier
        return identifier


def add_calculation(
    numbering: Numbering,
    about: About,
    name: str,
    text: str,
    *,
    counts: bool = False,
    of_facts: Sequence[Fact] = (),
    beside: str | None = None,
    beside_by: str | None = None,
) -> str:
    """Number one thing that the program worked out, and the facts that it was worked out of where it is about them;
    `beside` is what the evidence `beside_by` tells of it."""
    rests_on = tuple(numbering.ids[f"F:{f.id}"] for f in of_facts if f"F:{f.id}" in numbering.ids)
    rests_on += (beside_by,) if beside_by else ()
    return numbering.add(
        "K",
        name,
        {
            "kind": "calculation",
            "text": text,
            "about": about,
            "counts": counts,
            "rests_on": rests_on,
            "beside": beside,
        },
        Citation(kind="calculation", ref=name, text=text),
    )
