"""A PDF of page images with their words laid under them, unseen: it can be searched, and copied from, in any script.

Characters are numbered as they come and all are the same empty box, so that no font has to know them; a word's letters
are stretched over the word's box.
"""

import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from ocr.page import Box

_LONG_SIDE = 841.89  # points: the pages come without their size, and most were A4
_EM, _WIDE = 1000, 500
_HAIR = 0.001  # of the page's width
_BLOCK = 100  # so many lines a character map takes at a time
_MOST = 0xFFFF  # codes of two bytes
_TO_THE_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page to be: its JPEG image, and its words with their boxes in reading order."""

    image: bytes
    words: Sequence[tuple[str, Box]]


def searchable(leaves: Iterable[Leaf]) -> Iterator[bytes]:
    """Return the PDF piece by piece, as its pages come; no more than one page is held at a time."""
    writer = _Writer()
    yield b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    font, tree = writer.number(), writer.number()
    codes: dict[str, int] = {}
    kids = []
    for leaf in leaves:
        kids.append(page := writer.number())
        yield from _page(writer, leaf, page, tree, font, codes)
    yield from _font(writer, font, codes)
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    yield writer.put(tree, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), listed))
    root = writer.number()
    yield writer.put(root, b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    yield writer.end(root)


class _Writer:
    """Numbers objects and remembers where each begins."""

    def __init__(self) -> None:
        self._at = len(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._places: list[int] = []

    def number(self) -> int:
        self._places.append(0)
        return len(self._places)

    def put(self, number: int, body: bytes) -> bytes:
        self._places[number - 1] = self._at
        return self._out(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def stream(self, number: int, head: bytes, content: bytes) -> bytes:
        return self.put(number, b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content))

    def end(self, root: int) -> bytes:
        start, count = self._at, len(self._places) + 1
        table = b"".join(b"%010d 00000 n \n" % place for place in self._places)
        return self._out(
            b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            % (count, table, count, root, start)
        )

    def _out(self, piece: bytes) -> bytes:
        self._at += len(piece)
        return piece


def _page(writer: _Writer, leaf: Leaf, page: int, tree: int, font: int, codes: dict[str, int]) -> Iterator[bytes]:
    with Image.open(BytesIO(leaf.image), formats=["JPEG"]) as picture:
        (across, down), grey = picture.size, picture.mode == "L"
    scale = _LONG_SIDE / max(across, down)
    width, height = across * scale, down * scale
    image, content = writer.number(), writer.number()
    colour = b"/DeviceGray" if grey else b"/DeviceRGB"
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8" % (across, down)
    yield writer.stream(image, head + b" /ColorSpace %s /Filter /DCTDecode" % colour, leaf.image)
    drawn = b"q %.3f 0 0 %.3f 0 0 cm /Im Do Q\n" % (width, height) + _text(leaf.words, width, height, codes)
    yield writer.stream(content, b"/Filter /FlateDecode", zlib.compress(drawn))
    yield writer.put(
        page,
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.3f %.3f] /Contents %d 0 R "
        b"/Resources << /XObject << /Im %d 0 R >> /Font << /F %d 0 R >> >> >>"
        % (tree, width, height, content, image, font),
    )


def _text(words: Sequence[tuple[str, Box]], width: float, height: float, codes: dict[str, int]) -> bytes:
    """The words, unseen (rendering mode 3), each stretched over its box. New characters get the next of `codes`."""
    drawn = [b"BT 3 Tr"]
    for (text, box), following in zip(words, [*(b for _, b in words[1:]), None], strict=False):
        blank = [(" ", _between(box, following))] if following else []
        for shown, (x0, y0, x1, y1) in [(_as_seen(text), box), *blank]:
            size, wide = (y1 - y0) * height, (x1 - x0) * width
            if not shown or size <= 0 or wide <= 0:
                continue
            stretch = 100 * wide / (len(shown) * size * _WIDE / _EM)
            place = b"%.3f %.3f" % (x0 * width, (1 - y1) * height)
            coded = b"".join(b"%04X" % codes.setdefault(c, min(len(codes) + 1, _MOST)) for c in shown)
            drawn.append(b"/F %.3f Tf %.3f Tz 1 0 0 1 %s Tm <%s> Tj" % (size, stretch, place, coded))
    return b"\n".join((*drawn, b"ET\n"))


def _between(box: Box, following: Box) -> Box:
    """Where the blank between two words stands, however near they are; hardly wider than nothing at a line's end."""
    same_line = min(box[3], following[3]) - max(box[1], following[1]) > 0.5 * (box[3] - box[1])
    after = following[0] >= box[0]
    end = box[2] + _HAIR
    return (box[2], box[1], max(following[0], end) if same_line and after else end, box[3])


def _as_seen(text: str) -> str:
    """The letters from left to right: readers of PDF turn words of Hebrew or Arabic round themselves."""
    leftwards = sum(unicodedata.bidirectional(c) in _TO_THE_LEFT for c in text)
    return text[::-1] if 2 * leftwards > len(text) else text


def _font(writer: _Writer, font: int, codes: dict[str, int]) -> Iterator[bytes]:
    below, described, program, unicode_map = (writer.number() for _ in range(4))
    everyone = writer.number()
    name, data = b"/Unseen", _box_font()
    yield writer.put(
        font,
        b"<< /Type /Font /Subtype /Type0 /BaseFont %s /Encoding /Identity-H /DescendantFonts [%d 0 R] "
        b"/ToUnicode %d 0 R >>" % (name, below, unicode_map),
    )
    yield writer.put(
        below,
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont %s /CIDToGIDMap %d 0 R /DW %d /FontDescriptor %d 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        % (name, everyone, _WIDE, described),
    )
    # Every code is glyph 1, the box.
    yield writer.stream(everyone, b"/Filter /FlateDecode", zlib.compress(b"\x00\x01" * 65536))
    yield writer.put(
        described,
        b"<< /Type /FontDescriptor /FontName %s /FontBBox [0 0 %d %d] /Ascent %d /Descent 0 /CapHeight %d /StemV 80 "
        b"/ItalicAngle 0 /Flags 5 /FontFile2 %d 0 R >>" % (name, _WIDE, _EM, _EM, _EM, program),
    )
    yield writer.stream(program, b"/Length1 %d" % len(data), data)
    yield writer.stream(unicode_map, b"/Filter /FlateDecode", zlib.compress(_unicode(codes)))


def _unicode(codes: dict[str, int]) -> bytes:
    """The map from codes to characters."""
    lines = [b"<%04X> <%s>\n" % (n, c.encode("utf-16-be", errors="replace").hex().encode()) for c, n in codes.items()]
    blocks = (lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK))
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + b"".join(b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks)
        + b"endcmap\nCMapName currentdict /CMap defineresource pop end end\n"
    )


def _box_font() -> bytes:
    """A TrueType font of two glyphs: nothing, and a box as wide as half an em and as high as one."""
    box = struct.pack(">hhhhhHH", 1, 0, 0, _WIDE, _EM, 3, 0) + b"\x01" * 4
    box += struct.pack(">hhhh", 0, 0, _WIDE, 0) + struct.pack(">hhhh", 0, _EM, 0, -_EM)
    box += b"\0" * (-len(box) % 4)
    tables = {
        b"OS/2": struct.pack(">HhHHHhhhhhhhhhhh", 3, _WIDE, 400, 5, *(0,) * 12)
        + bytes(10)
        + struct.pack(">IIII4sHHHhhhHHII", 0, 0, 0, 0, b"none", 64, 0, 0xFFFF, _EM, 0, 0, _EM, 0, 0, 0)
        + struct.pack(">hhHHH", 0, _EM, 0, 32, 0),
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12)
        + struct.pack(">HHHHHHHHHHHH", 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": box,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0, 0, 0, _WIDE, _EM, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _EM, 0, 0, _WIDE, 0, 0, _WIDE, 1, *(0,) * 7, 2),
        b"hmtx": struct.pack(">HhHh", _WIDE, 0, _WIDE, 0),
        b"loca": struct.pack(">III", 0, 0, len(box)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, *(0,) * 2, 2, *(0,) * 8),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 1, 0, 0, 0, 0),
    }
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, table in tables.items():
        padded = table + b"\0" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag, total, start + len(body), len(table))
        body += padded
    return struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, len(tables) * 16 - 128) + directory + body
