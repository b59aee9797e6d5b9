"""HTTP to one address and to no other: no proxy, no redirect, bounded in time and size."""

import time
from collections.abc import Iterator
from typing import Any

import httpx2

MOST_BYTES = 8_000_000
"""No answer to a prompt is longer; a server that goes on is cut off."""
CONNECTING = 10.0
"""Seconds to reach a server of the house."""


class OtherAddress(httpx2.RequestError):
    """Something asked for another address than the one that is set."""


class Endless(httpx2.RequestError):
    """The answer is larger than any that was asked for."""


def client(url: str, seconds: float) -> httpx2.Client:
    """A client that reaches the scheme, host and port of `url` only; each request ends after `seconds`.

    Neither proxies nor certificates are taken from the environment, and a redirect is handed back as it is.
    """
    return httpx2.Client(transport=OneAddress(url, seconds), trust_env=False, follow_redirects=False)


class OneAddress(httpx2.BaseTransport):
    """The wire to one server."""

    def __init__(self, url: str, seconds: float) -> None:
        self._own, self._seconds = _origin(httpx2.URL(url)), seconds
        # No connection is kept: a server of the house is near, and an idle wire would have to be closed by somebody.
        limits = httpx2.Limits(max_keepalive_connections=0)
        self._wire = httpx2.HTTPTransport(trust_env=False, retries=0, limits=limits)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request. Raises `OtherAddress`, `Endless`, and the time-outs of the wire."""
        if _origin(request.url) != self._own:
            raise OtherAddress("another address than the one that is set", request=request)
        ends = time.monotonic() + self._seconds
        limits = {"read": self._seconds, "write": self._seconds, "pool": self._seconds}
        request.extensions = {**request.extensions, "timeout": {"connect": min(CONNECTING, self._seconds), **limits}}
        response = self._wire.handle_request(request)
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Bounded(response.stream, ends, request),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Let the connections go."""
        self._wire.close()


class _Bounded(httpx2.SyncByteStream):
    """A body that ends in time: a server that drips byte after byte would never run into the time-out of a read."""

    def __init__(self, body: Any, ends: float, request: httpx2.Request) -> None:
        self._body, self._ends, self._request = body, ends, request

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._body:
            size += len(chunk)
            if time.monotonic() > self._ends:
                raise httpx2.ReadTimeout("the answer takes too long", request=self._request)
            if size > MOST_BYTES:
                raise Endless("the answer is too large", request=self._request)
            yield chunk

    def close(self) -> None:
        self._body.close()


def _origin(url: httpx2.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}[url.scheme]
