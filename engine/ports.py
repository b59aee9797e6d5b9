"""What the engine asks of the outside: clinical reading, language, page reading, time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from engine.domain.document import Page
from engine.domain.dossier import Upload
from engine.domain.fact import ReadText
from engine.domain.opinion import StatementOrigin
from engine.domain.passage import DraftShelf, Vector
from engine.domain.run import ModelAnswer, ModelUsed, PromptUsed
from engine.domain.signed import SignatureCheck, Signer, SigningKey

T = TypeVar("T", bound=BaseModel)


class Clock(Protocol):
    """Time as an argument."""

    def now(self) -> datetime:
        """Return the current instant, with its time zone."""
        ...


class ClinicalReader(Protocol):
    """French clinical reading of one text."""

    def read(self, text: str) -> ReadText:
        """Return sentences, family scopes, dates and stages; offsets count characters of `text`."""
        ...


@dataclass(frozen=True)
class ReadPage:
    """A page and its upright image (JPEG bytes) before both are saved; None where the image is kept already."""

    page: Page
    image: bytes | None


@dataclass(frozen=True)
class ReadRefusal:
    """What of an upload could not be read, or is to be warned of: a file inside an archive, or the upload (None)."""

    member: str | None
    code: str
    reason_fr: str


class PageReader(Protocol):
    """Turns the bytes of an upload into pages."""

    def read(
        self,
        upload: Upload,
        content: bytes,
        turns: Mapping[int, int] | None = None,
        only: Collection[int] | None = None,
    ) -> Iterator[ReadPage | ReadRefusal]:
        """Yield pages in order, and what of an archive cannot be read; the pages numbered in `only` where it is given.

        `turns` says of pages by how many degrees clockwise they are turned upright, whatever they look like. Raises
        `UploadRefused` (see `engine.errors`) when the file cannot be read at all.
        """
        ...

    def count(self, upload: Upload, content: bytes) -> int | None:
        """Return how many pages a file has, or None where that shows only as it is read."""
        ...


@dataclass(frozen=True)
class Asked(Generic[T]):
    """A model's parsed answer with what it takes to account for it; `origin` says whether it was generated.

    `answers` are all that came back, those that were not taken first; `told_fr` is what a reader must know of it.
    """

    value: T
    raw: str
    origin: StatementOrigin
    model: ModelUsed
    prompt: PromptUsed
    tokens_in: int | None
    tokens_out: int | None
    answers: tuple[ModelAnswer, ...] = ()
    told_fr: tuple[str, ...] = ()


class LanguageModel(Protocol):
    """Answers a prompt with a value of a given form."""

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T]) -> Asked[T]:
        """Render the prompt file named `prompt` ("name" or "name@version") with `inputs` and return an `answer`.

        Raises `PromptTooLong` when the rendered prompt does not fit, `UnusableAnswer` when what comes back is not of
        the form, `ModelServerFailed` when nothing comes back.
        """
        ...


class Embedder(Protocol):
    """Turns texts into vectors (of `engine.domain.passage.DIMENSIONS` numbers, of length 1) that lie near by sense."""

    @property
    def name(self) -> str:
        """Which model, and which version."""
        ...

    def passages(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        """The vectors of texts that are to be found. Raises `ToolMissing`."""
        ...

    def question(self, text: str) -> Vector:
        """The vector of what is sought. Raises `ToolMissing`."""
        ...


class Guidelines(Protocol):
    """The guideline library, as a draft asks it."""

    def for_draft(self, pathway: str, question: str) -> DraftShelf:
        """What a draft on `pathway` may cite beside the pathway's own statements, and which of those it may not.

        Raises `ToolMissing` where documents were added and the model of senses is not installed.
        """
        ...


class Sealer(Protocol):
    """Signs PDF files with a doctor's own key, and says whether a signed one still stands."""

    def issue(self, signer: Signer, password: str, now: datetime) -> SigningKey:
        """Make a key and its certificate for `signer`; the key opens only with `password`."""
        ...

    def change_password(self, key: SigningKey, old: str, new: str) -> SigningKey:
        """The same key under a new password. Raises `WrongPassword`."""
        ...

    def sign(self, pdf: bytes, key: SigningKey, password: str, signer: Signer, now: datetime) -> bytes:
        """Return the PDF with a PAdES signature that shows on its last page.

        Raises `WrongPassword`, and `KeyExpired` when the certificate does not hold at `now`.
        """
        ...

    def check(self, pdf: bytes) -> SignatureCheck:
        """Say whether the signature covers every byte and leads to a root that this machine trusts."""
        ...
