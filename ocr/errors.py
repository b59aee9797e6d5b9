"""Why a file cannot be read at all, each with a French message that says the way out."""

from typing import Literal

Code = Literal[
    "encrypted",
    "empty",
    "corrupt",
    "truncated",
    "no_pages",
    "unsupported",
    "too_large",
    "too_many_pages",
    "tool_missing",
]

_MESSAGES: dict[Code, str] = {
    "encrypted": (
        "Le PDF est protégé par un mot de passe. Demandez à l'expéditeur une copie sans mot de passe ; "
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
    "unsupported": (
        "Le format {what} n'est pas pris en charge. Envoyez le document en PDF, JPEG, PNG ou TIFF ; "
        "l'original est conservé."
    ),
    "too_large": (
        "L'image est trop grande ({what}). Envoyez-la en résolution plus faible (300 points par pouce suffisent) ; "
        "l'original est conservé."
    ),
    "too_many_pages": (
        "Le fichier compte {what} pages, plus que la limite de {limit}. Envoyez-le en plusieurs parties ; "
        "l'original est conservé."
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
