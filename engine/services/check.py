"""The form of what a check of the machine says."""

from typing import Literal

from engine.domain.record import Record

Status = Literal["ok", "warning", "failed"]


class Check(Record):
    """One part: its French name, how it stands, what was found, and the way out unless all is well."""

    name: str
    status: Status
    told_fr: str
    remedy_fr: str | None = None


def ok(name: str, told_fr: str) -> Check:
    """All is well."""
    return Check(name=name, status="ok", told_fr=told_fr)


def warning(name: str, told_fr: str, remedy_fr: str) -> Check:
    """It works, and will not for long or not safely."""
    return Check(name=name, status="warning", told_fr=told_fr, remedy_fr=remedy_fr)


def failed(name: str, told_fr: str, remedy_fr: str) -> Check:
    """It does not work."""
    return Check(name=name, status="failed", told_fr=told_fr, remedy_fr=remedy_fr)
