"""The pathways that ship are those of the lock."""

import json

from engine.pathways.lock import LOCK, changed_in_silence, current


def test_every_pathway_text_is_locked_under_its_version():
    assert json.loads(LOCK.read_text("utf-8")) == current(), (
        "a pathway changed: raise its `version`, then run `python -m engine.pathways lock` and commit pathways.lock"
    )


def test_a_text_that_changes_under_its_version_is_named():
    before = {"genou": {"version": "1.0.0", "sha256": "a"}, "hanche": {"version": "1.0.0", "sha256": "a"}}
    now = {"genou": {"version": "1.0.0", "sha256": "b"}, "hanche": {"version": "1.1.0", "sha256": "b"}}
    assert changed_in_silence(before, now) == ("genou",)
