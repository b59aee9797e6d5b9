"""The header of a CDA document: whose it is, what it is, of which day, by whom."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from engine.adapters.cda_tree import HL7, at, day_of, every, plain
from engine.domain.source_record import RecordedPatient, SourceRecord

INS_ISSUERS = {"1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9", "1.2.250.1.213.1.4.10"}
"""Who gives the national health identity: the NIR, the NIA, and the one of test documents."""
SAMPLING = "1.3.6.1.4.1.19376.1.3.1.2"
"""The IHE template by which a laboratory report says when a sample was taken."""


def record_of(document: Element) -> SourceRecord:
    """The record of a whole document, without its results."""
    identity = at(document, "id")
    code = at(document, "code")
    return SourceRecord(
        format="cda",
        document="/".join(filter(None, (identity.get("root"), identity.get("extension"))))
        if identity is not None
        else "",
        patient=patient_of(document),
        code=code.get("code") if code is not None else None,
        title=plain(at(document, "title")) or (code.get("displayName") if code is not None else None),
        dated=examined_on(document),
        author=_author(document),
        establishment=_establishment(document),
    )


def patient_of(document: Element) -> RecordedPatient | None:
    """The patient, under every name that the header gives."""
    role = at(document, "recordTarget/patientRole")
    person = at(role, "patient")
    if person is None:
        return None
    families = [(f.get("qualifier"), plain(f)) for n in every(person, "name") for f in every(n, "family")]
    givens = [(g.get("qualifier"), plain(g)) for n in every(person, "name") for g in every(n, "given")]
    sex = (_attribute(at(person, "administrativeGenderCode"), "code") or "").upper()
    return RecordedPatient(
        family_names=_unique(name for _, name in families),
        given_names=_unique(name for _, name in sorted(givens, key=lambda g: g[0] != "BR")),
        birth_name=next((n for q, n in families if q == "BR" and n), None),
        used_name=next((n for q, n in families if q in ("CL", "SP") and n), None),
        birth_date=day_of(at(person, "birthTime")),
        sex="F" if sex == "F" else "M" if sex == "M" else None,
        ins=next((i.get("extension") for i in every(role, "id") if i.get("root") in INS_ISSUERS), None),
    )


def examined_on(document: Element) -> date | None:
    """The day of what the document reports: when the sample was taken, else when the act or the visit began.

    The day on which the file was made says nothing of it.
    """
    sampled = [
        found
        for procedure in document.iter(f"{HL7}procedure")
        if any(t.get("root") == SAMPLING for t in every(procedure, "templateId"))
        and (found := day_of(at(procedure, "effectiveTime")))
    ]
    if sampled:
        return max(sampled)
    acts = [at(event, "effectiveTime") for event in every(document, "documentationOf/serviceEvent")]
    visit = at(document, "componentOf/encompassingEncounter/effectiveTime")
    return next((found for time in (*acts, visit) if (found := day_of(time))), None)


def lines_fr(record: SourceRecord) -> Iterator[str]:
    """The header as a person reads it, one line each."""
    if record.patient and (told := record.patient.evidence_fr()):
        yield told
        if record.patient.ins:
            yield f"Identité nationale de santé (INS) : {record.patient.ins}"
    if record.dated:
        yield f"Date de l'examen : {record.dated:%d/%m/%Y}"
    if record.author:
        yield f"Auteur : {record.author}"
    if record.establishment:
        yield f"Établissement : {record.establishment}"


def _author(document: Element) -> str | None:
    """The first author who is a person: programs are authors too."""
    for author in every(document, "author/assignedAuthor"):
        name = at(author, "assignedPerson/name")
        if name is not None:
            parts = [plain(p) for tag in ("prefix", "given", "family") for p in every(name, tag)]
            told = " ".join(filter(None, parts)) or plain(name)
            if told:
                return told
    return None


def _establishment(document: Element) -> str | None:
    places = (
        "componentOf/encompassingEncounter/location/healthCareFacility/serviceProviderOrganization/name",
        "documentationOf/serviceEvent/performer/assignedEntity/representedOrganization/name",
        "author/assignedAuthor/representedOrganization/name",
        "custodian/assignedCustodian/representedCustodianOrganization/name",
    )
    return next((told for path in places if (told := plain(at(document, path)))), None)


def _attribute(element: Element | None, name: str) -> str | None:
    return element.get(name) if element is not None else None


def _unique(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
