"""The draft is written without the first opinion: change what the first doctor thinks and not one byte moves."""

from datetime import date

import pytest

from engine.adapters.assembled_model import AssembledModel
from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Dossier, FirstOpinion, Patient, Question
from engine.domain.opinion import Draft
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.draft import write
from engine.steps.ground import Grounder
from tests.builders import a_brief, a_dossier

NAME = "Mme FICTIVE-LORRAIN Océane, née le 17/05/1957"
XRAY = (
    f"RADIOGRAPHIES DU GENOU DROIT\n{NAME}\nExamen du 12/01/2026\nIncidence en charge.\n"
    "Genou droit : pincement complet, Kellgren 4.\nConclusion : gonarthrose droite évoluée."
)
LETTER = (
    f"Lyon, le 02/02/2026\nCher confrère,\nJ'ai vu {NAME}, pour une gonarthrose du genou droit. EVA 7/10.\n"
    "Elle a mal la nuit et à la marche.\nPérimètre de marche : 400 m.\nFlexion 110°.\nPas de boiterie.\n"
    "Le bilan de l'an dernier était le même.\n\n{proposal}\n\nElle marche avec une canne.\nBien confraternellement"
)
PHYSIO = (
    f"Bilan de kinésithérapie\n{NAME}\nLe 20/02/2026\n20 séances du genou droit. Flexion 105°. EVA 6/10.\n"
    "Pas de laxité. IMC 27,4 kg/m²."
)

PRESCRIPTION = (
    f"ORDONNANCE\n{NAME}\nLe 10/01/2026\nAPIXABAN 5 mg : 1 comprimé matin et soir\nMETFORMINE 1000 mg : 1 le soir"
)
STAY = (
    f"COMPTE RENDU D'HOSPITALISATION\n{NAME}\nDu 02/12/2025 au 05/12/2025\nInsuffisance cardiaque décompensée, "
    "fibrillation atriale. Diabète de type 2. Infiltration du genou droit en novembre 2025."
)

PROPOSALS = [
    "Je lui propose une prothèse totale du genou droit.",
    "Je lui propose une arthroscopie du genou gauche, EVA 2/10, Kellgren 1, IMC 41 kg/m².",
    "Au total, ostéonécrose du genou gauche : je ne propose pas de chirurgie. Infiltrations et acide hyaluronique.",
    "Conclusion : rupture méniscale. CAT : ostéotomie, paracétamol 1 g, arrêt de l'ibuprofène 400 mg.",
    "Il convient de poursuivre la kinésithérapie ; gonarthrose bilatérale, Kellgren 2, flexion 60°, laxité.",
    "Je propose de voir d'abord l'infiltration, les radiographies et la kinésithérapie : relais de l'apixaban, diabète "
    "à équilibrer avec le diabétologue, avis du cardiologue.",
    "Je propose une PTG.\nJe recommande une perte de poids.\nL'intervention est programmée le 15/04/2026.",
]
OPINIONS = [
    FirstOpinion(given=True, by="Dr Fable", on=date(2026, 2, 2), text="Prothèse totale du genou droit."),
    FirstOpinion(given=True, by="Pr Conte", on=date(2025, 7, 7), text="Ne pas opérer ; ostéonécrose du genou gauche."),
    FirstOpinion(given=False),
]


def dossier_with(opinion: FirstOpinion) -> Dossier:
    return a_dossier(
        pathway="gonarthrose",
        patient=Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=date(1957, 5, 17)),
        question=Question(type="operer_ou_non", text="Faut-il m'opérer du genou droit ?"),
        questionnaire={"surgery_proposed": True, "fever": False},
        first_opinion=opinion,
    )


def drafted(
    proposal: str,
    pathway: Pathway,
    vocabulary: Vocabulary,
    reader: EdsNlpReader,
    opinion: FirstOpinion = OPINIONS[0],
) -> Draft:
    texts = {"radio.pdf": XRAY, "lettre.pdf": LETTER.replace("{proposal}", proposal), "kine.pdf": PHYSIO}
    texts |= {"ordonnance.pdf": PRESCRIPTION, "sejour.pdf": STAY}
    given, completeness = a_brief(dossier_with(opinion), texts, pathway, vocabulary, reader)
    return write(given, completeness, pathway, AssembledModel(), Grounder(vocabulary, reader))[0]


@pytest.fixture(scope="module")
def reference(pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> Draft:
    return drafted(PROPOSALS[0], pathways["gonarthrose"], vocabulary, clinical_reader)


def test_the_draft_under_test_says_something(reference: Draft) -> None:
    told = " ".join(s.text for s in reference.statements)
    assert reference.position.option == "ptg"
    assert "Kellgren 4" in told
    assert len(reference.statements) >= 10
    assert "lui propose" not in told
    assert "dans l'exposé du courrier" in told, "what the letter leaves out is told of the part that is read"
    assert "absent" in told


@pytest.mark.parametrize("proposal", PROPOSALS[1:])
def test_another_proposal_in_the_letter_moves_no_byte(
    proposal: str,
    reference: Draft,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    other = drafted(proposal, pathways["gonarthrose"], vocabulary, clinical_reader)
    assert other.model_dump_json(indent=1) == reference.model_dump_json(indent=1)


HEART = (
    "SERVICE DE CARDIOLOGIE\nLe 12/01/2026\n{name}\nChère consœur,\nConclusion : fibrillation atriale, traitement par "
    "rivaroxaban 20 mg par jour. {proposal}"
)


def test_what_a_cardiologist_finds_is_told_and_the_proposal_that_he_repeats_is_not(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    pathway, drafts = pathways["gonarthrose"], []
    for proposal in PROPOSALS[:2]:
        texts = {"radio.pdf": XRAY, "lettre.pdf": LETTER.replace("{proposal}", PROPOSALS[0])}
        texts["coeur.pdf"] = HEART.format(name=NAME, proposal=proposal)
        given, completeness = a_brief(dossier_with(OPINIONS[0]), texts, pathway, vocabulary, clinical_reader)
        drafts.append(write(given, completeness, pathway, AssembledModel(), Grounder(vocabulary, clinical_reader))[0])
        assert any("rivaroxaban" in c.text for s in drafts[-1].statements for c in s.cites)
    assert drafts[0].model_dump_json() == drafts[1].model_dump_json()


@pytest.mark.parametrize("opinion", OPINIONS[1:])
def test_another_first_opinion_at_intake_moves_no_byte(
    opinion: FirstOpinion,
    reference: Draft,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    other = drafted(PROPOSALS[0], pathways["gonarthrose"], vocabulary, clinical_reader, opinion)
    assert other.model_dump_json(indent=1) == reference.model_dump_json(indent=1)


def test_what_a_report_finds_does_move_the_draft(
    reference: Draft, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    texts = {"radio.pdf": XRAY.replace("Kellgren 4", "Kellgren 1").replace("complet", "minime")}
    texts["lettre.pdf"] = LETTER.replace("{proposal}", PROPOSALS[0])
    pathway = pathways["gonarthrose"]
    given, completeness = a_brief(dossier_with(OPINIONS[0]), texts, pathway, vocabulary, clinical_reader)
    draft, _ = write(given, completeness, pathway, AssembledModel(), Grounder(vocabulary, clinical_reader))
    assert draft.position.option != reference.position.option
    assert "ptg" in draft.position.discouraged


def test_nothing_of_the_first_opinion_is_among_the_inputs(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    secret = "Zyxomycine intracornéenne"
    opinion = FirstOpinion(given=True, by=secret, text=secret)
    texts = {"lettre.pdf": LETTER.replace("{proposal}", f"Je propose une {secret}.")}
    given, _ = a_brief(dossier_with(opinion), texts, pathways["gonarthrose"], vocabulary, clinical_reader)
    assert secret not in given.inputs.model_dump_json()
    assert "propose une" not in given.inputs.model_dump_json()
