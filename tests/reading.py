"""The reader that ships, one for all tests of a process: its own process takes half a second to start."""

import hashlib
import os
import pickle
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from engine.adapters.page_reader import OcrPageReader
from engine.domain.dossier import Upload
from engine.ports import ReadPage, ReadRefusal
from tests.once import RUN_FOLDER


class RememberingReader(OcrPageReader):
    """Reads each file once a run: the same papers are laid before the engine again and again."""

    def read(
        self,
        upload: Upload,
        content: bytes,
        turns: Mapping[int, int] | None = None,
        only: Collection[int] | None = None,
    ) -> Iterator[ReadPage | ReadRefusal]:
        asked = f"{upload.filename} {sorted((turns or {}).items())} {None if only is None else sorted(only)} "
        kept = RUN_FOLDER / f"pages-{hashlib.sha256(asked.encode() + content).hexdigest()}"
        if kept.exists():
            yield from pickle.loads(kept.read_bytes())  # noqa: S301 - written below
            return
        told = []
        for one in super().read(upload, content, turns, only):
            told.append(one)
            yield one
        written = kept.with_suffix(f".{os.getpid()}")
        written.write_bytes(pickle.dumps(told))
        written.replace(kept)


@cache
def page_reader() -> RememberingReader:
    return RememberingReader()
