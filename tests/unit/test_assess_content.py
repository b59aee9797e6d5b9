"""Which document meets which requirement, judged by content: short texts as people send them."""

import pytest

from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.assess import assess
from engine.steps.split import split
from tests.builders import a_dossier, a_page

ENDO, KNEE, COLON = "endometriose", "gonarthrose", "cancer-colon-rectum"
LETTER_END = "\nBien confraternellement"

MEETS = [
    (ENDO, "Cher confrère,\nJe lui propose une cœlioscopie." + LETTER_END, {"courrier_premier_avis"}),
    (ENDO, "Cher confrère,\nMerci de recevoir cette patiente pour avis." + LETTER_END, set()),
    (ENDO, "Ordonnance\nDiénogest 2 mg, 1 cp par jour, QSP 3 mois", {"ordonnances_en_cours"}),
    (ENDO, "IRM pelvienne\nTechnique : T2. Résultats : nodule du torus.", {"irm_pelvienne_cr"}),
    (ENDO, "IRM du genou droit\nTechnique : T2. Résultats : ménisque fissuré.", set()),
    (ENDO, "Échographie pelvienne endovaginale\nRésultats : endométriome.", {"echo_endovaginale_cr"}),
    (
        ENDO,
        "Échographie pelvienne endovaginale\nRésultats : CFA 12 follicules antraux.",
        {"echo_endovaginale_cr", "cfa"},
    ),
    (ENDO, "Laboratoire des Fables\nPrélevé ce jour\nAMH 1,8 ng/mL", {"amh"}),
    (ENDO, "Laboratoire des Fables\nPrélevé ce jour\nHémoglobine 12 g/dL", set()),
    (ENDO, "Spermogramme\nConcentration 18 M/mL. Mobilité progressive 34 %", {"spermogramme"}),
    (ENDO, "Hystérosalpingographie\nIndication : infertilité. Trompes perméables.", {"permeabilite_tubaire"}),
    (ENDO, "Compte rendu opératoire\nVoie d'abord : trocarts. Exérèse d'un nodule.", {"cro_anterieurs"}),
    (ENDO, "Anatomie pathologique\nMacroscopie : kyste. Microscopie : endométriose.", {"anapath_anterieure"}),
    (ENDO, "Fiche RCP endométriose\nQuorum atteint. Proposition de la RCP : chirurgie.", {"rcp_endo"}),
    (ENDO, "Échographie rénale\nTechnique : sonde abdominale. Pas de dilatation.", {"imagerie_renale"}),
    (KNEE, "Radiographies du genou droit en charge\nRésultats : pincement.", {"rx_genou_cr"}),
    (KNEE, "Radiographie du thorax\nRésultats : parenchyme normal.", set()),
    (KNEE, "Pangonogramme\nHKA 174° à droite. Incidence de face en charge.", {"pangonogramme"}),
    (KNEE, "Bilan de kinésithérapie\n20 séances, flexion 110°.", {"essais_conservateurs"}),
    (KNEE, "Laboratoire des Fables\nPrélevé ce jour\nCRP 4,2 mg/L", {"crp_ponction"}),
    (KNEE, "Accès à vos images\nCode d'accès : FABLE. Radiographies du genou.", {"rx_genou_images"}),
    (KNEE, "Cher confrère,\nConsultation d'anesthésie du 12/10/2026 : ASA 2." + LETTER_END, {"bilan_terrain"}),
    (KNEE, "Cher confrère,\nConsultation d'anesthésie le 1er décembre." + LETTER_END, set()),
    (KNEE, "Cher confrère,\nRien d'autre en dehors de la consultation d'anesthésie." + LETTER_END, set()),
    (
        KNEE,
        "Dr Fable\nCardiologue\nCher confrère,\nFEVG 60 %, pas de contre-indication." + LETTER_END,
        {"bilan_terrain"},
    ),
    (KNEE, "CH des Fables, cardiologie\nCher ami,\nCPA à prévoir, FEVG 55 %." + LETTER_END, {"bilan_terrain"}),
    (KNEE, "Cher confrère,\nVu par son cardiologue, qui est d'accord." + LETTER_END, {"bilan_terrain"}),
    (KNEE, "Cher confrère,\nAvis cardiologique favorable." + LETTER_END, {"bilan_terrain"}),
    (KNEE, "Cher confrère,\nLes AINS lui sont interdits par son cardiologue." + LETTER_END, set()),
    (KNEE, "Cher confrère,\nCoronaropathie suivie en cardiologie." + LETTER_END, set()),
    (KNEE, "Dr Fable\nChirurgien\nCher ami,\nConsultation d'anesthésie à prendre." + LETTER_END, set()),
    (
        "fibromes-uterins",
        "Échographie pelvienne\nComparaison : compte rendu de l'IRM du 12/06/2025.\nUtérus 112 mm, myome FIGO 4.",
        {"echo_pelvienne_cr"},
    ),
    (
        "fibromes-uterins",
        "Hystéroscopie diagnostique\nVaginoscopie. Myome FIGO 1 accessible à une résection.",
        {"hysteroscopie"},
    ),
    (COLON, "Coloscopie\nCæcum atteint. Tumeur du sigmoïde. Anse froide.", {"coloscopie"}),
    (COLON, "Endoscopie digestive basse\nPréparation : Boston 7. Tumeur du rectum, sténose.", {"coloscopie"}),
    (COLON, "Écho-endoscopie rectale\nSonde radiale. uT3 N+.", {"eer"}),
    (COLON, "Scanner thoraco-abdomino-pelvien\nAcquisition après injection.", {"scanner_tap"}),
    (COLON, "Anatomie pathologique\nMicroscopie : adénocarcinome. pMMR.", {"anapath"}),
    (COLON, "Laboratoire des Fables\nPrélevé ce jour\nACE 3,4 ng/mL", {"ace"}),
    (COLON, "Laboratoire des Fables\nPrélevé ce jour\nUracilémie 11 ng/mL", {"uracilemie"}),
    (COLON, "Fiche RCP digestive\nQuorum atteint. Proposition de la RCP : chirurgie.", {"rcp"}),
    (COLON, "Compte rendu opératoire\nSigmoïdectomie. Voie d'abord : trocarts.", {"cro"}),
    (
        COLON,
        "Compte rendu d'hospitalisation\nDate d'entrée : 02/01/2026. Date de sortie : 06/01/2026",
        {"antecedents_cr"},
    ),
]


@pytest.mark.parametrize(("pathway", "text", "requirements"), MEETS)
def test_what_a_document_meets(
    pathway: str, text: str, requirements: set[str], pathways: dict[str, Pathway], vocabulary: Vocabulary
) -> None:
    dossier, pages = a_dossier(pathway=pathway, questionnaire={}), [a_page(text, filename="scan.pdf")]
    documents = split(pages, dossier.patient, dossier.received_on, vocabulary)
    done = assess(documents, pages, pathways[pathway], dossier, vocabulary)
    assert {i.requirement for i in done.items if i.documents and not i.degraded} == requirements
