"""What papers of gynaecology print, and what only looks like it: a wall, a share not reached, an instruction."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.conditions import judge
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.builders import facts_in
from tests.unit.situations_gynaecology import CAVITY
from tests.unit.situations_gynaecology import COUPLE as WELL

IMAGING, LETTER, LABORATORY = "compte_rendu_imagerie", "courrier", "biologie"
COUPLE, FIBROIDS, ENDOMETRIOSIS = "infertilite-couple", "fibromes-uterins", "endometriose"

CASES = [
    (FIBROIDS, IMAGING, "Endomètre de 6 mm, régulier.", "epaisseur_endometre", [6]),
    (FIBROIDS, IMAGING, "Myome au contact de l'endomètre, mur de sécurité 7 mm.", "epaisseur_endometre", []),
    (FIBROIDS, IMAGING, "Distance à l'endomètre : 9 mm. Endomètre de 5 mm.", "epaisseur_endometre", [5]),
    (FIBROIDS, IMAGING, "Myome à 12 mm de l'endomètre, distance avec l'endomètre 12 mm.", "epaisseur_endometre", []),
    (FIBROIDS, IMAGING, "Recul par rapport à l'endomètre : 8 mm.", "epaisseur_endometre", []),
    (FIBROIDS, IMAGING, "Utérus 80 x 45 mm, endomètre 7 mm.", "epaisseur_endometre", [7]),
    (FIBROIDS, LETTER, "Rapports réguliers, huit mois d'essais infructueux.", "duree_essais", [8]),
    (FIBROIDS, LETTER, "Elle essaie depuis 2 ans.", "duree_essais", [24]),
    (FIBROIDS, LETTER, "Infertilité primaire de quatorze mois, soit un an d'essais.", "duree_essais", [12]),
    (FIBROIDS, LETTER, "Essai de six mois de progestatif.", "duree_essais", []),
    (FIBROIDS, IMAGING, "CFA 9 à droite, 8 à gauche. CFA total : 17.", "cfa_val", [17]),
    (FIBROIDS, IMAGING, "Hystéroscopie : pas d'empreinte de myome.", "diagnostic", []),
    (FIBROIDS, IMAGING, "Pas d'autre myome.", "diagnostic", []),
    (ENDOMETRIOSIS, IMAGING, "Pas d'autre lésion digestive sur le sigmoïde.", "atteinte_rectale", []),
    (ENDOMETRIOSIS, IMAGING, "Pas d'autre localisation d'endométriose.", "diagnostic", []),
    (FIBROIDS, IMAGING, "Aucune dégénérescence récente du myome.", "diagnostic", []),
    (FIBROIDS, IMAGING, "Pas de compression par le fibrome.", "diagnostic", []),
    (FIBROIDS, IMAGING, "Pas de myome sous-muqueux.", "diagnostic", ["fibrome sous-muqueux"]),
    (FIBROIDS, IMAGING, "Myome sous-muqueux.", "diagnostic", ["fibrome sous-muqueux", "fibromes utérins"]),
    (FIBROIDS, IMAGING, "Pas de myome.", "diagnostic", ["fibromes utérins"]),
    (FIBROIDS, IMAGING, "Pas d'argument pour un fibrome.", "diagnostic", ["fibromes utérins"]),
    (ENDOMETRIOSIS, IMAGING, "Pas d'endométriose profonde.", "diagnostic", ["endométriose profonde"]),
    (ENDOMETRIOSIS, IMAGING, "Pas de signe d'endométriose.", "diagnostic", ["endométriose"]),
    (ENDOMETRIOSIS, IMAGING, "Pas d'extension de l'adénomyose.", "diagnostic", []),
    (
        ENDOMETRIOSIS,
        LETTER,
        "Désogestrel/éthinylestradiol, un an.",
        "traitements_essayes",
        ["Désogestrel/éthinylestradiol"],
    ),
    (ENDOMETRIOSIS, LETTER, "Désogestrel 75 µg, un an.", "traitements_essayes", ["Désogestrel"]),
    (ENDOMETRIOSIS, LETTER, "Pilule en continu depuis dix mois.", "traitements_essayes", ["Pilule en continu"]),
    (ENDOMETRIOSIS, LETTER, "Arrêt de la pilule il y a un an.", "traitements_essayes", []),
    (ENDOMETRIOSIS, LETTER, "Refuse la pilule en continu.", "traitements_essayes", []),
    (
        ENDOMETRIOSIS,
        LETTER,
        "Lévonorgestrel/éthinylestradiol en continu depuis un an, saignements fréquents, effet insuffisant.",
        "hormones_en_echec",
        ["Lévonorgestrel/éthinylestradiol"],
    ),
    (ENDOMETRIOSIS, LETTER, "Lévonorgestrel/éthinylestradiol bien toléré.", "hormones_en_echec", []),
    (ENDOMETRIOSIS, LETTER, "Diénogest bien toléré. Insuffisance rénale.", "hormones_en_echec", []),
    (COUPLE, LETTER, "Dr Iris FABLE — Gynécologie, infertilité\nCycles réguliers.", "diagnostic", []),
    (COUPLE, LETTER, "CENTRE DE L'ENDOMÉTRIOSE\nCycles réguliers.", "diagnostic", []),
    (COUPLE, LETTER, "Cher confrère,\nInfertilité de deux ans.", "diagnostic", ["infertilité"]),
    (FIBROIDS, LETTER, "Signalez toute allergie à l'iode ou au latex.", "allergie", []),
    (FIBROIDS, LETTER, "Allergie à l'iode.", "allergie", ["iode"]),
    (FIBROIDS, LETTER, "Pas d'anti-inflammatoire (asthme à l'aspirine).", "allergie", ["acide acétylsalicylique"]),
    (FIBROIDS, LETTER, "Pas d'anti-inflammatoire (asthme à l'aspirine).", "medicament", []),
    (FIBROIDS, LETTER, "Éruption sous méthotrexate.", "allergie", ["méthotrexate"]),
    (FIBROIDS, LETTER, "Asthme sous salbutamol.", "medicament", ["salbutamol"]),
    (FIBROIDS, LETTER, "Œdèmes sous furosémide 40 mg.", "medicament", ["furosémide 40 mg"]),
    (ENDOMETRIOSIS, IMAGING, "Nodule du rectum, 40 % de la circonférence.", "circonference", [40]),
    (ENDOMETRIOSIS, IMAGING, "Circonférence atteinte inférieure à 30 %.", "circonference", []),
    (ENDOMETRIOSIS, IMAGING, "Nodule du rectum, moins de 30 % de la circonférence.", "circonference", []),
    (COUPLE, IMAGING, "CFA total : 12. Utérus normal.", "cfa_val", [12]),
    (COUPLE, IMAGING, "Ovaire droit 28 x 17 mm, CFA 8. Ovaire gauche 30 x 18 mm, CFA 7.", "cfa_val", []),
    (COUPLE, IMAGING, "Ovaire droit 28 x 17 mm, CFA 8. Ovaire gauche 30 x 18 mm, CFA 7.", "cfa_ovaire", [8, 7]),
    (COUPLE, IMAGING, "CFA 11 à droite, 8 à gauche.", "cfa_ovaire", [11, 8]),
    (ENDOMETRIOSIS, IMAGING, "Kyste gauche de 20 mm. CFA gauche 6. Ovaire droit mobile, CFA 9.", "cfa_ovaire", [6, 9]),
    (ENDOMETRIOSIS, IMAGING, "Ovaire D 30 x 20 mm, CFA 7\nOvaire G 28 x 19 mm, CFA 5", "cfa_val", []),
    (ENDOMETRIOSIS, IMAGING, "Ovaire D 30 x 20 mm, CFA 7\nOvaire G 28 x 19 mm, CFA 5", "cfa_ovaire", [7, 5]),
    (FIBROIDS, IMAGING, "OD : 31 mm, CFA 9. OG : 29 mm.", "cfa_val", []),
    (COUPLE, IMAGING, "Ov. G 28 x 19 mm, CFA 5", "cfa_val", []),
    # A trial of two months at most has not failed.
    (ENDOMETRIOSIS, LETTER, "Diénogest, un mois, arrêté pour saignements.", "hormones_en_echec", []),
    (ENDOMETRIOSIS, LETTER, "Deux mois de désogestrel, arrêté pour spotting.", "hormones_en_echec", []),
    (ENDOMETRIOSIS, LETTER, "Échec du diénogest pris 2 mois.", "hormones_en_echec", []),
    (ENDOMETRIOSIS, LETTER, "Diénogest douze mois, arrêté pour saignements.", "hormones_en_echec", ["Diénogest"]),
    (ENDOMETRIOSIS, LETTER, "Échec du diénogest pris 12 mois.", "hormones_en_echec", ["diénogest"]),
    # A unit in the name's cell, an earlier result behind; a bound in brackets is why something is to be done.
    (COUPLE, LABORATORY, "Spermatozoïdes (millions/mL) 3,4 3,1", "sperm_conc", [3.4]),
    (COUPLE, LABORATORY, "Concentration (M/mL) : 41 ≥ 16", "sperm_conc", [41]),
    (COUPLE, LABORATORY, "Numération (x 10^6/mL) 12,5", "sperm_conc", [12.5]),
    (COUPLE, LABORATORY, "Concentration, en M/mL 7,3", "sperm_conc", [7.3]),
    (COUPLE, LABORATORY, "Spermatozoïdes (millions/éjaculat) 5,4", "sperm_conc", []),
    (COUPLE, LABORATORY, "Concentration (M/mL) 16 - 250", "sperm_conc", []),
    (COUPLE, LABORATORY, "Mobiles progressifs (%) 17 11", "sperm_pm", [17]),
    (COUPLE, LABORATORY, "Mobilité progressive a+b (%) 24", "sperm_pm", [24]),
    (COUPLE, LABORATORY, "Formes normales, Kruger (%) 2 1", "sperm_morpho", [2]),
    (COUPLE, LABORATORY, "Formes typiques (David) (%) 11", "sperm_morpho", [11]),
    (COUPLE, LABORATORY, "Volume (mL) 2,2 3,1", "sperm_volume", [2.2]),
    (COUPLE, LABORATORY, "TMS (millions) 0,3 0,4", "sperm_mobiles_prepares", [0.3]),
    (COUPLE, LABORATORY, "Caryotype à demander (concentration < 5 M/mL).", "sperm_conc", []),
    (COUPLE, LABORATORY, "Analyse de l'ADN indiquée (numération < 10 M/mL)", "sperm_conc", []),
    (COUPLE, LABORATORY, "Oligospermie (concentration < 5 M/mL).", "sperm_conc", ["< 5"]),
    (ENDOMETRIOSIS, LABORATORY, "Mobilité progressive (a+b) 1 h 22 % 30", "mobilite_progressive", [22]),
    (COUPLE, LABORATORY, "Caryotype sanguin : 46,XY, normal.", "caryotype_masculin", ["46,XY"]),
    (COUPLE, LABORATORY, "Caryotype sanguin : 46,XY,inv(9).", "caryotype_masculin", []),
    (COUPLE, LABORATORY, "Microdélétions AZFa, AZFb, AZFc : absence.", "microdeletion_y", ["non"]),
    (COUPLE, LABORATORY, "Microdélétion AZFc retrouvée.", "microdeletion_y", ["oui"]),
]


@pytest.mark.parametrize(("pathway", "kind", "text", "key", "values"), CASES)
def test_what_is_read(
    pathway: str,
    kind: str,
    text: str,
    key: str,
    values: list[object],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, kind, pathways[pathway], vocabulary, clinical_reader)
    assert [f.value for f in facts if f.key == key and f.value is not None] == values


def test_the_pill_that_aura_forbids_defers_what_was_asked(pathways: dict[str, Pathway]) -> None:
    deferring = {one.id for one in pathways[ENDOMETRIOSIS].sentences if one.defers}
    assert "pilule_et_aura" in deferring


@pytest.mark.parametrize(("size", "supported"), [(26, False), (62, True)])
def test_an_open_operation_is_for_what_hysteroscopy_cannot_take(
    size: int, supported: bool, pathways: dict[str, Pathway]
) -> None:
    wanted = {**CAVITY, "fertility_wish": True, "taille_myome": size}
    option = next(o for o in pathways[FIBROIDS].options if o.id == "myomectomie")
    assert any(judge(rule.expr, wanted) for rule in option.supports_if) is supported


@pytest.mark.parametrize(("months", "against"), [(14, False), (26, True)])
def test_waiting_is_not_ruled_out_where_both_are_well(months: int, against: bool, pathways: dict[str, Pathway]) -> None:
    option = next(o for o in pathways[COUPLE].options if o.id == "expectative")
    told = {**WELL, "duree_infertilite": months}
    assert any(judge(rule.expr, told) for rule in option.discourages_if) is against


def test_a_mark_in_words_leaves_the_range_of_its_row(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Paramètre Résultat Unité Normes 02/2025\nFerritine 9 - bas µg/L 15-150 28\n"
    facts = facts_in(text, LABORATORY, pathways[FIBROIDS], vocabulary, clinical_reader)
    low = next(f for f in facts if f.key == "ferritine")
    assert low.reference is not None
    assert (low.reference.low, low.reference.high) == (15, 150)


def test_a_unit_that_was_read_badly_leaves_its_flag_and_range(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Analyse Résultat Valeurs usuelles 02/2025\nFerritine 7 Hg/L (B) 15 - 150 12\n"
    facts = facts_in(text, LABORATORY, pathways[FIBROIDS], vocabulary, clinical_reader)
    low = next(f for f in facts if f.key == "ferritine")
    assert (low.flag, low.unit) == ("B", None)
    assert low.reference is not None
    assert (low.reference.low, low.reference.high) == (15, 150)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("AMH 17,9 pmol/L 8,2 - 65\nAMH (conversion) 2,51 ng/mL 1,15 - 9,1", [(2.51, "ng/mL")]),
        ("AMH 1,6 ng/mL\nAMH 11,4 pmol/L", [(1.6, "ng/mL")]),
        ("AMH 11,4 pmol/L", [(11.4, "pmol/L")]),
        ("AMH 1,6 ng/mL", [(1.6, "ng/mL")]),
    ],
)
def test_what_is_printed_in_two_units_is_told_in_the_pathways(
    rows: str,
    told: list[tuple[float, str]],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(rows, LABORATORY, pathways[COUPLE], vocabulary, clinical_reader)
    assert [(f.value, f.unit) for f in facts if f.key == "amh_val"] == told
