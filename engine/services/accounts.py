"""Accounts and sessions: who may come in, proves it how, and for how long."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from engine.adapters.house_key import HouseKey
from engine.adapters.passwords import Passwords, WeakPassword, check_password, temporary_password
from engine.adapters.second_factor import enrolment_image, grouped, new_secret, step_of
from engine.domain.account import Account, Credentials, Member, Opened, Session
from engine.errors import EngineError, WrongPassword
from engine.ports import Clock
from engine.services.new_account import new_account
from engine.services.proofs import Proofs, WrongCode
from engine.services.recorder import Actor, Recorder
from engine.services.sessions import Sessions
from engine.store.accounts import Accounts, Also
from engine.store.database import Connection


class SignInRefused(WrongPassword):
    """Login and password do not open an account. Which of the two is wrong is not told."""

    message_fr = (
        "Identifiant ou mot de passe incorrect. Vérifiez la saisie (majuscules, clavier) ; si vous les avez perdus, "
        "demandez une réinitialisation à l'administration du service."
    )


class UnknownAccount(EngineError):
    """There is no such account."""

    exit_code = 2
    message_fr = "Aucun compte « {login} ». La liste des comptes : avis user list."


class NotADoctor(EngineError):
    """Only a doctor signs."""

    exit_code = 3
    message_fr = "{name} n'est pas médecin : seul un médecin a une clé de signature."


class LastAdmin(EngineError):
    """Nobody would be left to open doors."""

    exit_code = 3
    message_fr = (
        "{name} est le dernier administrateur actif : ce compte ne peut pas être désactivé. Créez d'abord un autre "
        "compte d'administration."
    )


@dataclass(frozen=True)
class Hooks:
    """What else follows a doctor's password: the signing key, which only that password opens.

    Called within the change: what they raise undoes it. `on_doctor_created` is called after the account was kept.
    """

    on_doctor_created: Callable[[Account, str], None] = lambda account, password: None
    on_password_change: Callable[[str, str, str], None] = lambda account_id, old, new: None
    on_password_reset: Callable[[str, str], None] = lambda account_id, new: None


class Enrolment(NamedTuple):
    """A second factor to scan (`image`, inline SVG) or to type (`text`); `sealed` comes back with the first code."""

    sealed: str
    image: str
    text: str


class AccountService:
    """What people do with accounts. Every act is recorded in the journal, without passwords or unknown logins.

    Methods that try a password or a code raise `TooManyAttempts` during a wait; those that take a session's token
    raise `SessionOver`.
    """

    def __init__(
        self,
        accounts: Accounts,
        journal: Recorder,
        key: HouseKey,
        clock: Clock,
        new_id: Callable[[], str],
        hooks: Hooks | None = None,
        passwords: Passwords | None = None,
    ) -> None:
        self._accounts, self._journal, self._key, self._clock, self._new_id = accounts, journal, key, clock, new_id
        self._sessions = Sessions(accounts, journal, clock)
        self._hooks = hooks or Hooks()
        self._passwords = passwords or Passwords()
        self._proofs = Proofs(accounts, self._passwords, key, clock)

    # Coming in and going out

    def login(self, login: str, password: str, address: str) -> Opened:
        """Open a session, which may be `pending`. Raises `SignInRefused`."""
        self._proofs.attempts.from_address(address, self._clock.now())
        account, credentials, right = self._proofs.password(login.strip().lower(), password)
        if account is None or credentials is None or not right:
            self._journal.record(account.id if account else "", account.role if account else "", "login_failed")
            raise SignInRefused
        if self._passwords.is_outdated(credentials.password):
            credentials = _changed(credentials, password=self._passwords.hash(password))
            self._accounts.save_credentials(account.id, credentials, lambda _: None)
        return self._came_in(self._sessions.open(account, credentials, second_factor=False))

    def second_factor(self, token: str, code: str, address: str) -> Opened:
        """Open the session that a right code completes, in the place of the pending one. Raises `WrongCode`."""
        account, credentials, _ = self._sessions.require(token, "code")
        self._proofs.attempts.from_address(address, self._clock.now())
        if not self._proofs.code(account, credentials, code):
            self._failed(account, "code")
            raise WrongCode
        return self._came_in(self._sessions.replace(token, account, credentials, second_factor=True))

    def session(self, token: str) -> Session | None:
        """Return the session of a token, None once it is over: 30 minutes unused, 10 hours old, or account changed."""
        return self._sessions.find(token)

    def logout(self, token: str) -> None:
        """End a session."""
        self._sessions.end(token)

    def confirm(self, account: Account, password: str, code: str) -> None:
        """Ask again for all proofs, before a signature. Raises `WrongPassword`, `WrongCode`."""
        # Not counted with the sign-ins: a stranger who tries the login must not keep its doctor from signing.
        counted_as = f"confirm {account.id}"
        _, credentials, right = self._proofs.password(account.login, password, counted_as)
        if credentials is None or not right:
            self._failed(account, "confirm")
            raise WrongPassword
        if credentials.totp is not None and not self._proofs.code(account, credentials, code, counted_as):
            self._failed(account, "confirm_code")
            raise WrongCode
        self._proofs.attempts.begin_anew(counted_as)

    def issue_key(self, by: Actor, login: str, password: str) -> Account:
        """Give a doctor who is there, and types the password, a new signing key.

        Raises `UnknownAccount`, `WrongPassword`, `NotADoctor`.
        """
        account = self.find(login)
        if account.role != "doctor":
            raise NotADoctor(name=account.name)
        self._require_password(account, password)
        self._hooks.on_doctor_created(account, password)
        self._journal.record(by.id, by.role, "account_changed", account=account.id, what="key")
        return account

    # One's own proofs

    def enrolment(self, token: str, sealed: str | None = None) -> Enrolment:
        """Return a new second factor to enrol, or again the one that was shown before."""
        account, *_ = self._sessions.require(token, "enrol", None)
        secret = self._proofs.open(account, sealed, "enrol") if sealed else new_secret()
        kept = sealed or self._proofs.seal(account, secret, "enrol")
        return Enrolment(kept, enrolment_image(secret, account.login), grouped(secret))

    def enrol(self, token: str, sealed: str, code: str, password: str = "", present: str = "") -> Opened:
        """Make the shown second factor the person's own, once it gave a right code; other sessions end.

        Who is signed in for good gives the password too, and a code of the `present` factor: who has lost it asks for
        a reset. Raises `WrongCode`, `WrongPassword`.
        """
        account, credentials, session = self._sessions.require(token, "enrol", None)
        if session.pending is None:
            self._require_password(account, password)
            if credentials.totp is not None and not self._proofs.code(account, credentials, present):
                raise WrongCode
        secret, now = self._proofs.open(account, sealed, "enrol"), self._clock.now()
        number = self._proofs.attempts.begin(account.login, now)
        step = step_of(code, secret, now)
        if step is None:
            raise WrongCode
        self._proofs.attempts.was_right(number)
        self._accounts.use_code(account.id, step)
        changed = _changed(credentials, totp=self._proofs.seal(account, secret))
        self._accounts.save_credentials(account.id, changed, self._note(Actor.of(account), account, "second_factor"))
        return self._came_in(self._sessions.open(account, changed, second_factor=True))

    def change_password(self, token: str, old: str, new: str) -> Opened:
        """Change one's own password; other sessions end. Raises `WrongPassword`, `WeakPassword`."""
        account, credentials, session = self._sessions.require(token, "password", None)
        self._require_password(account, old)
        check_password(new, login=account.login, name=account.name)
        if self._passwords.matches(new, credentials.password):
            raise WeakPassword(what="c'est le mot de passe actuel")
        changed = _changed(credentials, password=self._passwords.hash(new), temporary=False)
        note = self._note(Actor.of(account), account, "password")

        def also(connection: Connection) -> None:
            if account.role == "doctor":
                self._hooks.on_password_change(account.id, old, new)
            note(connection)

        self._accounts.save_credentials(account.id, changed, also)
        return self._came_in(self._sessions.open(account, changed, second_factor=session.second_factor))

    # What administrators do

    def members(self) -> tuple[Member, ...]:
        """Return every account with how it stands, by login."""
        return self._accounts.members()

    def find(self, login: str) -> Account:
        """Return the account of a login. Raises `UnknownAccount`."""
        account = self._accounts.by_login(login.strip().lower())
        if account is None:
            raise UnknownAccount(login=login)
        return account

    def add(
        self,
        by: Actor,
        *,
        login: str,
        name: str,
        role: str,
        rpps: str = "",
        specialty: str = "",
        email: str = "",
        password: str | None = None,
        totp: str | None = None,
    ) -> tuple[Account, str]:
        """Make an account and return it with its password, a temporary one unless given.

        `totp` (base32) is a second factor that the person has already; without it, the first sign-in asks for one.

        Raises `BadAccount`, `LoginTaken`, `WeakPassword`.
        """
        account = new_account(self._new_id(), login, name, role, rpps, specialty, email)
        if password is not None:
            check_password(password, login=account.login, name=account.name)
        chosen = password or temporary_password()
        sealed = self._proofs.seal(account, totp) if totp else None
        credentials = Credentials(password=self._passwords.hash(chosen), totp=sealed, temporary=password is None)
        self._accounts.add(account, credentials, self._note(by, account, "created"))
        if account.role == "doctor":
            self._hooks.on_doctor_created(account, chosen)
        return account, chosen

    def set_active(self, by: Actor, login: str, *, active: bool) -> Account:
        """Open or close an account; who is closed out is signed out at once. Raises `UnknownAccount`, `LastAdmin`."""
        account = self.find(login)
        if account.active == active:
            return account
        if not active and account.role == "admin":
            admins = [a for a in self._accounts.all() if a.role == "admin" and a.active and a.id != account.id]
            if not admins:
                raise LastAdmin(name=account.name)
        changed = account.model_copy(update={"active": active})
        self._accounts.save(changed, self._note(by, account, "enabled" if active else "disabled"))
        return changed

    def reset(self, by: Actor, login: str, *, password: bool, second_factor: bool) -> str | None:
        """Take proofs away from a person who lost them and return the temporary password, if that was asked.

        All sessions of the person end. Raises `UnknownAccount`.
        """
        account = self.find(login)
        credentials = self._accounts.credentials(account.id)
        if credentials is None:
            raise UnknownAccount(login=login)
        chosen = temporary_password() if password else None
        if chosen is not None:
            credentials = credentials.model_copy(update={"password": self._passwords.hash(chosen), "temporary": True})
        if second_factor:
            credentials = credentials.model_copy(update={"totp": None})
        what = "+".join(name for name, asked in (("password", password), ("second_factor", second_factor)) if asked)
        note = self._note(by, account, f"reset {what}")

        def also(connection: Connection) -> None:
            if chosen is not None and account.role == "doctor":
                self._hooks.on_password_reset(account.id, chosen)
            note(connection)

        self._accounts.save_credentials(account.id, _changed(credentials), also)
        self._proofs.attempts.begin_anew(account.login)
        return chosen

    # What pages carry

    def mark(self, purpose: str, text: str) -> str:
        """Return what shows that a text came from this service, for one purpose."""
        return self._key.mark(f"page {purpose}", text)

    def is_mark(self, purpose: str, text: str, given: str) -> bool:
        """Say whether `given` is the mark of a text."""
        return hmac.compare_digest(self.mark(purpose, text).encode(), given.encode())

    # How it is done

    def _came_in(self, opened: Opened) -> Opened:
        if opened.session.pending is None:
            self._proofs.attempts.begin_anew(opened.session.account.login)
        return opened

    def _require_password(self, account: Account, given: str) -> None:
        _, _, right = self._proofs.password(account.login, given)
        if not right:
            self._failed(account, "password")
            raise WrongPassword

    def _failed(self, account: Account, step: str) -> None:
        self._journal.record(account.id, account.role, "login_failed", step=step)

    def _note(self, by: Actor, account: Account, what: str) -> Also:
        def also(connection: Connection) -> None:
            details = {"account": account.id, "what": what}
            self._journal.record(by.id, by.role, "account_changed", connection=connection, **details)

        return also


def _changed(credentials: Credentials, **changes: object) -> Credentials:
    return credentials.model_copy(update={**changes, "version": credentials.version + 1})
