"""Letters that leave: to a mail server when one is set, else each to a file of the outbox folder."""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.delivery.files import cause_fr, written_whole
from engine.domain.record import Record
from engine.errors import EngineError
from engine.ports import Clock
from engine.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

NewId = Callable[[], str]

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# What every mail server takes: no quotes, no comments, no accents; a sender may be of a machine without a domain.
ADDRESS = re.compile(rf"(?=.{{3,254}}\Z)(?=[^@]{{1,64}}@){ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})+")
SENDER = re.compile(rf"{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})*")
MEDIA_TYPE = re.compile(r"(?:application|image|text)/[a-z0-9][a-z0-9.+-]*")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
TLS_AT_ONCE = 465
NOBODY = "double-avis@localhost"
SECONDS = 30


class LetterRefused(EngineError):
    """The letter is not one that can be sent as it is. The message does not repeat what was typed."""

    exit_code = 3
    message_fr = "Le courrier n'a pas été envoyé : {what}. Corrigez-le puis recommencez."


class PostUnavailable(EngineError):
    """The letter could not be handed over; nothing says that it left."""

    exit_code = 6
    message_fr = "Le courrier n'est pas parti : {what}. Vérifiez les réglages AVIS_SMTP_…, puis recommencez."


class Attachment(Record):
    """A file that goes with a letter: name, media type (as application/pdf), bytes."""

    name: str
    media_type: str
    content: bytes


class Letter(Record):
    """A letter to one person, in French."""

    to: str
    subject: str
    text_fr: str
    attachments: tuple[Attachment, ...] = ()


class Post(Protocol):
    """Where letters are handed over."""

    def send(self, letter: Letter) -> None:
        """Hand over one letter. Raises `LetterRefused`, `PostUnavailable`."""
        ...


@dataclass(frozen=True)
class Outbox:
    """Keeps each letter as one .eml file (mode 0600) for somebody to send; `new_id` gives a new word each time."""

    folder: Path
    clock: Clock
    new_id: NewId
    sender: str = NOBODY

    def send(self, letter: Letter) -> None:
        """Write the letter, whole. Raises `LetterRefused`, `PostUnavailable`."""
        word = self.new_id()
        message = compose(letter, self.sender, self.clock, word)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with written_whole(self.folder / f"{self.clock.now():%Y%m%d-%H%M%S}-{word}.eml") as file:
                file.write(message.as_bytes())
        except OSError as error:
            raise PostUnavailable(what=f"le dossier {self.folder} ne peut pas être écrit, {cause_fr(error)}") from None


@dataclass(frozen=True, repr=False)
class SmtpPost:
    """Hands letters to a mail server, always under TLS unless it runs on this very machine.

    The server's certificate is checked against the authorities of the system (SSL_CERT_FILE names others).
    """

    host: str
    port: int
    sender: str
    clock: Clock
    new_id: NewId
    user: str | None = None
    password: str | None = None
    timeout: float = SECONDS

    def send(self, letter: Letter) -> None:
        """Hand the letter over. Raises `LetterRefused`, also when the server refuses the address, `PostUnavailable`."""
        message = compose(letter, self.sender, self.clock, self.new_id())
        with _in_french(), self._connection() as server:
            server.ehlo_or_helo_if_needed()
            if self.port != TLS_AT_ONCE and self.host not in LOOPBACK:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password or "")
            server.send_message(message, from_addr=self.sender, to_addrs=[letter.to])

    def _connection(self) -> smtplib.SMTP:
        if self.port == TLS_AT_ONCE:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)


def post(settings: Settings, clock: Clock, new_id: NewId) -> Post:
    """The post that the settings name: the mail server, else the folder `outbox` of the data."""
    if settings.smtp_host is None:
        sender = settings.smtp_from or NOBODY
        return Outbox(settings.data_dir / "outbox", clock, new_id, sender)
    return SmtpPost(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from or NOBODY,
        clock=clock,
        new_id=new_id,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
    )


def compose(letter: Letter, sender: str, clock: Clock, word: str) -> EmailMessage:
    """Write the letter as a message; `word` makes its id unique. Raises `LetterRefused`."""
    _check(letter, sender)
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{word}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "fr"
    # Quoted-printable goes through every server unchanged, whatever the length of a line.
    message.set_content(UNWRITABLE.sub("\ufffd", letter.text_fr), cte="quoted-printable")
    for attachment in letter.attachments:
        kind, _, form = attachment.media_type.partition("/")
        message.add_attachment(attachment.content, kind, form, filename=attachment.name)
    return message


def _check(letter: Letter, sender: str) -> None:
    if not SENDER.fullmatch(sender):
        raise LetterRefused(what="l'adresse d'expéditeur (AVIS_SMTP_FROM) n'est pas valable, attendu : nom@domaine.fr")
    if not ADDRESS.fullmatch(letter.to):
        raise LetterRefused(
            what="l'adresse du destinataire n'est pas valable, attendu : nom@domaine.fr, une seule adresse, sans accent"
        )
    if not letter.subject.strip() or CONTROL.search(letter.subject):
        raise LetterRefused(what="l'objet est vide ou contient un retour à la ligne")
    for attachment in letter.attachments:
        if not attachment.name or CONTROL.search(attachment.name) or re.search(r"[/\\]", attachment.name):
            raise LetterRefused(what="le nom d'une pièce jointe est vide ou contient un caractère interdit")
        if not MEDIA_TYPE.fullmatch(attachment.media_type):
            raise LetterRefused(what="le type d'une pièce jointe n'est pas valable")


@contextmanager
def _in_french() -> "Iterator[None]":
    """Say what went wrong without the server's words: they may quote the letter."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise LetterRefused(what=f"le serveur refuse l'adresse du destinataire (code {code})") from None
    except smtplib.SMTPAuthenticationError as error:
        raise PostUnavailable(what=f"le serveur refuse le compte AVIS_SMTP_USER (code {error.smtp_code})") from None
    except smtplib.SMTPNotSupportedError:
        raise PostUnavailable(
            what="le serveur ne propose pas STARTTLS ou l'identification, sans quoi rien ne part"
        ) from None
    except UnicodeError:  # the library speaks ASCII to the server
        raise PostUnavailable(what="AVIS_SMTP_USER ou AVIS_SMTP_PASSWORD contient un accent") from None
    except smtplib.SMTPResponseException as error:
        raise PostUnavailable(what=f"le serveur a refusé (code {error.smtp_code})") from None
    except ssl.SSLError:
        raise PostUnavailable(what="la connexion chiffrée échoue, le certificat du serveur n'est pas reconnu") from None
    except (OSError, smtplib.SMTPException) as error:
        raise PostUnavailable(what=f"le serveur ne répond pas ({type(error).__name__})") from None
