"""The process that draws DICOM images as its owner holds it: started when needed, ended when it fails or is slow."""

import subprocess
import sys
from pathlib import Path
from threading import Timer

import numpy as np
from numpy.typing import NDArray

from engine.adapters.dicom_decoder import ANSWERED, ASKED, SIDE

SECONDS = 25.0


class DicomPictures:
    """Draws images one after the other; a context, at whose end the process ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "DicomPictures":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def draw(self, content: bytes, frame: int) -> NDArray[np.uint8] | None:
        """Return frame `frame` (from 0) of a file as 8-bit grey; None where it cannot be drawn."""
        process = self._running()
        timer = Timer(SECONDS, process.kill)
        timer.start()
        try:
            return self._asked(process, content, frame)
        except (OSError, ValueError):
            self._end()
            return None
        finally:
            timer.cancel()

    def _asked(self, process: "subprocess.Popen[bytes]", content: bytes, frame: int) -> NDArray[np.uint8] | None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("the process has no pipes")
        process.stdin.write(ASKED.pack(frame, len(content)))
        process.stdin.write(content)
        process.stdin.flush()
        head = process.stdout.read(ANSWERED.size)
        if len(head) != ANSWERED.size:
            raise ValueError("the process ended")
        width, height = ANSWERED.unpack(head)
        if not width or not height:
            return None
        if max(width, height) > 2 * SIDE:
            raise ValueError("an answer that was not asked for")
        points = process.stdout.read(width * height)
        return np.frombuffer(points, dtype=np.uint8).reshape(height, width)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-I", Path(__file__).with_name("dicom_decoder.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"OPENBLAS_NUM_THREADS": "1"},
            )
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what it was still to be told is of no use to it
        process.wait()
