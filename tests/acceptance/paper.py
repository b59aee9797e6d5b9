"""Papers and dossiers that tests make up: every person, place and finding is invented."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

LETTER = [
    "Clinique du Pont Bossu",
    "Dr Gontran ESPALIER, chirurgien orthopédiste",
    "4 quai des Gabares, 00000 Pont-Bossu",
    "Secrétariat : 00 00 00 00 09",
    "",
    "Le 12 mai 2026",
    "",
    "Concerne : Mme PERLEVENT Sidonie, née le 09/02/1958",
    "",
    "Cher confrère,",
    "Je vous remercie de m'avoir adressé Mme PERLEVENT, couturière retraitée de 68 ans.",
    "Antécédents : hypothyroïdie traitée. Genou jamais opéré.",
    "J'ai vu en consultation cette patiente pour une douleur du genou droit qui évolue depuis deux ans.",
    "La douleur est mécanique, l'EVA est à 7/10. Le périmètre de marche est de 400 mètres.",
    "Examen : 71 kg pour 1,62 m, IMC 27,1. Flexion 105° du genou droit. Pas de laxité.",
    "Traitement suivi : 20 séances de kinésithérapie et deux infiltrations, sans effet durable.",
    "Conclusion : gonarthrose droite évoluée. Je propose une prothèse totale du genou droit.",
    "",
    "Bien confraternellement,",
    "Dr G. ESPALIER",
]
REPORT = [
    "Imagerie du Vieux Moulin",
    "RADIOGRAPHIES DU GENOU DROIT",
    "",
    "Patiente : Mme PERLEVENT Sidonie, née le 09/02/1958",
    "Date de l'examen : 28/04/2026",
    "",
    "Indication : gonalgie droite d'effort.",
    "Technique : genou de face en charge, schuss, profil, défilé fémoro-patellaire.",
    "Résultats :",
    "Pincement complet de l'interligne fémoro-tibial interne du genou droit.",
    "Stade Kellgren-Lawrence 4 pour le compartiment interne droit.",
    "Pas de chondrocalcinose.",
    "Conclusion : gonarthrose fémoro-tibiale interne droite.",
    "",
    "Dr Ysaline TROUBADEC",
]
CAKE = [
    "Gâteau au yaourt de tante Ursule",
    "",
    "Mélanger un pot de yaourt, deux pots de sucre, trois pots de farine et un sachet de levure.",
    "Ajouter trois oeufs et un demi-pot d'huile, puis verser la pâte dans un moule beurré.",
    "Enfourner quarante minutes à four moyen et laisser tiédir avant de démouler.",
]
INTAKE: dict[str, Any] = {
    "id": "perlevent",
    "pathway": "gonarthrose",
    "received_on": "2026-06-01",
    "patient": {"family_name": "PERLEVENT", "given_name": "Sidonie", "sex": "F", "birth_date": "1958-02-09"},
    "question": {"type": "operer_ou_non", "text": "Faut-il vraiment me poser une prothèse du genou droit ?"},
    "questionnaire": {"surgery_proposed": True, "prosthesis_painful": False, "fever": False},
    "first_opinion": {
        "given": True,
        "by": "Dr Gontran ESPALIER",
        "on": "2026-05-12",
        "text": "Prothèse totale du genou droit.",
    },
    "treating_doctor": {"name": "Dr Aubin LARGILLE", "informed": True},
    "consents": {
        "processing": True,
        "ai_assistance": True,
        "share_with_treating_doctor": True,
        "research": False,
    },
}


def intake(**over: Any) -> dict[str, Any]:
    """An intake with other values; a dotted name reaches into a group (`**{"consents.research": True}`)."""
    given = deepcopy(INTAKE)
    for name, value in over.items():
        *groups, field = name.split(".")
        place = given
        for group in groups:
            place = place[group]
        place[field] = value
    return given


def dossier_folder(folder: Path, files: Mapping[str, bytes], given: Mapping[str, Any] | bytes | None = None) -> Path:
    """Write a dossier: its files, and an intake as fields or as raw bytes (none when these are empty)."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    for name, content in files.items():
        (documents / name).write_bytes(content)
    if not isinstance(given, bytes):
        given = yaml.safe_dump(dict(INTAKE if given is None else given), allow_unicode=True).encode()
    if given:
        (folder / "intake.yaml").write_bytes(given)
    return folder


def small_dossier(folder: Path) -> Path:
    """A letter and a report that agree, both with a text layer: nothing needs OCR."""
    return dossier_folder(folder, {"01-lettre.pdf": pdf(LETTER), "02-radio.pdf": pdf(REPORT)})


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF with a text layer: one line of Helvetica 11 for each text; no page at all is a PDF too."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for lines in pages:
        shown = b"".join(
            b"1 0 0 1 50 %d Tm (%s) Tj\n" % (790 - 18 * row, _quoted(line)) for row, line in enumerate(lines) if line
        )
        stream = b"BT /F1 11 Tf\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + b"trailer "
    return out + b"<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, out.index(b"xref\n0 "))


def _quoted(line: str) -> bytes:
    escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return escaped.encode("cp1252")


def scan(lines: Sequence[str]) -> bytes:
    """A page without a text layer: a PNG of A4 at 200 dpi."""
    sheet = Image.new("L", (1654, 2339), 255)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, 30)
    for row, line in enumerate(lines):
        pen.text((150, 200 + 52 * row), line, font=font, fill=0)
    buffer = BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()
