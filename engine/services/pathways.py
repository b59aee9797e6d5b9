"""What a scientific council and its readers do with pathways: read, compare, publish, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain.account import Account
from engine.domain.audit import Action
from engine.domain.interpretation import Interpretation
from engine.domain.interpretation_words import Wording, condition_fr
from engine.domain.pathway import Pathway
from engine.domain.publication import Act, Change, KeptText, Publication
from engine.domain.vocabulary import Vocabulary
from engine.errors import EngineError, UnknownVersion
from engine.pathways import digest, known, load, parsed, text_of
from engine.pathways.diff import changes
from engine.pathways.drug_classes import drugs_fr, expressions_fr
from engine.pathways.lint import Finding, check_text
from engine.pathways.shelf import standing
from engine.ports import Clock
from engine.services.recorder import Actor
from engine.store.database import Database
from engine.store.journal import Journal
from engine.store.pathways import Publications


class PublicationRefused(EngineError):
    """The council cannot publish this."""

    exit_code = 7
    message_fr = "Publication impossible : {what}"


ACTIONS: dict[Act, Action] = {"published": "pathway_published", "withdrawn": "pathway_withdrawn"}


@dataclass(frozen=True)
class Shelved:
    """One text of a pathway with its standing. `pathway` is None where this program no longer understands the text."""

    id: str
    version: str
    sha256: str
    text: str
    pathway: Pathway | None
    publication: Publication | None
    installed: bool


class PathwayService:
    """Pathways as installed and as kept. `vocabulary` gives the linter the words that documents are known by."""

    def __init__(self, database: Database, journal: Journal, clock: Clock, vocabulary: Vocabulary) -> None:
        self._publications, self._journal = Publications(database), journal
        self._clock, self._vocabulary = clock, vocabulary

    def all(self) -> tuple[Shelved, ...]:
        """Return the installed pathways by their label. Raises `BadPathway`."""
        publications = self._publications.all_standing()
        shelved = [self._installed(name, publications.get(digest(name))) for name in known()]
        return tuple(sorted(shelved, key=lambda s: s.pathway.label_fr if s.pathway else s.id))

    def one(self, pathway_id: str, version: str | None = None) -> Shelved:
        """Return a pathway as installed, or the text of a version or a sha256 (12 letters at least).

        Of two texts under one version the latest is meant. Raises `UnknownPathway`, `BadPathway`, `UnknownVersion`.
        """
        installed = self._installed(pathway_id, self._publications.standing(digest_of(pathway_id)))
        if version is None or version == installed.version or _names(version, installed.sha256):
            return installed
        for kept in self._publications.texts(pathway_id):
            if version == kept.version or _names(version, kept.sha256):
                return self._kept(kept)
        raise UnknownVersion(pathway=pathway_id, version=version)

    def versions(self, pathway_id: str) -> tuple[KeptText, ...]:
        """Return the texts of a pathway that this house keeps, the latest first."""
        return self._publications.texts(pathway_id)

    def acts(self, pathway_id: str) -> tuple[Publication, ...]:
        """Return what the council did with a pathway, the latest first."""
        return self._publications.acts(pathway_id)

    def before(self, shelved: Shelved) -> KeptText | None:
        """Return what a reader compares a text with: what was published last, else what was kept before it."""
        others = [kept for kept in self.versions(shelved.id) if kept.sha256 != shelved.sha256]
        published = [act.sha256 for act in self.acts(shelved.id) if act.act == "published"]
        return next((k for sha in published for k in others if k.sha256 == sha), next(iter(others), None))

    def changes(self, old: Shelved, new: Shelved) -> tuple[Change, ...] | None:
        """Return what changed from one text to the other; None when this program understands one of them no more."""
        return changes(old.pathway, new.pathway) if old.pathway and new.pathway else None

    def conditions_fr(self, one: Interpretation, pathway: Pathway) -> tuple[str, ...]:
        """Return what must hold for a sentence to be said, drug classes by their name with the drugs they hold."""
        return condition_fr(one, pathway, Wording(expressions_fr(), drugs_fr))

    def findings(self, shelved: Shelved) -> tuple[Finding, ...]:
        """Return what the linter says of a text."""
        return tuple(check_text(shelved.text, f"{shelved.id}.yaml", self._vocabulary))

    def publish(
        self, by: Account, pathway_id: str, sha256: str, members: Sequence[str], note_fr: str = ""
    ) -> Publication:
        """Publish the installed text of a pathway; `sha256` says which text was read.

        Raises `PublicationRefused` when the text is another by now, is published, is faulty, or nobody sat.
        """
        return self._act(Actor.of(by), by.name, pathway_id, sha256, "published", members, note_fr)

    def withdraw(self, by: Account, pathway_id: str, sha256: str, members: Sequence[str], note_fr: str) -> Publication:
        """Take back the publication of a text. Raises `PublicationRefused`."""
        return self._act(Actor.of(by), by.name, pathway_id, sha256, "withdrawn", members, note_fr)

    def _act(
        self, by: Actor, name: str, pathway_id: str, sha256: str, act: Act, members: Sequence[str], note_fr: str
    ) -> Publication:
        sat = tuple(dict.fromkeys(member.strip() for member in members if member.strip()))
        shelved = self.one(pathway_id, sha256)
        if not _names(sha256, shelved.sha256):  # a version may stand for several texts, and is no text that was read
            raise UnknownVersion(pathway=pathway_id, version=sha256)
        why = self._refusal(shelved, act, sat, note_fr)
        if why:
            raise PublicationRefused(what=why)
        publication = Publication.model_validate(
            {
                "pathway": shelved.id,
                "version": shelved.version,
                "sha256": shelved.sha256,
                "act": act,
                "by": by.id,
                "by_name": name,
                "at": self._clock.now(),
                "members": sat,
                "note_fr": note_fr.strip(),
            }
        )
        self._publications.keep(shelved.id, shelved.version, shelved.sha256, shelved.text)
        with self._journal.acting(
            by.id, by.role, ACTIONS[act], None, pathway=shelved.id, version=shelved.version, sha256=shelved.sha256
        ) as connection:
            self._publications.save(publication, connection)
        return publication

    def _refusal(self, shelved: Shelved, act: Act, sat: Sequence[str], note_fr: str) -> str | None:
        if not sat:
            return "écrivez qui a siégé au conseil scientifique, un nom par ligne."
        if act == "withdrawn":
            unexplained = None if note_fr.strip() else "dites pourquoi la version est retirée."
            return unexplained if shelved.publication else "cette version n'est pas publiée."
        if shelved.publication is not None:
            return "cette version est déjà publiée."
        if not shelved.installed:
            return "ce texte n'est plus celui qui est installé. Relisez la version installée, puis publiez-la."
        wrong = [f for f in self.findings(shelved) if f.weight == "erreur"]
        first = f"La première, ligne {wrong[0].line} : {wrong[0].text_fr}." if wrong else ""
        return f"le texte a {len(wrong)} erreur(s). {first}" if wrong else None

    def _installed(self, pathway_id: str, publication: Publication | None) -> Shelved:
        pathway = standing(load(pathway_id), publication)
        text = text_of(pathway_id)
        return Shelved(pathway_id, pathway.version, digest(pathway_id), text, pathway, publication, installed=True)

    def _kept(self, kept: KeptText) -> Shelved:
        text, publication = self._publications.content(kept.sha256) or "", self._publications.standing(kept.sha256)
        try:
            pathway = standing(parsed(text, kept.pathway), publication)
        except EngineError:
            pathway = None
        return Shelved(kept.pathway, kept.version, kept.sha256, text, pathway, publication, installed=False)


def digest_of(pathway_id: str) -> str:
    """sha256 of an installed pathway. Raises `UnknownPathway`."""
    load(pathway_id)
    return digest(pathway_id)


def _names(said: str, sha256: str) -> bool:
    return len(said) >= 12 and sha256.startswith(said)
