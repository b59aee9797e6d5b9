"""The result of a run as JSON: the form that `avis run --json` writes."""

from collections.abc import Sequence
from typing import Any

from engine.domain.addressed import Addressed
from engine.domain.document import Document
from engine.domain.fact import Fact, Mention, Scope
from engine.domain.opinion import Citation, Draft
from engine.domain.outcome import Outcome
from engine.domain.run import Run

RIGHT_PATIENT = {"this_patient": True, "partner": True, "other_person": False, "unknown": None}


def result(outcome: Outcome) -> dict[str, Any]:
    """Return the run as plain JSON values."""
    filenames = {d.id: d.filename for d in outcome.documents}
    completeness, convergence = outcome.completeness, outcome.convergence
    return {
        "case": outcome.dossier.id,
        "pathway": {"id": completeness.pathway, "version": completeness.version, "published": outcome.published},
        "documents": [_document(d, filenames) for d in outcome.documents],
        "refused": [
            {
                "file": r.upload.filename,
                "code": r.code,
                "reason_fr": r.reason_fr,
                "sha256": r.upload.sha256,
                **({"member": r.member} if r.member else {}),
            }
            for r in outcome.refused
        ],
        "completeness": {
            "provisional": completeness.provisional,
            "items": [
                {
                    "requirement": i.requirement,
                    "label_fr": i.label_fr,
                    "level": i.level,
                    "status": i.status,
                    "degraded": i.degraded,
                    "documents": [{"file": e.filename, "page": e.page} for e in i.documents],
                    "reason_fr": i.reason_fr,
                    "reservation_fr": i.reservation_fr,
                    "request_fr": i.request_fr,
                }
                for i in completeness.items
            ],
        },
        "facts": [_fact(f) for f in outcome.facts],
        "conflicts": [{"key": c.key, "files": list(c.filenames), "what": c.what_fr} for c in outcome.conflicts],
        "red_flags": [f.id for f in outcome.red_flags],
        "red_flag_details": [f.model_dump() for f in outcome.red_flags],
        "draft": _draft(outcome.draft) if outcome.draft else None,
        **({"draft_refused": outcome.refusal.reason_fr} if outcome.refusal else {}),
        "convergence": {
            "D": convergence.diagnosis,
            "T": convergence.treatment,
            "E": convergence.exams,
            "overall": convergence.overall,
            "severity": convergence.severity,
            "equipoise": convergence.equipoise,
            "reasons_fr": list(convergence.reasons_fr),
            "first_opinion": [
                {"text": line.text, "cites": [_cite(c) for c in line.cites]} for line in convergence.first_opinion
            ],
        }
        if convergence
        else None,
        "warnings": [_warning(found) for found in outcome.addressed],
        "run": _run(outcome.written) if outcome.written else None,
        "seconds": outcome.seconds,
        "cpu_seconds": outcome.cpu_seconds,
    }


def _warning(found: Addressed) -> dict[str, Any]:
    return {
        "code": "addressed_to_machine",
        "file": found.filename,
        "page": found.page,
        "start": found.start,
        "end": found.end,
        "quote": found.quote,
        "what": found.told_fr,
    }


def _run(run: Run) -> dict[str, Any]:
    """How the draft was made; what a model answered stays in the store."""
    return {
        "id": run.id,
        "model": run.model.model_dump() if run.model else None,
        "prompt": run.prompt.model_dump() if run.prompt else None,
        "answers": len(run.answers),
        "tokens_in": run.tokens_in,
        "tokens_out": run.tokens_out,
        "model_seconds": round(run.model_seconds, 3),
        "cost_eur": run.cost,
        "told_fr": list(run.told_fr),
    }


def _document(document: Document, filenames: dict[str, str]) -> dict[str, Any]:
    return {
        "file": document.filename,
        "pages": list(document.pages),
        "kind": document.kind,
        "title": document.title,
        "dated": document.dated.isoformat() if document.dated else None,
        "author": document.author,
        "establishment": document.establishment,
        "right_patient": RIGHT_PATIENT[document.owner],
        "owner_reason_fr": document.owner_reason_fr,
        "duplicate_of": filenames[document.duplicate_of] if document.duplicate_of else None,
        "duplicate_reason_fr": document.duplicate_reason_fr,
        "legible": document.legible,
        "quality": round(document.quality, 3),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "key": fact.key,
        "label_fr": fact.label_fr,
        "value": fact.taken_fr or fact.value,
        "unit": fact.unit,
        "unit_ucum": fact.unit_ucum,
        "date": fact.dated.isoformat() if fact.dated else None,
        "side": fact.side,
        "polarity": fact.polarity,
        "bearer": fact.bearer,
        "role": fact.role,
        "file": fact.source.filename,
        "page": fact.source.page,
        "start": fact.source.start,
        "end": fact.source.end,
        "quote": fact.source.quote,
        "boxes": [[round(x, 4) for x in box] for box in fact.source.boxes],
        "doubtful": fact.doubtful,
        "other_reading": fact.other_reading,
        "reference": {"low": fact.reference.low, "high": fact.reference.high, "quote": fact.reference.quote}
        if fact.reference
        else None,
        "flag": fact.flag,
        "schedule": fact.schedule.model_dump(mode="json", exclude={"start", "end"}) if fact.schedule else None,
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "position": {
            **draft.position.model_dump(exclude={"alternatives", "discouraged", "exams"}),
            **{name: list(getattr(draft.position, name)) for name in ("alternatives", "discouraged", "exams")},
        },
        "statements": [
            {
                "id": s.id,
                "section": s.section,
                "text": s.text,
                "origin": s.origin,
                "cites": [_cite(c) for c in s.cites],
            }
            for s in draft.statements
        ],
        "set_aside": [{"text": s.text, "why": s.why_fr} for s in draft.set_aside],
        "limits": list(draft.limits),
        "patient_fr": draft.patient_fr,
        "options": [
            {
                "option": o.id,
                "label_fr": o.label_fr,
                "verdict": o.verdict,
                "conditions": [c.model_dump() for c in o.conditions],
            }
            for o in draft.options
        ],
    }


def _cite(citation: Citation) -> dict[str, Any]:
    date = citation.dated.isoformat() if citation.dated else None
    if citation.kind == "fact":
        return {
            "fact": citation.ref,
            "file": citation.filename,
            "page": citation.page,
            "quote": citation.text,
            "date": date,
            **({"text": citation.beside} if citation.beside else {}),
        }
    if citation.kind == "passage":
        return {"passage": citation.ref, "source": citation.source, "url": citation.url, "text": citation.text}
    return {citation.kind: citation.ref, "text": citation.text}


def structured(name: str, mentions: Sequence[Mention], scopes: Sequence[Scope]) -> dict[str, Any]:
    """Return the mentions and scopes of one plain text as JSON values."""
    return {
        "file": name,
        "mentions": [
            {
                **m.model_dump(exclude={"dated"}),
                "date": m.dated.isoformat() if m.dated else None,
            }
            for m in mentions
        ],
        "scopes": [s.model_dump() for s in scopes],
    }
