"""Parts of the body told intact or harmed, illnesses of the patient or family told or denied, as checks of states."""

from collections.abc import Iterator

from engine.domain.contradiction_parts import Part
from engine.domain.contradiction_words import ContradictionWords, StatedCheck

PART, ADJECTIVE, ILLNESS = "<part>", "<adjective>", "<illness>"
LIFE = 20000
"""Days: for good."""
HARDLY_LATER = 183
"""Days behind a denial within which a paper tells an illness that was there already."""


def checks(words: ContradictionWords) -> Iterator[StatedCheck]:
    """All that documents may say and deny: the table's own checks, those of parts, illnesses and families."""
    yield from words.stated
    for part in words.parts:
        yield StatedCheck(
            key=part.key,
            label_fr=part.label_fr,
            days=part.days,
            affirmed=(*_spelled(words.harmed, part), *part.harmed),
            denied=(*_spelled(words.intact, part), *part.intact),
            retold=True,
            among_letters=True,
            worded=True,
            pathways=part.pathways,
        )
    for illness in words.illnesses:
        yield StatedCheck(
            key=illness.key,
            label_fr=illness.label_fr,
            days=illness.days,
            affirmed=illness.named,
            denied=tuple(words.answered_no.replace(ILLNESS, named) for named in illness.named),
            denying=words.denying,
            comes_on=True,
            lag=HARDLY_LATER,
            pathways=illness.pathways,
        )

    for family in words.families:
        yield StatedCheck(
            key=family.key,
            label_fr=family.label_fr,
            days=LIFE,
            affirmed=(rf"{words.kin}[^.;\n]{{0,40}}(?:{family.named})",),
            denied=tuple(t.replace(ILLNESS, f"(?:{family.named})") for t in words.family_denied),
            worded=True,
            bearer="family",
            pathways=family.pathways,
        )


def _spelled(templates: tuple[str, ...], part: Part) -> Iterator[str]:
    """The expressions of a part: of its adjective only where it has one."""
    for template in templates:
        if ADJECTIVE not in template:
            yield template.replace(PART, f"(?:{part.named})")
        elif part.adjective:
            yield template.replace(ADJECTIVE, f"(?:{part.adjective})")
