"""One prompt file: its front matter, its two roles, and their rendering."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal

import yaml
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Role = Literal["system", "user"]

FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
ROLES = re.compile(r"\A\s*^## system\n(?P<system>.*?)^## user\n(?P<user>.*)\Z", re.DOTALL | re.MULTILINE)
VERSION = re.compile(r"\d+\.\d+\.\d+")
EARLIER = "earlier"
"""The folder of the versions that are no more in use, each as NAME-VERSION.md."""
ROLE_HEADING = re.compile(r"^## (?:system|user)\s*$", re.MULTILINE)


class PromptError(ValueError):
    """A prompt file, or a call that renders one, is wrong. This is a programming error, never the user's."""


@dataclass(frozen=True)
class Message:
    """What one role says."""

    role: Role
    content: str

    @property
    def as_json(self) -> dict[str, str]:
        """The message as model servers take it."""
        return {"role": self.role, "content": self.content}

    @staticmethod
    def sha256(messages: "tuple[Message, ...]") -> str:
        """The sha256 (hex) of what is sent: every role with its words."""
        return hashlib.sha256(json.dumps([m.as_json for m in messages]).encode()).hexdigest()


class ModelHints(BaseModel):
    """What the prompt asks of a model: its class, 0 for greedy decoding, and the room kept for the answer in tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tier: Literal["small", "large"]
    temperature: float = Field(ge=0, le=2)
    max_tokens: int = Field(gt=0)


class Prompt(BaseModel):
    """One prompt as written. `answer` names the form of the answer; `sha256` is that of the whole file (hex).

    `measured_by` names the figures of `avis evaluate` that judge it; the first version of all told it in words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    purpose: str = Field(min_length=1)
    answer: str = Field(min_length=1)
    inputs: tuple[str, ...] = Field(min_length=1)
    model: ModelHints
    measured_by: str | tuple[str, ...] = Field(min_length=1)
    system: str
    user: str
    sha256: str

    def render(self, **inputs: Any) -> tuple[Message, ...]:
        """Fill both roles with `inputs`; the roles were split before, so that no input can open another role.

        Raises `PromptError` when an input is missing, not declared, or lacks something that the text uses.
        """
        given, declared = set(inputs), set(self.inputs)
        if given != declared:
            missing, unknown = sorted(declared - given), sorted(given - declared)
            raise PromptError(f"prompt {self.name}: missing inputs {missing}, unknown inputs {unknown}")
        # No autoescape: the target is a model, not HTML, and "<" must stay "<".
        environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
        )
        environment.filters["one_line"] = one_line
        try:
            return (
                Message("system", environment.from_string(self.system).render(inputs).strip()),
                Message("user", environment.from_string(self.user).render(inputs).strip()),
            )
        except TemplateError as error:
            raise PromptError(f"prompt {self.name}: {error}") from error

    def ask(self, given: Mapping[str, Any], again: str | None = None) -> tuple[Message, ...]:
        """Render with those of `given` that this version declares; `again` says why an answer before was no good.

        Raises `PromptError` when one of them is missing.
        """
        system, user = self.render(**{name: given[name] for name in self.inputs if name in given})
        if again is None:
            return system, user
        said = (
            f"Ta réponse précédente n'a pas pu être lue : {one_line(again)}. Réponds de nouveau, par l'objet JSON seul."
        )
        return system, Message("user", f"{user.content}\n\n{said}")


def one_line(text: str) -> str:
    """Collapse white space, line breaks of every kind included: one piece of evidence cannot pose as two."""
    return " ".join(str(text).split())


def names(folder: Traversable | None = None) -> tuple[str, ...]:
    """The names of all prompts of `folder` (the installed ones by default), sorted."""
    room = folder or files("prompts")
    return tuple(sorted(entry.name.removesuffix(".md") for entry in room.iterdir() if entry.name.endswith(".md")))


def versions(name: str, folder: Traversable | None = None) -> tuple[str, ...]:
    """The versions of a prompt that are kept, the one in use first. Raises `PromptError`."""
    kept = (folder or files("prompts")).joinpath(EARLIER)
    found = [entry.name for entry in kept.iterdir()] if kept.is_dir() else []
    told = [n.removeprefix(f"{name}-").removesuffix(".md") for n in found if n.startswith(f"{name}-")]
    return (load(name, folder).version, *sorted((v for v in told if VERSION.fullmatch(v)), key=_rank, reverse=True))


def load(name: str, folder: Traversable | None = None) -> Prompt:
    """Read the prompt `name` from `folder` (the installed ones by default); "name@1.0.0" is that version of it.

    Raises `PromptError` when there is no such prompt or its file is malformed.
    """
    name, _, version = name.partition("@")
    if name not in names(folder):
        raise PromptError(f"no prompt named {name!r}; there are {', '.join(names(folder)) or 'none'}")
    room = folder or files("prompts")
    prompt = _read(room.joinpath(f"{name}.md"), name)
    if version in ("", prompt.version):
        return prompt
    if version not in versions(name, folder):
        raise PromptError(f"no version {version!r} of {name}; there are {', '.join(versions(name, folder))}")
    earlier = _read(room.joinpath(EARLIER, f"{name}-{version}.md"), name)
    if earlier.version != version:
        raise PromptError(f"{name}-{version}.md says that its version is {earlier.version}")
    return earlier


def _read(source: Traversable, name: str) -> Prompt:
    prompt = parse(source.read_bytes())
    if prompt.name != name:
        raise PromptError(f"{source.name} says that its name is {prompt.name!r}")
    return prompt


def _rank(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def parse(content: bytes) -> Prompt:
    """Read the bytes of a prompt file. Raises `PromptError`."""
    page = FRONT_MATTER.match(content.decode("utf-8"))
    if page is None:
        raise PromptError("a prompt starts with YAML front matter between two lines '---'")
    roles = ROLES.match(page["body"])
    if roles is None or len(ROLE_HEADING.findall(page["body"])) != 2:
        raise PromptError("a prompt has one section '## system', then one section '## user', and nothing before them")
    try:
        head = yaml.safe_load(page["head"])
        return Prompt(**head, system=roles["system"], user=roles["user"], sha256=hashlib.sha256(content).hexdigest())
    except (yaml.YAMLError, TypeError, ValidationError) as error:
        raise PromptError(f"front matter: {error}") from error
