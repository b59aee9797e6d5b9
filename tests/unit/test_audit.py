"""Entries of the journal are chained by hashes that cover every field."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from engine.domain.audit import FIRST, AuditEntry

NOON = datetime(2026, 3, 3, 12, 0, 0, 123456, tzinfo=UTC)


def an_entry(previous: str = FIRST, **over: Any) -> AuditEntry:
    given: dict[str, Any] = {
        "number": 1,
        "at": NOON,
        "actor": "compte-1",
        "role": "intake",
        "action": "upload_received",
        "dossier": "DA-2026-00001",
        "details": {"sha256": "ab" * 32, "size": 1, "again": True},
    }
    return AuditEntry.chained(previous, **{**given, **over})


def test_an_entry_holds_the_hash_of_the_one_before_and_its_own() -> None:
    first = an_entry()
    second = an_entry(first.hash, number=2)
    assert first.previous == FIRST
    assert second.previous == first.hash
    assert len({FIRST, first.hash, second.hash}) == 3
    assert (first.digest(), second.digest()) == (first.hash, second.hash)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2},
        {"at": NOON.replace(microsecond=123457)},
        {"actor": "compte-2"},
        {"role": "doctor"},
        {"action": "original_viewed"},
        {"dossier": "DA-2026-00002"},
        {"dossier": None},
        {"details": {"sha256": "ab" * 32, "size": 2, "again": True}},
        {"details": {"sha256": "ab" * 32, "size": 1}},
        {"details": {"sha256": "ab" * 32, "size": True, "again": True}},
        {"details": {"sha256": "ab" * 32, "size": "1", "again": True}},
        {"previous": "1" * 64},
    ],
    ids=str,
)
def test_any_changed_field_changes_the_digest(change: dict[str, Any]) -> None:
    entry = an_entry()
    assert set(AuditEntry.model_fields) - {"hash"} >= set(change)
    changed = entry.model_copy(update=change)
    assert changed.digest() != entry.hash
    assert entry.model_copy().digest() == entry.hash


def test_every_field_but_the_hash_is_covered() -> None:
    entry = an_entry()
    values = entry.model_dump(mode="json", exclude={"hash"})
    assert set(values) == set(AuditEntry.model_fields) - {"hash"}
    # Its own hash cannot be in it: a forged one is found by making it again.
    assert entry.model_copy(update={"hash": FIRST}).digest() == entry.hash


def test_the_digest_outlives_a_dump_whatever_the_order_of_its_keys() -> None:
    entry = an_entry(details={"b": 1, "a": True, "é": "œil"})
    again = AuditEntry.model_validate_json(entry.model_dump_json())
    assert [type(value) for value in again.details.values()] == [int, bool, str]
    turned = again.model_copy(update={"details": dict(sorted(again.details.items()))})
    assert again.digest() == turned.digest() == entry.hash


def test_an_act_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="action"):
        an_entry(action="deleted")
