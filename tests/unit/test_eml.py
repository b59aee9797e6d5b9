"""Messages of e-mail as people and strangers send them: read, or refused at once; nothing else comes out."""

import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adapters.eml import DEPTH, TEXT_MAX, UnreadableMail, read_mail

PDF = b"%PDF-1.7 fictif"


def a_mail(text: str = "Voici mes documents.", **headers: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    told = {"From": "Sidonie Perlevent <Sidonie@Exemple.fr>", "To": "avis@exemple.fr", "Subject": "Re: Votre dossier"}
    for name, value in {**told, **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def test_sender_subject_text_and_files_are_read() -> None:
    mail = a_mail("Voilà la radio.\nÀ bientôt.", Subject="Re: Votre dossier [DA-2026-00001 ABCD-EFGH-JKMN]")
    mail.add_attachment(PDF, "application", "pdf", filename="radio du genou.pdf")
    mail.add_attachment(b"\xff\xd8\xff" * 5000, "image", "jpeg", filename="../../etc/photo é.jpg")
    read = read_mail(mail.as_bytes())
    assert read.sender == "sidonie@exemple.fr"
    assert read.subject.endswith("[DA-2026-00001 ABCD-EFGH-JKMN]")
    assert read.text == "Voilà la radio.\nÀ bientôt."
    assert [(f.name, f.media_type) for f in read.files] == [
        ("radio du genou.pdf", "application/pdf"),
        ("photo é.jpg", "image/jpeg"),
    ]
    assert read.files[0].content == PDF


def test_a_page_without_plain_text_is_read_as_words() -> None:
    mail = a_mail()
    mail.set_content(
        "<head><style>p{}</style></head><p>Bonjour&nbsp;!<br>Voici.</p><script>x()</script>", subtype="html"
    )
    assert read_mail(mail.as_bytes()).text.split() == ["Bonjour", "!", "Voici."]


def test_files_of_a_forwarded_message_come_along() -> None:
    inner = a_mail("Compte rendu joint.")
    inner.add_attachment(PDF, "application", "pdf", filename="cr.pdf")
    outer = a_mail("Je vous transfère.")
    outer.add_attachment(inner)
    read = read_mail(outer.as_bytes())
    assert [f.name for f in read.files] == ["cr.pdf"]
    assert read.text.startswith("Je vous transfère.")


def test_the_ornament_of_a_signature_is_no_document_and_a_photo_in_the_text_is() -> None:
    mail = a_mail()
    mail.add_alternative('<p>Voici</p><img src="cid:logo"><img src="cid:photo">', subtype="html")
    page = mail.get_payload()[1]
    page.add_related(b"GIF89a" * 20, "image", "gif", cid="<logo>")
    page.add_related(b"\xff\xd8\xff" * 9000, "image", "jpeg", cid="<photo>")
    assert [f.name for f in read_mail(mail.as_bytes()).files] == ["piece-jointe-1.jpg"]


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8", "x-inconnu"])
def test_accents_are_read_in_every_charset(charset: str) -> None:
    known = "utf-8" if charset == "x-inconnu" else charset
    head = (
        f"From: s@exemple.fr\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    text = read_mail(head.encode() + "Opérée à Béziers".encode(known)).text
    assert text == "Opérée à Béziers" if charset != "x-inconnu" else text.startswith("Op")


def _nested(depth: int) -> bytes:
    mail = a_mail("au fond")
    for _ in range(depth):
        outer = a_mail("transféré")
        outer.add_attachment(mail)
        mail = outer
    return mail.as_bytes()


def _boundaries(count: int) -> bytes:
    head = b"From: s@exemple.fr\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * count + b"--b--\r\n"


HOSTILE = {
    "nothing": b"",
    "no header": b"\r\n\r\n\r\n",
    "noise": bytes(range(256)) * 400,
    "one long line": b"From: " + b"a" * 900_000,
    "a header of comments": b"From: " + b"(" * 1900 + b"\r\n\r\nx",
    "a header of many names": b"From: " + b"a@b.fr, " * 100_000 + b"\r\n\r\nx",
    "a folded header": b"Subject: a" + b"\r\n b" * 60_000 + b"\r\n\r\nx",
    "a type of a thousand words": b"Content-Type: text/plain" + b"; a=b" * 200_000 + b"\r\n\r\nx",
    "a name in thousands of parts": b"Content-Type: a/b"
    + b"".join(b"; name*%d=x" % n for n in range(20_000))
    + b"\r\n\r\nx",
    "twenty thousand parts": _boundaries(20_000),
    "messages in messages": _nested(DEPTH * 4),
    "multiparts without an end": b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(2_000)
    ),
    "headers without an end": b"X-A: b\r\n" * 200_000,
    "a false length of base64": b"Content-Transfer-Encoding: base64\r\n\r\n" + b"A" * 3_000_001,
    "uuencoded nonsense": b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 x\r\n" + b"M" * 200_000,
    "half characters": b"From: =?utf-16?b?2AA=?= <s@exemple.fr>\r\nSubject: =?utf-7?q?+2AA-?=\r\n\r\nx",
    "a page of tags": b"Content-Type: text/html\r\n\r\n" + b"<" * 1_000_000 + b"&#" * 500_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_messages_are_read_or_refused_in_a_moment(content: bytes) -> None:
    begun = time.process_time()
    try:
        read = read_mail(content)
    except UnreadableMail:
        pass
    else:
        assert len(read.text) <= TEXT_MAX
        assert "\x00" not in read.subject + read.text + read.sender
    assert time.process_time() - begun < 2.0


@given(st.binary(max_size=400))
def test_whatever_the_bytes_nothing_else_is_raised(tail: bytes) -> None:
    for head in (b"", b"From: s@exemple.fr\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", b"Subject: "):
        try:
            read_mail(head + tail)
        except UnreadableMail:
            continue
