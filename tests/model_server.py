"""A scripted OpenAI-compatible server on a real socket: it says what a test tells it to, and notes what it was sent."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from engine.adapters.openai_model import OpenAIModel, Server
from engine.domain.drafting import DraftAnswer
from engine.services.model_check import TASK

NAME = "modele-inventé"
GOOD: dict[str, Any] = {
    "position": {
        "diagnosis": "gonarthrose droite",
        "option": "ptg",
        "alternatives": [],
        "discouraged": [],
        "exams": [],
        "certainty": "modérée",
    },
    "statements": [{"section": "resume", "text": "Genou droit : Kellgren 4.", "cites": ["F1"]}],
}
ANSWER = json.dumps(GOOD, ensure_ascii=False)
WINDOW = 100_000


class ModelServer(ThreadingHTTPServer):
    """`says` are the answers in order, the last one for ever; the other fields bend the protocol."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *says: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.says = list(says)
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.status = 200
        self.location: str | None = None
        self.raw: bytes | None = None
        self.drip = 0.0
        self.finish = "stop"
        self.window: int | None = WINDOW
        self.counts: Callable[[str], int] | None = None
        self.usage: dict[str, int] | None = {"prompt_tokens": 900, "completion_tokens": 120, "total_tokens": 1020}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def sent(self) -> str:
        """All that came over the wire."""
        return json.dumps(self.asked, ensure_ascii=False)


class Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def do_GET(self) -> None:
        self._note()
        entry: dict[str, Any] = {"id": NAME, "object": "model"}
        if self.server.window:
            entry["max_model_len"] = self.server.window
        self._send(200, json.dumps({"object": "list", "data": [entry]}).encode())

    def do_POST(self) -> None:
        self._note()
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(asked)
        if self.path == "/tokenize":
            if self.server.counts is None:
                self._send(404, b"{}")
            else:
                self._send(200, json.dumps({"count": self.server.counts(asked["content"])}).encode())
            return
        if self.server.raw is not None:
            self._send(self.server.status, self.server.raw)
            return
        said = self.server.says[0] if len(self.server.says) == 1 else self.server.says.pop(0)
        self._send(self.server.status, json.dumps(self._completion(said)).encode())

    def _completion(self, said: str) -> dict[str, Any]:
        message = {"role": "assistant", "content": said}
        return {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": NAME,
            "choices": [{"index": 0, "message": message, "finish_reason": self.server.finish}],
            "usage": self.server.usage,
        }

    def _note(self) -> None:
        self.server.paths.append(self.path)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if self.server.location:
            self.send_header("location", self.server.location)
        self.end_headers()
        if not self.server.drip:
            self.wfile.write(body)
            return
        try:
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(self.server.drip)
        except OSError:
            return  # the other side has had enough

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(*says: str) -> Iterator[ModelServer]:
    with ModelServer(*says) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def model_of(server: ModelServer, **over: Any) -> OpenAIModel:
    return OpenAIModel(Server(**{"url": server.url, "name": NAME, "seconds": 5, **over}))


def ask(model: Any) -> Any:
    return model.ask("draft_opinion", TASK, DraftAnswer)
