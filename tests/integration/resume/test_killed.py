"""An interrupted dossier goes on where it stood."""

from typing import Any

import pytest

from engine.store.desk import Desk
from tests.integration.engine_samples import PAPERS, STEPS
from tests.integration.resume.conftest import DONE, ID, FallingStore, House, Killed, results


@pytest.mark.parametrize("half", [False, True], ids=["before", "within"])
@pytest.mark.parametrize("falls_at", STEPS)
def test_killed_before_a_step_is_kept_it_goes_on_there(
    home: House, database_url: str, undisturbed: dict[str, Any], falls_at: str, half: bool
) -> None:
    home.send()
    with FallingStore(database_url) as falling:
        falling.falls_at, falling.half = falls_at, half
        with pytest.raises(Killed):
            home.process(store=falling, desk=Desk(falling))
    done = STEPS[: STEPS.index(falls_at)]
    assert home.steps() == done
    assert home.state() == (DONE if falls_at == "compare" else "reading")
    read_before = len(home.reader.given)
    home.process()
    assert home.steps() == STEPS
    assert results(home.store) == undisturbed
    assert len(home.reader.given) - read_before == (0 if done else len(PAPERS))
    assert len(home.store.uploads(ID)) == len(PAPERS)
    assert home.state() == DONE


def test_killed_at_every_step_one_after_the_other(home: House, database_url: str, undisturbed: dict[str, Any]) -> None:
    home.send()
    for step in STEPS:
        with FallingStore(database_url) as falling:
            falling.falls_at = step
            with pytest.raises(Killed):
                home.process(store=falling, desk=Desk(falling))
    home.process()
    assert home.steps() == STEPS
    assert results(home.store) == undisturbed


def test_what_is_finished_is_not_done_again(home: House, undisturbed: dict[str, Any]) -> None:
    home.send()
    home.process()
    told = home.process()
    assert home.steps() == STEPS
    assert results(home.store) == undisturbed
    assert home.reader.given == list(PAPERS)
    assert not [one for one in told if one.step == "read"]
