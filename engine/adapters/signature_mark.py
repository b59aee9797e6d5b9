"""What a signature shows on the page, drawn with a font that goes into the file."""

import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle

INK, ACCENT = "0.07 0.19 0.23", "0.055 0.325 0.396"
MARGIN = 9.0
# PDF asks for a six-letter prefix before the name of a cut font.
PREFIX = "AVISXX"
NONSYMBOLIC = 32


@dataclass(frozen=True)
class Mark(BaseStampStyle):
    """A narrow bar and lines of text that are made smaller until they fit.

    `lines` are (text, size in points, leading in points); `font` is a TrueType file.
    """

    border_width: int = 0
    lines: tuple[tuple[str, float, float], ...] = ()
    font: bytes = b""

    def create_stamp(self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]) -> BaseStamp:
        """Return the mark for one file, its font put there already."""
        font = _Font(self.font, "".join(text for text, _, _ in self.lines))
        drawn = _Drawn(writer, self, box)
        drawn.font = font
        drawn.set_resource(ResourceType.FONT, pdf_name("/F1"), font.embed(writer))
        return drawn


class _Drawn(BaseStamp):
    font: "_Font"

    def _render_inner_content(self) -> list[bytes]:
        font = self.font
        height, room = self.box.height, self.box.width - 2 * MARGIN
        drawn = [f"q {ACCENT} rg 0 0 2.6 {height:g} re f Q BT"]
        y = height - MARGIN / 2
        for text, size, leading in self.style.lines:
            fitted = size * min(1.0, room / max(font.width(text) * size, 1e-6))
            y -= leading
            drawn.append(f"{INK} rg /F1 {fitted:.2f} Tf 1 0 0 1 {MARGIN:g} {y:.2f} Tm <{font.codes(text)}> Tj")
        return [" ".join([*drawn, "ET"]).encode("ascii")]


class _Font:
    """A TrueType font cut to the characters of one text; widths count in em."""

    def __init__(self, content: bytes, text: str) -> None:
        whole = TTFont(BytesIO(content))
        self._name = f"{PREFIX}+{whole['name'].getDebugName(6)}"
        cmap = whole.getBestCmap()
        self._shown = {c: _drawable(c, cmap) for c in text}
        self._glyphs = {c: whole.getGlyphID(cmap[ord(c)]) for c in self._shown.values()}
        options = subset.Options(retain_gids=True, hinting=False, notdef_outline=True)
        options.drop_tables += ["GDEF", "GPOS", "GSUB"]
        cut = subset.Subsetter(options)
        cut.populate(gids=sorted(set(self._glyphs.values())))
        metrics, em = whole["hmtx"].metrics, whole["head"].unitsPerEm
        order = whole.getGlyphOrder()
        self._widths = {gid: metrics[order[gid]][0] / em for gid in self._glyphs.values()}
        cut.subset(whole)
        self._font = whole

    def width(self, text: str) -> float:
        return float(sum(self._widths[self._glyphs[self._shown[c]]] for c in text))

    def codes(self, text: str) -> str:
        return "".join(f"{self._glyphs[self._shown[c]]:04x}" for c in text)

    def embed(self, writer: BasePdfFileWriter) -> generic.IndirectObject:
        """Put the font into the file: program, widths and the way back to Unicode, as PDF/A asks."""
        name = pdf_name(f"/{self._name}")
        widths = generic.ArrayObject()
        for gid, width in sorted(self._widths.items()):
            widths.append(generic.NumberObject(gid))
            widths.append(generic.ArrayObject([generic.NumberObject(round(width * 1000))]))
        inner = _dictionary(
            Type=pdf_name("/Font"),
            Subtype=pdf_name("/CIDFontType2"),
            BaseFont=name,
            CIDSystemInfo=_dictionary(
                Registry=generic.pdf_string("Adobe"),
                Ordering=generic.pdf_string("Identity"),
                Supplement=generic.NumberObject(0),
            ),
            CIDToGIDMap=pdf_name("/Identity"),
            W=widths,
            FontDescriptor=writer.add_object(self._descriptor(writer, name)),
        )
        outer = _dictionary(
            Type=pdf_name("/Font"),
            Subtype=pdf_name("/Type0"),
            BaseFont=name,
            Encoding=pdf_name("/Identity-H"),
            DescendantFonts=generic.ArrayObject([writer.add_object(inner)]),
            ToUnicode=writer.add_object(_stream(self._to_unicode())),
        )
        return writer.add_object(outer)

    def _descriptor(self, writer: BasePdfFileWriter, name: generic.NameObject) -> generic.DictionaryObject:
        program = BytesIO()
        self._font.save(program)
        head, system = self._font["head"], self._font["OS/2"]
        scale = 1000 / head.unitsPerEm
        box = [round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)]
        return _dictionary(
            Type=pdf_name("/FontDescriptor"),
            FontName=name,
            Flags=generic.NumberObject(NONSYMBOLIC),
            FontBBox=generic.ArrayObject([generic.NumberObject(edge) for edge in box]),
            ItalicAngle=generic.NumberObject(0),
            Ascent=generic.NumberObject(round(system.sTypoAscender * scale)),
            Descent=generic.NumberObject(round(system.sTypoDescender * scale)),
            CapHeight=generic.NumberObject(round(system.sCapHeight * scale)),
            StemV=generic.NumberObject(80),
            FontFile2=writer.add_object(_stream(program.getvalue())),
        )

    def _to_unicode(self) -> bytes:
        pairs = sorted({gid: c for c, gid in self._glyphs.items()}.items())
        rows = [f"<{gid:04x}> <{c.encode('utf-16-be').hex()}>" for gid, c in pairs]
        # A block holds 100 rows at most.
        blocks = [rows[i : i + 100] for i in range(0, len(rows), 100)]
        mapped = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{mapped}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii")


def _drawable(character: str, cmap: dict[int, str]) -> str:
    """The character, its base letter, or a question mark: an empty box would break PDF/A."""
    base = unicodedata.normalize("NFKD", character)[0]
    return next((c for c in (character, base) if ord(c) in cmap), "?")


def _dictionary(**entries: generic.PdfObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})


def _stream(data: bytes) -> generic.StreamObject:
    stream = generic.StreamObject(stream_data=data)
    stream.compress()
    return stream
