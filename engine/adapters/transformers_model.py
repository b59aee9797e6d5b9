"""A local generative model through transformers: a folder on this machine, never the network."""

import hashlib
import os
import time
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from engine.adapters.answered import taken
from engine.domain.run import ModelAnswer, ModelUsed, PromptUsed
from engine.errors import ModelUnavailable, PromptTooLong
from engine.ports import Asked
from prompts import Message, load

T = TypeVar("T", bound=BaseModel)

NEEDED = ("torch", "transformers", "outlines_core")
SETUP = ("*.json", "*.jinja", "*.model")


@dataclass(frozen=True)
class _Weights:
    """Where a model lies: its folder, its weight files, and the GGUF one when it is of that kind."""

    folder: Path
    files: tuple[Path, ...]
    gguf: str | None


@dataclass(frozen=True)
class _Loaded:
    """A model ready to answer; `window` in tokens."""

    tokenizer: Any
    model: Any
    spelling: Any
    window: int
    used: ModelUsed


class TransformersModel:
    """A `LanguageModel` over `model_dir`: a folder with safetensors or one .gguf file, or the .gguf file itself.

    What cannot work is said at once: raises `ModelUnavailable` when the folder or a package is missing. The weights are
    loaded at the first question. `seed` counts only for prompts that ask for a temperature above 0; `max_tokens`
    replaces the prompt's own, and `max_items` narrows every list of the answer, for a small or slow model. The same
    input gives the same bytes on the same machine with the same packages and threads.
    """

    def __init__(
        self, model_dir: Path, *, seed: int = 0, max_tokens: int | None = None, max_items: int | None = None
    ) -> None:
        absent = [name for name in NEEDED if find_spec(name) is None]
        if absent:
            raise ModelUnavailable(
                what=f"il manque {', '.join(absent)} ; installez les modèles avec « pip install 'double-avis[models]' »"
            )
        self._weights = _find_weights(model_dir)
        self._seed = seed
        self._max_tokens = max_tokens
        self._max_items = max_items
        self._forms: dict[type[BaseModel], Any] = {}

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T], again: str | None = None) -> Asked[T]:
        """Return an `answer` to the prompt file named `prompt`; `again` says what was wrong with the answer before.

        Raises `ModelUnavailable` when the weights cannot be loaded, `PromptTooLong` when prompt and answer do not fit
        the window, `UnusableAnswer` when the answer is cut short or breaks a rule that its schema cannot express.
        """
        text = load(prompt)
        messages = text.ask(inputs.model_dump(mode="json"), again)
        room = self._max_tokens or text.model.max_tokens
        tokens = self._tokens(messages)
        tokens_in, window = tokens["input_ids"].shape[1], self._loaded.window
        if tokens_in + room > window:
            raise PromptTooLong(tokens=tokens_in, window=f"{window} dont {room} réservés à la réponse")
        started = time.perf_counter()
        written = self._write(tokens, answer, room, text.model.temperature)
        cut = not written or written[-1] != self._loaded.spelling.eos
        parameters: dict[str, int | float] = {
            "seed": self._seed,
            "temperature": text.model.temperature,
            "max_tokens": room,
            **({} if self._max_items is None else {"max_items": self._max_items}),
        }
        told = ModelAnswer(
            prompt=PromptUsed(name=text.name, version=text.version, sha256=text.sha256),
            model=self._loaded.used.model_copy(update={"parameters": {**self._loaded.used.parameters, **parameters}}),
            asked_sha256=Message.sha256(messages),
            raw=self._text(written),
            tokens_in=tokens_in,
            tokens_out=len(written),
            seconds=round(time.perf_counter() - started, 3),
        )
        return taken(told, answer, f"interrompue après {room} jetons" if cut else None)

    def _tokens(self, messages: tuple[Message, ...]) -> Any:
        """The prompt as the model reads it: its chat template where it has one, plain text where not."""
        tokenizer = self._loaded.tokenizer
        safe = [Message(message.role, _disarm(message.content, tokenizer)) for message in messages]
        if not tokenizer.chat_template:
            plain = "\n\n".join(message.content for message in safe) + "\n\n"
            return tokenizer(plain, return_tensors="pt")
        return tokenizer.apply_chat_template(
            [{"role": message.role, "content": message.content} for message in safe],
            add_generation_prompt=True,
            enable_thinking=False,  # the answer is constrained from its first token: there is no room for a preamble
            return_dict=True,
            return_tensors="pt",
        )

    def _write(self, tokens: Any, answer: type[BaseModel], room: int, temperature: float) -> list[int]:
        """The ids that the model answers, the end mark included when it came to one."""
        import torch
        from transformers import GenerationConfig, LogitsProcessorList

        from engine.adapters.json_decoding import Form, KeepToForm

        model, spelling = self._loaded.model, self._loaded.spelling
        if answer not in self._forms:
            self._forms[answer] = Form(answer.model_json_schema(), spelling, self._max_items)
        length = tokens["input_ids"].shape[1]
        size = model.get_output_embeddings().weight.shape[0]
        sampling = {"do_sample": True, "temperature": temperature} if temperature > 0 else {"do_sample": False}
        with torch.inference_mode(), torch.random.fork_rng():
            torch.manual_seed(self._seed)
            output = model.generate(
                input_ids=tokens["input_ids"].to(model.device),
                attention_mask=tokens["attention_mask"].to(model.device),
                generation_config=GenerationConfig(
                    max_new_tokens=room, eos_token_id=spelling.eos, pad_token_id=spelling.eos, **sampling
                ),
                logits_processor=LogitsProcessorList([KeepToForm(self._forms[answer], length, size)]),
            )
        ids: list[int] = output[0, length:].tolist()
        return ids

    def _text(self, written: list[int]) -> str:
        """What was written, or nothing where it was cut within a letter."""
        try:
            return str(self._loaded.spelling.text(written))
        except UnicodeDecodeError:
            return ""

    @cached_property
    def _loaded(self) -> _Loaded:
        for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
            os.environ[name] = "1"  # read by the libraries when they are imported, just below
        try:
            return _load(self._weights)
        except Exception as error:  # a loader of other people's files raises anything at all
            cause = f"{type(error).__name__} : {str(error).strip().splitlines()[0] if str(error).strip() else '?'}"
            raise ModelUnavailable(what=f"fichiers illisibles dans {self._weights.folder} ({cause})") from error


def check_headers(model_dir: Path) -> str:
    """Read the header of each weight file, and none of the weights; return the model's name.

    Raises `ModelUnavailable` when the folder, a package or a sound header is missing.
    """
    TransformersModel(model_dir)
    weights = _find_weights(model_dir)
    for path in weights.files:
        with path.open("rb") as file:
            start = file.read(8)
            size = int.from_bytes(start, "little")
            if path.suffix == ".gguf":
                sound = start[:4] == b"GGUF"
            else:  # safetensors: the length of a JSON object, then that object
                sound = 2 <= size <= min(path.stat().st_size - 8, 100_000_000) and file.read(1) == b"{"
        if not sound:
            raise ModelUnavailable(what=f"{path.name} n'est pas un fichier de poids complet")
    return weights.gguf or weights.folder.name


def _find_weights(model_dir: Path) -> _Weights:
    if model_dir.is_file() and model_dir.suffix == ".gguf":
        return _Weights(model_dir.parent, (model_dir,), model_dir.name)
    if not model_dir.is_dir():
        raise ModelUnavailable(what=f"le dossier {model_dir} n'existe pas")
    safetensors = tuple(sorted(model_dir.glob("*.safetensors")))
    if safetensors:
        return _Weights(model_dir, safetensors, None)
    gguf = tuple(sorted(model_dir.glob("*.gguf")))
    if len(gguf) != 1:
        found = "plusieurs fichiers .gguf : indiquez l'un d'eux" if gguf else "ni fichier .safetensors ni fichier .gguf"
        raise ModelUnavailable(what=f"le dossier {model_dir} contient {found}")
    return _Weights(model_dir, gguf, gguf[0].name)


def _load(weights: _Weights) -> _Loaded:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig, logging

    from engine.adapters.json_decoding import Spelling

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    place: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    how: dict[str, Any] = {"use_safetensors": True, "dtype": "auto"}  # never a pickle: it could run code
    if weights.gguf:
        place["gguf_file"] = weights.gguf
        how = {"quantization_config": GgufConfig(dequantize=True)}
    if torch.cuda.is_available():
        how["device_map"] = "auto"
    tokenizer = AutoTokenizer.from_pretrained(str(weights.folder), **place)
    model = AutoModelForCausalLM.from_pretrained(str(weights.folder), **place, **how).eval()
    return _Loaded(
        tokenizer=tokenizer,
        model=model,
        spelling=Spelling(tokenizer),
        window=model.config.get_text_config().max_position_embeddings,
        used=ModelUsed(
            id=weights.folder.name if weights.gguf is None else Path(weights.gguf).stem,
            revision=_sha256(weights.files),
            parameters={
                "setup_sha256": _sha256(tuple(sorted(p for kind in SETUP for p in weights.folder.glob(kind)))),
                "dtype": str(model.dtype).removeprefix("torch."),
                "device": str(model.device),
                "threads": torch.get_num_threads(),  # the order of sums depends on it, and with it the last bits
                **{name: version(name) for name in ("torch", "transformers", "outlines_core")},
            },
        ),
    )


def _sha256(files: tuple[Path, ...]) -> str:
    """The sha256 (hex) of one file, or that of the list of names and sha256 where there are several."""
    sums = []
    for path in files:
        with path.open("rb") as content:
            sums.append((path.name, hashlib.file_digest(content, "sha256").hexdigest()))
    if len(sums) == 1:
        return sums[0][1]
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in sums).encode()).hexdigest()


def _disarm(content: str, tokenizer: Any) -> str:
    """Break every control mark of the model's own ("<|im_start|>"): in a document it would open another role."""
    marks = {token.content for token in tokenizer.added_tokens_decoder.values()}
    for mark in sorted(marks | set(tokenizer.all_special_tokens), key=len, reverse=True):
        if len(mark) > 1:
            content = content.replace(mark, f"{mark[0]} {mark[1:]}")
    return content
