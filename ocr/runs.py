"""The runs of a Word paragraph: its text as it would be printed, and what hangs on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ocr.blocks import Run

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NESTED = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo"}
)
"""What stands around content without being part of it."""

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PAGE_FIELD = re.compile(r"^\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off"})
# Symbol fonts keep their signs where no letter is; the boxes of forms are the ones that change what a page says.
_SYMBOLS = {
    "F0A8": "☐", "F06F": "☐", "F0A1": "○", "F0FE": "☑", "F0FD": "☒", "F0FC": "✓", "F0FB": "✗", "F0B7": "•", "F0A7": "▪",
    "F0E0": "→", "F0B3": "≥", "F0A3": "≤", "F06D": "µ", "F061": "α", "F062": "β", "F067": "γ", "F0B1": "±", "F0B0": "°",
}  # fmt: skip
_TEXTS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass(slots=True)
class Told:
    """What a paragraph holds; `breaks` when it opens a new page. Pictures are names of related parts."""

    runs: tuple[Run, ...] = ()
    pictures: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    breaks: bool = False


@dataclass(slots=True)
class _State:
    told: Told
    runs: list[Run] = field(default_factory=list)
    fields: list[list[str]] = field(
        default_factory=list
    )  # of each open field, its instruction, then "=" once it is over


def local(element: Any) -> str:
    """The element's name without its namespace; empty for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def runs_of(paragraph: Any) -> Told:
    """Return the text of a `w:p` element. Page numbers, which were right on another page, are left out."""
    state = _State(Told())
    _walk(paragraph, state)
    breaks = paragraph.find(f"{WORD}pPr/{WORD}pageBreakBefore")
    state.told.breaks = state.told.breaks or _is_on(breaks)
    state.told.runs = tuple(state.runs)
    return state.told


def _walk(element: Any, state: _State) -> None:
    for child in element:
        name = local(child)
        if name == "r":
            _run(child, state)
        elif name == "fldSimple" and _PAGE_FIELD.match(str(child.get(f"{WORD}instr") or "")):
            continue
        elif name in NESTED:
            _walk(child, state)
        elif name in ("oMath", "oMathPara"):
            state.runs.append(Run("".join(t.text or "" for t in child.iter() if local(t) == "t")))


def _run(run: Any, state: _State) -> None:
    properties = run.find(f"{WORD}rPr")
    hidden = properties is not None and _is_on(properties.find(f"{WORD}vanish"))
    bold = properties is not None and _is_on(properties.find(f"{WORD}b"))
    parts: list[str] = []
    for child in run:
        name = local(child)
        if name == "fldChar":
            _field(str(child.get(f"{WORD}fldCharType")), state)
        elif name == "instrText":
            if state.fields:
                state.fields[-1].append(child.text or "")
        elif name == "br":
            kind = child.get(f"{WORD}type")
            state.told.breaks = state.told.breaks or (kind == "page" and not "".join(parts).strip() and not state.runs)
            parts.append("\n" if kind != "page" or state.runs else "")
        elif not hidden and not _is_page_number(state):
            parts.append(_text(name, child))
        if name in ("drawing", "pict", "object", "AlternateContent"):
            _hanging(child, state)
    text = "".join(parts)
    if text:
        state.runs.append(Run(text, bold))


def _text(name: str, element: Any) -> str:
    if name == "t":
        return str(element.text or "")
    if name == "sym":
        return _SYMBOLS.get(str(element.get(f"{WORD}char")).upper(), "□")
    return _TEXTS.get(name, "")


def _field(kind: str, state: _State) -> None:
    if kind == "begin":
        state.fields.append([])
    elif kind == "separate" and state.fields:
        state.fields[-1].append("=")
    elif kind == "end" and state.fields:
        state.fields.pop()


def _is_page_number(state: _State) -> bool:
    return any(_PAGE_FIELD.match("".join(told)) for told in state.fields)


def _hanging(element: Any, state: _State) -> None:
    """Find the pictures and text boxes of a drawing; of two ways to draw the same thing, the first."""
    for found in _shown(element):
        name = local(found)
        if name == "txbxContent":
            state.told.boxes.append(found)
        elif name == "blip" and found.get(f"{RELATION}embed"):
            state.told.pictures.append(found.get(f"{RELATION}embed"))
        elif name == "imagedata" and found.get(f"{RELATION}id"):
            state.told.pictures.append(found.get(f"{RELATION}id"))


def _shown(element: Any) -> Iterator[Any]:
    stack = [element]
    while stack:
        one = stack.pop()
        name = local(one)
        if name == "Fallback":
            continue
        yield one
        if name != "txbxContent":
            stack += reversed(list(one))


def _is_on(element: Any) -> bool:
    return element is not None and str(element.get(f"{WORD}val") or "1").lower() not in _OFF
