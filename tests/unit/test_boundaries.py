"""Where a mixed upload is cut: printed page numbers, running headers, letterheads, titles, scans sent twice."""

import pytest

from engine.domain.document import Page
from engine.domain.vocabulary import Vocabulary
from engine.steps.boundaries import Mark, group_pages, page_mark
from tests.builders import a_page

HEADER = "CENTRE D'IMAGERIE DES FABLES\nMme FICTIVE-LORRAIN Océane, née le 17/05/1991\n"
IRM = HEADER + "IRM PELVIENNE\nExamen du 12/01/2026\nTechnique : T2 trois plans.\nRésultats : utérus antéversé."
KNEE = HEADER + "RADIOGRAPHIE DU GENOU\nExamen du 12/01/2026\nPincement interne. Pas d'épanchement.\nDr Fable"
LAB = (
    "LABORATOIRE DES FABLES\nMme FICTIVE-LORRAIN Océane, née le 17/05/1991\nPrélevé le 08/01/2026\n"
    "HÉMATOLOGIE\nHémoglobine 11,8 g/dL\nPlaquettes 310 G/L"
)
LAB_GOES_ON = LAB.replace(
    "HÉMATOLOGIE\nHémoglobine 11,8 g/dL\nPlaquettes 310 G/L", "BIOCHIMIE\nCRP 4,2 mg/L\nTSH 1,9 mUI/L"
)
LETTER = (
    "Dr Armelle FABLE\nRhumatologue\nLe 02/02/2026\nCher confrère,\nJe vois Mme FICTIVE-LORRAIN. Confraternellement"
)
PROSE = "de 32 mm, sans cloison ni végétation. L'IRM du 12/01/2026 est superposable.\nPas d'adénopathie.\nDr Fable"

UPLOADS = [
    # What goes on.
    ("a page that opens nothing", (IRM, PROSE), [(1, 2)]),
    ("numbered pages", (IRM + "\nPage 1/2", LETTER + "\nPage 2/2"), [(1, 2)]),
    ("numbered in the header", (LAB + "\nPage 1 sur 2", "Page 2 sur 2\n" + LAB_GOES_ON), [(1, 2)]),
    ("the same header, another chapter", (LAB, LAB_GOES_ON), [(1, 2)]),
    ("the same header, misread", (LAB, LAB_GOES_ON.replace("LABORATOIRE", "LABORAT0IRE")), [(1, 2)]),
    (
        "only the patient is repeated",
        (IRM, "Mme FICTIVE-LORRAIN Océane née le 17/05/1991\nOvaire gauche : kyste."),
        [(1, 2)],
    ),
    ("it says so", (LETTER, HEADER + "Compte rendu, suite\nOvaires normaux."), [(1, 2)]),
    # What begins.
    (
        "access to the images, though numbered with the report",
        (IRM + "\n1/2", HEADER + "Accès à vos images\nIdentifiant : FABLE — mot de passe remis. Format DICOM.\n2/2"),
        [(1,), (2,)],
    ),
    (
        "pathologists behind the surgeon",
        (
            "CLINIQUE DES FABLES\nMme FICTIVE-LORRAIN 17/05/1991\nTumorectomie. Incision externe. Pas de drain.",
            "CYTHISTO pathologistes associés\nFICTIVE-LORRAIN (17/05/1991)\nCarcinome de 24 mm. Limites saines.",
        ),
        [(1,), (2,)],
    ),
    ("another letterhead", (IRM, LAB, LETTER), [(1,), (2,), (3,)]),
    (
        "a sheet whose letterhead nobody knows, above the patient's name and birth date",
        ("Dr Fable\nFICTIVE-LORRAIN Océane\nMETFORMINE 850", "FABLUVIA\n\nFICTIVE-LORRAIN Océane 17/05/1991\nACE 6,8"),
        [(1,), (2,)],
    ),
    ("the same header, another examination", (IRM, KNEE), [(1,), (2,)]),
    ("the same header, another day", (LAB, LAB_GOES_ON.replace("08/01/2026", "08/03/2026")), [(1,), (2,)]),
    ("numbered from one again", (IRM + "\nPage 1/1", KNEE + "\nPage 1/1"), [(1,), (2,)]),
    ("a page scanned twice", (IRM, IRM), [(1,), (2,)]),
    ("another person", (IRM, "M. IMAGINAIRE Paul né le 22/09/1948\nPrescription de marche."), [(1,), (2,)]),
    # The numbers of the scan or of the fax are not those of its documents.
    (
        "numbers of the scan",
        tuple(f"{t}\n{n}/3" for n, t in enumerate((IRM, LAB, LETTER), start=1)),
        [(1,), (2,), (3,)],
    ),
    ("numbers of the fax", ("FAX 00 00 12:00 p. 1/2\n" + IRM, "FAX 00 00 12:00 p. 2/2\n" + LAB), [(1,), (2,)]),
]


def upload(*texts: str, filename: str = "envoi.pdf") -> list[Page]:
    return [a_page(text, filename=filename, number=at) for at, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(("texts", "expected"), [u[1:] for u in UPLOADS], ids=[u[0] for u in UPLOADS])
def test_where_documents_begin(texts: tuple[str, ...], expected: list[tuple[int, ...]], vocabulary: Vocabulary) -> None:
    found = group_pages(upload(*texts), vocabulary)
    assert [tuple(p.number for p in group) for group in found] == expected


def test_the_same_bytes_under_two_names_are_two_files(vocabulary: Vocabulary) -> None:
    found = group_pages([*upload(PROSE), *upload(PROSE, filename="copie.pdf")], vocabulary)
    assert [[p.filename for p in group] for group in found] == [["envoi.pdf"], ["copie.pdf"]]


def test_empty_sheets_and_separators_are_in_no_document(vocabulary: Vocabulary) -> None:
    pages = upload("IRM pelvienne du 12/01/2026\nPage 1/2", "", "Suite du compte rendu\nPage 2/2")
    pages[1] = pages[1].model_copy(update={"blank": True})
    assert [tuple(p.number for p in group) for group in group_pages(pages, vocabulary)] == [(1, 3)]


def test_nothing_goes_on_over_an_unreadable_page(vocabulary: Vocabulary) -> None:
    blurred = a_page("", origin="unreadable", quality=0.1, filename="envoi.pdf", number=2)
    first, _, last = upload(IRM, "", PROSE)
    assert [len(group) for group in group_pages([first, blurred, last], vocabulary)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Compte rendu\nPage 2/3", (2, 3)),
        ("Compte rendu\nPage : 2 sur 3", (2, 3)),
        ("Compte rendu\np. 1/1 – dernière page", (1, 1)),
        ("Compte rendu\nFeuillet unique 2/2", (2, 2)),
        ("Tension 14/8\nCompte rendu\nfin", None),
        ("Force 4/5\nDéficit 3/5 du releveur", None),
        ("Compte rendu\nPage 5/3", None),
        ("FAX 00 00 00 00 00 24/03/2026 11:47 p. 001/001\nSPERMOGRAMME", None),
    ],
)
def test_the_number_that_a_page_prints(text: str, mark: tuple[int, int] | None, vocabulary: Vocabulary) -> None:
    assert page_mark(text, vocabulary) == (Mark(number=mark[0], count=mark[1]) if mark else None)
