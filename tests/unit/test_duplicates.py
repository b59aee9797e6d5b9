"""Which documents repeat another: the same file, the same text, the same exam rescanned; never a follow-up."""

from datetime import date
from typing import Any

import pytest

from engine.domain.document import Document
from engine.domain.vocabulary import Vocabulary
from engine.steps.duplicates import mark_duplicates
from tests.builders import a_document

LAB = """LABORATOIRE DES FABLES
Mme FICTIVE-LORRAIN Océane, née le 17/05/1991
Prélevé le 08/01/2026 à 07:40 - Édité le 09/01/2026
Hémoglobine 11,8 g/dL
Hématocrite 36,2 %
Plaquettes 310 G/L
Ferritine 9 µg/L
Créatinine 61 µmol/L
Protéine C réactive 4,2 mg/L"""
PRINTED_AGAIN = LAB.replace("Édité le 09/01/2026", "Édité le 12/02/2026").replace(
    "LABORATOIRE", "DUPLICATA LABORATOIRE"
)
MISREAD = LAB.replace("11,8", "118").replace("Hématocrite", "Hérnatocrite").replace("LABORATOIRE", "IABORATOIRE")
COMPLETED = LAB + "\nAMH 1,8 ng/mL\nFSH 7,2 UI/L\nEstradiol 41 ng/L\nTSH 2,05 mUI/L\nProlactine 12,4 µg/L\nLH 5,6 UI/L"
LATER = LAB.replace("08/01/2026", "08/03/2026")
KNEE = """Radiographie du genou gauche, face et profil en charge
Pincement de l'interligne interne gauche, ostéophytose, condensation. Interligne 2,1 mm, angle 174°, stade 3, 4 clichés,
écart 5,2 mm."""


def sent(*given: tuple[str, dict[str, Any]]) -> list[Document]:
    return [
        a_document(
            f"d{number}",
            **{
                "filename": f"envoi-{number}.pdf",
                "upload": f"{number:064d}",
                "kind": "biologie",
                "quality": 0.92,
                **over,
            },
        )
        for number, (_, over) in enumerate(given, start=1)
    ]


CASES: list[tuple[str, tuple[tuple[str, dict[str, Any]], ...], list[str | None]]] = [
    ("same text", ((LAB, {}), (LAB, {})), [None, "d1"]),
    ("same file", ((LAB, {}), (LAB, {"upload": f"{1:064d}"})), [None, "d1"]),
    ("same unreadable file", (("", {"legible": False}), ("", {"legible": False, "upload": f"{1:064d}"})), [None, "d1"]),
    ("unreadable files", (("", {"legible": False}), ("", {"legible": False})), [None, None]),
    ("printed again", ((LAB, {}), (PRINTED_AGAIN, {})), [None, "d1"]),
    ("rescanned and misread", ((LAB, {"quality": 1.0}), (MISREAD, {})), [None, "d1"]),
    ("rescanned, name unread", ((LAB, {}), (MISREAD, {"owner": "unknown"})), [None, "d1"]),
    ("rescanned, kind misread", ((LAB, {}), (PRINTED_AGAIN, {"kind": "autre"})), [None, "d1"]),
    ("sent three times", ((LAB, {}), (PRINTED_AGAIN, {}), (MISREAD, {})), [None, "d1", "d1"]),
    ("results were added", ((LAB, {}), (COMPLETED, {})), [None, None]),
    ("a follow-up in the same words", ((LAB, {}), (LATER, {"dated": date(2026, 3, 8)})), [None, None]),
    ("of somebody else", ((LAB, {}), (MISREAD, {"owner": "other_person"})), [None, None]),
    ("the other knee", ((KNEE, {}), (KNEE.replace("gauche", "droit"), {})), [None, None]),
    ("named as the copy", ((LAB, {"filename": "bio-bis.pdf"}), (PRINTED_AGAIN, {"filename": "bio.pdf"})), ["d2", None]),
    ("named after the other", ((LAB, {"filename": "bio-reçue.pdf"}), (LAB, {"filename": "bio.pdf"})), ["d2", None]),
    (
        "named as endoscopies are",
        ((LAB, {"filename": "coloscopie.pdf"}), (LAB, {"filename": "colo.pdf"})),
        [None, "d1"],
    ),
    (
        "named as the copy, thrice",
        ((LAB, {"filename": "bio (2).pdf"}), (LAB, {"filename": "bio copie.pdf"}), (LAB, {"filename": "bio.pdf"})),
        ["d3", "d3", None],
    ),
]


@pytest.mark.parametrize(("given", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_repeats_what(
    given: tuple[tuple[str, dict[str, Any]], ...], expected: list[str | None], vocabulary: Vocabulary
) -> None:
    found = mark_duplicates(sent(*given), [text for text, _ in given], vocabulary)
    assert [d.duplicate_of for d in found] == expected
    assert [bool(d.duplicate_reason_fr) for d in found] == [bool(e) for e in expected]


@pytest.mark.parametrize(
    ("second", "over", "told"),
    [
        (LAB, {"upload": f"{1:064d}"}, "Même fichier que « envoi-1.pdf », à l'octet près."),
        (LAB, {}, "Même texte que « envoi-1.pdf »."),
        (PRINTED_AGAIN, {}, "Même examen que « envoi-1.pdf », envoyé deux fois"),
    ],
)
def test_the_reason_tells_a_copy_from_a_likeness(
    second: str, over: dict[str, Any], told: str, vocabulary: Vocabulary
) -> None:
    found = mark_duplicates(sent((LAB, {}), (second, over)), [LAB, second], vocabulary)
    assert str(found[1].duplicate_reason_fr).startswith(told)
