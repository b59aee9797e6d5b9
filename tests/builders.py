"""Small, valid domain values for tests; every field can be given by name.

`a_page` lays its text out: one row of boxes a text line, so that `words`, `boxes` and offsets are right.
"""

import hashlib
import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from engine.domain.completeness import Completeness, Evidence, Item
from engine.domain.convergence import Convergence, FirstOpinionLine
from engine.domain.document import Document, Page, Word
from engine.domain.dossier import (
    Consents,
    Dossier,
    FirstOpinion,
    Patient,
    Question,
    RefusedUpload,
    TreatingDoctor,
    Upload,
)
from engine.domain.fact import Conflict, Fact, RedFlag, Source
from engine.domain.opinion import Citation, Draft, Position, Refusal, SetAside, Statement
from engine.domain.pathway import Pathway
from engine.domain.run import ModelUsed, PathwayUsed, PromptUsed, Run
from engine.domain.vocabulary import Vocabulary
from engine.ports import ClinicalReader, ReadPage
from engine.steps.assess import assess, variables_of
from engine.steps.brief import Brief, brief
from engine.steps.contradict import contradictions
from engine.steps.extract import extract
from engine.steps.known import known_values
from engine.steps.places import ReadPageText, read_page, read_places
from engine.steps.split import split
from engine.steps.structured import Structured


def a_jpeg(width: int = 21, height: int = 30) -> bytes:
    """A small page image, grey."""
    buffer = BytesIO()
    Image.new("L", (width, height), 200).save(buffer, "JPEG")
    return buffer.getvalue()


IMAGE = a_jpeg()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def a_dossier(dossier_id: str = "dossier-1", **over: Any) -> Dossier:
    given: dict[str, Any] = {
        "id": dossier_id,
        "pathway": "endometriose",
        "received_on": date(2026, 3, 2),
        "patient": Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=date(1991, 5, 17)),
        "question": Question(type="chirurgie_ou_traitement_medical", text="Faut-il m'opérer ?"),
        "questionnaire": {"desir_grossesse": True, "douleur": 7, "imc": 22.5, "traitement": "diénogest"},
        "first_opinion": FirstOpinion(given=True, by="Dr Inventé", on=date(2026, 2, 1), text="Cœlioscopie proposée."),
        "treating_doctor": TreatingDoctor(name="Dr Imaginaire", informed=True),
        "consents": Consents(processing=True, ai_assistance=True, share_with_treating_doctor=True, research=False),
    }
    return Dossier(**{**given, **over})


def an_upload(filename: str = "compte-rendu.pdf", content: bytes = b"%PDF-1.7 fictif", **over: Any) -> Upload:
    given = {"sha256": sha256(content), "filename": filename, "media_type": "application/pdf", "size": len(content)}
    return Upload(**{**given, **over})


def a_page(text: str = "IRM pelvienne du 12/01/2026\nKyste ovarien gauche de 32 mm.", **over: Any) -> Page:
    """Lay `text` out on a page: each line of the text is a row, each character has the same width."""
    lines = text.split("\n")
    row, column = 0.9 / len(lines), 0.9 / max(1, *(len(line) for line in lines))
    words, start = [], 0
    for index, line in enumerate(lines):
        top = 0.05 + index * row
        for found in re.finditer(r"\S+", line):
            box = (0.05 + found.start() * column, top, 0.05 + found.end() * column, top + 0.8 * row)
            words.append(Word(text=found.group(), start=start + found.start(), box=box, confidence=0.96))
        start += len(line) + 1
    given: dict[str, Any] = {
        "upload": an_upload().sha256,
        "filename": "compte-rendu.pdf",
        "number": 1,
        "text": text,
        "words": tuple(words),
        "origin": "text_layer",
        "rotation": 0,
        "skew": 0.0,
        "quality": 0.96,
        "image": sha256(IMAGE),
        "width": 1654,
        "height": 2339,
    }
    return Page(**{**given, **over})


def a_read_page(text: str = "IRM pelvienne du 12/01/2026", image: bytes = IMAGE, **over: Any) -> ReadPage:
    return ReadPage(page=a_page(text, **{"image": sha256(image), **over}), image=image)


def a_refused_upload(**over: Any) -> RefusedUpload:
    given = {
        "upload": an_upload(),
        "code": "encrypted",
        "reason_fr": "Le fichier est protégé par un mot de passe : demandez une copie ouverte.",
    }
    return RefusedUpload(**{**given, **over})


def a_document(document_id: str = "d1", **over: Any) -> Document:
    given: dict[str, Any] = {
        "id": document_id,
        "upload": an_upload().sha256,
        "filename": "compte-rendu.pdf",
        "pages": (1,),
        "kind": "cr_imagerie",
        "title": "IRM pelvienne",
        "dated": date(2026, 1, 12),
        "owner": "this_patient",
        "owner_reason_fr": "Nom, prénom et date de naissance concordent.",
        "legible": True,
        "quality": 0.96,
    }
    return Document(**{**given, **over})


def a_source(page: Page, quote: str, document: str = "d1") -> Source:
    """Return the place of the first `quote` on `page`. Raises `ValueError` when it is not there."""
    start = page.text.index(quote)
    end = start + len(quote)
    return Source(
        document=document,
        filename=page.filename,
        page=page.number,
        start=start,
        end=end,
        quote=quote,
        boxes=page.boxes(start, end),
    )


def a_fact(fact_id: str = "f1", page: Page | None = None, quote: str = "Kyste ovarien gauche", **over: Any) -> Fact:
    given: dict[str, Any] = {
        "id": fact_id,
        "key": "endometriome",
        "label_fr": "Endométriome",
        "kind": "finding",
        "value": None,
        "unit": None,
        "unit_ucum": None,
        "dated": date(2026, 1, 12),
        "side": "gauche",
        "polarity": "affirmed",
        "bearer": "patient",
        "role": "clinical",
        "source": a_source(page or a_page(), quote),
    }
    return Fact(**{**given, **over})


def a_conflict(**over: Any) -> Conflict:
    given = {
        "key": "endometriome",
        "facts": ("f1", "f2"),
        "filenames": ("compte-rendu.pdf", "courrier.pdf"),
        "what_fr": "Le côté diffère : gauche et droite.",
    }
    return Conflict(**{**given, **over})


def a_red_flag(**over: Any) -> RedFlag:
    given = {
        "id": "occlusion",
        "label_fr": "Occlusion intestinale",
        "action": "appel_15_urgences",
        "where_fr": "compte-rendu.pdf, page 1",
        "quote": "arrêt des matières et des gaz",
    }
    return RedFlag(**{**given, **over})


def an_item(requirement: str = "irm", **over: Any) -> Item:
    given: dict[str, Any] = {
        "requirement": requirement,
        "label_fr": "IRM pelvienne",
        "level": "required",
        "status": "met",
        "documents": (Evidence(document="d1", filename="compte-rendu.pdf", page=1),),
        "reason_fr": "IRM du 12/01/2026.",
    }
    return Item(**{**given, **over})


def a_completeness(*items: Item, **over: Any) -> Completeness:
    given = {"pathway": "endometriose", "version": "1.0.0", "items": items or (an_item(),), "provisional": False}
    return Completeness(**{**given, **over})


def a_position(**over: Any) -> Position:
    given = {"diagnosis": "Endométriose ovarienne gauche", "option": "traitement_hormonal", "certainty": "modérée"}
    return Position(**{**given, **over})


def a_statement(statement_id: str = "s1", **over: Any) -> Statement:
    given: dict[str, Any] = {
        "id": statement_id,
        "section": "resume",
        "text": "L'IRM du 12/01/2026 montre un kyste ovarien gauche.",
        "cites": (Citation(kind="fact", ref="f1", text="Kyste ovarien gauche", filename="compte-rendu.pdf", page=1),),
        "origin": "assembled",
    }
    return Statement(**{**given, **over})


def a_draft(**over: Any) -> Draft:
    given: dict[str, Any] = {
        "position": a_position(),
        "statements": (a_statement("s1"), a_statement("s2", section="avis")),
        "set_aside": (SetAside(text="Kyste de 90 mm.", why_fr="90 mm ne figure dans aucune source citée."),),
        "limits": ("Aucune échographie récente.",),
    }
    return Draft(**{**given, **over})


def a_refusal(**over: Any) -> Refusal:
    given: dict[str, Any] = {"code": "ai_refused", "reason_fr": "La personne n'a pas accepté l'assistance d'une IA."}
    return Refusal(**{**given, **over})


PROPOSED = "Je lui propose une kystectomie."


def a_convergence(**over: Any) -> Convergence:
    given: dict[str, Any] = {
        "diagnosis": "C",
        "treatment": "P",
        "exams": "N",
        "overall": "P",
        "severity": 1,
        "equipoise": True,
        "reasons_fr": ("Même diagnostic ; chirurgie différée.",),
    }
    said = Citation(kind="fact", ref="proposal.d1.1.0", text=PROPOSED, filename="01-courrier.pdf", page=1)
    given["first_opinion"] = (FirstOpinionLine(text=f"Lettre du 01/02/2026 : « {PROPOSED} »", cites=(said,)),)
    return Convergence(**{**given, **over})


def a_run(step: str, number: int = 1, dossier: str = "dossier-1", **over: Any) -> Run:
    """Return a run with an id of its own for each dossier, step and number."""
    given: dict[str, Any] = {
        "id": f"{dossier}/{step}/{number}",
        "dossier": dossier,
        "step": step,
        "prompt": PromptUsed(name="draft", version="1.0.0", sha256="0" * 64),
        "model": ModelUsed(id="assembled", revision="1", parameters={"temperature": 0.0}),
        "pathway": PathwayUsed(id="endometriose", version="1.0.0", sha256="1" * 64),
        "input_sha256": "2" * 64,
        "started_at": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "seconds": 1.25,
        "outcome": "done",
    }
    return Run(**{**given, **over})


def a_place(
    text: str, kind: str, vocabulary: Vocabulary, reader: ClinicalReader, document_id: str = "d1", **over: Any
) -> ReadPageText:
    """A one-page document of that kind, read by the reader that ships; `over` goes to the document."""
    filename = over.pop("filename", f"{document_id}.pdf")
    page = a_page(text, filename=filename)
    document = a_document(document_id, kind=kind, filename=filename, **over)
    return read_page(page, document, vocabulary, reader)


def facts_in(
    text: str, kind: str, pathway: Pathway, vocabulary: Vocabulary, reader: ClinicalReader, **over: Any
) -> tuple[Fact, ...]:
    """What the engine extracts from one page that is the whole of one document."""
    return extract([a_place(text, kind, vocabulary, reader, **over)], pathway, vocabulary)


def a_brief(
    dossier: Dossier, texts: dict[str, str], pathway: Pathway, vocabulary: Vocabulary, reader: ClinicalReader
) -> tuple[Brief, Completeness]:
    """What an author is given for one-page uploads (their text by file name), made by the steps of the pipeline."""
    pages = [a_page(text, filename=name, upload=sha256(name.encode())) for name, text in texts.items()]
    documents = split(pages, dossier.patient, dossier.received_on, vocabulary)
    places = read_places(documents, pages, vocabulary, reader, pathway)
    facts = extract(places, pathway, vocabulary)
    answers = variables_of(dossier, pathway)
    completeness = assess(documents, pages, pathway, dossier, vocabulary)
    told = {**answers, "lacks": completeness.lacks}
    known = known_values(told, facts, pathway, {d.id: d.kind for d in documents})
    clinical = [f for f in facts if f.role == "clinical"]
    conflicts = contradictions(documents, clinical, pathway, answers, vocabulary)
    structured = Structured(documents, tuple(pages), places, tuple(clinical), tuple(conflicts), ())
    given = brief(dossier, pathway, structured, completeness, known, vocabulary)
    return given, completeness
