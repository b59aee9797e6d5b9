"""What reading needs of the machine: Tesseract with its French data, and the weights of the second engine."""

from functools import cache

from ocr import recogniser, tesseract
from ocr.errors import ReadError


def missing_tools() -> tuple[tuple[str, str], ...]:
    """Return what is absent, each with what installs it, in French; empty when all is there."""
    return (*tesseract.missing(), *recogniser.missing())


@cache
def require() -> None:
    """Raise `ReadError` ("tool_missing") when something is absent: of the machine's fault no file is refused."""
    for tool, how in missing_tools():
        raise ReadError("tool_missing", what=tool, how=how)
