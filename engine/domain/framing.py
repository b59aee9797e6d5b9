"""The fixed words in which a draft frames what it cites: they speak of papers, options and the opinion, of no finding.

What a paper says in other turns ("aucun traitement", "réglée") turns none of them.
"""

FITTING = "adaptée et justifiée d'après les documents"
SETTLED = "une fois réglé ce que l'avis demande d'abord"
DEFERRED = f"adaptée dans son principe d'après les documents, {SETTLED}"
PROVIDED = "adaptée dans son principe d'après les documents, à condition d'être sans"
UNFOUNDED = "proposition non justifiée par les documents reçus, déconseillée pour le moment"
TOO_LITTLE = "proposition insuffisamment justifiée par les documents reçus"
POSSIBLE = "possible d'après les documents, à discuter"
RESERVE = "sous réserve des pièces qui manquent"
PUT_OFF = "la date prévue est à différer si ce n'est pas fait d'ici là"
SUSPENDED, REVISED = "date à suspendre", "date à revoir"
UP_TO_HER, UP_TO_HIM = "le choix appartient à la patiente", "le choix appartient au patient"
PREFERRED = "ption à privilégier, à discuter avec"
ALSO, ALSO_SEVERAL = "ption également soutenue par le dossier", "ptions également soutenues par le dossier"
FOR_ALL = "tile quelle que soit la décision"
EQUAL = "Plusieurs options se valent d'après ce dossier, le choix se fait avec"
UNDECIDED = "Aucune option ne se détache nettement d'après les éléments du dossier ; au médecin de choisir"
OUTSIDE = (
    "Hors référentiel : aucune option n'est soutenue par les éléments du dossier, qui sont exposés ci-dessus ; "
    "à discuter par le médecin"
)
FIRST_OF_ALL = "Aucun traitement du référentiel n'est à privilégier d'emblée. À faire d'abord"
SITUATION = "Situation visée par la source"
HERE = "Dans ce dossier"
MET = "Conditions réunies d'après les documents et le questionnaire"
AGAINST = "Options déconseillées pour le moment d'après ce dossier"
CERTAINTY, WOULD_CHANGE = "Degré de certitude", "Ce qui pourrait changer l'avis"
TRIED = "Traitements déjà essayés d'après les documents"
TREATMENTS = "raitements relevés dans les documents"
NOT_FOUND = "Recherché et non retrouvé par les documents"
UNKNOWN = "Inconnu, alors que des options en dépendent"

UNCERTAIN = " (incertain)"
"""What a diagnosis ends with that no paper is sure of."""

FRAMES = tuple(
    sorted(
        (
            *(FITTING, SETTLED, DEFERRED, PROVIDED, UNFOUNDED, TOO_LITTLE, POSSIBLE, RESERVE, PUT_OFF, SUSPENDED),
            *(REVISED, UP_TO_HER, UP_TO_HIM, PREFERRED, ALSO, ALSO_SEVERAL, FOR_ALL, EQUAL, UNDECIDED, OUTSIDE),
            *(FIRST_OF_ALL, SITUATION, HERE, MET),
            *(AGAINST, CERTAINTY, WOULD_CHANGE, TRIED, TREATMENTS, NOT_FOUND, UNKNOWN),
        ),
        key=len,
        reverse=True,
    )
)
"""All of them, the longest first."""


def without_frames(text: str) -> str:
    """The text without its frames."""
    for frame in FRAMES:
        text = text.replace(frame, "")
    return text
