"""Signs that papers alone show, in the words of those who write them; and what only looks like one."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.assess import variables_of
from engine.steps.warn import red_flags
from tests.builders import a_dossier, a_place

SHOWN = {
    "cancer-colon-rectum": [
        ("occlusion", "Tableau de subocclusion depuis trois jours."),
        ("occlusion", "Ni gaz ni selles depuis 48 heures."),
        ("occlusion", "Plus de gaz depuis hier, abdomen tendu."),
        ("occlusion", "Vomissements fécaloïdes."),
        ("occlusion", "Occlusion colique sur tumeur du sigmoïde."),
        ("perforation_saignement", "Perforation tumorale couverte avec abcès."),
        ("perforation_saignement", "Pneumopéritoine."),
        ("perforation_saignement", "Déglobulisation sur rectorragies."),
        ("perforation_saignement", "Méléna depuis deux jours."),
        ("perforation_saignement", "Contracture abdominale."),
        ("toxicite_5fu", "Diarrhée grade IV sous FOLFOX."),
        ("toxicite_5fu", "Diarrhée profuse depuis la cure."),
        ("aplasie_febrile", "Neutropénie à 0,3 G/L avec fièvre à 38,6 °C."),
    ],
    "cancer-sein": [
        ("aplasie_febrile", "Neutropénie à 0,3 G/L, fébrile depuis la nuit."),
        ("inflammatoire", "Sein gauche inflammatoire."),
        ("inflammatoire", "Signes inflammatoires du sein droit."),
        ("compression", "Déficit des deux membres inférieurs."),
    ],
    "cancer-prostate": [
        ("compression_medullaire", "Déficit moteur des deux membres inférieurs."),
        ("compression_medullaire", "Lésion de T9 avec compression de la moelle."),
        ("compression_medullaire", "Compression du fourreau dural et de la moelle en L1."),
        ("compression_medullaire", "Compression radiculo-médullaire en T12."),
        ("retention_aigue", "Ne peut plus uriner depuis ce matin."),
        ("retention_aigue", "Anurie depuis 12 heures."),
        ("hematurie_caillots", "Hématurie caillotante."),
        ("hematurie_caillots", "Décaillotage aux urgences."),
    ],
    "cancer-thyroide-nodule": [
        ("detresse_respi", "Cornage au moindre effort."),
        ("detresse_respi", "Tirage sus-sternal."),
        ("dysphonie", "Raucité de la voix depuis six semaines."),
        ("dysphonie", "Voix modifiée depuis un mois."),
        ("dysphonie", "Immobilité de la corde vocale gauche."),
        ("dysphonie", "Hémilarynx gauche immobile."),
    ],
    "coxarthrose": [
        ("infection", "Ponction : liquide purulent."),
        ("infection", "Culture positive à Staphylococcus aureus."),
        ("infection", "Abcès péri-prothétique."),
        ("luxation_fracture", "Prothèse droite déboîtée hier."),
        ("luxation_fracture", "Ne peut plus s'appuyer sur la jambe depuis la chute."),
    ],
    "gonarthrose": [
        ("infection", "Ponction : liquide trouble, culture positive à staphylocoque."),
        ("thrombose", "Thrombose poplitée récente."),
        ("thrombose", "Thrombose veineuse surale occlusive à l'écho-Doppler."),
        ("thrombose", "Dyspnée brutale."),
        ("fracture", "Fracture du plateau tibial externe."),
        ("fracture", "Fracture déplacée de la rotule."),
        ("fracture", "Appui impossible depuis la chute d'hier."),
    ],
    "polyarthrite-rhumatoide": [
        ("arthrite_septique", "Culture du liquide positive à streptocoque."),
        ("myelosuppression", "Méthotrexate 10 mg : 1 comprimé par jour"),
        ("myelosuppression", "- METHOTREXATE 2,5 mg : 4 cp/j"),
        ("myelosuppression", "Novatrex 2,5 mg, 1 cp tous les matins"),
        ("myelosuppression", "Méthotrexate 10 mg 1 matin et soir"),
        ("myelosuppression", "Méthotrexate 10 mg : 1 comprimé par jour\nAcide folique 5 mg : 1 le dimanche"),
        ("myelosuppression", "MTX 7,5 mg par jour"),
        ("myelosuppression", "Imeth 10 mg : 1 le matin"),
        ("myelosuppression", "Méthotrexate : deux comprimés chaque jour"),
        ("myelosuppression", "Leuco-neutropénie sévère et thrombopénie."),
        ("myelosuppression", "Thrombopénie sévère."),
        ("myelosuppression", "Cytopénie profonde des trois lignées."),
        ("myelosuppression", "Résultats critiques : polynucléaires neutrophiles 0,4 G/L."),
        ("myelosuppression", "Leucopénie majeure."),
        ("myelosuppression", "Bicytopénie sévère."),
        ("cervical", "Quadriparésie."),
        ("cervical", "Compression bulbo-médullaire."),
    ],
    "endometriose": [
        ("occlusion", "Syndrome subocclusif."),
        ("rein_menace", "Hydro-urétéronéphrose gauche."),
        ("rein_menace", "Dilatation urétéro-pyélocalicielle droite."),
        ("rein_menace", "Rein gauche muet."),
        ("rein_menace", "Sténose urétérale gauche serrée."),
        ("torsion_rupture", "Hémopéritoine."),
        ("torsion_rupture", "Rupture d'endométriome."),
        ("lesion_suspecte", "Nodule mural rehaussé."),
        ("lesion_suspecte", "Endométriome gauche de 5 cm avec un nodule pariétal rehaussé."),
        ("lesion_suspecte", "Suspicion de dégénérescence maligne."),
    ],
    "fibromes-uterins": [
        ("hemorragie", "Choc hémorragique."),
        ("hemorragie", "Saignements cataclysmiques."),
        ("retention", "Dilatation urétéro-pyélocalicielle bilatérale."),
        ("sarcome", "Suspicion de dégénérescence sarcomateuse."),
    ],
    "hernie-discale-lombaire": [
        ("queue_cheval", "Anesthésie du périnée."),
        ("queue_cheval", "Hypotonie du sphincter anal."),
        ("queue_cheval", "Mictions par regorgement."),
        ("queue_cheval", "Troubles urinaires apparus depuis hier."),
        ("queue_cheval", "Troubles mictionnels récents."),
        ("queue_cheval", "Pertes d'urines depuis trois jours."),
        ("deficit_moteur", "Déficit des releveurs à 2 sur 5."),
        ("deficit_moteur", "Déficit complet des releveurs."),
        ("deficit_moteur", "Paralysie des releveurs du pied droit."),
        ("deficit_moteur", "Releveurs M2 à gauche."),
        ("infection_tumeur", "Épidurite infectieuse."),
        ("infection_tumeur", "Abcès du psoas."),
        ("infection_tumeur", "Tumeur vertébrale L3."),
        ("infection_tumeur", "Myélome connu."),
    ],
    "infertilite-couple": [
        ("hso", "OHSS modéré."),
        ("geu", "Grossesse de localisation indéterminée."),
        ("geu", "Grossesse ectopique évolutive."),
        ("detresse", "Risque suicidaire élevé."),
    ],
    "scoliose-adolescent": [
        ("neuro", "Signes pyramidaux."),
        ("neuro", "Ataxie."),
        ("neuro", "Énurésie secondaire."),
        ("neuro", "Steppage droit."),
        ("neuro", "Cutanés abdominaux abolis à gauche."),
        ("non_idiopathique", "Moelle attachée."),
        ("non_idiopathique", "Diastématomyélie."),
        ("non_idiopathique", "Cavité intramédullaire."),
        ("non_idiopathique", "Tumeur intra-rachidienne."),
    ],
}
NOT_SHOWN = {
    "cancer-colon-rectum": [
        "Pas d'occlusion ni de perforation.",
        "Risque de perforation expliqué (1 pour 1 000).",
        "En cas d'occlusion, intervention de Hartmann.",
        "Tumeur non sténosante, sans signe de subocclusion.",
        "Colectomie en 2019 pour péritonite.",
        "Effets indésirables possibles : diarrhée sévère, mucite.",
        "Consigne : fièvre supérieure à 38,5 °C sous chimiothérapie : consulter.",
        "Pas de méléna, pas de déglobulisation.",
        "Polype ni sténosant ni perforé.",
        "Selles régulières, gaz présents.",
        "Risques expliqués : perforation colique, hémorragie.",
    ],
    "cancer-prostate": [
        "Pas de compression médullaire, pas de recul épidural.",
        "Rétention aiguë d'urine en 2019.",
        "Risque de rétention expliqué.",
        "Pas d'hématurie caillotante.",
        "IRM médullaire sans compression de la moelle.",
    ],
    "cancer-sein": [
        "Pas de signe inflammatoire du sein.",
        "Sein non inflammatoire.",
        "Cicatrice inflammatoire du sein en 2020.",
    ],
    "cancer-thyroide-nodule": [
        "Pas de cornage ni de tirage.",
        "Voix normale, cordes mobiles.",
        "Risque de paralysie récurrentielle expliqué : modification de la voix.",
        "Pas de modification de la voix.",
    ],
    "coxarthrose": [
        "Culture négative à 14 jours.",
        "Pas d'abcès péri-prothétique.",
        "Prélèvement nasal positif à Staphylococcus aureus, décolonisation.",
        "Risques : luxation de la prothèse, fracture peropératoire.",
    ],
    "gonarthrose": [
        "ECBU positif à E. coli.",
        "Ponction : liquide clair, culture stérile.",
        "Pas de fracture.",
        "Fracture ancienne consolidée du plateau tibial.",
        "Fracture du plateau tibial opérée en 2004.",
        "Risque de thrombose veineuse récente : anticoagulation préventive.",
        "Pas de thrombose récente.",
        "Fracture sous-chondrale du plateau tibial interne.",
        "Fracture de la rotule en 2012, appui normal.",
        "Antécédent de fracture du plateau tibial à 20 ans.",
    ],
    "endometriose": [
        "Uretères fins, pas de dilatation.",
        "Pas d'hydro-urétéronéphrose.",
        "Pas de nodule mural.",
        "Reins de taille normale.",
        "Risque de sténose urétérale expliqué.",
    ],
    "fibromes-uterins": [
        "Pas de saignement cataclysmique.",
        "Hémoglobine 9,6 g/dL",
    ],
    "hernie-discale-lombaire": [
        "Pas de trouble urinaire ni mictionnel.",
        "Troubles urinaires prostatiques anciens.",
        "Déficit sensitif, force 5/5.",
        "Releveurs 5/5, triceps 5 sur 5.",
        "Pas d'abcès du psoas.",
        "Cotation 4/5.",
    ],
    "infertilite-couple": [
        "Risque d'OHSS faible.",
        "Grossesse extra-utérine en 2021.",
        "Pas de risque suicidaire.",
    ],
    "polyarthrite-rhumatoide": [
        "Méthotrexate 10 mg : 1 comprimé une fois par semaine",
        "Méthotrexate 2,5 mg : 6 comprimés le lundi matin",
        "Méthotrexate 15 mg par semaine, acide folique 5 mg par jour",
        "Méthotrexate 2,5 mg : 4 cp un jour par semaine, le mardi soir",
        "Méthotrexate 10 mg : 2 comprimés\nle matin, un seul jour par semaine",
        "MTX 15 mg/sem, prednisone 5 mg/j",
        "Méthotrexate 20 mg : 1 injection hebdomadaire le matin",
        "Sous méthotrexate et prednisone 7,5 mg/j",
        "Méthotrexate arrêté, 5 mg/j de prednisone",
        "Jamais de méthotrexate tous les jours.",
        "Méthotrexate en prise unique par jour : lundi",
        "Pas de thrombopénie sévère.",
        "Neutropénie modérée.",
        "Risque de cytopénie sévère sous méthotrexate : NFS mensuelle.",
        "Méthotrexate 15 mg\nPrednisone 5 mg : 1 comprimé par jour",
        "Méthotrexate 10 mg : 1 comprimé par jour de prise, soit le dimanche",
        "Méthotrexate, 1 comprimé d'acide folique par jour",
        "Il prenait par erreur le méthotrexate tous les jours en 2019.",
        "Méthotrexate 2,5 mg : 3 cp le matin et 3 cp le soir le mardi",
        "Thrombopénie sévère en 2018.",
        "Sulfaméthoxazole-triméthoprime 800/160 : 1 matin et soir pendant 10 jours",
    ],
    "scoliose-adolescent": [
        "Pas de signe pyramidal, pas d'ataxie.",
        "Réflexes abdominaux présents et symétriques.",
        "Moelle en place, cône en L1.",
        "Pas de cavité intramédullaire.",
        "Radiographie du bloc opératoire.",
    ],
}


def raised(pathway: Pathway, text: str, vocabulary: Vocabulary, reader: EdsNlpReader) -> list[str]:
    dossier = a_dossier(pathway=pathway.id, questionnaire={})
    places = [a_place(text, "courrier", vocabulary, reader, dated=date(2026, 2, 10))]
    variables = variables_of(dossier, pathway)
    return [f.id for f in red_flags(dossier, pathway, places, variables, vocabulary, reader)]


@pytest.mark.parametrize("pathway", SHOWN)
def test_papers_alone_show_it(
    pathway: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    shown = SHOWN[pathway]
    assert [t for flag, t in shown if flag not in raised(pathways[pathway], t, vocabulary, clinical_reader)] == []


@pytest.mark.parametrize("pathway", NOT_SHOWN)
def test_what_is_denied_planned_explained_or_long_past_shows_nothing(
    pathway: str, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    assert [t for t in NOT_SHOWN[pathway] if raised(pathways[pathway], t, vocabulary, clinical_reader)] == []
