"""The patient's side of a questionnaire: a link, a birth date, answers that are kept one by one, and a last look."""

import hmac
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from engine.adapters.house_key import HouseKey
from engine.domain.account import Account
from engine.domain.answering import AnswerSheet, Begun, Link, PutQuestion, Speaker
from engine.domain.dossier import Answer, Dossier
from engine.domain.fact import RedFlag
from engine.domain.record import Record
from engine.errors import EngineError
from engine.pathways import load
from engine.ports import Clock
from engine.services.alarms import Alarms
from engine.services.asking import asked_of
from engine.services.attempts import Attempts
from engine.services.changing import Changing
from engine.services.recorder import Actor
from engine.steps.asking import applied, put, said_unknown, sent, with_progress
from engine.steps.warn import answer_flags, words_of_alarm
from engine.store.asking import Asked
from engine.store.database import Connection
from engine.store.journal import Journal
from engine.store.postgres import Store

Change = Callable[[Begun], dict[str, object]]
PATIENT = Actor("patient", "patient")
STAY = timedelta(hours=2)
"""How long somebody stays in after the last page. Our own choice: ill and old people take their time."""
FREE_TRIES, MOST_TRIES, WAIT = 5, 10, timedelta(minutes=15)


class LinkClosed(EngineError):
    """The link does not open: it never was one, its time is over, or staff shut it."""

    exit_code = 2
    message_fr = (
        "Ce lien ne s'ouvre pas. Il est peut-être trop ancien. Appelez le service : nous vous en envoyons un autre. "
        "Les réponses que vous avez déjà données sont gardées."
    )


class WrongBirthDate(EngineError):
    """The birth date is not the patient's."""

    exit_code = 3
    message_fr = (
        "Cette date n'est pas celle que nous avons notée. Vérifiez le jour, le mois et l'année de naissance du "
        "patient. {left}"
    )


class TriesOver(EngineError):
    """Too many wrong birth dates were given at this link."""

    exit_code = 8
    message_fr = "{told}"


class Visit(Record):
    """Somebody who came in by a link: the dossier with what they typed, and what they have yet to send."""

    link: Link
    dossier: Dossier
    begun: Begun
    questions: tuple[PutQuestion, ...]
    flags: tuple[RedFlag, ...]

    def put(self, number: int) -> PutQuestion | None:
        """The question of that number, while it is put."""
        return next((q for q in self.questions if q.number == number), None)

    def next_open(self, after: int = 0) -> PutQuestion | None:
        """The first question without an answer behind that number, else the first of all."""
        waiting = [q for q in self.questions if not q.answered]
        return next((q for q in waiting if q.number > after), next(iter(waiting), None))


class PatientAnswers:
    """What a patient does by link. Nothing is said of a dossier before the birth date is right."""

    def __init__(
        self,
        store: Store,
        asked: Asked,
        journal: Journal,
        changing: Changing,
        alarms: Alarms,
        attempts: Attempts,
        key: HouseKey,
        clock: Clock,
    ) -> None:
        self._store, self._asked, self._journal, self._changing = store, asked, journal, changing
        self._alarms, self._attempts, self._key, self._clock = alarms, attempts, key, clock

    # Coming in

    def knock(self, token: str, address: str) -> Link:
        """Return the link of a token. Raises `LinkClosed`, and `TooManyAttempts` beyond 20 a minute of one address."""
        self._attempts.from_address(address, self._clock.now())
        link = self._asked.link_of(token, self._clock.now())
        if link is None or not self._processed(link.dossier):
            raise LinkClosed
        return link

    def come_in(self, token: str, born: date, address: str) -> str:
        """Return a pass for the browser when the birth date is the patient's.

        Raises as `knock` does, `WrongBirthDate`, and `TriesOver` after too many wrong ones.
        """
        link, now = self.knock(token, address), self._clock.now()
        dossier = self._store.dossier(link.dossier)
        right = dossier is not None and dossier.patient.birth_date == born
        self._asked.note_try(link, now, was_right=right, may_try=lambda wrong: refuse_tries(wrong, now))
        if not right:
            left = FREE_TRIES - len(self._asked.wrong_tries(link.id))
            raise WrongBirthDate(left=_left_fr(left))
        self._journal.record(PATIENT.id, PATIENT.role, "questionnaire_opened", link.dossier)
        return self._pass(link, now)

    def visit(self, given: str) -> tuple[Visit, str]:
        """Return who shows this pass, and a pass that lasts longer. Raises `LinkClosed` when it opens nothing."""
        identifier, _, rest = given.partition(".")
        until, _, mark = rest.partition(".")
        now = self._clock.now()
        expected = self._key.mark("questionnaire pass", f"{identifier}.{until}")
        if not hmac.compare_digest(expected.encode(), mark.encode()) or int(until) < now.timestamp():
            raise LinkClosed
        link = self._asked.link(identifier, now)
        dossier = self._store.dossier(link.dossier) if link else None
        if link is None or dossier is None or not dossier.consents.processing:
            raise LinkClosed
        return self._visit(link, dossier), self._pass(link, now)

    # Answering

    def say_who(self, visit: Visit, speaker: Speaker, name_fr: str) -> None:
        """Keep who answers."""
        self._save(visit, lambda begun: {"speaker": speaker, "name_fr": name_fr or None})

    def answer(self, visit: Visit, variable: str, answer: Answer | None) -> Visit:
        """Keep one answer, None for « je ne sais pas », and alarm a human when it describes a red flag.

        Returns the visit with it.
        """

        def changed(begun: Begun) -> dict[str, object]:
            said = {name: one for name, one in begun.said.items() if name != variable}
            unknown = tuple(name for name in begun.unknown if name != variable)
            noted = visit.dossier.questionnaire.get(variable)
            seen = begun.seen if variable in begun.touched or noted is None else {**begun.seen, variable: noted}
            if answer is None:
                return {"said": said, "unknown": (*unknown, variable), "seen": seen}
            return {"said": {**said, variable: answer}, "unknown": unknown, "seen": seen}

        return self._save(visit, changed)

    def note(self, visit: Visit, text: str) -> Visit:
        """Keep what they add in their own words; signs of a red flag in it alarm a human to read it."""
        return self._save(visit, lambda _: {"note_fr": text})

    def send(self, visit: Visit) -> AnswerSheet | None:
        """Make what was answered the dossier's next version. None when nothing is new.

        What staff noted since the question was put stays; the other answer is kept beside it for them to choose.
        """
        return self._keep(PATIENT, visit.dossier.id, None)

    def take_over(self, account: Account, dossier_id: str) -> AnswerSheet | None:
        """Keep, for staff, what was answered and never sent, as `send` does. Raises `UnknownDossier`."""
        return self._keep(Actor.of(account), dossier_id, account.id)

    # How it is done

    def _keep(self, actor: Actor, dossier_id: str, account: str | None) -> AnswerSheet | None:
        kept: list[AnswerSheet] = []

        def change(dossier: Dossier, connection: Connection) -> Dossier:
            begun = self._asked.progress(dossier_id)
            allowed = {q.id for q in asked_of(load(dossier.pathway)) if q.asked_of == "patient"}
            taken, disputed, unknown = sent(dossier, _only(begun, allowed))
            if taken or disputed or unknown or begun.note_fr:
                sheet = AnswerSheet(
                    version=1,
                    by=begun.speaker or "patient",
                    name_fr=begun.name_fr,
                    way="online",
                    account=account,
                    at=self._clock.now(),
                    said=taken,
                    unknown=unknown,
                    disputed=disputed,
                    note_fr=begun.note_fr or None,
                )
                kept.append(self._asked.add_sheet(dossier_id, sheet, connection))
            fresh = Begun(speaker=begun.speaker, name_fr=begun.name_fr, at=self._clock.now())
            self._asked.save_progress(dossier_id, fresh, connection)
            return dossier.model_copy(update={"questionnaire": applied(dossier.questionnaire, taken, unknown)})

        self._changing.settle(actor, "questionnaire_answered", dossier_id, change, "online")
        return kept[0] if kept else None

    def _visit(self, link: Link, dossier: Dossier) -> Visit:
        pathway, begun = load(dossier.pathway), self._asked.progress(dossier.id)
        asked = [q for q in asked_of(pathway) if q.asked_of == "patient"]
        begun = _only(begun, {q.id for q in asked})
        imagined = with_progress(dossier, begun)
        unknown = (said_unknown(self._asked.sheets(dossier.id)) | frozenset(begun.unknown)) - begun.said.keys()
        flags = answer_flags(imagined, pathway) if begun.speaker else ()
        return Visit(
            link=link, dossier=dossier, begun=begun, questions=put(imagined, pathway, asked, unknown), flags=flags
        )

    def _save(self, visit: Visit, change: Change) -> Visit:
        dossier_id, pathway = visit.dossier.id, load(visit.dossier.pathway)
        with self._store.transaction() as connection:
            self._asked.lock(dossier_id, connection)
            before = self._asked.progress(dossier_id)
            after = before.model_copy(update={**change(before), "at": self._clock.now()})
            self._asked.save_progress(dossier_id, after, connection)
            had = answer_flags(with_progress(visit.dossier, before), pathway)
            flags = [f for f in answer_flags(with_progress(visit.dossier, after), pathway) if f not in had]
            if after.note_fr != before.note_fr:
                flags += words_of_alarm(after.note_fr, pathway)
            raised = self._alarms.raise_flags(PATIENT, dossier_id, flags, "online", connection)
        self._alarms.tell(dossier_id, raised)
        return self._visit(visit.link, visit.dossier)

    def _pass(self, link: Link, now: datetime) -> str:
        until = str(int(min(now + STAY, link.expires_at).timestamp()))
        return f"{link.id}.{until}.{self._key.mark('questionnaire pass', f'{link.id}.{until}')}"

    def _processed(self, dossier_id: str) -> bool:
        dossier = self._store.dossier(dossier_id)
        return dossier is not None and dossier.consents.processing


def refuse_tries(wrong: Sequence[datetime], now: datetime) -> None:
    """Raise `TriesOver` when one more birth date may not be tried after those `wrong` ones, the latest first.

    After five a quarter of an hour passes before each next one; after ten the link is shut for good.
    """
    if len(wrong) >= MOST_TRIES:
        told = (
            "Trop de dates fausses ont été essayées. Par sécurité, ce lien est fermé. Appelez le service : nous vous "
            "en envoyons un autre. Vos réponses sont gardées."
        )
        raise TriesOver(told=told)
    if len(wrong) >= FREE_TRIES and now < wrong[0] + WAIT:
        minutes = -(-int((wrong[0] + WAIT - now).total_seconds()) // 60)
        told = (
            f"Plusieurs dates fausses ont été essayées. Par sécurité, attendez {minutes} minute"
            f"{'s' if minutes > 1 else ''}, puis essayez encore. Vous pouvez aussi appeler le service."
        )
        raise TriesOver(told=told)


def _left_fr(left: int) -> str:
    if left > 1:
        return f"Vous pouvez essayer encore {left} fois."
    return "Vous pouvez essayer encore une fois." if left == 1 else "Attendez un quart d'heure avant d'essayer encore."


def _only(begun: Begun, names: set[str]) -> Begun:
    """What is begun of these questions: the pathway may have been changed since."""
    said = {name: answer for name, answer in begun.said.items() if name in names}
    return begun.model_copy(update={"said": said, "unknown": tuple(n for n in begun.unknown if n in names)})
