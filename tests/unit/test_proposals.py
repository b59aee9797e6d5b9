"""Which sentences of a letter conclude or propose, and are kept from the draft."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.vocabulary import Vocabulary
from engine.steps.proposals import is_of_another_field, proposal_spans

FINDING = "L'IRM montre un endométriome gauche de 32 mm."

PROPOSALS = [
    "Je n'ai pas jugé utile de revoir le dossier en réunion.",
    "La lobectomie suffit.",
    "Une simple surveillance suffira ici.",
    "Elle présente, au total, une forme avancée à opérer.",
    "Je lui propose une kystectomie.",
    "Je recommande une prothèse totale.",
    "J'ai proposé une surveillance simple.",
    "Au total, endométriose ovarienne gauche à opérer.",
    "Conclusion : gonarthrose évoluée, indication de prothèse.",
    "CAT : chimiothérapie adjuvante.",
    "Conduite à tenir : cœlioscopie.",
    "Il convient de poursuivre le diénogest.",
    "L'indication opératoire est posée.",
    "L'intervention est programmée le 15/04/2026.",
    "Compte tenu de la douleur, une chirurgie sera faite.",
    "On retient l'indication d'une ostéotomie.",
    "Projet : FIV.",
    "Mon avis : ne pas opérer.",
    "Décision : hémicolectomie droite.",
    "Nous avons conseillé la pilule en continu.",
    "Il est licite de discuter une hystérectomie.",
    "Alternative si échec : agoniste de la GnRH.",
    "L'indication d'une prothèse totale\ndu genou droit me paraît justifiée.",
    "Il n'y a pas d'indication de chimiothérapie.",
    "La radiothérapie débutera le 16 novembre.",
    "La pose de la chambre est prévue le 20 novembre.",
    "Date opératoire retenue : 15 décembre 2026.",
    "Je considère qu'il y a échec du traitement.",
    "Je lui ai expliqué qu'il est trop jeune pour une prothèse.",
    "La courbe a donc bien diminué.",
    "Pose d'un DIU dans le même temps à discuter.",
    "Conclusion et conduite : myome à retirer.",
    "Le Ki-67 à 30 % me fait proposer une chimiothérapie.",
    "Ces éléments me conduisent à lui proposer une hystérectomie.",
    "L'échec des infiltrations m'amène à recommander une prothèse.",
    "Son jeune âge m'incite à préférer une ostéotomie.",
    "La gêne fait poser l'indication d'une discectomie.",
    "Suivront la radiothérapie puis le tamoxifène pendant cinq ans.",
    "Suivra une radiothérapie du sein.",
    "Elle aura ensuite six mois de capécitabine.",
    "Il recevra 5 fractions de 5 Gy.",
    "Début du FOLFOX envisagé le 12 octobre, pose de chambre le 6.",
    "Pose de chambre implantable prévue\nle 10 novembre.",
    "Un second geste pourra être discuté dans un mois.",
    "En cas de rechute, discuter d'une arthrodèse.",
    "Je n'y vois pas d'avantage.",
    "Je ne vois pas ce qu'une arthrodèse apporterait.",
    "Je ne demande pas de signature génomique.",
    "Je lui ai parlé des fuites et de l'érection.",
    "Je l'ai prévenue des troubles du transit possibles.",
    "J'ai longuement discuté avec la patiente d'une mastectomie.",
    "La RCP du 09/09 retient une chimiothérapie.",
    "Proposition de la RCP : radiothérapie avec hormonothérapie.",
    "Proposition\nSi instable : surveillance seule.",
    "Proposition :\n\n1. Irradiation. Si amplifié : à représenter.",
    "Stratégie thérapeutique : FOLFOX puis résection.",
    "Alternative recevable : prostatectomie élargie.",
    "Conclusion. Une prothèse est le bon choix.",
    "Au vu de ces éléments, mon choix se porte sur une hystérectomie.",
    "Nous nous orientons vers une prothèse totale.",
    "Je m'oriente vers une arthrodèse.",
    "On s'oriente vers une FIV.",
    "Il relève d'une chirurgie.",
    "Elle relève à mon avis d'une hystérectomie.",
    "La chirurgie s'impose.",
    "Une intervention s'impose.",
    "Le traitement comportera six cures de FOLFOX.",
    "Le traitement consistera en une prothèse.",
    "Nous démarrerons le méthotrexate en novembre.",
    "Je démarrerai le traitement dès lundi.",
    "J'opérerai ce patient le 12 janvier.",
    "Elle sera opérée le 12 janvier.",
    "L'opération aura lieu le 12 janvier.",
    "L'intervention est calée au 12 janvier.",
    "Rendez-vous de bloc pris le 12 janvier.",
    "Le corset sera porté 20 heures par jour.",
    "Mise en place d'un corset prévue en décembre.",
    "Ma position : opérer.",
    "Mon attitude serait chirurgicale.",
    "Pour moi, il faut opérer.",
    "L'idéal serait une prothèse.",
    "Une thyroïdectomie totale est préférable.",
    "Mieux vaudrait une thyroïdectomie totale.",
    "Le mieux est d'enlever les deux lobes.",
    "Je reste favorable à la chirurgie.",
    "J'ai décidé d'opérer.",
    "Nous avons décidé ensemble d'une hystérectomie.",
    "Décision d'hystérectomie prise avec elle.",
    "Je lui laisse le choix entre chirurgie et rayons.",
    "Il y aura ensuite une radiothérapie.",
    "Conclusion\nUne prothèse est le bon choix.",
]

CLINICAL = [
    "Traitements essayés au total : kétoprofène dix jours, tramadol.",
    "Elle a fait 18 séances au total : la douleur a baissé.",
    "La patiente souffre depuis trois ans.",
    "Le genou gauche est en varus.",
    "Elle marche 500 mètres.",
    "L'hémoglobine est à 11,8 g/dL.",
    "Elle prend du diénogest depuis 2024.",
    "Je n'ai pas trouvé de déficit.",
    "Pas d'anticoagulant.",
    "Elle a été opérée en 2019.",
    "Suivie depuis 2019 pour une hypothyroïdie.",
    "La douleur l'amène à s'arrêter tous les 200 mètres.",
    "Le froid fait apparaître une raideur.",
    "Elle aura 40 ans en mars.",
    "Elle prendra sa décision en octobre.",
    "Il m'a parlé de fuites à l'effort.",
    "Elle m'a prévenue d'une allergie au latex.",
    "Elle s'inquiète pour sa voix.",
    "Je ne retiens pas d'antécédent de phlébite.",
    "Elle ne peut pas courir.",
    "Chimiothérapie faite selon la RCP, six cures reçues.",
    "Traitement de la fracture en 2018, puis deux infiltrations.",
    "Ensuite, elle a eu trois séances sans effet.",
    "Début des douleurs en mars.",
    "Reprise du travail le 5 octobre.",
    "Une surveillance rapprochée du rachis est nécessaire sous traitement.",
    "Elle a suivi six séances de kinésithérapie.",
    "Suivi par le Dr Untel depuis 2019.",
    "La douleur le fait boiter.",
    "Les escaliers lui font mal.",
    "L'infiltration l'a fait dormir deux nuits.",
    "Elle dit que le corset la fait souffrir.",
    "Il pourrait marcher deux heures avant 2024.",
    "Cliniquement, la douleur pourrait venir du dos.",
    "Elle devrait accoucher en mars.",
    "Début des symptômes en mars 2025.",
    "Pose d'un DIU en 2019, retiré en 2022.",
    "Pose de stent le 12/03/2024.",
    "Date des dernières règles : 12 septembre.",
    "Il préfère dormir assis.",
    "Elle recevra sa carte vitale.",
    "J'ai informé la famille d'un risque de chute.",
    "Je n'ai pas retrouvé d'adénopathie.",
    "Je ne retiens pas d'argument pour une infection.",
    "Selon le patient, la douleur augmente.",
    "Traité selon le protocole en 2020.",
    "RCP du 12/03/2024 : six cures de FOLFOX reçues.",
    "Elle ne souhaite pas de grossesse.",
    "Elle souhaite une grossesse.",
    "Il refuse toute chirurgie.",
    "Opéré le 12/03/2024 d'une hernie.",
    "Reprise du sport en 2023.",
    "Hospitalisation en mars 2022 pour une phlébite.",
    "Puis la douleur est revenue.",
]


def proposed(text: str, kind: str, vocabulary: Vocabulary, reader: EdsNlpReader) -> list[str]:
    spans = proposal_spans(text, kind, reader.read(text).sentences, vocabulary)
    return [text[start:end].strip() for start, end in spans]


@pytest.mark.parametrize("sentence", PROPOSALS)
def test_a_sentence_that_concludes_is_set_apart_from_what_was_seen(
    sentence: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = proposed(f"{FINDING}\n\n{sentence}\n\nBien amicalement.", "courrier", vocabulary, clinical_reader)
    assert told == [sentence]


@pytest.mark.parametrize("sentence", CLINICAL)
def test_a_clinical_sentence_is_none(sentence: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    assert proposed(f"{FINDING}\n\n{sentence}", "courrier", vocabulary, clinical_reader) == []


def test_a_heading_opens_a_stretch_to_the_end_of_its_paragraph(
    vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = f"{FINDING}\n\nConclusion : gonarthrose droite.\nProthèse totale prévue. Bilan dentaire demandé.\n\nSigné."
    told = proposed(text, "courrier", vocabulary, clinical_reader)
    assert told == ["Conclusion : gonarthrose droite.\nProthèse totale prévue. Bilan dentaire demandé."]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Je maintiens la proposition de la\nRCP du 24 septembre : 3 EC puis docétaxel.", True),
        ("Je propose une chirurgie par\nVoie postérieure.", True),
        ("Je propose à ce patient l'\nIRM du bassin puis une prothèse.", True),
        ("Je propose une kystectomie\nAntécédents : césarienne.", False),
        ("Je propose un corset de nuit,\nLa courbe est de 28°.", False),
    ],
)
def test_a_line_that_breaks_off_on_an_article_or_a_preposition_goes_on_below(
    text: str, whole: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    (told,) = proposed(text, "courrier", vocabulary, clinical_reader)
    assert (told == text) is whole


def test_a_total_in_the_midst_of_a_letter_hides_nothing_below_it(
    vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    letter = "Séances au total : vingt.\nExamen : force 5/5, Lasègue à 70°.\nAu total : je propose d'attendre."
    assert proposed(letter, "courrier", vocabulary, clinical_reader) == ["Au total : je propose d'attendre."]


@pytest.mark.parametrize(
    ("behind", "kept_apart"),
    [
        ("Puis létrozole cinq ans.", True),
        ("Ensuite radiochimiothérapie et résection.", True),
        ("Dans un second temps, ostéotomie.", True),
        ("Puis elle a eu deux infiltrations sans effet.", False),
        ("Flexion 110°.", False),
    ],
)
def test_what_only_carries_on_a_proposal_goes_with_it(
    behind: str, kept_apart: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = proposed(f"{FINDING}\n\nJe propose une chirurgie. {behind}", "courrier", vocabulary, clinical_reader)
    assert (behind in " ".join(told)) is kept_apart
    alone = proposed(f"{FINDING} {behind}", "courrier", vocabulary, clinical_reader)
    assert alone == []


def test_a_list_that_a_proposal_opens_is_part_of_it(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    text = f"{FINDING}\nJe lui propose : 1. une radiothérapie du sein ; 2. le létrozole cinq ans. Elle va bien."
    told = " ".join(proposed(text, "courrier", vocabulary, clinical_reader))
    assert "radiothérapie" in told
    assert "létrozole" in told
    assert FINDING not in told
    assert "Elle va bien" not in told


def test_touching_proposals_are_one_stretch(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    text = "Au total, je propose une prothèse. Il convient de maigrir."
    assert len(proposed(text, "courrier", vocabulary, clinical_reader)) == 1


@pytest.mark.parametrize(
    ("kind", "kept_apart"),
    [
        ("courrier", True),
        ("fiche_rcp", True),
        ("compte_rendu_hospitalisation", True),
        ("compte_rendu_imagerie", False),
        ("anatomopathologie", False),
    ],
)
def test_a_report_concludes_on_what_it_saw_a_letter_on_what_to_do(
    kind: str, kept_apart: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = proposed("Conclusion : endométriose profonde.", kind, vocabulary, clinical_reader)
    assert bool(told) is kept_apart


@pytest.mark.parametrize(
    ("kind", "screened"),
    [
        ("autre", True),
        ("compte_rendu_operatoire", True),
        ("compte_rendu_hospitalisation", True),
        ("compte_rendu_imagerie", False),
        ("anatomopathologie", False),
        ("biologie", False),
    ],
)
def test_all_but_what_only_measures_is_screened(
    kind: str, screened: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Genou droit : pincement interne. Je propose une prothèse totale le 14/01/2027."
    spans = proposal_spans(text, kind, clinical_reader.read(text).sentences, vocabulary)
    assert any("prothèse totale" in text[a:b] for a, b in spans) is screened


NEUROLOGIST = "Centre hospitalier des Fables\nConsultation de neurologie\nDr Conte\nLe 14/03/2025\nChère consœur,\n"
CONCLUDES = (
    "Conclusion : migraine avec aura visuelle. Je recommande l'arrêt du tabac. Je déconseille toute kystectomie."
)


def test_what_another_field_concludes_is_a_finding_unless_it_names_an_option(
    vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = NEUROLOGIST + CONCLUDES
    sentences = clinical_reader.read(text).sentences
    spans = proposal_spans(text, "courrier", sentences, vocabulary, ("kystectomie",))

    assert is_of_another_field(text, vocabulary)
    assert [text[a:b].strip() for a, b in spans] == ["Je déconseille toute kystectomie."]


@pytest.mark.parametrize(
    ("told", "proposes"),
    [
        ("Conclusion : échec d'une rééducation bien conduite.", False),
        ("Au total, 20 séances de rééducation réalisées, plateau atteint.", False),
        ("Conclusion : poursuivre la rééducation.", True),
        ("Je propose de reprendre la rééducation.", True),
    ],
)
def test_what_came_of_a_treatment_is_what_its_therapist_found(
    told: str, proposes: bool, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    sentences = clinical_reader.read(told).sentences
    assert bool(proposal_spans(told, "courrier", sentences, vocabulary, ("reeducation",))) is proposes


@pytest.mark.parametrize(
    "letterhead",
    [
        "Dr Conte\nChirurgie orthopédique",
        "Clinique des Fables : cardiologie, gynécologie\nDr Conte",
        "Dr Conte, gynécologue\nCopie : Dr Mythe, cardiologue",
        "Dr Conte, médecin généraliste",
        "Neurochirurgie",
        "Mme FABLE Aurore\nAdressée par la cardiologie",
        "",
    ],
)
def test_who_may_decide_or_is_not_known_proposes_all_that_he_concludes(letterhead: str, vocabulary: Vocabulary) -> None:
    assert not is_of_another_field(f"{letterhead}\nLe 14/03/2025\nChère consœur,\n{CONCLUDES}", vocabulary)
