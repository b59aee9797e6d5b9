"""Files that are made to harm who opens them: small, and nothing in them can leave a test."""

import zlib
from collections.abc import Sequence

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << %s >> >>"
FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >>"
TEXT = "Patiente opérée du genou droit, sans complication, revue en consultation ce jour."


def pdf_of(objects: Sequence[bytes], catalog: bytes = b"") -> bytes:
    """A PDF of these objects, of which the second holds the pages; `catalog` goes into the first."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate((b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, *objects), start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table + end


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (more, len(data), data)


def pages(*contents: tuple[bytes, bytes], others: Sequence[bytes] = ()) -> list[bytes]:
    """The page tree and its pages, each of (content stream, resources); `others` follow, the first as object 3."""
    first = 3 + len(others)
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(contents)))
    objects = [b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(contents), kids), *others]
    for number, (content, resources) in enumerate(contents):
        objects += [PAGE % (first + 2 * number + 1, resources), content]
    return objects


def said(text: str = TEXT) -> tuple[bytes, bytes]:
    """A page that says something, several times."""
    line = text.encode("cp1252")
    lines = b"".join(b"1 0 0 1 50 %d Tm (%s) Tj\n" % (790 - 18 * row, line) for row in range(8))
    return stream(b"BT /F1 11 Tf\n" + lines + b"ET"), FONT


def _forms(levels: int = 12) -> list[bytes]:
    """Drawings that each draw the next ten times: ten to the power of `levels` strokes."""
    made = []
    for level in range(levels):
        last = level == levels - 1
        body = b"0 0 10 10 re f " if last else b"/X Do " * 10
        inside = b"" if last else b"/Resources << /XObject << /X %d 0 R >> >>" % (3 + level + 1)
        made.append(stream(body, b"/Type /XObject /Subtype /Form /BBox [0 0 600 850] " + inside))
    return made


def endless_page() -> bytes:
    """Three pages, of which the second takes for ever or all the memory there is."""
    bomb = (stream(b"/X Do " * 10), b"/XObject << /X 3 0 R >>")
    return pdf_of(pages(said(), bomb, said(), others=_forms()))


def endless_sheet() -> bytes:
    """That page alone."""
    return pdf_of(pages((stream(b"/X Do " * 10), b"/XObject << /X 3 0 R >>"), others=_forms()))


def swelling_page(megabytes: int = 1500) -> bytes:
    """One page whose content unpacks to so many megabytes of spaces, from a few thousand bytes of each."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    megabyte = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    count, last, prime = megabytes * 1_000_000, packer.flush(), 65521
    # Adler-32 of so many equal bytes.
    first, second = 1 + count * ord(" "), count + count * (count + 1) // 2 * ord(" ")
    checksum = (second % prime << 16 | first % prime).to_bytes(4, "big")
    data = b"\x78\xda" + megabyte * megabytes + last + checksum
    return pdf_of(pages((stream(data, b"/Filter /FlateDecode"), b"")))


def scripted(catalog: bytes) -> bytes:
    """A sound page in a file that wants something to be run."""
    return pdf_of(pages(said()), catalog)


SCRIPT = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = b"/OpenAction << /S /Launch /F (calc.exe) >>"
ATTACHED = b"""/Names << /EmbeddedFiles << /Names [(compte-rendu.pdf) << /Type /Filespec /F (compte-rendu.pdf)
/EF << /F 9 0 R >> >>] >> >>"""
NAMED_SCRIPT = b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (this.print\\(\\)) >>] >> >>"
