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

GIVEN_BACK_FR = """Bonjour,

Le médecin à qui le dossier {dossier} était confié ne peut pas le prendre. Il attend un autre médecin.

Le motif et la suite proposée sont ici : {address}

Ce message ne contient aucune donnée de santé. Le service double-avis.
"""
PIECE_ASKED_FR = """Bonjour,

Le médecin du dossier {dossier} demande une pièce.

Ce qu'il demande et pourquoi : {address}

Ce message ne contient aucune donnée de santé. Le service double-avis.
"""
PIECE_ANSWERED_FR = """Bonjour,

Il y a une réponse à une pièce que vous avez demandée pour le dossier {dossier}.

Voyez-la ici : {address}

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
        if account is None:
            return False
        address = self._address(dossier)
        text = ASSIGNED_FR.format(dossier=dossier, due=french_date(due), address=address)
        return self._send(account, dossier, f"Dossier {dossier} : un avis est attendu", text)

    def given_back(self, dossier: str, staff: Iterable[Account]) -> int:
        """Tell staff that an expert gave a dossier back; return how many letters left."""
        text = GIVEN_BACK_FR.format(dossier=dossier, address=f"{self._address(dossier)}/attribution")
        return sum(self._send(one, dossier, f"Dossier {dossier} : à confier à un autre médecin", text) for one in staff)

    def piece_asked(self, dossier: str, staff: Iterable[Account]) -> int:
        """Tell staff that an expert asks for a piece; return how many letters left."""
        text = PIECE_ASKED_FR.format(dossier=dossier, address=f"{self._address(dossier)}/pieces-demandees")
        return sum(self._send(one, dossier, f"Dossier {dossier} : le médecin demande une pièce", text) for one in staff)

    def piece_answered(self, dossier: str, doctor: str) -> bool:
        """Tell the doctor (an account's id) who asked for a piece of an answer; False when no letter left."""
        account = self._account_of(doctor)
        text = PIECE_ANSWERED_FR.format(dossier=dossier, address=f"{self._address(dossier)}/pieces-demandees")
        subject = f"Dossier {dossier} : réponse à votre demande de pièce"
        return account is not None and self._send(account, dossier, subject, text)

    def alarmed(self, dossier: str, people: Iterable[Account]) -> int:
        """Tell people that an answer of a dossier needs a human now; return how many letters left."""
        text = ALARMED_FR.format(dossier=dossier, address=self._address(dossier))
        subject = f"À lire maintenant : dossier {dossier}"
        return sum(self._send(account, dossier, subject, text) for account in people if account.active)

    def _address(self, dossier: str) -> str:
        return f"{self._public_url}/dossiers/{dossier}"

    def _send(self, account: Account, dossier: str, subject: str, text: str) -> bool:
        if account.email is None:
            return False
        try:
            self._post.send(Letter(to=account.email, subject=subject, text_fr=text))
        except (LetterRefused, PostUnavailable) as error:
            logger.warning("no letter left for dossier %s (%s)", dossier, type(error).__name__)
            return False
        return True
