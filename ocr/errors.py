"""Why a file cannot be read at all, each with a French message that says the way out."""

from typing import Literal

Code = Literal[
    "encrypted",
    "empty",
    "corrupt",
    "truncated",
    "no_pages",
    "unsupported",
    "many_unsupported",
    "too_large",
    "too_many_pages",
    "too_many_files",
    "too_much_text",
    "bomb",
    "nested",
    "shortcut",
    "crashed",
    "too_slow",
    "active",
    "attached",
    "tool_missing",
]

_MESSAGES: dict[Code, str] = {
    "encrypted": (
        "Le fichier est protégé par un mot de passe. Demandez à l'expéditeur une copie sans mot de passe ; "
        "l'original est conservé."
    ),
    "empty": (
        "Le fichier est vide (0 octet). Demandez à l'expéditeur de l'envoyer de nouveau ; l'original est conservé."
    ),
    "corrupt": (
        "Le fichier {what} est abîmé et ne s'ouvre pas. Demandez à l'expéditeur une nouvelle copie, ou imprimez-le et "
        "numérisez-le ; l'original est conservé."
    ),
    "truncated": (
        "Le fichier {what} est incomplet : sa fin manque, sans doute à cause d'un envoi interrompu. Demandez à "
        "l'expéditeur de l'envoyer de nouveau ; l'original est conservé."
    ),
    "no_pages": (
        "Le fichier {what} ne contient aucune page. Demandez à l'expéditeur de l'envoyer de nouveau ; "
        "l'original est conservé."
    ),
    "unsupported": ("Le format {what} n'est pas pris en charge. {way} ; l'original est conservé."),
    "many_unsupported": (
        "L'archive contient encore {what} fichiers de formats non pris en charge, comme les programmes d'un CD. "
        "S'il y a un document parmi eux, envoyez-le en PDF ; l'original est conservé."
    ),
    "too_large": (
        "L'image est trop grande ({what}). Envoyez-la en résolution plus faible (300 points par pouce suffisent) ; "
        "l'original est conservé."
    ),
    "too_many_pages": (
        "Le fichier compte {what} pages, plus que la limite de {limit}. Envoyez-le en plusieurs parties ; "
        "l'original est conservé."
    ),
    "too_many_files": (
        "L'archive annonce plus de {limit} fichiers. Envoyez les seuls documents utiles, en plus petit nombre ; "
        "l'original est conservé."
    ),
    "too_much_text": (
        "Le texte dépasse {limit} millions de caractères. Envoyez-le en plusieurs parties ; l'original est conservé."
    ),
    "bomb": (
        "Le contenu décompressé dépasse {limit} Mo : il n'est pas ouvert. Envoyez les documents un par un, sans les "
        "compresser ; l'original est conservé."
    ),
    "nested": (
        "Cette archive est dans une archive qui est elle-même dans une archive. Extrayez-la, puis envoyez-la à part ; "
        "l'original est conservé."
    ),
    "shortcut": (
        "C'est un raccourci vers un autre fichier, pas un document. Envoyez le document lui-même ; "
        "l'original est conservé."
    ),
    "crashed": (
        "Le fichier {what} a fait échouer le programme de lecture : il est abîmé ou piégé. Demandez à l'expéditeur une "
        "nouvelle copie, ou imprimez-le et numérisez-le ; l'original est conservé."
    ),
    "too_slow": (
        "Le fichier {what} n'a pas pu être lu dans le temps accordé : il est abîmé, piégé ou bien trop complexe. "
        " Imprimez-le et numérisez-le, ou demandez une autre copie ; l'original est conservé."
    ),
    "active": (
        "Ce fichier contient {what}. Rien n'en est exécuté ici et ses pages sont lues normalement, mais n'ouvrez "
        "l'original que sur un poste protégé ; l'original est conservé."
    ),
    "attached": (
        "Ce PDF contient {what} : seules ses pages sont lues. Ouvrez-le, enregistrez les documents joints, puis "
        "envoyez-les à part ; l'original est conservé."
    ),
    "tool_missing": (
        "Le programme {what} manque sur cette machine. {how}, puis relancez la lecture ; l'original est conservé."
    ),
}


class ReadError(Exception):
    """A file cannot be read at all. `code` names the cause, `message_fr` is for the user and says the way out."""

    def __init__(self, code: Code, **details: object) -> None:
        self.code: Code = code
        self.message_fr = _MESSAGES[code].format(**details)
        super().__init__(self.message_fr)
