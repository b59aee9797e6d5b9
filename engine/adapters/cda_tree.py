"""A CDA document as a tree: parsed without entities, without network and within bounds."""

import re
from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from engine.errors import UploadRefused

HL7 = "{urn:hl7-org:v3}"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
ROOT = "ClinicalDocument"
MOST_BYTES = 60_000_000
MOST_ELEMENTS = 400_000
DEEPEST = 200
REFUSED_FR = {
    "hostile": (
        "Le fichier XML déclare des entités ou un schéma externe, ce qu'aucun document de santé ne demande : il n'a "
        "pas été ouvert. Demandez à l'expéditeur un export PDF ; l'original est conservé."
    ),
    "corrupt": (
        "Le document CDA (XML de Mon espace santé) est abîmé ou incomplet et ne s'ouvre pas. Demandez à l'expéditeur "
        "un nouvel export, ou sa version PDF ; l'original est conservé."
    ),
    "too_large": (
        "Le document CDA (XML de Mon espace santé) est démesuré. Demandez à l'expéditeur sa version PDF ; l'original "
        "est conservé."
    ),
}


def parse(content: bytes) -> Element:
    """Return the `ClinicalDocument` element, wherever it stands: a self-presenting one lies inside a style sheet.

    Raises `UploadRefused` ("hostile", "corrupt", "too_large").
    """
    if len(content) > MOST_BYTES:
        raise _refused("too_large")
    builder = _Bounded()
    try:
        parser = DefusedXMLParser(target=builder, forbid_dtd=True)
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise _refused("hostile") from error
    except (ParseError, ValueError, LookupError) as error:
        raise _refused("corrupt") from error
    document = next(root.iter(HL7 + ROOT), None)
    if document is None:
        raise _refused("corrupt")
    return document


def _refused(code: str) -> UploadRefused:
    return UploadRefused(code, REFUSED_FR[code])


class _Bounded(TreeBuilder):
    """Stops at a tree that no document needs: memory goes with the number of elements, not with the bytes."""

    def __init__(self) -> None:
        super().__init__()
        self._count = self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Open an element."""
        self._count += 1
        self._depth += 1
        if self._count > MOST_ELEMENTS or self._depth > DEEPEST:
            raise _refused("too_large")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """Close an element."""
        self._depth -= 1
        return super().end(tag)


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def at(element: Element | None, path: str) -> Element | None:
    """The first element at an HL7 path ("a/b"), or None."""
    return None if element is None else element.find("/".join(HL7 + step for step in path.split("/")))


def every(element: Element | None, path: str) -> Iterator[Element]:
    """Every element at an HL7 path."""
    return iter(()) if element is None else iter(element.findall("/".join(HL7 + step for step in path.split("/"))))


def plain(element: Element | None) -> str:
    """All text of an element, blanks made single."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def kind_of(value: Element) -> str:
    """The data type of a value ("PQ", "CD"), without its prefix."""
    return value.get(XSI_TYPE, "").rpartition(":")[2]


def day(stamp: str | None) -> date | None:
    """The day of an HL7 time stamp ("20210104160527+0100"), or None when it names none."""
    found = re.match(r"(\d{4})(\d{2})(\d{2})", stamp or "")
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def day_of(time: Element | None) -> date | None:
    """The day of a time or the first of a period."""
    if time is None:
        return None
    return day(time.get("value")) or day_of(at(time, "low")) or day_of(at(time, "high"))
