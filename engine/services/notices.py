"""Letters that tell somebody of the house that work waits. Nothing of a patient is written in them."""

import logging
from collections.abc import Callable
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
        address = f"{self._public_url}/dossiers/{dossier}"
        text = ASSIGNED_FR.format(dossier=dossier, due=french_date(due), address=address)
        try:
            self._post.send(Letter(to=account.email, subject=f"Dossier {dossier} : un avis est attendu", text_fr=text))
        except (LetterRefused, PostUnavailable) as error:
            logger.warning("no letter left for dossier %s (%s)", dossier, type(error).__name__)
            return False
        return True
