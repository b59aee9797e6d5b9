"""What an account must be before it is made, with a French reason when it cannot."""

import re

from engine.domain.account import EMAIL, ROLES, Account, Role, is_rpps
from engine.errors import EngineError

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
LONGEST = 200  # characters


class BadAccount(EngineError):
    """An account cannot be made of what was given; `field` names which."""

    exit_code = 3
    message_fr = "{what}"

    def __init__(self, field: str, what: str) -> None:
        super().__init__(what=what)
        self.field = field


def new_account(
    account_id: str, login: str, name: str, role: str, rpps: str = "", specialty: str = "", email: str = ""
) -> Account:
    """Return the account, blanks and case of the login put right. Raises `BadAccount`."""
    login, name, specialty = login.strip().lower(), " ".join(name.split()), " ".join(specialty.split())
    if not LOGIN.fullmatch(login):
        raise BadAccount(
            "login",
            "L'identifiant a de 2 à 64 caractères : lettres sans accent, chiffres, point, tiret, et commence par une "
            "lettre ou un chiffre.",
        )
    if not name or len(name) > LONGEST or not name.isprintable():
        raise BadAccount("name", f"Indiquez le nom de la personne, en une ligne de {LONGEST} caractères au plus.")
    chosen, address = _role(role), email.strip() or None
    if address is not None and (len(address) > 254 or not re.match(EMAIL, address)):
        raise BadAccount(
            "email", "Cette adresse de courriel n'est pas complète (nom@domaine.fr). Corrigez-la, ou laissez vide."
        )
    if chosen != "doctor":
        return Account(id=account_id, login=login, name=name, role=chosen, email=address)
    number = re.sub(r"\s", "", rpps)
    if not is_rpps(number):
        raise BadAccount(
            "rpps",
            "Le numéro RPPS a 11 chiffres et le dernier vérifie les autres : celui-ci n'est pas juste. Recopiez-le "
            "depuis la carte CPS ou l'annuaire santé.",
        )
    if not specialty or len(specialty) > LONGEST or not specialty.isprintable():
        raise BadAccount("specialty", "Indiquez la spécialité du médecin, telle qu'elle sera imprimée sur l'avis.")
    return Account(id=account_id, login=login, name=name, role=chosen, rpps=number, specialty=specialty, email=address)


def _role(given: str) -> Role:
    for role in ROLES:
        if role == given:
            return role
    raise BadAccount("role", f"Choisissez un rôle : {', '.join(ROLES)}.")
