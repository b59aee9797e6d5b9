"""Affirmed, denied or uncertain; of the patient or of the family: French phrases and what they say."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.vocabulary import Vocabulary
from engine.steps.polarity import Assertions, assert_spans, clause_around
from tests.unit.phrases_of_families import FAMILY, FAMILY_LISTS
from tests.unit.phrases_of_headings import HEADED

A, N, H = "affirmed", "negated", "hypothetical"

# Own variants of twelve sentences that reports are known to be misread by.
TWELVE = [
    ("Aucun argument en faveur d'une endométriose profonde sur cet examen.", "endométriose profonde", N, "patient"),
    ("L'examen ne permet pas d'écarter une atteinte du rectum.", "atteinte du rectum", H, "patient"),
    ("Image ovarienne droite compatible avec un endométriome de 28 mm.", "endométriome", H, "patient"),
    ("Sœur : cancer du sein à 51 ans.", "cancer du sein", A, "family"),
    ("ATCD : cholécystectomie en 2015.", "cholécystectomie", A, "patient"),
    ("Une grande sœur, Agathe, suivie pour une scoliose légère.", "scoliose", A, "family"),
    ("Une cousine opérée d'une scoliose à 14 ans, avec reprise pour infection.", "infection", A, "family"),
    ("Sa mère l'a amenée hier, avec une fièvre à 39 °C.", "fièvre", A, "patient"),
    ("Un frère épileptique, traité par lamotrigine.", "lamotrigine", A, "family"),
    ("Vue avec sa mère, suivie pour une scoliose.", "scoliose", A, "patient"),
    ("Si le gain atteint 5°, nous rediscuterons d'un corset.", "corset", H, "patient"),
    ("L'indication d'une chimiothérapie dépendra de la pièce.", "chimiothérapie", H, "patient"),
    ("Cobb 39°, sans évolution significative depuis vingt mois.", "évolution significative", N, "patient"),
    ("Pas de modification du nodule.", "nodule", A, "patient"),
    ("Consultation d'oncogénétique conseillée si la méthylation est absente.", "oncogénétique", A, "patient"),
    ("Suspicion de fissure méniscale, à confronter à l'examen.", "fissure méniscale", H, "patient"),
    ("Absence d'adénopathie inguinale gauche, un ganglion droit de 14 mm.", "adénopathie", N, "patient"),
    ("Absence d'adénopathie inguinale gauche, un ganglion droit de 14 mm.", "ganglion droit", A, "patient"),
    ("Ancien nodule pulmonaire de 9 mm, stable.", "nodule pulmonaire", A, "patient"),
    (
        "Antécédent familial de polyarthrite rhumatoïde, patiente sans épanchement.",
        "polyarthrite rhumatoïde",
        A,
        "family",
    ),
    ("Antécédent familial de polyarthrite rhumatoïde, patiente sans épanchement.", "épanchement", N, "patient"),
    ("Scanner non contributif pour la lésion hépatique connue.", "lésion hépatique", H, "patient"),
    ("Si les douleurs persistent, IRM à prévoir.", "IRM", H, "patient"),
    ("Kellgren 3 à droite, Kellgren 2 à gauche.", "Kellgren 3", A, "patient"),
    ("Elle refuse l'hystérectomie.", "hystérectomie", N, "patient"),
    ("Hystérectomie refusée par la patiente.", "Hystérectomie", N, "patient"),
    ("Si HER2 amplifié : à représenter en réunion.", "représenter", H, "patient"),
    ("Elle refuse l'arrêt du tabac.", "tabac", A, "patient"),
    ("Hystérectomie faite en 2014 ; elle refuse tout traitement.", "Hystérectomie", A, "patient"),
]
# A line that ends with a small word goes on, though the next begins with a capital.
BROKEN = [
    ("Phlébite en 1999 (post-partum). Pas de\nTHS.", "THS", N, "patient"),
    ("Sans\nHTA ni diabète.", "HTA", N, "patient"),
    ("Pas d'\nAVC.", "AVC", N, "patient"),
    ("Pas de\nTHS. HTA traitée.", "HTA", A, "patient"),
    ("Pas de douleur.\nHTA traitée.", "HTA", A, "patient"),
    ("Traitée par\nTHS.", "THS", A, "patient"),
    ("Aucun signe de\nHTA. Diabète ancien.", "Diabète", A, "patient"),
]
# What points somewhere without saying so, and what only looks like it.
POINTING = [
    ("Tumeur de 30 mm\nPerforation tumorale non\nBudding Bd1", "Perforation", N, "patient"),
    ("Tumeur de 30 mm\nPerforation tumorale non\nBudding Bd1", "Tumeur", A, "patient"),
    ("Trouble sphinctérien, non.", "Trouble sphinctérien", N, "patient"),
    ("Hydronéphrose | non", "Hydronéphrose", N, "patient"),
    ("Fièvre oui ☐ non ☒", "Fièvre", N, "patient"),
    ("Fièvre ☐ oui [x] non", "Fièvre", N, "patient"),
    ("Fièvre oui ☒ non ☐", "Fièvre", A, "patient"),
    ("Épanchement (-)\nÉrosions (+)", "Épanchement", N, "patient"),
    ("Épanchement (-)\nÉrosions (+)", "Érosions", A, "patient"),
    ("Surrénales, reins : RAS", "reins", A, "patient"),
    # A line that goes on below denies what stands there, a choice denies nothing.
    ("Il existe un nodule non\nsuspect du lobe droit.", "nodule", A, "patient"),
    ("Fièvre non\ncalmée par le paracétamol.", "Fièvre", A, "patient"),
    ("Faut-il une prothèse ou non", "prothèse", A, "patient"),
    ("Adénomyose (?), à revoir.", "Adénomyose", H, "patient"),
    ("Aspect plutôt en faveur d'un adénome.", "adénome", H, "patient"),
    ("Pas d'argument en faveur d'une récidive.", "récidive", N, "patient"),
    ("La biopsie était en faveur d'un lymphome.", "lymphome", A, "patient"),
    ("On ne peut exclure une fracture.", "fracture", H, "patient"),
    ("Lésion faisant discuter un méningiome.", "méningiome", H, "patient"),
    ("Nodule suspect de malignité.", "malignité", H, "patient"),
    ("Image qui peut aussi correspondre à un hématome.", "hématome", H, "patient"),
    ("Une fracture, notamment de fatigue, est possible.", "fracture", H, "patient"),
    ("4 biopsies du versant gauche : résultat non disponible.", "biopsies", H, "patient"),
    ("Hémocultures stériles.", "Hémocultures", N, "patient"),
    # A line that ends with a small word goes on, even with a capital.
    ("Son père est suivi pour une maladie de\nCrohn.", "Crohn", A, "family"),
    ("Image orientant vers un abcès.", "abcès", H, "patient"),
    ("Le patient est orienté vers un centre.", "patient", A, "patient"),
    ("Métastase jusqu'à preuve du contraire.", "Métastase", H, "patient"),
    ("Récidive peu vraisemblable.", "Récidive", N, "patient"),
    ("Densité du PSA : 0,20.", "Densité du PSA", A, "patient"),
    ("Fièvre : 0.", "Fièvre", N, "patient"),
    ("Grade II. Embols non vus.", "Embols", N, "patient"),
    ("La lobectomie donnera le diagnostic.", "lobectomie", H, "patient"),
    ("Il valait mieux l'enlever : prostatectomie totale.", "prostatectomie", H, "patient"),
    ("Réglée depuis mars 2026 selon la mère.", "Réglée", A, "patient"),
    ("Sa tante a un cancer du sein selon la mère.", "cancer du sein", A, "family"),
]
NEGATED = [
    ("Pas d'ascite.", "ascite", N, "patient"),
    ("Pas d'ascite, de nodule péritonéal ni d'épanchement.", "nodule péritonéal", N, "patient"),
    ("Pas d'ascite, de nodule péritonéal ni d'épanchement.", "épanchement", N, "patient"),
    ("Ni fièvre ni frissons depuis l'intervention.", "frissons", N, "patient"),
    ("Sans fistule visible, collection pelvienne de 3 cm.", "fistule", N, "patient"),
    ("Sans fistule visible, collection pelvienne de 3 cm.", "collection pelvienne", A, "patient"),
    ("La patiente nie toute rectorragie.", "rectorragie", N, "patient"),
    ("Fièvre : absente.", "Fièvre", N, "patient"),
    ("Adénopathie : non.", "Adénopathie", N, "patient"),
    ("Carcinose : 0.", "Carcinose", N, "patient"),
    ("Le nodule du torus n'est pas retrouvé.", "nodule du torus", N, "patient"),
    ("Une fracture est exclue par le scanner.", "fracture", N, "patient"),
    ("Hernie discale postéro-latérale gauche exclue, migrée vers le bas.", "Hernie", A, "patient"),
    ("Une hernie est exclue par l'IRM.", "hernie", N, "patient"),
    ("Pas de hernie exclue.", "hernie", N, "patient"),
    ("La recherche de sang est négative.", "sang", N, "patient"),
    ("Jamais opérée.", "opérée", N, "patient"),
    ("Foie indemne de métastase.", "métastase", N, "patient"),
    ("L'examen permet d'éliminer une ostéonécrose.", "ostéonécrose", N, "patient"),
    ("Peu d'arguments pour une adénomyose.", "adénomyose", N, "patient"),
    ("Hydrosalpinx gauche, pas d'adénomyose.", "Hydrosalpinx", A, "patient"),
    ("Hydrosalpinx gauche, pas d'adénomyose.", "adénomyose", N, "patient"),
    ("Pas d'épanchement mais un kyste poplité.", "kyste poplité", A, "patient"),
    ("Pas d'épanchement mais un kyste poplité.", "épanchement", N, "patient"),
    ("Absence de lésion suspecte du foie.", "lésion suspecte", N, "patient"),
    ("Aucune métastase hépatique n'a été vue.", "métastase hépatique", N, "patient"),
    ("Il n'y a pas eu de transfusion.", "transfusion", N, "patient"),
    ("Pas de lésion profonde, ni d'hydrosalpinx, ni d'ascite.", "ascite", N, "patient"),
    ("Ganglions négatifs.", "Ganglions", N, "patient"),
    ("Pas d'ascite. Adénopathie iliaque.", "Adénopathie", A, "patient"),
    ("Pas d'ascite\n\nAdénopathie iliaque", "Adénopathie", A, "patient"),
    ("Pas d'ascite ; adénopathie iliaque.", "adénopathie", A, "patient"),
    ("Pas de nodule pulmonaire et un épanchement pleural.", "épanchement", A, "patient"),
    ("Aucune adénopathie, aucune ascite, aucune carcinose.", "carcinose", N, "patient"),
    ("La fistule n'a pas été retrouvée.", "fistule", N, "patient"),
    ("Il n'existe plus de fistule.", "fistule", N, "patient"),
    ("Disparition de l'épanchement.", "épanchement", N, "patient"),
]
PSEUDO_NEGATED = [
    ("On n'exclut pas un engainement périnerveux.", "engainement périnerveux", H, "patient"),
    ("Aucun doute sur la fracture.", "fracture", A, "patient"),
    ("Épanchement non négligeable.", "Épanchement", A, "patient"),
    ("Pas de changement de l'endométriome droit.", "endométriome", A, "patient"),
    ("Pas d'amélioration des douleurs pelviennes.", "douleurs pelviennes", A, "patient"),
    ("Une atteinte digestive n'est pas exclue.", "atteinte digestive", H, "patient"),
    ("Sans pouvoir éliminer une fistule.", "fistule", H, "patient"),
    ("Patiente non fumeuse, diabète connu.", "diabète", A, "patient"),
    ("Ne permet pas d'affirmer une invasion périnerveuse.", "invasion périnerveuse", H, "patient"),
    ("Pas de modification du nodule pulmonaire.", "nodule pulmonaire", A, "patient"),
    ("Sans doute une chondrocalcinose.", "chondrocalcinose", A, "patient"),
    ("Une récidive ne peut être écartée.", "récidive", H, "patient"),
]
UNCERTAIN = [
    ("Probable adénomyose diffuse.", "adénomyose", H, "patient"),
    ("Adénomyose possible.", "Adénomyose", H, "patient"),
    ("Un petit épanchement est possible.", "épanchement", H, "patient"),
    ("Une lésion débutante du torus est possible, à confronter à l'examen.", "lésion", H, "patient"),
    ("L'arthrose est connue ; il est possible de marcher.", "arthrose", A, "patient"),
    ("L'aspect évoque une chondrocalcinose.", "chondrocalcinose", H, "patient"),
    ("En cas de fièvre, consulter.", "fièvre", H, "patient"),
    ("Lésion douteuse du rectum.", "Lésion", H, "patient"),
    ("Recherche d'une maladie de Crohn.", "maladie de Crohn", H, "patient"),
    ("Il pourrait s'agir d'un hydrosalpinx.", "hydrosalpinx", H, "patient"),
    ("Échographie de contrôle à programmer.", "Échographie", H, "patient"),
    ("IRM non contributive.", "IRM", H, "patient"),
    ("Discrète prise de contraste, faisant évoquer une ostéonécrose.", "ostéonécrose", H, "patient"),
    ("Lésion rectale à confirmer par écho-endoscopie.", "Lésion rectale", H, "patient"),
]
HEDGED = [
    ("Probable ostéonécrose associée ?", "ostéonécrose", H, "patient"),
    ("Il serait porteur d'une chondrocalcinose.", "chondrocalcinose", H, "patient"),
    ("Elle aurait eu une phlébite.", "phlébite", H, "patient"),
    ("Un syndrome de Krukenberg était évoqué.", "syndrome de Krukenberg", H, "patient"),
    ("Trois diagnostics ont été évoqués : un sarcome, une tumeur ovarienne.", "tumeur ovarienne", H, "patient"),
    ("Image évocatrice de coxarthrose destructrice.", "coxarthrose", H, "patient"),
    ("L'aspect peut correspondre à un carcinome inflammatoire (T4d).", "T4d", H, "patient"),
    ("Une ostéonécrose ou une arthrite restent possibles et ne peuvent être écartées.", "arthrite", H, "patient"),
    ("Une syringomyélie doit être éliminée par IRM.", "syringomyélie", H, "patient"),
    ("Je suspecte une algodystrophie de l'épaule.", "algodystrophie", H, "patient"),
    ("Pour ne pas passer à côté d'un sarcome, IRM.", "sarcome", H, "patient"),
    # A cue does not reach past what it qualifies.
    ("Éventuelle dissémination, malformations connues.", "malformations", A, "patient"),
    ("Des malformations (possible syndrome de Fraser) et une atrésie.", "malformations", A, "patient"),
    ("Le patient est opéré le plus vite possible d'une fistule.", "fistule", A, "patient"),
    ("Les caractéristiques sont en faveur d'un kyste osseux.", "kyste", A, "patient"),
    # A test with a negative result was done; what it looks for is denied.
    ("La sérologie du VIH est négative.", "sérologie", A, "patient"),
    ("Le bilan d'extension et l'échographie sont négatifs.", "bilan", A, "patient"),
    ("EMVI : négatif.", "EMVI", N, "patient"),
    ("Embols veineux (EMVI) : absents.", "Embols veineux", N, "patient"),
    ("Disparition de la lésion à la fin du traitement.", "traitement", A, "patient"),
    ("Pas de foyer à la radiographie.", "radiographie", A, "patient"),
    ("Aucun incident n'a été noté.", "incident", N, "patient"),
    ("Bloc surrénalien improbable.", "Bloc surrénalien", N, "patient"),
    ("Sa mère (elle-même opérée d'une scoliose) l'accompagne.", "scoliose", A, "family"),
    # Who only comes along has nothing of what is told behind.
    ("Elle vient avec ses parents pour sa scoliose.", "scoliose", A, "patient"),
    ("Il est accompagné de sa mère pour une gonarthrose.", "gonarthrose", A, "patient"),
    ("Vue en présence de son père pour un kyste.", "kyste", A, "patient"),
    ("Elle vient avec sa mère opérée d'une scoliose.", "scoliose", A, "family"),
    ("Accompagné de son père qui a une scoliose.", "scoliose", A, "family"),
    ("Son père a une scoliose.", "scoliose", A, "family"),
]
EXPLAINED = [
    ("Risques expliqués : fistule, infection, phlébite.", "phlébite", H, "patient"),
    ("Les risques du geste ont été expliqués (hémorragie, embolie pulmonaire).", "embolie", H, "patient"),
    ("Complications possibles : hématome, phlébite.", "phlébite", H, "patient"),
    ("Information donnée sur les risques : infection, paralysie récurrentielle.", "paralysie", H, "patient"),
    ("Bénéfices/risques : infection, phlébite.", "phlébite", H, "patient"),
    ("Patiente informée des risques d'infection et de phlébite.", "phlébite", H, "patient"),
    ("Je l'ai prévenue du risque de fistule et de stomie.", "fistule", H, "patient"),
    ("Effets secondaires discutés : nausées, thrombose.", "thrombose", H, "patient"),
    ("Facteurs de risque : tabac, diabète.", "diabète", A, "patient"),
    ("Complications : phlébite en 2019.", "phlébite", A, "patient"),
    ("Patiente à haut risque : phlébite en 2019.", "phlébite", A, "patient"),
    ("Informée de la balance bénéfices risques, elle accepte. Thrombose en 2020.", "Thrombose", A, "patient"),
]
TOBACCO = [
    ("Non fumeuse.", "fumeuse", N, "patient"),
    ("Patient non-fumeur.", "fumeur", N, "patient"),
    ("Son tabagisme est nul.", "tabagisme", N, "patient"),
    ("Tabac nul, alcool occasionnel.", "Tabac", N, "patient"),
    ("Tabac : 0.", "Tabac", N, "patient"),
    ("Tabac non sevré.", "Tabac", A, "patient"),
    ("Rotation interne nulle, tabac en cours.", "tabac", A, "patient"),
]
NO_MORE = [
    ("Plus de rectorragie depuis mai.", "rectorragie", N, "patient"),
    ("Bon appétit, plus de ténesme, encore des glaires.", "ténesme", N, "patient"),
    ("Bon appétit, plus de ténesme, encore des glaires.", "glaires", A, "patient"),
    ("Plus d'épanchement ce jour.", "épanchement", N, "patient"),
    ("Les saignements ont totalement cessé.", "saignements", N, "patient"),
    ("La toux a disparu en juin.", "toux", N, "patient"),
    ("La toux a disparu puis est revenue.", "toux", A, "patient"),
    ("Plus de dyspareunie que de dysménorrhée.", "dyspareunie", A, "patient"),
    ("Plus de rectorragies qu'en mai.", "rectorragies", A, "patient"),
    ("Plus de 3 saignements par jour.", "saignements", A, "patient"),
    ("Plus de la moitié des règles avec caillots.", "caillots", A, "patient"),
    ("De plus en plus de vertiges.", "vertiges", A, "patient"),
    ("Elle a plus de vertiges.", "vertiges", A, "patient"),
    ("Trente séances, plus dix minutes de vélo.", "vélo", A, "patient"),
]


def assertions_of(text: str, vocabulary: Vocabulary, reader: EdsNlpReader) -> Assertions:
    return assert_spans(text, reader.read(text), vocabulary)


@pytest.mark.parametrize(
    ("text", "what", "polarity", "bearer"),
    [
        *(*TWELVE, *BROKEN, *NEGATED, *PSEUDO_NEGATED, *UNCERTAIN, *HEDGED),
        *(*EXPLAINED, *TOBACCO, *NO_MORE, *FAMILY_LISTS, *FAMILY, *HEADED),
    ],
)
def test_what_is_asserted_and_of_whom(
    text: str, what: str, polarity: str, bearer: str, vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    start = text.index(what)
    said = assertions_of(text, vocabulary, clinical_reader).of(start, start + len(what))
    assert said == (polarity, bearer)


def test_scopes_say_which_stretch_a_cue_governs(vocabulary: Vocabulary, clinical_reader: EdsNlpReader) -> None:
    text = "Pas d'ascite. Sa mère a un diabète. Probable adénomyose."
    scopes = assertions_of(text, vocabulary, clinical_reader).scopes()

    def kinds(what: str) -> set[str]:
        at = text.index(what)
        return {s.kind for s in scopes if s.start <= at and at + len(what) <= s.end}

    assert (kinds("ascite"), kinds("diabète"), kinds("adénomyose")) == ({"negation"}, {"family"}, {"hypothesis"})


@pytest.mark.parametrize(
    ("folded", "what", "clause"),
    [
        ("kyste droit, adenomyose ; pas d'ascite.", "adenomyose", "kyste droit, adenomyose "),
        ("pas d'ascite mais une adenopathie. rien d'autre.", "adenopathie", " une adenopathie"),
        ("ace a 7.9 ng/ml. stable", "7.9", "ace a 7.9 ng/ml"),
        ("- ascite\n- adenopathie", "adenopathie", " adenopathie"),
        ("1. fer : le soir\n2. zinc : le matin\n3. eau", "zinc", "zinc : le matin"),
        ("1) fer : le soir\n2) zinc : le matin\n3) eau", "fer", "1) fer : le soir"),
        ("nodule de\n12. pas d'ascite", "nodule", "nodule de\n12"),
    ],
)
def test_a_clause_ends_at_strong_boundaries_only(folded: str, what: str, clause: str) -> None:
    start = folded.index(what)
    left, right = clause_around(folded, start, start + len(what))
    assert folded[left:right] == clause


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Antalgiques à poursuivre : paracétamol", True),
        ("Bisoprolol 5 mg : un comprimé le matin", True),
        ("Martin se plaint du genou droit", False),
        ("bisoprolol 5 mg le matin", False),
    ],
)
def test_an_item_of_a_list_opens_a_clause_behind_a_full_line(line: str, ends: bool) -> None:
    above = "Attelle de repos à porter la nuit, jusqu'à la consultation de contrôle"
    text = f"{above}\n{line}"
    left, right = clause_around(text, 0, 7)
    assert (text[left:right] == above) is ends


@pytest.mark.parametrize(
    ("above", "ends"),
    [
        ("Paracétamol codéiné 500/30 : 1 à 2 par prise, quatre par jour au plus, si besoin", True),
        ("Bisoprolol 5 mg à poursuivre sans changement : un comprimé chaque jour, le matin", True),
        ("Le patient a été revu pour son genou et dit marcher moins depuis 6 mois avec un", False),
        ("Il prend un antalgique sans effet et reste douloureux chez lui tous les jours de", False),
    ],
)
def test_a_line_that_ends_as_a_dose_does_ends_its_clause(above: str, ends: bool) -> None:
    text = f"{above}\nArrêt de travail prolongé"
    left, right = clause_around(text, 0, 7)
    assert (text[left:right] == above) is ends
