"""The questionnaire as staff work with it: links, answers by telephone or from papers, versions, what disagrees."""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta

from engine.domain.account import Account
from engine.domain.answering import (
    Alarm,
    AlarmDone,
    AnswerSheet,
    Begun,
    Dispute,
    Link,
    LinkAddress,
    PutQuestion,
    Speaker,
    Told,
    Way,
)
from engine.domain.dossier import Answer, Dossier
from engine.domain.pathway import Pathway
from engine.domain.questionnaire import AskedVariable
from engine.domain.record import Record
from engine.errors import ConsentMissing, EngineError, UnknownDossier
from engine.pathways import expressions_of, load
from engine.ports import Clock
from engine.services.changing import Changing
from engine.services.recorder import Actor
from engine.steps.asking import applied, disputes, mattering, put, said_unknown, same, told
from engine.store.asking import Asked, sha256
from engine.store.database import Connection
from engine.store.journal import Journal
from engine.store.postgres import Store

OPEN_DAYS = 14
"""Days for which a link opens. Source: our own choice; staff may make another at any time."""


class AnswersChanged(EngineError):
    """Answers came in since the form was opened."""

    exit_code = 3
    message_fr = (
        "Des réponses sont arrivées entre-temps. Rien n'a été écrasé, et ce que vous avez noté est ci-dessous. "
        "Comparez avec les nouvelles réponses, puis enregistrez de nouveau."
    )


class AlarmOver(EngineError):
    """There is no such alarm, or somebody dealt with it."""

    exit_code = 3
    message_fr = "Cette alerte est déjà traitée. Relisez la page."


class AskedState(Record):
    """The questionnaire of a dossier as staff see it.

    `patient` are the questions put to the patient, `team` those that the team or a doctor answers, in the pathway's
    order. `told` says of each variable who said it last; `begun` is what is typed by link and not sent.
    """

    version: int
    patient: tuple[PutQuestion, ...]
    team: tuple[PutQuestion, ...]
    told: dict[str, Told]
    sheets: tuple[AnswerSheet, ...]
    disputes: tuple[Dispute, ...]
    alarms: tuple[Alarm, ...]
    links: tuple[Link, ...]
    begun: Begun

    @property
    def waiting(self) -> int:
        """How many answers are typed by link and not sent."""
        return len(self.begun.touched)

    @property
    def open(self) -> int:
        """How many questions to the patient have no answer, « je ne sais pas » apart."""
        return sum(not q.answered for q in self.patient)


class AskingService:
    """What staff do with a questionnaire. `public_url` is what patients open."""

    def __init__(
        self,
        store: Store,
        asked: Asked,
        journal: Journal,
        changing: Changing,
        clock: Clock,
        public_url: str,
        new_token: Callable[[], str] = lambda: secrets.token_urlsafe(32),
    ) -> None:
        self._store, self._asked, self._journal, self._changing = store, asked, journal, changing
        self._clock, self._public_url, self._new_token = clock, public_url, new_token

    # What stands

    def asked(self, dossier_id: str) -> tuple[AskedVariable, ...]:
        """Return the questions that decide of something for a dossier's pathway. Raises `UnknownDossier`."""
        return asked_of(load(self._require(dossier_id).pathway))

    def state(self, dossier_id: str, typed: Mapping[str, Answer | None] | None = None) -> AskedState:
        """Return the questionnaire of a dossier. Raises `UnknownDossier`.

        With `typed`, the questions are put as if these answers stood (None: « je ne sais pas »), unsaved.
        """
        dossier, sheets = self._require(dossier_id), self._asked.sheets(dossier_id)
        pathway, unknown = load(dossier.pathway), said_unknown(sheets)
        asked = asked_of(pathway)
        imagined = dossier.model_copy(update={"questionnaire": _as_typed(dossier.questionnaire, typed or {})})
        known = {q.id for q in asked}
        return AskedState(
            version=sheets[-1].version if sheets else 0,
            patient=put(imagined, pathway, [q for q in asked if q.asked_of == "patient"], unknown),
            team=put(imagined, pathway, [q for q in asked if q.asked_of != "patient"], unknown),
            told={name: one for name, one in told(sheets).items() if name in known},
            sheets=sheets,
            disputes=tuple(d for d in disputes(sheets, dossier.questionnaire) if d.variable in known),
            alarms=self._asked.alarms(dossier_id),
            links=self._asked.open_links(dossier_id, self._clock.now()),
            begun=self._asked.progress(dossier_id),
        )

    def said_unknown(self, dossier_id: str) -> frozenset[str]:
        """Return the questions (variables) to which the last answer was « je ne sais pas »: not to be asked again."""
        return said_unknown(self._asked.sheets(dossier_id))

    def alarmed(self) -> tuple[str, ...]:
        """Return the dossiers with an alarm that waits for a human, the longest waiting first."""
        return tuple(dossier for dossier, _ in self._asked.alarmed())

    # Links

    def current_link(self, dossier_id: str) -> Link | None:
        """Return the latest link of a dossier that opens; its address was shown once and is not kept."""
        return next(iter(self._asked.open_links(dossier_id, self._clock.now())), None)

    def make_link(self, account: Account, dossier_id: str) -> LinkAddress:
        """Make a link by which the patient's side answers, with its address; earlier ones still open until they end.

        Call it when a message leaves, not when it is drafted: what is made cannot be shown again. Raises
        `UnknownDossier`, and `ConsentMissing` when the patient does not want the dossier processed.
        """
        if not self._require(dossier_id).consents.processing:
            raise ConsentMissing
        token, now = self._new_token(), self._clock.now()
        link = Link(
            id=secrets.token_hex(8),
            dossier=dossier_id,
            token_sha256=sha256(token),
            by=account.id,
            at=now,
            expires_at=now + timedelta(days=OPEN_DAYS),
        )
        with self._journal.acting(account.id, account.role, "questionnaire_link_made", dossier_id) as connection:
            self._asked.add_link(link, connection)
        return LinkAddress(link=link, address=f"{self._public_url}/q/{token}")

    def end_links(self, account: Account, dossier_id: str) -> None:
        """Shut every link of a dossier at once. What was typed and not sent stays."""
        with self._journal.acting(account.id, account.role, "questionnaire_links_ended", dossier_id) as connection:
            self._asked.end_links(dossier_id, account.id, self._clock.now(), connection)

    # Answers that staff write down

    def record(
        self,
        account: Account,
        dossier_id: str,
        seen: int,
        way: Way,
        by: Speaker,
        name_fr: str | None,
        said: Mapping[str, Answer],
        unknown: frozenset[str] = frozenset(),
        note_fr: str = "",
    ) -> AnswerSheet | None:
        """Keep answers that staff heard or read as the next version; None when they change nothing.

        `seen` is the version of the answers that the form started from. Raises `AnswersChanged` when there is a newer
        one, `BadIntake` for an answer that cannot be.
        """
        kept: list[AnswerSheet] = []

        def change(dossier: Dossier, connection: Connection) -> Dossier:
            sheets = self._asked.sheets(dossier_id)
            if (sheets[-1].version if sheets else 0) != seen:
                raise AnswersChanged
            before, known = dossier.questionnaire, said_unknown(sheets)
            new = {name: answer for name, answer in said.items() if not same(before.get(name), answer)}
            not_known = tuple(sorted(name for name in unknown if name in before or name not in known))
            if new or not_known or note_fr:
                sheet = AnswerSheet(
                    version=1,
                    by=by,
                    name_fr=name_fr or None,
                    way=way,
                    account=account.id,
                    at=self._clock.now(),
                    said=new,
                    unknown=not_known,
                    note_fr=note_fr or None,
                )
                kept.append(self._asked.add_sheet(dossier_id, sheet, connection))
            return dossier.model_copy(update={"questionnaire": applied(before, new, not_known)})

        self._changing.settle(Actor.of(account), "questionnaire_answered", dossier_id, change, way)
        return kept[0] if kept else None

    def choose(self, account: Account, dossier_id: str, variable: str, *, take_sent: bool) -> None:
        """Settle a dispute: take what was sent, or keep what was noted. Raises `AnswersChanged` when there is none."""

        def change(dossier: Dossier, connection: Connection) -> Dossier:
            found = disputes(self._asked.sheets(dossier_id), dossier.questionnaire)
            dispute = next((d for d in found if d.variable == variable), None)
            if dispute is None:
                raise AnswersChanged
            answer = dispute.sent if take_sent else dispute.noted
            said = {} if answer is None else {variable: answer}
            sheet = AnswerSheet(
                version=1,
                by="staff",
                way="settled",
                account=account.id,
                at=self._clock.now(),
                said=said,
                cleared=() if said else (variable,),
            )
            self._asked.add_sheet(dossier_id, sheet, connection)
            return dossier.model_copy(update={"questionnaire": applied(dossier.questionnaire, said, ())})

        self._changing.settle(Actor.of(account), "questionnaire_answered", dossier_id, change, "settled")

    def end_alarm(self, account: Account, dossier_id: str, number: int, done_fr: str) -> None:
        """Say what was done about an alarm. Raises `AlarmOver`. Flags of the path stay for a doctor to clear."""
        if all(alarm.number != number for alarm in self._asked.alarms(dossier_id)):
            raise AlarmOver
        done = AlarmDone(alarm=number, done_fr=done_fr, by=account.name, at=self._clock.now())
        with self._journal.acting(account.id, account.role, "questionnaire_alarm_answered", dossier_id) as connection:
            if not self._asked.end_alarm(done, connection):
                raise AlarmOver

    def alarms_done(self, dossier_id: str) -> tuple[AlarmDone, ...]:
        """Return what was done about alarms of a dossier."""
        return self._asked.alarms_done(dossier_id)

    def _require(self, dossier_id: str) -> Dossier:
        dossier = self._store.dossier(dossier_id)
        if dossier is None:
            raise UnknownDossier(dossier=dossier_id)
        return dossier


def _as_typed(answers: Mapping[str, Answer], typed: Mapping[str, Answer | None]) -> dict[str, Answer]:
    """The answers with those that are typed in their place."""
    left = {name: answer for name, answer in answers.items() if name not in typed}
    return {**left, **{name: answer for name, answer in typed.items() if answer is not None}}


def asked_of(pathway: Pathway) -> tuple[AskedVariable, ...]:
    """The questions of a pathway that decide of something, in its order."""
    return mattering(pathway, expressions_of(pathway))
