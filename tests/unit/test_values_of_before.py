"""Values that a document tells of another time, of another person or of several tablets do not pass for today's."""

from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.extract import extract
from tests.builders import a_place

LETTER, BLOOD, DRUGS, IMAGE = "courrier", "biologie", "ordonnance", "compte_rendu_imagerie"
RA, SPINE, PROSTATE, FIBROIDS = "polyarthrite-rhumatoide", "scoliose-adolescent", "cancer-prostate", "fibromes-uterins"
ENDO, COUPLE, COLON, HERNIA = "endometriose", "infertilite-couple", "cancer-colon-rectum", "hernie-discale-lombaire"
THYROID, HIP, BREAST = "cancer-thyroide-nodule", "coxarthrose", "cancer-sein"
KNEE, PIECE, SCOPE = "gonarthrose", "anatomopathologie", "compte_rendu_endoscopie"

TOLD: list[tuple[str, str, str, str, list[Any]]] = [
    # How long ago, the month or the year behind a value make it an earlier one.
    (SPINE, LETTER, "Gibbosité 6° au scoliomètre, 3° il y a un an.", "rotation", [6]),
    (SPINE, LETTER, "Taille 149 cm en octobre 2025, 157 cm ce jour.", "taille_assis", [157]),
    (THYROID, LETTER, "Cytologie : Bethesda II en 2024.", "bethesda", []),
    (THYROID, LETTER, "Cytologie : Bethesda II en mai 2026.", "bethesda", [2]),
    (ENDO, LETTER, "Avant le traitement la douleur était cotée à 8/10. EVA 4/10.", "eva_douleur", [4]),
    (PROSTATE, BLOOD, "PSA total 13,2 ng/mL < 4,5\nAntériorité : PSA 9,8 ng/mL le 11/12/2025.", "psa", [13.2]),
    # Tablets are counted, and a weekly dose is weekly wherever its week stands.
    (RA, DRUGS, "Prednisone 5 mg : 2 comprimés le matin", "cortico_dose", [10]),
    (RA, DRUGS, "Prednisone 5 mg : 1 comprimé matin et soir", "cortico_dose", [10]),
    (RA, DRUGS, "Méthotrexate 2,5 mg : 6 comprimés par semaine", "mtx_dose", [15]),
    (RA, DRUGS, "Prednisone 5 mg : 1 par jour", "cortico_dose", [5]),
    (HIP, LETTER, "Périmètre de marche : 1 200 mètres.", "perimetre_marche", [1200]),
    (
        BREAST,
        IMAGE,
        "Limites : saines, la plus proche (profonde) à 4 mm",
        "marges",
        ["saines 4 mm"],
    ),
    (THYROID, BLOOD, "TSH 0,09 mUI/L 0,40–4,00\nAnticorps anti-récepteurs TSH 2,9 UI/L < 1,8", "tsh_val", [0.09]),
    (COLON, IMAGE, "Recherche de mutation BRAF V600E : non faite.", "ras_braf_v", []),
    (RA, DRUGS, "Allergie : pénicilline (choc en 1988)", "allergie", ["pénicilline"]),
    (RA, DRUGS, "Allergie : aucune", "allergie", [None]),
    # Whose age it is, however the page is dated; the others are not all.
    (COUPLE, LETTER, "Le 1er septembre 2026\nMme Inès INVENTÉE, 37 ans, et M. Paul FICTIF, 40 ans.", "age_femme", [37]),
    (COUPLE, LETTER, "Le 1er septembre 2026\nMme Inès INVENTÉE, 37 ans, et M. Paul FICTIF, 40 ans.", "age_homme", [40]),
    (FIBROIDS, IMAGE, "Myome de 58 mm. Trois autres myomes de 15 à 22 mm.", "nombre_myomes", []),
    (FIBROIDS, LETTER, "Plus de projet d'enfant.", "desir_grossesse", ["non"]),
    # What is printed, and no less.
    (COLON, IMAGE, "Mutation BRAF V600E présente.", "ras_braf_v", ["BRAF V600E muté"]),
    (HERNIA, IMAGE, "Sténose canalaire L4-L5 serrée.", "stenose", ["serrée"]),
    (SPINE, LETTER, "Je propose une arthrodèse postérieure T4-L1.", "topographie", []),
    # A count behind the mark of the sentinel nodes, none of what is counted, and the invasive part alone has a size.
    (BREAST, PIECE, "Stade pT1b pN0(sn) (0/3), R0.", "ganglions", ["0/3"]),
    (BREAST, PIECE, "Embols : 0. Ki67 contrôlé : 11 %.", "embols", ["absents"]),
    (BREAST, PIECE, "Embols : 0. Ki67 contrôlé : 11 %.", "ki67", [11]),
    (BREAST, PIECE, "Carcinome infiltrant NST, 17 mm. Carcinome in situ, 4 mm.", "taille", [17]),
    (BREAST, IMAGE, "Lésion unifocale du sein droit.", "multifocalite", ["unifocale"]),
    (BREAST, IMAGE, "Pas de seconde masse du sein droit.", "multifocalite", ["unifocale"]),
    (BREAST, IMAGE, "Atteinte multicentrique du sein droit.", "multifocalite", ["multifocale"]),
    (
        BREAST,
        DRUGS,
        "Estradiol gel 0,06 % : une pression par jour",
        "traitement_en_cours",
        ["estradiol percutané"],
    ),
    (COLON, SCOPE, "Réponse endoscopique subcomplète.", "reponse_endoscopique", ["quasi complète"]),
    (COLON, SCOPE, "Réponse complète non affirmée.", "reponse_complete", []),
    (COLON, LETTER, "Il se plaint de picotements des deux mains.", "paresthesies_extremites", [None]),
    (COLON, PIECE, "Instabilité sporadique plutôt que d'un syndrome de Lynch.", "polypose", []),
    (PROSTATE, PIECE, "Renseignements transmis : PSA 8,1.", "psa", []),
    # A series ends with the value that counts, and a day in brackets makes the value before it one of then.
    (PROSTATE, LETTER, "PSA : 7,9 puis 8,4 puis 9,1.", "psa", [9.1]),
    (PROSTATE, LETTER, "PSA 4,2 (2022), 5,8 (2024), 7,9 ng/mL ce jour.", "psa", [7.9]),
    (HERNIA, LETTER, "Oswestry : 46 % en juin, 24 % ce jour.", "oswestry", [24]),
    (HERNIA, LETTER, "ODI 46/100 au premier bilan, 24/100 au dernier.", "oswestry", [24]),
    (KNEE, LETTER, "Début Fin\nEVA à la marche 7 5\nScore d'Oxford 21/48 18/48", "score_fonction", [18]),
    (HERNIA, LETTER, "Sciatique depuis 4 mois et demi.", "duree", [20]),
    # Another substance, the bound of a comment, and what a dash, a word or an examination that shows nothing says.
    (COLON, BLOOD, "Uracile plasmatique 12,5 ng/mL < 16\nDihydro-uracile 97 ng/mL", "uracile", [12.5]),
    (COLON, BLOOD, "Commentaire : uracilémie inférieure à 16 ng/mL.", "uracile", []),
    (COLON, LETTER, "Son uracilémie est à 22,4 ng/mL.", "uracile", [22.4]),
    (COLON, IMAGE, "EMVI : -\nCRM : 3 mm", "emvi", ["absent"]),
    (COLON, IMAGE, "EMVI -, sphincter libre.", "emvi", ["absent"]),
    (COLON, IMAGE, "EMVI - présent.", "emvi", ["présent"]),
    (COLON, IMAGE, "EMVI : non évaluable.", "emvi", []),
    (COLON, PIECE, "Vingt-quatre ganglions examinés, tous indemnes.", "ganglions", ["0/24"]),
    (COLON, PIECE, "Ganglions : trois métastatiques sur vingt-deux.", "ganglions", ["3/22"]),
    (COLON, PIECE, "Ganglions prélevés : 19   envahis : 2", "ganglions", ["2/19"]),
    (COLON, PIECE, "Expression conservée de MLH1, PMS2, MSH2 et MSH6.", "mmr", ["pMMR/MSS"]),
    (COLON, PIECE, "Expression conservée de MSH2 et MSH6, perte de MLH1 et PMS2.", "mmr", []),
    (BREAST, PIECE, "Grade ill d'Elston-Ellis (3+3+3).", "grade", [3]),
    (BREAST, PIECE, "Stade pT1c pN1mi(sn).", "tnm", ["pT1c pN1mi"]),
    (BREAST, PIECE, "Récepteurs de progestérone : positifs (70 %).", "rp", [70]),
    (BREAST, PIECE, "Ki - 67 cie ne 80 %", "ki67", [80]),
    # What is taken only when needed, and what was stopped, is no treatment of now.
    (ENDO, DRUGS, "Zolmitriptan 2,5 mg, 1 comprimé au début de la crise", "traitement_en_cours", []),
    (ENDO, DRUGS, "Kétoprofène 100 mg : 1 cp le soir si règles", "traitement_en_cours", []),
    (RA, LETTER, "Cortancyl diminué à 5 mg/jour puis arrêt en juin.", "cortico_dose", []),
]


@pytest.mark.parametrize(("pathway", "kind", "text", "key", "values"), TOLD)
def test_only_what_is_told_of_today(
    pathway: str,
    kind: str,
    text: str,
    key: str,
    values: list[Any],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    place = a_place(text, kind, vocabulary, clinical_reader)
    assert [f.value for f in extract([place], pathways[pathway], vocabulary) if f.key == key] == values


SAID = [
    (BLOOD, "Examen Résultat Interprétation\nQuantiféron-TB 0,08 UI/mL négatif", "quantiferon", "negated"),
    (BLOOD, "Examen Résultat Référence\nQuantiféron positif négatif", "test_tuberculose_positif", "affirmed"),
    (LETTER, "Tabac : non sevré, 5 cigarettes par jour.", "tabac", "affirmed"),
    (LETTER, "Son tabagisme est nul.", "tabac", "negated"),
    (LETTER, "Fume un paquet par jour.", "tabac", "affirmed"),
    (LETTER, "Peu en faveur d'un abcès.", "abces", "hypothetical"),
]


@pytest.mark.parametrize(("kind", "text", "key", "polarity"), SAID)
def test_what_is_said_of_a_result(
    kind: str,
    text: str,
    key: str,
    polarity: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    place = a_place(text, kind, vocabulary, clinical_reader)
    assert {f.polarity for f in extract([place], pathways[RA], vocabulary) if f.key == key} == {polarity}


def test_what_a_couple_s_letter_tells_of_him_is_not_hers(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Infertilité du couple. Monsieur fume 6 cigarettes par jour. Mme fume 3 cigarettes."
    facts = extract([a_place(text, LETTER, vocabulary, clinical_reader)], pathways[COUPLE], vocabulary)
    assert {f.value: f.bearer for f in facts if f.key == "tabac" and f.value} == {6: "family", 3: "patient"}


BESIDE = [
    (HERNIA, "Lasègue : D 30°, G 50°", "lasegue", {30: "droite", 50: "gauche"}),
    (HERNIA, "Lasègue droit 45°, gauche 80°.", "lasegue", {45: "droite", 80: "gauche"}),
    (KNEE, "Axe HKA : D 174° ; G 176°", "hka", {174: "droite", 176: "gauche"}),
    (HIP, "Interligne supérieur droit 1,5 mm, gauche 3,8 mm.", "interligne", {1.5: "droite", 3.8: "gauche"}),
    (ENDO, "Endométriome droit de 42 mm et gauche de 28 mm.", "endometriome_taille", {42: "droite", 28: "gauche"}),
    (HERNIA, "Force du releveur 4/5, 5/5 à droite.", "force", {4: "gauche"}),
]


@pytest.mark.parametrize(("pathway", "text", "key", "sides"), BESIDE)
def test_each_side_has_its_own_value(
    pathway: str,
    text: str,
    key: str,
    sides: dict[float, str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = extract([a_place(text, IMAGE, vocabulary, clinical_reader)], pathways[pathway], vocabulary)
    assert {f.value: f.side for f in facts if f.key == key} == sides


SIGNS = [
    ("Voix enrouée depuis cinq semaines.", "dysphonie", "affirmed"),
    ("Léger bruit à l'inspiration.", "stridor", "affirmed"),
    ("Pas de stridor.", "stridor", "negated"),
    ("Trachée refoulée à droite.", "deviation_tracheale", "affirmed"),
    ("Trachée non déviée.", "deviation_tracheale", "negated"),
]


@pytest.mark.parametrize(("text", "key", "polarity"), SIGNS)
def test_signs_of_a_pressed_airway(
    text: str,
    key: str,
    polarity: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = extract([a_place(text, LETTER, vocabulary, clinical_reader)], pathways[THYROID], vocabulary)
    assert [f.polarity for f in facts if f.key == key] == [polarity]
