"""What holds for every answer: only our own host, headers that tell the browser what it may do, nothing kept."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers then send forms with « Origin: null », and where a form comes from could not be checked.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
A_YEAR = 31_536_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ELSEWHERE = "Ce service ne répond pas à cette adresse. Utilisez celle de AVIS_PUBLIC_URL."


class Shield:
    """The outermost layer. The machine itself may always ask by a loopback name: health checks do."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self._hosts = {urlsplit(public_url).hostname, *LOOPBACK}
        self._secure = public_url.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and mark the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._mark(MutableHeaders(scope=message), scope["path"], message["status"], scope["query_string"])
            await send(message)

        app = self.app if self._is_ours(Headers(scope=scope).get("host", "")) else _ELSEWHERE
        await app(scope, receive, guarded)

    def _is_ours(self, host: str) -> bool:
        try:
            return urlsplit(f"//{host}").hostname in self._hosts
        except ValueError:
            return False

    def _mark(self, headers: MutableHeaders, path: str, status: int, query: bytes) -> None:
        for name, value in HEADERS.items():
            headers[name] = value
        if self._secure:
            headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
        if not path.startswith("/static/") or status >= 400:
            if not headers.get("Cache-Control", "").startswith("private,"):
                headers["Cache-Control"] = "no-store"
        elif query.startswith(b"v="):
            # The address holds the content's hash: another content has another address.
            headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        else:
            headers["Cache-Control"] = "no-cache"


_ELSEWHERE = PlainTextResponse(ELSEWHERE, status_code=400)
