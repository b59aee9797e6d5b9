"""Answers that describe a red flag reach a human at once, whether or not there is a document to read."""

from collections.abc import Callable, Sequence

from engine.domain.answering import Alarm, Way
from engine.domain.dossier import Dossier
from engine.domain.fact import RedFlag
from engine.pathways import load
from engine.ports import Clock
from engine.services.recorder import Actor, Recorder
from engine.steps.warn import answer_flags
from engine.store.asking import Asked
from engine.store.database import Connection


class Alarms:
    """Raises alarms within the act that causes them; `notify` tells people of a dossier once the act is kept."""

    def __init__(self, asked: Asked, journal: Recorder, clock: Clock, notify: Callable[[str], object]) -> None:
        self._asked, self._journal, self._clock, self._notify = asked, journal, clock, notify

    def raise_new(
        self, actor: Actor, before: Dossier | None, after: Dossier, way: Way, connection: Connection
    ) -> tuple[Alarm, ...]:
        """Raise an alarm for each flag that the answers of `after` raise and those of `before` did not.

        Answers by link raised theirs when they were typed: sending them does not call people a second time.
        """
        pathway = load(after.pathway)
        had = answer_flags(before, load(before.pathway)) if before else ()
        flags = [flag for flag in answer_flags(after, pathway) if flag not in had]
        if flags and way == "online":
            told = {(alarm.flag, alarm.quote) for alarm in self._asked.alarms_ever(after.id)}
            flags = [flag for flag in flags if (flag.id, flag.quote) not in told]
        return self.raise_flags(actor, after.id, flags, way, connection)

    def raise_flags(
        self, actor: Actor, dossier: str, flags: Sequence[RedFlag], way: Way, connection: Connection
    ) -> tuple[Alarm, ...]:
        """Raise an alarm for each flag; one that is open already with the same words is not doubled."""
        standing = {(alarm.flag, alarm.quote) for alarm in self._asked.alarms(dossier)} if flags else set()
        raised = tuple(
            Alarm(flag=f.id, label_fr=f.label_fr, action=f.action, quote=f.quote, way=way, at=self._clock.now())
            for f in flags
            if (f.id, f.quote) not in standing
        )
        for alarm in raised:
            self._asked.raise_alarm(dossier, alarm, connection)
            self._journal.record(actor.id, actor.role, "questionnaire_alarm", dossier, connection)
        return raised

    def tell(self, dossier: str, raised: Sequence[Alarm]) -> None:
        """Tell people, once for all that was raised together."""
        if raised:
            self._notify(dossier)
