"""What a request brings: its form, within limits, and the proof that it comes from a page of ours."""

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unicodedata import normalize
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from review_ui.refusals import BodyTooLarge, ForgedRequest

READING = frozenset({"GET", "HEAD"})
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# Pages name ids and enumerations; a path or an address longer than this is none of ours.
LONGEST_SUITE = 500


class Fields:
    """What a form brought. A field that is not there reads as empty."""

    def __init__(self, data: FormData | None = None) -> None:
        self.data = data or FormData()

    def text(self, name: str) -> str:
        """The value without blanks around it; the last one when there are several."""
        return self.secret(name).strip()

    def secret(self, name: str) -> str:
        """The value as it was typed, blanks included."""
        return next(iter(reversed(self.texts(name))), "")

    def texts(self, name: str) -> list[str]:
        """All values of that name."""
        # One spelling of « é »: a password is compared, and opens a key, byte for byte.
        return [normalize("NFC", value) for value in self.data.getlist(name) if isinstance(value, str)]

    def files(self, name: str) -> list[UploadFile]:
        """The files of that name; a file input that was left empty brings none."""
        return [v for v in self.data.getlist(name) if isinstance(v, UploadFile) and (v.filename or v.size)]


@asynccontextmanager
async def form_of(request: Request, largest: int) -> AsyncIterator[Fields]:
    """Give the form that was sent; its files are closed at the end. Raises `BodyTooLarge`, before anything is read.

    The server behind cuts a body at the length that it declares.
    """
    declared = request.headers.get("content-length")
    if declared is None and "transfer-encoding" in request.headers:
        raise BodyTooLarge(None)
    if declared is not None and not (declared.isdecimal() and int(declared) <= largest):
        raise BodyTooLarge(largest)
    if not request.headers.get("content-type", "").startswith(FORM_TYPES):
        yield Fields()
        return
    async with request.form() as data:
        yield Fields(data)


def require_own_page(request: Request) -> None:
    """Refuse a request that a browser says comes from elsewhere. Raises `ForgedRequest`.

    Programs that are no browsers say nothing; the token of the form is asked of everyone.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ForgedRequest
    origin = request.headers.get("origin")
    # The host is one of ours: another is turned away before. Of the scheme, the server behind a proxy knows nothing.
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForgedRequest


def same(given: str, expected: str) -> bool:
    """Compare secrets in a time that tells nothing."""
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def local_path(given: str | None) -> str | None:
    """The address as given if it leads to a page of ours, else None."""
    if not given or len(given) > LONGEST_SUITE or not given.startswith("/") or given.startswith(("//", "/\\")):
        return None
    if not given.isascii() or not given.isprintable() or "\\" in given or urlsplit(given).netloc:
        return None
    return given
