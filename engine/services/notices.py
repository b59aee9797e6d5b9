"""Letters that tell somebody of the house that work waits. Nothing of a patient is written in them."""

import logging
from collections.abc import Callable, Iterable
from datetime import date

from engine.delivery.mail import Letter, LetterRefused, Post, PostUnavailable
from engine.domain.account import Account
from engine.domain.wording import french_date

logger = logging.getLogger(__name__)

ASSIGNED_FR = """Bonjour,

Le dossier {dossier} vous est confié. Une réponse a été promise pour le {due}.

Ouvrez-le ici : {address}

Ce message ne contient aucune donnée de santé. Le service double-avis.
"""


ALARMED_FR = """Bonjour,

Une réponse du questionnaire du dossier {dossier} demande qu'une personne la lise maintenant.

Ouvrez le dossier : {address}

Ce message ne contient aucune donnée de santé. Le service double-avis.
"""


class Notices:
    """Tells people by `post`; `account_of` gives the account of an id, `public_url` is what they open."""

    def __init__(self, post: Post, account_of: Callable[[str], Account | None], public_url: str) -> None:
        self._post, self._account_of, self._public_url = post, account_of, public_url

    def assigned(self, dossier: str, doctor: str, due: date) -> bool:
        """Tell a doctor (an account's id) of a dossier, due on a day; False when no letter left.

        A letter that cannot leave is no reason to refuse the assignment: the dossier stands in the doctor's list.
        """
        account = self._account_of(doctor)
        if account is None or account.email is None:
            return False
        text = ASSIGNED_FR.format(dossier=dossier, due=french_date(due), address=self._address(dossier))
        return self._send(
            dossier, Letter(to=account.email, subject=f"Dossier {dossier} : un avis est attendu", text_fr=text)
        )

    def alarmed(self, dossier: str, people: Iterable[Account]) -> int:
        """Tell people that an answer of a dossier needs a human now; returns how many letters left."""
        text = ALARMED_FR.format(dossier=dossier, address=self._address(dossier))
        subject = f"À lire maintenant : dossier {dossier}"
        to = [account.email for account in people if account.active and account.email]
        return sum(self._send(dossier, Letter(to=email, subject=subject, text_fr=text)) for email in to)

    def _address(self, dossier: str) -> str:
        return f"{self._public_url}/dossiers/{dossier}"

    def _send(self, dossier: str, letter: Letter) -> bool:
        try:
            self._post.send(letter)
        except (LetterRefused, PostUnavailable) as error:
            logger.warning("no letter left for dossier %s (%s)", dossier, type(error).__name__)
            return False
        return True
