"""Plain text files: in which encoding they are written, and what they say."""

import re
from collections.abc import Iterator

from ocr.blocks import Block, PageBreak, Paragraph, paragraph
from ocr.errors import ReadError

MOST = 3_000_000  # characters: about a thousand pages
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HIGH = bytes(range(128, 256))
_LEAST = 16  # bytes by which eight-bit text can be told from anything else
_FRENCH = frozenset("éèêëàâäçùûüîïôöœæÉÈÊËÀÂÇÙÛÎÏÔŒ")
_SIGNS = frozenset("«»°’‘“”–—…µ²³€±½")


def decode(content: bytes, *, cut: bool = False) -> str | None:
    """Return what a text file says; None when it is no text.

    Read as UTF-8 or UTF-16 where it is one, else as Windows-1252 or DOS 850, whichever makes better French. `cut` says
    that the end is missing, maybe in the middle of a character.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _readable(content[len(mark) :].decode(encoding, errors="ignore" if cut else "replace"))
    if content[1:200:2].count(0) > 0.4 * len(content[1:200:2]) and len(content) > 3:
        return _readable(content.decode("utf-16-le", errors="replace"))
    try:
        return _readable(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        if cut and error.start >= len(content) - 3:
            return _readable(content[: error.start].decode("utf-8"))
    return _eight_bit(content)


def _eight_bit(content: bytes) -> str | None:
    """What bytes say that stand for one letter each."""
    if len(content) < _LEAST or len(content.translate(None, _HIGH)) < 0.6 * len(content):
        return None  # French is nearly all plain letters; this is the start of some other file
    if _CONTROL.search(content.decode("latin-1")):
        return None
    texts = [content.decode("cp1252", errors="replace"), content.decode("cp850", errors="replace")]
    return _readable(max(texts, key=_frenchness))


def blocks(content: bytes) -> Iterator[Block]:
    """Yield a text file line by line as it stands. Raises `ReadError` at once ("corrupt", "too_much_text")."""
    text = decode(content)
    if text is None:
        raise ReadError("corrupt", what="texte")
    if len(text) > MOST:
        raise ReadError("too_much_text", limit=MOST // 1_000_000)
    if not text.strip():
        raise ReadError("no_pages", what="texte")
    return _blocks(text)


def _blocks(text: str) -> Iterator[Block]:
    for number, page in enumerate(text.split("\f")):
        if number:
            yield PageBreak()
        yield from _lines(page)


def _lines(page: str) -> Iterator[Paragraph]:
    for line in page.splitlines():
        yield paragraph(line.expandtabs(4), "fixed")


def _readable(text: str) -> str | None:
    """The text, unless it holds what no text does."""
    if _CONTROL.search(text) or text.count("\ufffd") > 0.02 * len(text):
        return None
    strange = sum(not (char.isalnum() or char.isspace() or char.isprintable()) for char in text[:4096])
    return text if strange <= 0.05 * len(text[:4096]) else None


def _frenchness(text: str) -> int:
    """How much a reading of eight-bit text looks like French: accents inside words, signs outside them."""
    score = 0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char.isascii():
            continue
        beside = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
        if char in _FRENCH and beside and (char.islower() or not before.islower()):
            score += 2
        elif char in _SIGNS and not (before.islower() and after.islower() and char not in "’‘"):
            score += 1
        else:
            score -= 2
    return score
