"""What resembles an alarm and is none: advice, risk, another time, a mild or a normal finding."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.unit.test_warn_papers import raised

SILENT = {
    "cancer-colon-rectum": [
        "Coloscopie : distension satisfaisante du côlon, préparation de bonne qualité.",
        "Transit accéléré sous metformine.",
        "Vomissements isolés après la prise de la préparation colique.",
        "Hémorroïdes internes, saignement minime au passage.",
        "Anémie ferriprive à 9,8 g/dL, fer prescrit.",
        "Polypectomie sans perforation ni saignement.",
        "Toxicité hématologique de grade 1.",
        "Diarrhée motrice ancienne après cholécystectomie.",
        "Capécitabine : bonne tolérance, pas de syndrome main-pied.",
        "Syndrome grippal avec fièvre à 39 en 2023.",
        "Prévenir l'oncologue si température > 38 °C pendant la chimiothérapie.",
        "Apyrétique, chimiothérapie bien tolérée.",
        "Limites saines\nPerforation tumorale non\nBudding Bd1",
        "Méléna (-)\nFièvre, non.",
        "Perforation | non",
    ],
    "cancer-prostate": [
        "IRM : pas de recul du mur postérieur, pas d'atteinte épidurale.",
        "Arthrose lombaire, sciatique ancienne opérée, force normale.",
        "Scintigraphie osseuse normale.",
        "Sondage vésical pendant l'intervention, ablation à J5.",
        "Sensation de vidange incomplète.",
        "Pas d'épisode de rétention.",
        "Urines claires.",
        "Une trace de sang à la bandelette.",
        "Pas d'hématurie.",
    ],
    "cancer-sein": [
        "Sein indolore, non inflammatoire, peau normale.",
        "Abcès du sein pendant l'allaitement en 2016.",
        "Rougeur discrète de la cicatrice à J5, sans chaleur.",
        "Marche normale, pas de déficit.",
        "Tassement ancien stable, pas de recul.",
        "Calcémie 2,38 mmol/L.",
        "Fièvre absente pendant la chimiothérapie.",
        "Apyrexie, chimiothérapie bien supportée.",
        "PNN 1,9 G/L, cure 3 réalisable.",
    ],
    "cancer-thyroide-nodule": [
        "Trachée en place, calibre conservé.",
        "Pas d'augmentation de volume depuis deux ans.",
        "Gêne cervicale modérée sans dyspnée.",
        "Tachycardie sinusale 95/min, apyrexie.",
        "TSH 0,2 mUI/L, pas de palpitations.",
        "Hyperthyroïdie fruste, FC 76/min.",
        "Cordes vocales mobiles et symétriques.",
        "Voix claire.",
        "Laryngite en 2019.",
        "Voix inchangée depuis un an.",
        "Dysphonie (-)\nDyspnée (-)",
        "Enrouement ☐ oui ☒ non",
    ],
    "coxarthrose": [
        "Cicatrice souple, non adhérente.",
        "Bilan infectieux préopératoire négatif.",
        "Cicatrice propre, sèche, non inflammatoire.",
        "Pas de lésion traumatique.",
        "Fracture du bassin ancienne consolidée.",
        "Boiterie de Trendelenburg, marche avec une canne.",
        "Usure lente de l'interligne.",
        "Interligne inchangé sur deux ans.",
        "Évolution lente sur dix ans.",
    ],
    "endometriose": [
        "Transit normal en dehors des règles.",
        "Charnière recto-sigmoïdienne : nodule pariétal antérieur de 18 mm, intéressant la musculeuse.",
        "Rectorragies cataméniales sans obstruction.",
        "Pas de syndrome occlusif.",
        "Pas de retentissement urinaire.",
        "Les deux uretères sont fins.",
        "Cavités rénales fines.",
        "Pas de douleur aiguë.",
        "Endométriome de 5 cm stable.",
        "Pas de torsion.",
        "Pas de prise de contraste suspecte.",
        "Kyste hémorragique fonctionnel.",
        "Pas de végétation ni de bourgeon.",
    ],
    "fibromes-uterins": [
        "Hémoglobine 10,2 g/dL, ferritine 6.",
        "Règles de 7 jours avec caillots le premier jour.",
        "Malaise vagal en 2020 à la prise de sang.",
        "Fibrome stable.",
        "Signal homogène en hyposignal, sans restriction.",
        "Métrorragies à 44 ans, cycles irréguliers.",
        "Pollakiurie, vidange complète.",
        "Pas de retentissement rénal.",
        "Thrombophilie : aucune ; pas d'antécédent thrombotique.",
    ],
    "gonarthrose": [
        "Genou froid.",
        "Épanchement citrin, mécanique.",
        "Cicatrice fine et souple, pas de rougeur.",
        "Doppler veineux : pas de thrombose.",
        "Dyspnée d'effort stable chez un insuffisant cardiaque.",
        "Œdème bilatéral des chevilles le soir.",
        "Chute sans lésion osseuse.",
        "Tendinopathie rotulienne.",
        "Pas de fracture.",
    ],
    "hernie-discale-lombaire": [
        "Toucher rectal : tonus normal.",
        "Pas de dysurie, pas d'incontinence.",
        "Incontinence d'effort ancienne.",
        "Pas de déficit : 5/5 partout.",
        "Releveurs D 5/5, G 4/5, stable.",
        "Force revenue à 5/5 après un déficit à 3/5.",
        "Aucune perte de poids.",
        "Dépistage du cancer du sein à jour.",
        "Bilan inflammatoire négatif.",
    ],
    "infertilite-couple": [
        "Ovaires multifolliculaires.",
        "Tolérance correcte de la stimulation.",
        "Pas de signe d'hyperstimulation.",
        "Antécédents : 1 GEU, 2 fausses couches.",
        "Salpingectomie gauche pour GEU (2019).",
        "BHCG < 5.",
        "Moral conservé.",
        "Anxio-dépression traitée, stabilisée, sans idée suicidaire.",
        "Pas d'idée suicidaire.",
    ],
    "polyarthrite-rhumatoide": [
        "Pneumopathie interstitielle diffuse stable, PINS.",
        "Pas d'infection récente.",
        "Antibiotiques en octobre pour une sinusite, guérie.",
        "Leucocytes 3,6 G/L (4,0 - 10,0) ; Plaquettes 310 G/L (150 - 400)",
        "Méthotrexate 15 mg une fois par semaine le lundi.",
        "NFS mensuelle : pas de cytopénie.",
        "Clichés dynamiques du rachis cervical : pas d'instabilité.",
        "Cervicarthrose banale.",
        "Pas d'instabilité C1-C2.",
        "Genou : épanchement minime, sec depuis.",
        "Ponction stérile à 5 jours.",
        "Genou ni rouge ni chaud, apyrexie.",
    ],
    "scoliose-adolescent": [
        "Pas de signe neurologique, ROT symétriques.",
        "Bonne force musculaire.",
        "Pieds creux constitutionnels bilatéraux.",
        "Peau normale, pas d'anomalie de la ligne médiane.",
        "Douleur mécanique modérée, pas de réveil nocturne.",
        "Angiome plan du bras.",
        "Cobb thoracique 45°, CVF 88 %.",
        "Essoufflement au sport, spirométrie normale.",
        "Cobb 32°.",
    ],
}
ADVICE = {
    "coxarthrose": ["Consulter en urgence si :\n- fièvre > 38 °C\n- écoulement de la cicatrice\n- mollet gonflé"],
    "cancer-colon-rectum": [
        "Consulter sans attendre si :\n- arrêt des gaz et des selles\n- vomissements\n- ventre dur"
    ],
    "gonarthrose": ["Appeler si :\n• fièvre\n• genou rouge et chaud\n• écoulement de la cicatrice"],
    "cancer-sein": ["Signes devant faire consulter : faiblesse des jambes, douleur du dos intense."],
    "cancer-thyroide-nodule": ["Laryngoscopie à prévoir pour rechercher une paralysie récurrentielle."],
}


@pytest.mark.parametrize("pathway", SILENT)
def test_what_resembles_an_alarm_stays_silent(
    pathway: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    assert [t for t in SILENT[pathway] if raised(pathways[pathway], t, vocabulary, clinical_reader)] == []


@pytest.mark.parametrize("pathway", ADVICE)
def test_advice_for_one_day_raises_nothing_down_to_the_end_of_its_list(
    pathway: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    assert [t for t in ADVICE[pathway] if raised(pathways[pathway], t, vocabulary, clinical_reader)] == []


def test_what_stands_behind_a_list_of_advice_is_heard(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    text = "Consulter si :\n- fièvre\n- rougeur\n\nCe jour, écoulement de la cicatrice."
    assert raised(pathways["coxarthrose"], text, vocabulary, clinical_reader) == ["infection"]
