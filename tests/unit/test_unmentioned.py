"""A watched drug that a prescription holds and no letter speaks of is told before any operation."""

from collections.abc import Callable
from datetime import date

import pytest

from engine.adapters.assembled_model import assemble
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.opinion import Citation
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.calculated import add_unmentioned
from engine.steps.numbering import Numbering
from engine.steps.papers import Papers
from tests.builders import a_brief, a_document, a_dossier, a_fact, a_page, a_source

PRESCRIBED = (
    "ORDONNANCE\nMme FICTIVE-LORRAIN Océane\nLe 10/01/2026\nELIQUIS 5 mg : 1 matin, 1 soir\nAmlodipine 5 mg : 1"
)
LETTER = (
    "Nantes, le 12/01/2026\nCher confrère,\nMme FICTIVE-LORRAIN Océane souffre du genou droit.{}\nConfraternellement"
)
SECOND = (
    "Brest, le 14/01/2026\nCher confrère,\nPour Mme FICTIVE-LORRAIN Océane, une anticoagulation est en cours. Le genou "
    "gauche va bien et la marche reste possible sur deux kilomètres.\nBien à vous"
)
SILENT = ("", " Elle prend de l'amlodipine.")
SPEAKING = (" Elle prend de l'apixaban.", " Eliquis.", " Sous anticoagulant.", " Sous AOD.")


@pytest.fixture
def told(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> Callable[[dict[str, str]], list[str]]:
    def of(letters: dict[str, str]) -> list[str]:
        texts = {"02-ordonnance.pdf": PRESCRIBED, **letters}
        dossier, pathway = a_dossier(pathway="gonarthrose"), pathways["gonarthrose"]
        inputs = a_brief(dossier, texts, pathway, vocabulary, clinical_reader)[0].inputs
        return [s.text for s in assemble(inputs).statements if "À signaler avant tout geste" in s.text]

    return of


@pytest.mark.parametrize(
    ("line", "told_of"),
    [
        ("INSULINE GLARGINE 10 UI : 1 le soir", True),
        ("INSULINE GLARGINE 10 UI : 1 le soir, à partir du 20/01/2026", False),
        ("Historique : apixaban 5 mg de 2021 à 2023", False),
    ],
)
def test_only_what_is_taken_now_must_not_be_stopped_alone(
    line: str, told_of: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    texts = {"02-ordonnance.pdf": f"ORDONNANCE\nMme FICTIVE-LORRAIN Océane\nLe 10/01/2026\n{line}"}
    given = (a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)
    said = [s.text for s in assemble(a_brief(*given)[0].inputs).statements]
    assert any("arrêter seule" in text for text in said) is told_of


@pytest.mark.parametrize("mention", SILENT)
def test_what_no_letter_names_is_told(told: Callable[[dict[str, str]], list[str]], mention: str) -> None:
    (said,) = told({"01-lettre.pdf": LETTER.format(mention)})
    assert said.startswith(
        "À signaler avant tout geste : « ELIQUIS 5 mg : 1 matin, 1 soir » (ordonnance du 10/01/2026) : absent "
        "de l'exposé du courrier du 12/01/2026, qui n'en parle pas. Anticoagulant en cours"
    )
    assert said.count("seule") == 1


def test_a_line_of_several_drugs_is_not_told_for_one_of_them(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    line = "Traitement du cardiologue à poursuivre : aspirine 75, bisoprolol"
    above = "Étanercept 50 mg : 1 injection par semaine, à poursuivre jusqu'au relais"
    texts = {
        "02-ordonnance.pdf": f"{PRESCRIBED}\n{above}\n{line}",
        "01-lettre.pdf": LETTER.format(" Sous Eliquis et biothérapie."),
    }
    given = (a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)
    said = [s.text for s in assemble(a_brief(*given)[0].inputs).statements if "À signaler avant tout geste" in s.text]
    assert said
    assert said[0].startswith(
        "À signaler avant tout geste : acide acétylsalicylique (ordonnance du 10/01/2026) : absent de l'exposé du "
        "courrier"
    )


@pytest.mark.parametrize("mention", SPEAKING)
def test_what_a_letter_names_is_not(told: Callable[[dict[str, str]], list[str]], mention: str) -> None:
    assert told({"01-lettre.pdf": LETTER.format(mention)}) == []


def test_any_letter_may_speak_of_it_and_without_one_nobody_was_silent(
    told: Callable[[dict[str, str]], list[str]],
) -> None:
    assert told({"01-lettre.pdf": LETTER.format(""), "03-lettre.pdf": SECOND}) == []
    assert told({}) == []


def test_of_a_list_of_drugs_the_one_that_no_letter_names_is_told(told: Callable[[dict[str, str]], list[str]]) -> None:
    lines = (
        "Vitamine B 50 mg : 1 par jour, à poursuivre jusqu'au relais\nTraitement à poursuivre : kardégic 75, bisoprolol"
    )
    prescription = f"ORDONNANCE\nMme FICTIVE-LORRAIN Océane\nLe 10/01/2026\n{lines}"
    (said,) = told({"01-lettre.pdf": LETTER.format(""), "02-ordonnance.pdf": prescription})
    assert said.startswith("À signaler avant tout geste : acide acétylsalicylique")


EXAMINED = "IRM DU GENOU DROIT DU 05/01/2026\nMme FICTIVE-LORRAIN Océane\nMénisque interne normal. Croisés continus."
OPERATED = "COMPTE RENDU OPÉRATOIRE DU 08/01/2026\nMme FICTIVE-LORRAIN Océane\nArthroscopie du genou droit."


@pytest.mark.parametrize(
    ("mention", "others", "silent"),
    [
        ("", {}, True),
        (" L'IRM montre peu de chose.", {}, False),
        (" Conclusion : l'IRM du 5 janvier montre une lésion, je propose une arthroscopie.", {}, True),
        (" Conclusion : je propose une arthroscopie, IRM à prévoir si elle échoue.", {}, True),
        ("", {"04-cro.pdf": OPERATED}, False),
        ("", {"02-irm.pdf": EXAMINED.replace("2026", "2023")}, False),
    ],
)
def test_an_examination_of_which_the_first_letter_has_no_word(
    mention: str,
    others: dict[str, str],
    silent: bool,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    proposed = LETTER.format(f"{mention} Je propose une prothèse totale du genou droit")
    texts = {"01-lettre-chirurgien.pdf": proposed, "02-irm.pdf": EXAMINED, **others}
    given = (a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)
    said = [s.text for s in assemble(a_brief(*given)[0].inputs).statements]
    assert (
        any(text.startswith("La lettre du 12/01/2026 ne parle pas, dans son exposé, de l'IRM") for text in said)
        is silent
    )
    assert not any("n'a pas pu tenir compte" in text for text in said)


@pytest.mark.parametrize("mention", ["", " L'IRM de novembre montre une arthrose."])
def test_a_letter_could_not_know_what_came_after_it(
    mention: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    proposed = LETTER.format(f"{mention} Je propose une prothèse totale du genou droit")
    texts = {"01-lettre-chirurgien.pdf": proposed, "02-irm.pdf": EXAMINED.replace("05/01/2026", "20/01/2026")}
    given = (a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)
    said = [s.text for s in assemble(a_brief(*given)[0].inputs).statements]
    after = (
        "La lettre du 12/01/2026 n'a pas pu tenir compte de l'IRM du 20/01/2026 (date postérieure) : ce compte rendu"
    )
    assert any(text.startswith(after) for text in said)


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ("Prélèvement du 20/01/2026\nHbA1c 9,2 % (4,0 - 6,0)", True),
        ("Prélèvement du 20/01/2026\nHbA1c 5,2 % (4,0 - 6,0)", False),
        ("Prélèvement du 04/01/2026\nHbA1c 9,2 % (4,0 - 6,0)", False),
        ("Prélèvement du 20/01/2026\nCRP 31 mg/L (N < 5)", True),
        ("Prélèvement du 20/01/2026\nCRP 31 mg/L", False),
        ("Prélèvement du 20/01/2026\nHémoglobine 9,1 g/dL (13 - 17)", True),
    ],
)
def test_a_letter_could_not_know_a_later_result_out_of_its_range(
    sheet: str, told: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    proposed = LETTER.format(" Je propose une prothèse totale du genou droit")
    texts = {"01-lettre-chirurgien.pdf": proposed, "02-analyses.pdf": f"LABORATOIRE DES FABLES\n{sheet}\nBiologiste"}
    given = (a_dossier(pathway="gonarthrose"), texts, pathways["gonarthrose"], vocabulary, clinical_reader)
    said = " ".join(s.text for s in assemble(a_brief(*given)[0].inputs).statements)
    assert ("n'a pas pu tenir compte des analyses du 20/01/2026 (date postérieure) : ce document" in said) is told


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        (("d1",), "du courrier du 12/01/2026, qui n'en parle pas"),
        (("d1", "d2"), "des courriers du 12/01/2026 et du 14/01/2026, qui n'en parlent pas"),
        ((), "des courriers, dont aucun n'en parle"),
    ],
)
def test_letters_that_are_silent_are_named_where_another_one_may_speak(judged: tuple[str, ...], words: str) -> None:
    days = {"d1": date(2026, 1, 12), "d2": date(2026, 1, 14), "d3": date(2026, 1, 20)}
    letters = [a_document(name, kind="courrier", dated=day, filename=f"{name}.pdf") for name, day in days.items()]
    paper = a_document("d4", kind="ordonnance", dated=date(2026, 1, 10), filename="ordonnance.pdf")
    quote = "Aspirine 75 mg : 1 par jour"
    source = a_source(a_page(quote, filename="ordonnance.pdf"), quote, document="d4")
    fact = a_fact("f1", key="traitement_en_cours", value="acide acétylsalicylique 75 mg", side=None, source=source)
    numbering = Numbering()
    numbering.add("F", "f1", {"kind": "fact", "text": quote}, Citation(kind="fact", ref="f1", text=quote))
    names = {d.id: "Ordonnance" for d in (*letters, paper)}
    add_unmentioned(numbering, [fact], Papers([*letters, paper], judged=judged, names=names), [])
    assert words in numbering.evidence[-1].text
