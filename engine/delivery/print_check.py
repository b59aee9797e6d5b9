"""Whether this machine can lay out a PDF: the libraries and the fonts that doing so takes."""

import re
import warnings

from engine.errors import EngineError

SAMPLE = "<p style='font-family: sans-serif'>Éléonore, cœur, 5 µmol/L, ≥ 12</p>"
FONT = re.compile(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([A-Za-z0-9-]+)")


class CannotPrint(EngineError):
    """A PDF cannot be made here."""

    exit_code = 5
    message_fr = "Les PDF ne peuvent pas être composés : {what}. Installez : {how}."


def printed_with() -> tuple[str, str]:
    """Lay out a line and return WeasyPrint's version and the fonts that it took. Raises `CannotPrint`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about fonts, at the first import only: they are counted below
            import weasyprint  # noqa: PLC0415 - it fails to load where Pango is missing, which is what is asked here
            from weasyprint.text.ffi import ffi, fontconfig  # noqa: PLC0415
    except (ImportError, OSError):
        raise CannotPrint(
            what="WeasyPrint ou la bibliothèque Pango manque",
            how="sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ) from None
    found = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    if fontconfig.FcConfigGetFonts(found, fontconfig.FcSetSystem).nfont == 0:
        # Drawing a text without any font would end the whole process.
        raise CannotPrint(what="aucune police de caractères", how="sudo apt-get install fonts-dejavu-core")
    page = weasyprint.HTML(string=SAMPLE).write_pdf(uncompressed_pdf=True)
    fonts = sorted({name.decode() for name in FONT.findall(page)})
    if not fonts:
        raise CannotPrint(what="aucune police n'a servi", how="sudo apt-get install fonts-dejavu-core")
    return weasyprint.__version__, ", ".join(fonts)
