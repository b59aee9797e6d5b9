"""Letters go to the outbox or through a real SMTP dialogue under TLS; nothing that is typed can forge a header."""

import email
import os
import socket
import ssl
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.policy import default
from ipaddress import ip_address
from itertools import count

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.delivery.mail import Attachment, Letter, LetterRefused, Outbox, PostUnavailable, SmtpPost, compose, post
from engine.settings import Settings

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ELSEWHERE = "127.0.0.2"  # an address of this machine that the program does not take for its own
LETTER = Letter(
    to="helene.imaginaire@exemple.fr",
    subject="Pièces à joindre à votre dossier – complément",
    text_fr="Bonjour,\n\nIl manque l'IRM « pelvienne » du cœur du dossier.\n.\nÀ bientôt\n" + "long " * 300,
    attachments=(
        Attachment(name="Récapitulatif été.pdf", media_type="application/pdf", content=bytes(range(256)) * 9),
    ),
)


class Still:
    def now(self) -> datetime:
        return NOW


def ids():
    numbers = count(1)
    return lambda: f"id{next(numbers)}"


def same(message: email.message.EmailMessage) -> None:
    assert message["To"] == LETTER.to
    assert message["Subject"] == LETTER.subject
    assert message["Date"].datetime == NOW
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").rstrip("\n") == LETTER.text_fr.rstrip("\n")
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == LETTER.attachments[0].name
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_content() == LETTER.attachments[0].content


# The outbox


def test_each_letter_is_one_private_file(tmp_path):
    outbox = Outbox(tmp_path / "outbox", Still(), ids())
    outbox.send(LETTER)
    outbox.send(LETTER)
    files = sorted((tmp_path / "outbox").iterdir())
    assert [path.name for path in files] == ["20261122-093000-id1.eml", "20261122-093000-id2.eml"]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600, 0o600]
    assert (tmp_path / "outbox").stat().st_mode & 0o777 == 0o700
    messages = [email.message_from_bytes(path.read_bytes(), policy=default) for path in files]
    same(messages[0])
    assert len({message["Message-ID"] for message in messages}) == 2


def test_outbox_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(PostUnavailable, match="un fichier tient la place"):
        Outbox(tmp_path / "outbox", Still(), ids()).send(LETTER)


def test_settings_choose_the_post(tmp_path):
    assert isinstance(post(Settings(data_dir=tmp_path), Still(), ids()), Outbox)
    settings = Settings(
        data_dir=tmp_path,
        smtp_host="mail.exemple.fr",
        smtp_from="avis@exemple.fr",
        smtp_user="u",
        smtp_password="tres-secret",
    )
    chosen = post(settings, Still(), ids())
    assert isinstance(chosen, SmtpPost)
    assert (chosen.host, chosen.port, chosen.password) == ("mail.exemple.fr", 587, "tres-secret")
    assert "tres-secret" not in repr(chosen) + repr(settings)


# What is refused

BAD_ADDRESSES = [
    "",
    "helene",
    "helene@",
    "@exemple.fr",
    "helene@exemple",
    "helene@exemple.fr\nBcc: autre@exemple.fr",
    "helene@exemple.fr\r\n",
    "helene@exemple.fr, autre@exemple.fr",
    "Hélène <helene@exemple.fr>",
    "hélène@exemple.fr",
    "helene@hôpital.fr",
    "helene..i@exemple.fr",
    "helene@-exemple.fr",
    "helene @exemple.fr",
    "h" * 65 + "@exemple.fr",
    "h@" + "exemple." * 40 + "fr",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_bad_address_is_refused_without_being_repeated(address):
    with pytest.raises(LetterRefused, match=r"nom@domaine\.fr") as caught:
        compose(LETTER.model_copy(update={"to": address}), "avis@exemple.fr", Still(), "id")
    assert not address or address not in str(caught.value)


@pytest.mark.parametrize("address", ["a@b.fr", "h.i+dossier@sous.exemple-sante.fr", "x@xn--hpital-zxa.fr"])
def test_good_address_is_taken(address):
    assert compose(LETTER.model_copy(update={"to": address}), "avis@localhost", Still(), "id")["To"] == address


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Bonjour\nBcc: autre@exemple.fr"},
        {"subject": "Bonjour\r\n\r\nCorps"},
        {"subject": "a\u2028b"},
        {"subject": " "},
        {"attachments": (Attachment(name="a\r\nX: y.pdf", media_type="application/pdf", content=b""),)},
        {"attachments": (Attachment(name="../a.pdf", media_type="application/pdf", content=b""),)},
        {"attachments": (Attachment(name="a.pdf", media_type="application/pdf\r\nX: y", content=b""),)},
        {"attachments": (Attachment(name="a.pdf", media_type="message/rfc822", content=b""),)},
    ],
)
def test_headers_cannot_be_forged(change):
    with pytest.raises(LetterRefused):
        compose(LETTER.model_copy(update=change), "avis@exemple.fr", Still(), "id")


def test_sender_of_the_settings_is_held_to_the_same():
    with pytest.raises(LetterRefused, match="AVIS_SMTP_FROM"):
        compose(LETTER, "avis@exemple.fr\nBcc: a@b.fr", Still(), "id")


# The mail server


@dataclass
class Server:
    """Speaks as much SMTP as a client needs, in a thread, and keeps what it is told."""

    context: ssl.SSLContext | None = None
    at_once: bool = False
    refuse: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    in_clear: list[str] = field(default_factory=list)
    message: bytes = b""

    @contextmanager
    def listening(self, host: str):
        with socket.create_server((host, 0)) as listener:
            thread = threading.Thread(target=self._serve, args=(listener,))
            thread.start()
            try:
                yield listener.getsockname()[1]
            finally:
                with socket.socket() as last:  # whoever still waits to be called is called, and sees nobody there
                    last.connect_ex(listener.getsockname())
                thread.join(10)

    def _serve(self, listener: socket.socket) -> None:
        listener.settimeout(10)
        peer, _ = listener.accept()
        peer.settimeout(10)
        # A client that turns away, as it should from a wrong certificate, is no failure of this server.
        with suppress(OSError), ExitStack() as open_:
            self._talk(open_.enter_context(peer), open_)

    def _talk(self, peer: socket.socket, open_: ExitStack) -> None:
        secure = self.at_once
        if self.at_once and self.context:
            peer = open_.enter_context(self.context.wrap_socket(peer, server_side=True))
        stream = open_.enter_context(peer.makefile("rwb"))

        def say(*lines: str) -> None:
            stream.write("".join(f"{line}\r\n" for line in lines).encode())
            stream.flush()

        say("220 essai")
        while line := stream.readline().decode().rstrip("\r\n"):
            verb = line.split()[0].upper()
            (self.heard if secure else self.in_clear).append(line)
            if verb in self.refuse:
                say(self.refuse[verb])
            elif verb == "EHLO":
                say("250-essai", *(["250-STARTTLS"] if self.context and not secure else []), "250 AUTH PLAIN")
            elif verb == "STARTTLS" and self.context:
                say("220 allez")
                peer, secure = open_.enter_context(self.context.wrap_socket(peer, server_side=True)), True
                stream = open_.enter_context(peer.makefile("rwb"))
            elif verb == "DATA":
                say("354 allez")
                while (part := stream.readline()) != b".\r\n":
                    self.message += part.removeprefix(b".") if part.startswith(b"..") else part
                say("250 pris")
            elif verb == "AUTH":
                say("235 entrez")
            elif verb == "QUIT":
                say("221 adieu")
                return
            else:
                say("250 bien")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for the addresses of the tests, and the file that makes it trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "essai")])
    addresses = x509.SubjectAlternativeName([x509.IPAddress(ip_address(ELSEWHERE))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(addresses, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def smtp(host: str, port: int, **over) -> SmtpPost:
    return SmtpPost(host, port, "avis@exemple.fr", Still(), ids(), **{"timeout": 10, **over})


def test_letter_arrives_whole_under_tls_with_the_account(tls):
    server = Server(tls)
    with server.listening(ELSEWHERE) as port:
        smtp(ELSEWHERE, port, user="compte", password="secret-7").send(LETTER)
    same(email.message_from_bytes(server.message, policy=default))
    assert [line.split()[0] for line in server.in_clear] == ["ehlo", "STARTTLS"]
    assert any(line.startswith("AUTH ") for line in server.heard)
    assert f"rcpt TO:<{LETTER.to}>" in server.heard
    assert all(len(line) <= 998 for line in server.message.split(b"\r\n"))


def test_port_465_speaks_tls_at_once(tls, monkeypatch):
    server = Server(tls, at_once=True)
    with server.listening(ELSEWHERE) as port:
        monkeypatch.setattr("engine.delivery.mail.TLS_AT_ONCE", port)  # ports under 1024 are not for tests
        smtp(ELSEWHERE, port).send(LETTER)
    same(email.message_from_bytes(server.message, policy=default))
    assert server.in_clear == []


def test_server_without_tls_gets_nothing_but_a_greeting():
    server = Server()
    with server.listening(ELSEWHERE) as port, pytest.raises(PostUnavailable, match="STARTTLS"):
        smtp(ELSEWHERE, port, user="compte", password="clé").send(LETTER)
    assert {line.split()[0].upper() for line in server.in_clear} <= {"EHLO", "QUIT"}


def test_unknown_certificate_is_refused(tls, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    server = Server(tls)
    with server.listening(ELSEWHERE) as port, pytest.raises(PostUnavailable, match="certificat"):
        smtp(ELSEWHERE, port).send(LETTER)
    assert server.heard == []


def test_server_of_this_machine_needs_no_tls():
    server = Server()
    with server.listening("127.0.0.1") as port:
        smtp("127.0.0.1", port).send(LETTER)
    same(email.message_from_bytes(server.message, policy=default))


@pytest.mark.parametrize(
    ("refuse", "error", "says"),
    [
        ({"RCPT": "550 Hélène inconnue"}, LetterRefused, "refuse l'adresse du destinataire .code 550"),
        ({"MAIL": "451 plus tard"}, PostUnavailable, "code 451"),
        ({"DATA": "554 non"}, PostUnavailable, "code 554"),
        ({"AUTH": "535 non"}, PostUnavailable, "AVIS_SMTP_USER .code 535"),
    ],
)
def test_refusals_of_the_server_are_told_in_french(refuse, error, says):
    server = Server(refuse=refuse)
    with server.listening("127.0.0.1") as port, pytest.raises(error, match=says) as caught:
        smtp("127.0.0.1", port, user="compte", password="secret-7").send(LETTER)
    assert "Hélène" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_password_that_the_protocol_cannot_carry():
    with Server().listening("127.0.0.1") as port, pytest.raises(PostUnavailable, match="accent"):
        smtp("127.0.0.1", port, user="compte", password="clé").send(LETTER)


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(PostUnavailable, match="ne répond pas"):
        smtp("127.0.0.1", port).send(LETTER)
