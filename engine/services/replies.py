"""Replies of patients by e-mail: kept as they came, joined to their dossier by the code that they carry."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from engine.adapters.eml import LARGEST, MailFile, ReadMail, UnreadableMail, read_mail
from engine.domain.account import Account
from engine.domain.audit import Action
from engine.domain.record import Record
from engine.domain.reply import Attached, Reply, ReplyAct, ReplyLine, WhyLoose
from engine.domain.request import SentRequest
from engine.errors import EngineError
from engine.ports import Clock
from engine.services.departures import NAME_FR, ROLE, WORKER
from engine.store.jobs import Jobs
from engine.store.journal import Journal
from engine.store.postgres import LARGEST_CONTENT, Store
from engine.store.replies import Replies
from engine.store.requests import Requests

CODE = re.compile(r"(?<![0-9A-Z])([0-9A-Z]{4})-([0-9A-Z]{4})-([0-9A-Z]{4})(?![0-9A-Z])", re.IGNORECASE)
NUMBER = re.compile(r"\b[A-Z]{2}-\d{4}-\d{5}\b")
CODES_TRIED = 20
SUFFIX = ".eml"


class NotJoined(EngineError):
    """The message cannot be joined to that dossier."""

    exit_code = 3
    message_fr = "La réponse n'a pas été rattachée : {what}."


class Taken(Record):
    """What became of the messages of the inbox: how many came in, how many of them were joined by themselves."""

    came: int
    joined: int
    left: tuple[str, ...] = ()


class ReplyService:
    """Takes messages in, and joins them: by themselves where code and sender agree, by hand otherwise."""

    def __init__(
        self,
        store: Store,
        requests: Requests,
        replies: Replies,
        jobs: Jobs,
        journal: Journal,
        clock: Clock,
        inbox: Path,
    ) -> None:
        self._store, self._requests, self._replies, self._jobs = store, requests, replies, jobs
        self._journal, self._clock, self.inbox = journal, clock, inbox
        self._seen: dict[Path, tuple[int, int]] = {}

    # The folder

    def sweep(self) -> Taken:
        """Take in the files of the inbox that have not changed since the last look: others are still being written."""
        found = {path: _mark(path) for path in self._files()}
        ready = [path for path, mark in found.items() if mark is not None and self._seen.get(path) == mark]
        self._seen = {path: mark for path, mark in found.items() if mark is not None}
        return self._all(ready)

    def take_all(self) -> Taken:
        """Take in every file of the inbox now."""
        return self._all(list(self._files()))

    def take(self, filename: str, content: bytes) -> ReplyLine:
        """Keep a message untouched and join it where code and sender agree. The same message again changes nothing."""
        reply, mail = self._understood(filename, content)
        with self._store.transaction() as connection:
            self._store.keep_blob(content, connection)
            if self._replies.save(reply, connection):
                self._journal.record(
                    *(WORKER, ROLE, "reply_received", reply.suggested, connection), sha256=reply.sha256, size=reply.size
                )
        line = self._replies.line(reply.sha256)
        # As it was understood when it first came: after a kill in between, the rest is done now.
        if line is not None and line.last is None and line.reply.why is None and line.reply.suggested and mail:
            self._join(line.reply, line.reply.suggested, mail.files, NAME_FR, None)
        return self._replies.line(reply.sha256) or ReplyLine(reply=reply)

    # What staff do

    def waiting(self) -> tuple[ReplyLine, ...]:
        """Return the messages that nobody has joined or set aside, the latest first."""
        return self._replies.waiting()

    def count_waiting(self) -> int:
        """Count them."""
        return self._replies.count_waiting()

    def aside(self) -> tuple[ReplyLine, ...]:
        """Return the messages that were set aside, the latest first."""
        return self._replies.done("aside")

    def of(self, dossier: str) -> tuple[ReplyLine, ...]:
        """Return the messages that are joined to a dossier, the latest first."""
        return self._replies.of(dossier)

    def line(self, sha256: str) -> ReplyLine | None:
        """Return a message."""
        return self._replies.line(sha256)

    def original(self, account: Account, sha256: str) -> bytes:
        """Return a message byte for byte. Raises `NotKept`."""
        self._journal.record(account.id, account.role, "original_viewed", None, sha256=sha256)
        return self._store.content(sha256)

    def join(self, account: Account, sha256: str, dossier: str) -> None:
        """Join a message to a dossier, with its files. Raises `NotJoined`."""
        line = self._replies.line(sha256)
        if line is None:
            raise NotJoined(what="elle n'est plus dans la liste")
        known = self._store.dossier(dossier)
        if known is None:
            raise NotJoined(what="aucun dossier n'a ce numéro")
        if not known.consents.processing:
            raise NotJoined(what="ce patient a retiré son accord, plus rien ne peut entrer dans son dossier")
        try:
            files = read_mail(self._store.content(sha256)).files
        except UnreadableMail:
            files = ()
        self._join(line.reply, dossier, files, account.name, account)

    def set_aside(self, account: Account, sha256: str, reason_fr: str) -> None:
        """Set a message aside with a reason: it belongs to no dossier."""
        act = ReplyAct(sha256=sha256, act="aside", reason_fr=reason_fr, by=account.name, at=self._clock.now())
        self._act(account, "reply_set_aside", act)

    def put_back(self, account: Account, sha256: str) -> None:
        """Put a message back among those that wait. Files that were taken in stay where they are."""
        act = ReplyAct(sha256=sha256, act="back", by=account.name, at=self._clock.now())
        self._act(account, "reply_put_back", act)

    # How it is done

    def _understood(self, filename: str, content: bytes) -> tuple[Reply, ReadMail | None]:
        sha256, now = _sha256(content), self._clock.now()
        came = Reply(sha256=sha256, size=len(content), filename=filename[:200], received_at=now, why="unreadable")
        if len(content) > LARGEST:
            return came.model_copy(update={"why": "too_large"}), None
        try:
            mail = read_mail(content)
        except UnreadableMail:
            return came, None
        code, request = self._request(mail)
        told = {
            "sender": mail.sender,
            "subject": mail.subject,
            "text_fr": mail.text,
            "attached": tuple(Attached(name=f.name, media_type=f.media_type, size=len(f.content)) for f in mail.files),
            "code": code,
            "request": request.id if request else None,
            "suggested": request.dossier if request else self._named(mail),
        }
        return came.model_copy(update={**told, "why": self._why(mail, code, request)}), mail

    def _request(self, mail: ReadMail) -> tuple[str | None, SentRequest | None]:
        """The message that this one answers, by its code."""
        codes = dict.fromkeys("-".join(m.groups()).upper() for m in CODE.finditer(f"{mail.subject}\n{mail.text}"))
        for code in [*codes][:CODES_TRIED]:
            if found := self._requests.of_code(code):
                return code, found
        return next(iter(codes), None), None

    def _named(self, mail: ReadMail) -> str | None:
        """A dossier whose number stands in the message: only a hint, for numbers can be guessed."""
        found = NUMBER.search(f"{mail.subject}\n{mail.text}")
        return found[0] if found and self._store.dossier(found[0]) else None

    def _why(self, mail: ReadMail, code: str | None, request: SentRequest | None) -> WhyLoose | None:
        """What keeps a message from being joined by itself; None when nothing does."""
        if request is None:
            return "no_code" if code is None else "unknown_code"
        contact = self._requests.contact(request.dossier)
        known = {address.lower() for address in (request.to, contact.email if contact else None) if address}
        if not mail.sender or mail.sender not in known:
            return "other_sender"
        dossier = self._store.dossier(request.dossier)
        return None if dossier and dossier.consents.processing else "no_consent"

    def _join(self, reply: Reply, dossier: str, files: tuple[MailFile, ...], by: str, account: Account | None) -> None:
        """Take the files in first: after a kill in between they are taken in once more, which changes nothing."""
        actor, role = (account.id, account.role) if account else (WORKER, ROLE)
        for file in files:
            upload = self._store.keep_upload(dossier, file.name, file.media_type, file.content)
            self._journal.record(actor, role, "upload_received", dossier, sha256=upload.sha256, size=upload.size)
        act = ReplyAct(sha256=reply.sha256, act="joined", dossier=dossier, by=by, at=self._clock.now())
        with self._journal.acting(actor, role, "reply_joined", dossier, sha256=reply.sha256) as connection:
            self._replies.act(act, connection)
        if files:
            self._jobs.ask(dossier)

    def _act(self, account: Account, action: Action, act: ReplyAct) -> None:
        line = self._replies.line(act.sha256)
        if line is None:
            raise NotJoined(what="elle n'est plus dans la liste")
        dossier = line.last.dossier if line.last else None
        with self._journal.acting(account.id, account.role, action, dossier, sha256=act.sha256) as connection:
            self._replies.act(act, connection)

    def _files(self) -> Iterator[Path]:
        if self.inbox.is_dir():
            for path in sorted(self.inbox.iterdir()):
                hidden = path.name.startswith(".") or path.is_symlink()
                if path.suffix.lower() == SUFFIX and not hidden and path.is_file():
                    yield path

    def _all(self, paths: list[Path]) -> Taken:
        came = joined = 0
        left: list[str] = []
        for path in paths:
            before = _mark(path)
            if before is None:
                continue  # another worker was quicker
            try:
                content = path.read_bytes() if before[0] <= LARGEST_CONTENT else None
            except OSError:
                content = None
            if content is None:
                left.append(path.name)
                continue
            line = self.take(path.name, content)
            came += 1
            joined += line.last is not None
            # It is in the database byte for byte, and only so does it go.
            if _mark(path) == before:
                with suppress(OSError):
                    path.unlink()
        return Taken(came=came, joined=joined, left=tuple(left))


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
