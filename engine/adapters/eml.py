"""Reads a message of e-mail as it came in: who sent it, what it says, what came with it; hostile ones are bounded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import cast

LARGEST = 60_000_000  # bytes; a longer message is kept and not opened
PARTS, DEPTH, FILES = 200, 8, 60
HEADER_MAX = 2_000  # characters: a longer one is none that a person's program writes
HEADERS_MAX = 200_000  # bytes before the first blank line
# Counted before the library looks: it takes a second for some thousand parts, whatever is made of them after.
LINES_OF_PARTS, BOUNDARIES = 1_000, 100
TEXT_MAX, HTML_MAX = 20_000, 100_000
# Pictures of a signature stand inside the text and weigh little.
ORNAMENT = 8_000
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
NAME_MAX = 120
EXTENSIONS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/heic": ".heic"}
UNNAMED = "piece-jointe"


class UnreadableMail(Exception):
    """The bytes are no message, or one that nobody's program writes."""


@dataclass(frozen=True)
class MailFile:
    """A file that came with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class ReadMail:
    """A message: the sender's address in lower case, subject and text as plain characters, files in order."""

    sender: str
    subject: str
    text: str
    files: tuple[MailFile, ...] = field(default=())


def read_mail(content: bytes) -> ReadMail:
    """Read a message. Raises `UnreadableMail`; nothing else, whatever the bytes."""
    head, _, _ = content.replace(b"\r\n", b"\n", 1).partition(b"\n\n")
    crowded = content.count(b"\n--") > LINES_OF_PARTS or content.lower().count(b"boundary=") > BOUNDARIES
    if crowded or len(content) > LARGEST or (len(head) > HEADERS_MAX and not _blank_soon(content)):
        raise UnreadableMail
    try:
        message = message_from_bytes(content, policy=default)
        parts = list(_leaves(message))
        read = ReadMail(
            sender=_sender(message),
            subject=_clean(_header(message, "subject"))[:500],
            text=_text(parts),
            files=tuple(_files(parts)),
        )
    except UnreadableMail:
        raise
    except Exception as error:  # the library has its own bugs, and a stranger wrote these bytes
        raise UnreadableMail from error
    if not any(message.keys()):
        raise UnreadableMail
    return read


def _blank_soon(content: bytes) -> bool:
    return re.search(rb"\r?\n\r?\n", content[:HEADERS_MAX]) is not None


def _header(message: EmailMessage, name: str) -> str:
    """A header, decoded; one of unheard-of length reads as empty before the library looks into it."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if len(raw) > HEADER_MAX:
        return ""
    return str(message[name] or "")


def _sender(message: EmailMessage) -> str:
    _, address = parseaddr(_clean(_header(message, "from")))
    return address.strip().lower()[:254] if "@" in address else ""


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something, those of messages inside too. Raises `UnreadableMail` where there are too many."""
    waiting, seen = [(message, 0)], 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > PARTS or depth > DEPTH:
            raise UnreadableMail
        if any(len(str(value)) > HEADER_MAX for key, value in part.raw_items() if key.lower().startswith("content-")):
            raise UnreadableMail
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            waiting += [(cast("EmailMessage", each), depth + 1) for each in reversed(inner)]
        else:
            yield part


def _is_text(part: EmailMessage) -> bool:
    return part.get_content_maintype() == "text" and part.get_filename() is None and not part.is_attachment()


def _text(parts: list[EmailMessage]) -> str:
    """What was written: the plain text, or what an HTML part says where there is none."""
    for kind in ("text/plain", "text/html"):
        found = [_decoded(p) for p in parts if _is_text(p) and p.get_content_type() == kind]
        told = "\n\n".join(_unmarked(t) if kind == "text/html" else t for t in found).strip()
        if told:
            return _clean(told)[:TEXT_MAX]
    return ""


def _decoded(part: EmailMessage) -> str:
    content = cast("bytes", part.get_payload(decode=True) or b"")[:HTML_MAX]
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeError):
        return content.decode("latin-1")


def _files(parts: list[EmailMessage]) -> Iterator[MailFile]:
    count = 0
    for part in parts:
        if _is_text(part) and part.get_content_type() in ("text/plain", "text/html"):
            continue
        content = cast("bytes", part.get_payload(decode=True) or b"")
        if not content or (not part.is_attachment() and part["content-id"] and len(content) < ORNAMENT):
            continue
        count += 1
        if count > FILES:
            raise UnreadableMail
        media_type = part.get_content_type()
        yield MailFile(_name(part.get_filename(), media_type, count), media_type, content)


def _name(given: str | None, media_type: str, number: int) -> str:
    """A plain file name: no folder, no control, not too long."""
    name = re.split(r"[/\\]", _clean(given or "").replace("\n", " "))[-1].strip(" .")
    if not name:
        return f"{UNNAMED}-{number}{EXTENSIONS.get(media_type, '')}"
    stem, dot, extension = name.rpartition(".")
    return name if len(name) <= NAME_MAX else f"{(stem or name)[:NAME_MAX]}{dot}{extension[:10]}"


def _clean(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _unmarked(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+", " ", "".join(reader.said)))


class _Words(HTMLParser):
    """Keeps what is read of a page, and no more."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "head"):
            self._hidden += 1
        elif tag in ("br", "p", "div", "tr", "li", "blockquote"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "head"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)
