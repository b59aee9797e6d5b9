"""What a reading process and its owner say to each other: a line of JSON and a load of bytes, nothing that could run.

The reading process handles hostile files; what it sends is therefore only ever parsed, never unpickled.
"""

import json
import socket
import struct
from dataclasses import fields
from typing import Any

from ocr.page import Box, Page, Word

_HEAD = struct.Struct("!IQ")
_MOST_SAID, _MOST_LOAD = 64_000_000, 1_000_000_000  # bytes
_STEP = 1 << 20
_WORD = tuple(each.name for each in fields(Word))
_BOX = _WORD.index("box")
_PAGE = tuple(each.name for each in fields(Page) if each.name not in ("words", "image"))


class Closed(Exception):
    """The other side is gone."""


def send(to: socket.socket, said: dict[str, Any], load: bytes = b"") -> None:
    """Send one message. Raises `Closed`."""
    line = json.dumps(said).encode()
    try:
        to.sendall(_HEAD.pack(len(line), len(load)))
        to.sendall(line)
        to.sendall(load)
    except OSError as error:
        raise Closed from error


def receive(source: socket.socket) -> tuple[dict[str, Any], bytes]:
    """Wait for one message. Raises `Closed`, and `TimeoutError` where the socket has a time limit."""
    said, load = _HEAD.unpack(_exactly(source, _HEAD.size))
    if said > _MOST_SAID or load > _MOST_LOAD:
        raise Closed
    try:
        line = json.loads(_exactly(source, said))
    except ValueError as error:
        raise Closed from error
    return line, bytes(_exactly(source, load))


def _exactly(source: socket.socket, count: int) -> bytearray:
    got = bytearray()
    while len(got) < count:
        try:
            step = source.recv(min(_STEP, count - len(got)))
        except TimeoutError:
            raise
        except OSError as error:
            raise Closed from error
        if not step:
            raise Closed
        got += step
    return got


def from_page(page: Page) -> dict[str, Any]:
    """A page without its image, as it goes over the wire."""
    words = [[getattr(word, name) for name in _WORD] for word in page.words]
    return {"page": {name: getattr(page, name) for name in _PAGE}, "words": words}


def to_page(said: dict[str, Any], image: bytes) -> Page:
    """The page that was sent. Raises `ValueError`, `KeyError` or `TypeError` when it is not of the form."""
    words = tuple(Word(**{**dict(zip(_WORD, each, strict=True)), "box": _box(each[_BOX])}) for each in said["words"])
    return Page(**said["page"], words=words, image=image)


def _box(sides: list[float]) -> Box:
    x0, y0, x1, y1 = sides
    return (x0, y0, x1, y1)
