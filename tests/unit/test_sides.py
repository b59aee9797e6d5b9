"""French ways of naming a side: abbreviations, headed sections, the other side, comparisons, relatives."""

import pytest

from engine.domain.vocabulary import Vocabulary
from engine.steps.sides import main_side, of_an_implant, side_in

NAMED = [
    ("Genou dt en varus, flessum 10°.", "flessum", "droite"),
    ("Hanche gche : flexion 80°.", "flexion", "gauche"),
    ("Raccourcissement du MIG de 8 mm.", "Raccourcissement", "gauche"),
    ("Chondrocalcinose bilat.", "Chondrocalcinose", "bilatéral"),
    ("Lasègue dt à 40°, G négatif.", "40", "droite"),
    ("Lasègue dt à 40°, G négatif.", "négatif", "gauche"),
    ("Douleur inguinale G à la marche.", "Douleur", "gauche"),
    ("Nodule D1 de 27 mm, EU-TIRADS 3.", "EU-TIRADS", "droite"),
    ("Hernie L5 D, déficit.", "Hernie", "droite"),
    # A bracket gives its own side, and a heading ends where the text comes to the other one.
    ("Angle 172° à gauche (176° à droite).", "176", "droite"),
    ("Angle 172° à gauche (176° à droite).", "172", "gauche"),
    ("Hanche gauche : flexion 110°. Douleur 7 à droite. Lequesne 14.", "Lequesne", None),
    # The items of a list keep the side above it, whatever each of them opens with.
    ("À droite :\n\n• Rotule : usée.\n• Fragment de 7 mm.\n\nÀ gauche : rien.", "Fragment", "droite"),
    ("Apex droit 2 0 -\nLobe gauche 6 0 -\nCarcinome de grade 1.", "Carcinome", None),
    ("Secteurs II à VI droits et gauches : pas de ganglion.", "ganglion", "bilatéral"),
    # The other side's value in brackets; a bracket turns no heading.
    ("Interligne coxo-fémoral : 2,3 mm (gauche : 4,1 mm).", "2,3", "droite"),
    ("Interligne : 2,3 mm (4,1 mm à droite).", "2,3", "gauche"),
    ("Interligne 1,2 mm en zone portante (3,9 mm à\ngauche).", "1,2", "droite"),
    ("Interligne 1,2 mm en zone portante (Tönnis 2 à gauche).", "1,2", "gauche"),
    ("Coxarthrose D, EVA 7.", "EVA", "droite"),
    ("Renforcement, canne à gauche, EVA 7.", "EVA", None),
    ("Hanche droite : interligne à 3,8 mm (gauche 4,0 mm). Tête sphérique. Tönnis 1.", "Tönnis", "droite"),
    ("Hanche droite : interligne à 3,8 mm. Hanche gauche usée. Tönnis 1.", "Tönnis", None),
    # A list below a blank line has its heading's side, running text has not.
    ("Genou droit\n\n• Pincement interne,\nstade 4.\n• Externe conservé.\n\nGenou gauche : rien.", "stade", "droite"),
    ("Genou droit\n\nPincement interne, stade 4.", "stade", None),
    ("Genou droit\n\n• Pincement complet,\ncondensation : stade 4.\n• Rotule usée.", "stade", "droite"),
    ("Genou droit\n\n• Pincement complet,\ncondensation : stade 4.\n• Rotule usée.", "Rotule", "droite"),
    # What lies in the middle, and a lesion beside one that names its side.
    ("Ovaire gauche de 30 mm, utérus de 80 mm.", "80", None),
    ("Endométriome gauche de 32 mm, nodule du torus de 12 mm.", "12", None),
    ("Utérus dévié à gauche.", "Utérus", "gauche"),
    ("Hernie paramédiane gauche, protrusion médiane.", "protrusion", None),
    ("Embolie lobaire inférieure droite et segmentaire gauche.", "Embolie", "bilatéral"),
    ("Nodule droit et kyste gauche.", "Nodule", "droite"),
    ("Hernie inguinale droite opérée. PI-RADS 3.", "PI-RADS", None),
    # Letters that are no side.
    ("Vitamine D : 31 nmol/L.", "31", None),
    ("Hépatite B, vitamine D et G6PD.", "G6PD", None),
    ("Lésion d'allure bénigne.", "bénigne", None),
    ("Hémoglobine 13 g / dL.", "13", None),
    # Sections that a side heads.
    ("CÔTÉ DROIT\nProthèse en place.\nCÔTÉ GAUCHE\nPincement. Pas de géode.", "Pincement", "gauche"),
    ("CÔTÉ DROIT\nProthèse en place. Pas de liseré.\nCÔTÉ GAUCHE\nPincement.", "liseré", "droite"),
    ("LOBE DROIT\n\nNodule de 24 mm.", "Nodule", "droite"),
    ("LOBE DROIT\nNodule.\nCONCLUSION :\nStable.", "Stable", None),
    # A side that another is only measured against.
    ("Sein D 1,5 x le gauche, érythème diffus.", "érythème", "droite"),
    ("Interligne de 2 mm contre 4 mm à droite.", "2 mm", None),
    ("Interligne de 2 mm contre 4 mm à droite.", "4 mm", "droite"),
    # Single lesions that a label names, each on a line of its own.
    ("N1 lobe gauche, solide\nN2 lobe droit, kystique", "solide", "gauche"),
    ("N1 lobe gauche, solide\nN2 lobe droit, kystique\nN1 : pas de calcification.", "calcification", "gauche"),
    ("Nodule 1 : lobe droit, 12 mm\nNodule 2 : lobe gauche, 8 mm\nNodule 2 : stable.", "stable", "gauche"),
    # The side that is not the one spoken of.
    ("Hanche gauche raide. Hanche controlatérale souple.", "souple", "droite"),
    ("Sein D : masse. Sein controlatéral : pas de prise de contraste.", "prise", "gauche"),
    ("Chaînes jugulo-carotidiennes : pas d'adénopathie.", "adénopathie", "bilatéral"),
]


@pytest.mark.parametrize(("text", "what", "side"), NAMED)
def test_the_side_that_a_text_names(text: str, what: str, side: str | None, vocabulary: Vocabulary) -> None:
    start = text.index(what)
    assert side_in(text, start, start + len(what), None, vocabulary.sides) == side


def test_a_row_of_a_day_has_no_side_of_a_line_that_gives_one_value(vocabulary: Vocabulary) -> None:
    text = "Courbure thoracique droite : 34°.\nCourbure lombaire gauche : 20°.\n02/03/2026 33° 19°\nConclusion : 34°."
    at = text.index("33°")
    assert side_in(text, at, at + 3, "droite", vocabulary.sides) == "droite"


ABOUT = [
    ("Rein gauche porteur d'un kyste. Lésion droite, contact droit.", "droite"),
    ("Hernie inguinale droite opérée. Cataracte gauche.", None),
    ("Gonalgie gauche. Genou gauche raide.", "gauche"),
    ("Sein droit rouge. Axillaire D : 2 cm. Masse du sein D. Sein G ras.", "droite"),
    ("Genou gauche raide. Mère : deux prothèses totales de genou.", "gauche"),
    ("Hanche droite souple. Hanche gauche raide.", None),
    ("Motif : hanche gauche.\nHanche droite souple.\nHanche gauche raide.", "gauche"),
    ("Hanche droite 3 mm.\nHanche gauche 1 mm.\nCONCLUSION : pincement à gauche.", "gauche"),
    ("Utérus normal.", None),
    (
        "Bassin, hanche droite face et profil\nHanche droite : pincement (3,9 mm à gauche).\nHanche gauche : libre.",
        "droite",
    ),
    ("Bassin de face\nHanche droite : pincement (3,9 mm à gauche).\nHanche gauche : conservée.", None),
    ("Cabinet de la rive gauche\nHanche droite : 2 mm.\nHanche gauche : 4 mm.\nTête droite ronde.", None),
    ("Hanche droite\nCanne à gauche. Flexion droite 80°.", "droite"),
    ("Tumeur du côlon droit. Angle gauche sain.", None),
    # An implant beside the joint that a document is about.
    (
        "Indication : coxalgie gauche. PTH droite.\nHanche gauche pincée.\nPTH droite en place.\nCoxarthrose gauche.",
        "gauche",
    ),
]


@pytest.mark.parametrize(("text", "side"), ABOUT)
def test_the_side_that_a_document_is_about(text: str, side: str | None, vocabulary: Vocabulary) -> None:
    assert main_side(text, vocabulary.sides) == side


@pytest.mark.parametrize(
    ("quote", "worn"),
    [
        ("Prothèse totale de hanche droite posée en 2015", True),
        ("PTG gauche en place, non descellée", True),
        ("Porteuse d'une PUC droite depuis dix ans", True),
        ("Hanche gauche : flexion 80°", False),
        ("PTH droite, coxalgie gauche depuis un an", False),
        ("Douleur au-dessus de la prothèse", False),
    ],
)
def test_a_side_that_is_of_an_implant_alone(quote: str, worn: bool, vocabulary: Vocabulary) -> None:
    assert of_an_implant(quote, vocabulary.sides) is worn
