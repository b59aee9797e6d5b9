"""Who speaks for a patient and what was agreed to, with date, form, manner and giver; a withdrawal holds at once."""

from collections.abc import Callable
from datetime import date

from engine.domain.account import Account
from engine.domain.consent import (
    ABOUT,
    FORM,
    GIVERS_FR,
    About,
    ConsentSaid,
    Giver,
    Manner,
    Person,
    Speaks,
    Voices,
)
from engine.domain.dossier import Consents, Dossier, Patient
from engine.domain.record import Record
from engine.errors import EngineError, UnknownDossier
from engine.ports import Clock
from engine.services.changing import Changing
from engine.services.recorder import Actor
from engine.steps.consenting import givers_of, is_minor, lacking_fr, settled
from engine.store.asking import Asked
from engine.store.database import Connection
from engine.store.journal import Journal
from engine.store.postgres import Store


class NotTheirs(EngineError):
    """The agreement of that person does not count for this patient."""

    exit_code = 3
    message_fr = (
        "L'accord de cette personne ne peut pas être noté pour ce patient. Vérifiez d'abord qui parle pour lui, puis "
        "recommencez."
    )


class ConsentState(Record):
    """The consents of a dossier: what holds, who speaks, whose word counts, all that was said, what is missing."""

    holds: Consents
    voices: Voices | None
    minor: bool
    givers: tuple[Giver, ...]
    said: tuple[ConsentSaid, ...]
    lacking_fr: tuple[str, ...]

    def of(self, about: About) -> tuple[ConsentSaid, ...]:
        """What was said of one purpose, the latest first."""
        return tuple(one for one in reversed(self.said) if one.about == about)

    def name(self, giver: Giver | None) -> str | None:
        """Who that is, by name where one is noted."""
        if giver is None:
            return None
        return self.voices.name(giver) if self.voices else GIVERS_FR[giver]


class ConsentService:
    """Keeps what people agree to. The booleans of the dossier follow, and with them all that rests on them."""

    def __init__(
        self,
        store: Store,
        asked: Asked,
        journal: Journal,
        changing: Changing,
        clock: Clock,
        today: Callable[[], date],
    ) -> None:
        self._store, self._asked, self._journal = store, asked, journal
        self._changing, self._clock, self._today = changing, clock, today

    def state(self, dossier_id: str) -> ConsentState:
        """Return what holds and what is missing. Raises `UnknownDossier`."""
        dossier = self._store.dossier(dossier_id)
        if dossier is None:
            raise UnknownDossier(dossier=dossier_id)
        voices, said, today = self._asked.voices(dossier_id), self._asked.consents(dossier_id), self._today()
        return ConsentState(
            holds=dossier.consents,
            voices=voices,
            minor=is_minor(dossier.patient, today),
            givers=givers_of(dossier.patient, voices, today),
            said=said,
            lacking_fr=lacking_fr(dossier.patient, dossier.consents, voices, said, today),
        )

    def speak(
        self, account: Account, dossier_id: str, speaks: Speaks, people: tuple[Person, ...], alone_fr: str = ""
    ) -> None:
        """Keep who speaks for the patient. Raises `UnknownDossier`, `NotTheirs` when a minor is to speak alone."""
        patient = self._patient(dossier_id)
        if is_minor(patient, self._today()) and speaks in ("self", "helper"):
            raise NotTheirs
        voices = Voices(speaks=speaks, people=people, alone_fr=alone_fr, by=account.id, at=self._clock.now())
        with self._journal.acting(account.id, account.role, "speaker_recorded", dossier_id) as connection:
            self._asked.save_voices(dossier_id, voices, connection)

    def say(
        self,
        account: Account,
        dossier_id: str,
        about: About,
        giver: Giver,
        manner: Manner,
        on: date,
        form: str,
        note_fr: str = "",
        *,
        given: bool,
    ) -> None:
        """Write down a yes or a no that somebody gave on a day. Raises `UnknownDossier`, `NotTheirs`."""
        if giver not in self.state(dossier_id).givers:
            raise NotTheirs
        said = ConsentSaid(
            about=about,
            given=given,
            giver=giver,
            manner=manner,
            form=form or None,
            on=on,
            note_fr=note_fr,
            by=account.id,
            at=self._clock.now(),
        )
        self._keep(Actor.of(account), dossier_id, (said,))

    def say_online(self, dossier_id: str, giver: Giver, name_fr: str | None, answers: dict[About, bool]) -> None:
        """Keep what somebody answers by link, on today's form; what they said before in the same way is not repeated.

        Raises `UnknownDossier`, `NotTheirs`.
        """
        state = self.state(dossier_id)
        if giver not in state.givers:
            raise NotTheirs
        said = [
            ConsentSaid(
                about=about,
                given=answers[about],
                giver=giver,
                giver_name_fr=name_fr,
                manner="online",
                form=FORM.version,
                on=self._today(),
                at=self._clock.now(),
            )
            for about in ABOUT
            if about in answers and self.stands(state, about, giver) != answers[about]
        ]
        if said:
            self._keep(Actor("patient", "patient"), dossier_id, tuple(said))

    def stands(self, state: ConsentState, about: About, giver: Giver) -> bool | None:
        """What that person said last of a purpose; None when nothing is on record."""
        return next((one.given for one in state.of(about) if one.giver == giver), None)

    def _keep(self, actor: Actor, dossier_id: str, said: tuple[ConsentSaid, ...]) -> None:
        """Keep them with the booleans that follow, as one act."""

        def change(dossier: Dossier, connection: Connection) -> Dossier:
            givers = givers_of(dossier.patient, self._asked.voices(dossier_id), self._today())
            consents = dossier.consents
            for one in said:
                self._asked.add_consent(dossier_id, one, connection)
                history = self._asked.consents_within(dossier_id, connection)
                consents = settled(consents, history, one.about, givers)
            return dossier.model_copy(update={"consents": consents})

        self._changing.settle(actor, "consent_recorded", dossier_id, change)

    def _patient(self, dossier_id: str) -> Patient:
        dossier = self._store.dossier(dossier_id)
        if dossier is None:
            raise UnknownDossier(dossier=dossier_id)
        return dossier.patient
