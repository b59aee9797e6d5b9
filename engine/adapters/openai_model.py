"""A model behind an OpenAI-compatible server (vLLM, llama.cpp, Ollama, `transformers serve`), through LangChain."""

import json
import math
import re
import time
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel

from engine.adapters.answered import taken
from engine.domain.run import ModelAnswer, ModelUsed, PromptUsed
from engine.errors import ModelServerFailed, ModelUnavailable, PromptTooLong
from engine.ports import Asked
from prompts import Message, load

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T", bound=BaseModel)

NEEDED = ("langchain_openai", "httpx2")
FEWEST_PER_TOKEN = 2.5
"""Characters of French a token, at worst: where a server does not count, the count is high rather than low."""
MOST_PER_TOKEN = 8
"""Characters a token, at best: a server that counts fewer tokens than this gives has not read the whole prompt."""
ROLE_MARKS = re.compile(r"<(?=[|｜/a-zA-Z_])|\[(?=/?[A-Z_]{3,}\])")
"""What opens a role in a chat template ("<|im_start|>", "<start_of_turn>", "[INST]"): broken up in what is sent."""
WINDOWS = ("max_model_len", "context_length", "max_context_length", "n_ctx")
"""Where a server's list of models says how long a prompt may be."""
HINT = "Vérifiez AVIS_MODEL_URL et que le serveur tourne (« avis models check »), ou choisissez AVIS_AUTHOR=assembled."
HINTS_FR = {
    401: "La clé est refusée : vérifiez AVIS_MODEL_KEY ou AVIS_MODEL_KEY_FILE.",
    403: "La clé est refusée : vérifiez AVIS_MODEL_KEY ou AVIS_MODEL_KEY_FILE.",
    404: "Vérifiez AVIS_MODEL_NAME et que AVIS_MODEL_URL finit bien par /v1.",
}


@dataclass(frozen=True)
class Server:
    """Where a model answers and what it may take: `seconds` an answer, `window` and `max_tokens` in tokens.

    Prices are in euros a million tokens, 0 where there are none.
    """

    url: str
    name: str
    key: str = ""
    seconds: float = 300
    window: int | None = None
    max_tokens: int | None = None
    price_in: float = 0
    price_out: float = 0

    @property
    def address(self) -> str:
        """Host and port, for people."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


class OpenAIModel:
    """A `LanguageModel` at one address. Nothing is sent anywhere else, and nothing before the first question.

    Raises `ModelUnavailable` when the packages that speak to a server are absent.
    """

    def __init__(self, server: Server) -> None:
        absent = [name for name in NEEDED if find_spec(name) is None]
        if absent:
            raise ModelUnavailable(
                what=f"il manque {', '.join(absent)} ; installez-les avec « pip install 'double-avis[server]' »"
            )
        self._server = server
        self._counts = True

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T], again: str | None = None) -> Asked[T]:
        """Return an `answer` to the prompt; `again` says what was wrong with the answer before.

        Raises `PromptTooLong`, `UnusableAnswer`, and `ModelServerFailed` when the server is away, slow or no such
        server.
        """
        text = load(prompt)
        meant = text.ask(inputs.model_dump(mode="json"), again)
        messages = safe(meant)
        room = self._server.max_tokens or text.model.max_tokens
        self._fits(messages, room)
        started = time.perf_counter()
        content, tokens_in, tokens_out, fault, served = self._answered(messages, answer, room, text.model.temperature)
        told = ModelAnswer(
            prompt=PromptUsed(name=text.name, version=text.version, sha256=text.sha256),
            model=ModelUsed(
                id=served or self._server.name,
                revision="inconnue",
                parameters={
                    "server": self._server.address,
                    "temperature": text.model.temperature,
                    "seed": 0,
                    "max_tokens": room,
                    "window": self._window,
                    "langchain_openai": version("langchain-openai"),
                },
            ),
            asked_sha256=Message.sha256(meant),
            raw=content,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            seconds=round(time.perf_counter() - started, 3),
            cost=self._cost(tokens_in, tokens_out),
        )
        self._was_read_whole(messages, tokens_in, room)
        return taken(told, answer, fault)

    @cached_property
    def _wire(self) -> "httpx2.Client":
        from engine.adapters.one_address import client

        return client(self._server.url, self._server.seconds)

    @cached_property
    def _chat(self) -> Any:
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(
            model=self._server.name,
            base_url=self._server.url,
            api_key=self._server.key or "aucune",
            http_client=self._wire,
            openai_proxy="",  # said, so that none is taken from the environment
            http_socket_options=(),
            use_responses_api=False,
            max_retries=0,
            timeout=self._server.seconds,
            cache=False,
            seed=0,
        )

    @cached_property
    def _window(self) -> int:
        """The longest prompt with its answer, in tokens: what is set, or what the server says."""
        listed = self._asked_of_server("GET", f"{self._server.url}/models")
        entries = listed.get("data") if isinstance(listed, dict) else None
        found = [e for e in entries or () if isinstance(e, dict) and e.get("id") == self._server.name]
        told = next((n for e in found for n in _windows(e)), None)
        known = [n for n in (self._server.window, told) if n]
        if not known:
            raise ModelUnavailable(
                what=f"{self._server.address} ne dit pas la fenêtre du modèle {self._server.name} ; réglez "
                "AVIS_MODEL_WINDOW (en jetons)"
            )
        return min(known)

    def _fits(self, messages: tuple[Message, ...], room: int) -> None:
        tokens = self._count(messages)
        if tokens + room > self._window:
            raise PromptTooLong(tokens=tokens, window=f"{self._window} dont {room} réservés à la réponse")

    def _count(self, messages: tuple[Message, ...]) -> int:
        """Tokens of the prompt as the server counts them, or a high estimate."""
        text = "\n".join(message.content for message in messages)
        if self._counts:
            asked = {"model": self._server.name, "messages": [m.as_json for m in messages], "content": text}
            told = self._asked_of_server("POST", f"{self._server.url.removesuffix('/v1')}/tokenize", asked)
            if isinstance(told, dict):
                if isinstance(told.get("count"), int):  # vLLM
                    return int(told["count"])
                if isinstance(told.get("tokens"), list):  # llama.cpp, without the marks of its chat template
                    return len(told["tokens"]) + 16 * len(messages)
            self._counts = False
        return math.ceil(len(text) / FEWEST_PER_TOKEN)

    def _was_read_whole(self, messages: tuple[Message, ...], tokens: int | None, room: int) -> None:
        """A server that cuts says nothing of it, but what it counted tells."""
        if tokens is None:
            return
        least = sum(len(message.content) for message in messages) // MOST_PER_TOKEN
        if tokens < least:
            raise PromptTooLong(
                tokens=f"au moins {least}", window=f"n'en a gardé que {tokens} : le serveur l'a coupée en silence"
            )
        if tokens + room > self._window:
            raise PromptTooLong(tokens=tokens, window=f"{self._window} dont {room} réservés à la réponse")

    def _asked_of_server(self, method: str, url: str, content: dict[str, Any] | None = None) -> Any:
        """What the server says of itself as JSON, or none where it does not know the question."""
        import httpx2

        headers = {"Authorization": f"Bearer {self._server.key}"} if self._server.key else {}
        try:
            found = self._wire.request(method, url, json=content, headers=headers)
            return json.loads(found.content) if found.status_code == 200 else None
        except ValueError:
            return None
        except httpx2.HTTPError as error:
            raise self._failed(error) from None  # what stands in such an error may hold words of the prompt

    def _answered(
        self, messages: tuple[Message, ...], answer: type[BaseModel], room: int, temperature: float
    ) -> tuple[str, int | None, int | None, str | None, str | None]:
        """The text that came, tokens read and written, what is wrong with it, and the name that the server gives."""
        import httpx2
        import openai
        from langsmith import tracing_context

        form = {"name": answer.__name__, "strict": True, "schema": answer.model_json_schema()}
        try:
            with tracing_context(enabled=False):  # whatever the environment says by now
                said = self._chat.invoke(
                    [(message.role, message.content) for message in messages],
                    response_format={"type": "json_schema", "json_schema": form},
                    temperature=temperature,
                    max_tokens=room,
                    extra_body={"max_tokens": room},  # some servers know one name of the limit, some the other
                )
        except openai.LengthFinishReasonError as error:
            spent, written = error.completion.usage, error.completion.choices[0].message.content or ""
            counts = (spent.prompt_tokens, spent.completion_tokens) if spent else (None, None)
            return written, *counts, f"interrompue après {room} jetons", error.completion.model
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            raise self._failed(error) from None
        except (ValueError, TypeError, AttributeError, KeyError, IndexError):  # it spoke, and not as such a server
            raise self._not_such_a_server() from None
        usage, told = said.usage_metadata or {}, said.response_metadata
        cut = f"interrompue après {room} jetons" if told.get("finish_reason") == "length" else None
        content = said.content if isinstance(said.content, str) else ""
        return content, usage.get("input_tokens"), usage.get("output_tokens"), cut, told.get("model_name")

    def _failed(self, error: Exception) -> ModelServerFailed:
        import httpx2
        import openai

        address, limit = self._server.address, f"{self._server.seconds:g} s"
        status = getattr(error, "status_code", None)
        if isinstance(status, int):
            what, hint = f"erreur HTTP {status}", HINTS_FR.get(status, HINT)
            if 300 <= status < 400:
                what = "il renvoie vers une autre adresse, ce qui est refusé"
            return ModelServerFailed(address=address, what=what, hint=hint)
        if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
            slow = f"pas de réponse complète en {limit}"
            return ModelServerFailed(address=address, what=slow, hint=f"Allongez AVIS_MODEL_TIMEOUT. {HINT}")
        if isinstance(error, openai.APIConnectionError | httpx2.HTTPError):
            return ModelServerFailed(address=address, what="connexion impossible ou coupée", hint=HINT)
        return self._not_such_a_server()

    def _not_such_a_server(self) -> ModelServerFailed:
        what = "ce qui revient n'est pas d'un serveur compatible OpenAI"
        return ModelServerFailed(address=self._server.address, what=what, hint=HINT)

    def _cost(self, tokens_in: int | None, tokens_out: int | None) -> float | None:
        prices = (self._server.price_in, self._server.price_out)
        if not any(prices):
            return None
        return ((tokens_in or 0) * prices[0] + (tokens_out or 0) * prices[1]) / 1_000_000


def safe(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The messages with the marks of chat templates broken up: in a document they would open another role."""
    return tuple(Message(m.role, ROLE_MARKS.sub(lambda mark: f"{mark[0]} ", m.content)) for m in messages)


def _windows(entry: dict[str, Any]) -> list[int]:
    meta = entry.get("meta")
    places = (entry, meta if isinstance(meta, dict) else {})
    return [n for place in places for name in WINDOWS if isinstance(n := place.get(name), int) and n > 0]
