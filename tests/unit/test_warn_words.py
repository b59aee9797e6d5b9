"""The words of the nine later pathways' red flags: French phrases that raise them, and those that must stay silent."""

from datetime import date

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.dossier import Question
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.assess import variables_of
from engine.steps.warn import red_flags
from tests.builders import a_dossier, a_place

RECENT, LONG_AGO = date(2026, 2, 10), date(2021, 2, 10)
PROSTATE, BREAST, THYROID, HIP = "cancer-prostate", "cancer-sein", "cancer-thyroide-nodule", "coxarthrose"
FIBROIDS, DISC, COUPLE = "fibromes-uterins", "hernie-discale-lombaire", "infertilite-couple"
ARTHRITIS, SPINE = "polyarthrite-rhumatoide", "scoliose-adolescent"

DOCUMENTS = [
    (PROSTATE, "Douleurs du rachis dorsal. Paraparésie depuis hier.", "compression_medullaire"),
    (PROSTATE, "Dorsalgies intenses.\nFaiblesse des deux jambes à la marche.", "compression_medullaire"),
    (PROSTATE, "Rachialgies lombaires, réveils. Ses jambes se dérobent dans l'escalier.", "compression_medullaire"),
    (PROSTATE, "Rachialgies intenses.\nForce cotée 4/5 aux deux quadriceps.", "compression_medullaire"),
    (BREAST, "Dorsalgies intenses. Ses jambes lâchent depuis dimanche.", "compression"),
    (PROSTATE, "Globe vésical, sonde posée aux urgences.", "retention_aigue"),
    (PROSTATE, "Hématurie macroscopique avec caillots.", "hematurie_caillots"),
    (BREAST, "Sein droit érythémateux, chaud, œdème cutané, peau d'orange.", "inflammatoire"),
    (BREAST, "Tumeur classée cT4d N1.", "inflammatoire"),
    (BREAST, "Épidurite métastatique en T8.", "compression"),
    (BREAST, "Neutropénie fébrile au décours de la cure.", "aplasie_febrile"),
    (THYROID, "Stridor au repos, dyspnée couchée.", "detresse_respi"),
    (THYROID, "Elle dort avec trois oreillers. Bruit à l'inspiration en position couchée.", "detresse_respi"),
    (THYROID, "Goitre ayant doublé en deux mois.", "detresse_respi"),
    (HIP, "Écoulement louche par la partie basse de l'incision.", "infection"),
    (ARTHRITIS, "Monoarthrite du genou, fièvre à 39 °.", "arthrite_septique"),
    (THYROID, "Augmentation rapide de la masse cervicale en trois semaines.", "detresse_respi"),
    (THYROID, "Orage thyroïdien suspecté par l'interne puis confirmé : crise thyrotoxique.", "crise_thyrotoxique"),
    (THYROID, "Voix rauque depuis un mois.", "dysphonie"),
    (THYROID, "Paralysie récurrentielle gauche.", "dysphonie"),
    (HIP, "Écoulement purulent en regard de la cicatrice.", "infection"),
    (HIP, "Suintement clair au bas de la cicatrice depuis dix jours.", "infection"),
    (HIP, "Pansement taché d'un liquide jaune en regard de la cicatrice.", "infection"),
    (HIP, "Luxation postérieure de la prothèse.", "luxation_fracture"),
    (HIP, "Perte d'interligne de 60 % en huit mois.", "cdr"),
    (HIP, "Coxarthrose destructrice rapide.", "cdr"),
    (FIBROIDS, "Hémoglobine 6,4 g/dL", "hemorragie"),
    (FIBROIDS, "Ménorragies avec malaises.", "hemorragie"),
    (FIBROIDS, "Restriction marquée de la diffusion dans le myome.", "sarcome"),
    (FIBROIDS, "Myome atypique, croissance rapide.", "sarcome"),
    (FIBROIDS, "Rétention aigue d'urine.", "retention"),
    (DISC, "Anesthésie en selle.", "queue_cheval"),
    (DISC, "Troubles sphinctériens depuis deux jours.", "queue_cheval"),
    (DISC, "Releveurs du pied cotés 2/5 à gauche.", "deficit_moteur"),
    (DISC, "Pied tombant, steppage à la marche.", "deficit_moteur"),
    (DISC, "Spondylodiscite L4-L5.", "infection_tumeur"),
    (DISC, "Amaigrissement de 8 kg en deux mois.", "infection_tumeur"),
    (COUPLE, "Syndrome d'hyperstimulation ovarienne.", "hso"),
    (COUPLE, "Suspicion de grossesse extra-utérine.", "geu"),
    (COUPLE, "Elle exprime des idées suicidaires.", "detresse"),
    (ARTHRITIS, "Toux fébrile.", "infection"),
    (ARTHRITIS, "Pancytopénie sous traitement.", "myelosuppression"),
    (ARTHRITIS, "Méthotrexate pris tous les jours pendant une semaine.", "myelosuppression"),
    (ARTHRITIS, "Luxation atloïdo-axoïdienne.", "cervical"),
    (ARTHRITIS, "Genou gauche rouge et chaud, fièvre à 39.", "arthrite_septique"),
    (SPINE, "Syndrome pyramidal des membres inférieurs.", "neuro"),
    (SPINE, "Syringomyélie cervicale.", "non_idiopathique"),
    (SPINE, "Taches café au lait.", "non_idiopathique"),
    (SPINE, "Courbure thoracique droite, angle de Cobb 84°.", "respi"),
]
QUESTIONS = [
    (THYROID, "Mon goitre a grossi d'un coup et ma gorge serre.", "detresse_respi"),
    (THYROID, "Je dors assise tellement je respire mal.", "detresse_respi"),
    (PROSTATE, "Je n'arrive plus à uriner depuis ce matin.", "retention_aigue"),
    (PROSTATE, "J'ai très mal au dos et mes jambes sont faibles.", "compression_medullaire"),
    (PROSTATE, "Il y a du sang rouge dans mes urines.", "hematurie_caillots"),
    (BREAST, "Mon sein droit est rouge et chaud, il a doublé de volume.", "inflammatoire"),
    (THYROID, "Ma voix a changé depuis un mois.", "dysphonie"),
    (HIP, "Ma hanche s'est aggravée d'un coup cet été.", "cdr"),
    (FIBROIDS, "Je saigne tellement que j'ai fait un malaise.", "hemorragie"),
    (DISC, "Je ne sens plus rien entre les jambes, l'entrejambe est endormi.", "queue_cheval"),
    (DISC, "Je ne sens plus bien la selle du vélo entre les jambes.", "queue_cheval"),
    (DISC, "Depuis deux jours je dois pousser pour uriner.", "queue_cheval"),
    (DISC, "J'ai perdu toute sensation entre les cuisses.", "queue_cheval"),
    (DISC, "Je ne contrôle plus mes urines depuis hier.", "queue_cheval"),
    (DISC, "Je ne peux plus lever le pied depuis trois jours.", "deficit_moteur"),
    (DISC, "Mon pied tombe depuis hier.", "deficit_moteur"),
    (PROSTATE, "Plus une goutte ne sort depuis hier soir.", "retention_aigue"),
    (COUPLE, "Depuis la ponction mon ventre a doublé, je respire mal.", "hso"),
    (PROSTATE, "J'ai mal au dos et je ne sens plus mes jambes.", "compression_medullaire"),
    (SPINE, "Ma fille refait pipi au lit et trébuche.", "neuro"),
    (COUPLE, "Mon test est positif et j'ai très mal au ventre.", "geu"),
    (COUPLE, "Je n'ai plus envie de vivre.", "detresse"),
    (ARTHRITIS, "J'ai de la fièvre et je tousse sous biothérapie.", "infection"),
    (SPINE, "Ma fille a très mal au dos la nuit.", "non_idiopathique"),
]
SILENT = [
    (PROSTATE, "Rachialgies anciennes. Force cotée 5/5 aux membres inférieurs."),
    (PROSTATE, "Le genou droit se dérobe dans l'escalier, pas de mal au dos."),
    (THYROID, "Pas d'orthopnée, pas de bruit inspiratoire."),
    (THYROID, "Reconsulter si stridor ou gêne respiratoire."),
    (HIP, "Mouvements à éviter pour prévenir une luxation de prothèse."),
    (ARTHRITIS, "Surveiller l'apparition d'une mucite."),
    (PROSTATE, "Pas de globe, pas d'hématurie, pas de douleur osseuse."),
    (PROSTATE, "Son père a eu une paraplégie. En cas de rétention d'urine, consulter aux urgences."),
    (PROSTATE, "Dysurie modérée, IPSS 12."),
    (BREAST, "Absence de peau d'orange. Sein souple."),
    (BREAST, "Sa sœur a eu un cancer inflammatoire du sein."),
    (THYROID, "Pas de dysphonie rapportée, pas de dysphagie, pas de dyspnée couchée."),
    (THYROID, "Sa mère avait été trachéotomisée pour un goitre avec stridor."),
    (HIP, "Une arthrite septique subaiguë reste possible et ne peut être écartée. Pas de fracture du col."),
    (HIP, "Coxarthrose bilatérale stable, sans signe de destruction rapide."),
    (FIBROIDS, "Pas de restriction de la diffusion. Pas de critère d'atypie. Absence d'hydronéphrose."),
    (FIBROIDS, "Hémoglobine 13,6 g/dL"),
    (DISC, "On réserve l'avis chirurgical à un échec ou à une aggravation du déficit."),
    (DISC, "Releveurs 4/5. Pas de trouble sphinctérien, pas d'anesthésie en selle."),
    (DISC, "Racines de la queue de cheval sans anomalie."),
    (COUPLE, "Risque d'hyperstimulation ovarienne à prévenir. Pas de grossesse extra-utérine."),
    (ARTHRITIS, "Pas de fièvre sous biothérapie. Apyrétique."),
    (SPINE, "Pas de déficit moteur. Pas de tache café au lait, pas de touffe pileuse. Hyperlaxité."),
    (SPINE, "Courbure thoracique droite, angle de Cobb 28°."),
]
OVER = [
    (PROSTATE, "Globe vésical, sonde posée aux urgences."),
    (HIP, "Luxation postérieure de la prothèse."),
    (FIBROIDS, "Ménorragies avec malaises."),
    (DISC, "Anesthésie en selle."),
    (ARTHRITIS, "Pancytopénie sous traitement."),
]


def raised(
    pathway: Pathway, vocabulary: Vocabulary, reader: EdsNlpReader, text: str = "", asked: str = "Que faire ?",
    dated: date = RECENT,
) -> list[str]:  # fmt: skip
    kind = pathway.patient_questions[0].id
    birth = date(2012, 5, 1) if pathway.id == SPINE else date(1970, 5, 1)
    patient = a_dossier().patient.model_copy(update={"birth_date": birth})
    dossier = a_dossier(patient=patient, pathway=pathway.id, questionnaire={}, question=Question(type=kind, text=asked))
    places = [a_place(text, "courrier", vocabulary, reader, dated=dated)] if text else []
    variables = variables_of(dossier, pathway)
    return [f.id for f in red_flags(dossier, pathway, places, variables, vocabulary, reader)]


@pytest.mark.parametrize(("pathway", "text", "flag"), DOCUMENTS)
def test_a_recent_document_raises_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader, pathway: str, text: str,
    flag: str,
) -> None:  # fmt: skip
    assert flag in raised(pathways[pathway], vocabulary, clinical_reader, text)


@pytest.mark.parametrize(("pathway", "asked", "flag"), QUESTIONS)
def test_the_patients_own_words_raise_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader, pathway: str, asked: str,
    flag: str,
) -> None:  # fmt: skip
    assert flag in raised(pathways[pathway], vocabulary, clinical_reader, asked=asked)


@pytest.mark.parametrize(("pathway", "text"), SILENT)
def test_what_is_denied_doubted_or_of_the_family_raises_nothing(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader, pathway: str, text: str
) -> None:
    assert raised(pathways[pathway], vocabulary, clinical_reader, text) == []


@pytest.mark.parametrize(("pathway", "text"), OVER)
def test_what_is_long_over_raises_nothing(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader, pathway: str, text: str
) -> None:
    assert raised(pathways[pathway], vocabulary, clinical_reader, text, dated=LONG_AGO) == []


def test_a_daughter_is_the_patient_only_when_the_patient_is_a_child(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    asked = "Ma fille a de la fièvre et tousse. Moi, faut-il changer de biothérapie ?"
    assert raised(pathways[ARTHRITIS], vocabulary, clinical_reader, asked=asked) == []


CALM = [
    (DISC, "Je ne sens plus de douleur sur la selle du vélo, je n'ai pas de fuites d'urine."),
    (DISC, "Je me sens mal quand j'ai mal aux fesses, faut-il m'opérer ?"),
]


@pytest.mark.parametrize(("pathway", "asked"), CALM)
def test_what_the_patient_denies_or_only_resembles_it_raises_nothing(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader, pathway: str, asked: str
) -> None:
    assert raised(pathways[pathway], vocabulary, clinical_reader, asked=asked) == []


def test_every_flag_of_the_nine_has_a_phrase(pathways: dict[str, Pathway]) -> None:
    told = {(pathway, flag) for pathway, _, flag in (*DOCUMENTS, *QUESTIONS)}
    nine = {pathway for pathway, _ in told}
    assert len(nine) == 9
    assert {(p, f.id) for p in nine for f in pathways[p].red_flags} == told
