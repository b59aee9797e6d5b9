"""One prompt file: its front matter, its two roles, and their rendering."""

import hashlib
import re
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
ROLE_HEADING = re.compile(r"^## (?:system|user)\s*$", re.MULTILINE)


class PromptError(ValueError):
    """A prompt file, or a call that renders one, is wrong. This is a programming error, never the user's."""


@dataclass(frozen=True)
class Message:
    """What one role says."""

    role: Role
    content: str


class ModelHints(BaseModel):
    """What the prompt asks of a model: its class, 0 for greedy decoding, and the room kept for the answer in tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tier: Literal["small", "large"]
    temperature: float = Field(ge=0, le=2)
    max_tokens: int = Field(gt=0)


class Prompt(BaseModel):
    """One prompt as written. `answer` names the form of the answer; `sha256` is that of the whole file (hex)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    purpose: str = Field(min_length=1)
    answer: str = Field(min_length=1)
    inputs: tuple[str, ...] = Field(min_length=1)
    model: ModelHints
    measured_by: str = Field(min_length=1)
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


def one_line(text: str) -> str:
    """Collapse white space, line breaks of every kind included: one piece of evidence cannot pose as two."""
    return " ".join(str(text).split())


def names(folder: Traversable | None = None) -> tuple[str, ...]:
    """The names of all prompts of `folder` (the installed ones by default), sorted."""
    room = folder or files("prompts")
    return tuple(sorted(entry.name.removesuffix(".md") for entry in room.iterdir() if entry.name.endswith(".md")))


def load(name: str, folder: Traversable | None = None) -> Prompt:
    """Read the prompt `name` from `folder` (the installed ones by default).

    Raises `PromptError` when there is no such prompt or its file is malformed.
    """
    if name not in names(folder):
        raise PromptError(f"no prompt named {name!r}; there are {', '.join(names(folder)) or 'none'}")
    content = (folder or files("prompts")).joinpath(f"{name}.md").read_bytes()
    prompt = parse(content)
    if prompt.name != name:
        raise PromptError(f"{name}.md says that its name is {prompt.name!r}")
    return prompt


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
