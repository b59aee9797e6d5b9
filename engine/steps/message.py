"""A request in words that everybody can read: short sentences, one idea each, what happens next and by when."""

from collections.abc import Iterator
from datetime import date

from engine.domain.dossier import Dossier
from engine.domain.record import Record
from engine.domain.request import House, PatientRequest, RequestForm
from engine.domain.wording import counted_fr, long_date, typeset

TITLES = {"F": "Madame", "M": "Monsieur"}
SUBJECT_FR = "Votre dossier : nous avons besoin de vous"
REMINDER_FR = "Rappel : votre dossier attend votre réponse"
ORDER: tuple[tuple[str, str], ...] = (
    ("required", "Ces documents sont nécessaires :"),
    ("outdated", "Ces documents sont trop anciens. Envoyez les plus récents :"),
    ("unreadable", "Ces documents sont arrivés, mais nous ne pouvons pas les lire. Envoyez-les encore une fois :"),
    ("extra", "Le médecin qui lit votre dossier demande aussi :"),
    ("useful", "Ces documents aident le médecin. Envoyez-les si vous les avez. Ne refaites pas d'examen pour nous :"),
    ("questions", "Répondez à ces questions :"),
)
PIECES = tuple(name for name, _ in ORDER if name != "questions")
PHOTO_FR = "Vous pouvez prendre une photo de chaque page.\nPosez la page à plat. Mettez-vous à la lumière."
LACKING_FR = (
    "Vous n'avez pas un document ? Dites-le-nous. Nous vous aidons à le demander.\n"
    "Vous ne voulez pas envoyer un document ? Dites-le-nous aussi. C'est votre droit."
)
PROVISIONAL_FR = (
    "Il manque un document nécessaire ? Le médecin peut quand même donner son avis. Mais son avis sera provisoire."
)
CLOSING_FR = "Merci.\nL'équipe du deuxième avis"


class Proposed(Record):
    """A message as proposed, to be read again and changed before it leaves."""

    subject: str
    text_fr: str


def message(
    dossier: Dossier,
    wanted: PatientRequest,
    form: RequestForm,
    house: House,
    answer_by: date,
    *,
    link: str | None = None,
    asked_on: date | None = None,
    listed: bool = True,
) -> Proposed:
    """Write the message that asks for `wanted`, until `answer_by`; its text is empty when there is nothing to ask.

    `link` is the address of the questionnaire, where there is one. `asked_on` is the day of the last message: then this
    is a reminder. Without `listed` nothing of the dossier's content is named, for an e-mail without the patient's
    agreement. For the telephone, what to say before the pieces are gone through one by one.
    """
    subject = SUBJECT_FR if asked_on is None else REMINDER_FR
    if not _asks(wanted):
        return Proposed(subject=subject, text_fr="")
    if form == "phone":
        parts = tuple(_spoken(dossier, wanted, asked_on))
    elif form == "email" and not listed:
        papers = any(getattr(wanted, name) for name in PIECES)
        parts = tuple(_discreet(dossier, house, answer_by, link, asked_on, papers=papers))
    else:
        parts = tuple(_written(dossier, wanted, form, house, answer_by, link, asked_on))
    return Proposed(subject=subject, text_fr=typeset("\n\n".join(parts)))


def _asks(wanted: PatientRequest) -> bool:
    return any(getattr(wanted, name) for name, _ in ORDER)


def _greeting(dossier: Dossier) -> str:
    return f"Bonjour {TITLES[dossier.patient.sex]} {dossier.patient.family_name},"


def _why(dossier: Dossier, asked_on: date | None) -> list[str]:
    told = [f"Vous avez demandé un deuxième avis. Votre dossier porte le numéro {dossier.id}."]
    if asked_on is not None:
        told.append(f"Nous vous avons écrit le {long_date(asked_on)}. Nous attendons encore votre réponse.")
    return told


def _count(wanted: PatientRequest) -> str:
    papers = sum(len(getattr(wanted, name)) for name in PIECES)
    questions = len(wanted.questions)
    asked = [f"{counted_fr(papers, 'document')} à envoyer"] if papers else []
    asked += [counted_fr(questions, "question")] if questions else []
    return f"Nous avons besoin de vous : {' et '.join(asked)}."


def _written(
    dossier: Dossier,
    wanted: PatientRequest,
    form: RequestForm,
    house: House,
    answer_by: date,
    link: str | None,
    asked_on: date | None,
) -> Iterator[str]:
    papers = any(getattr(wanted, name) for name in PIECES)
    yield _greeting(dossier)
    yield "\n".join((*_why(dossier, asked_on), _count(wanted)))
    number = 0
    for name, heading in ORDER:
        if sentences := getattr(wanted, name):
            yield "\n".join((heading, *(f"{number + n}. {s}" for n, s in enumerate(sentences, start=1))))
            number += len(sentences)
    way = list(_way(form, house, link, papers=papers, questions=bool(wanted.questions)))
    if way:
        yield "\n".join(("Comment répondre :", *way))
    if papers:
        yield LACKING_FR
    yield "\n".join(_next(house, answer_by, required=bool(wanted.required or wanted.outdated or wanted.unreadable)))
    yield CLOSING_FR


def _way(form: RequestForm, house: House, link: str | None, *, papers: bool, questions: bool) -> Iterator[str]:
    if form == "email":
        yield "Répondez à ce message." + (" Ajoutez vos documents." if papers else "")
        yield "Ne changez pas le titre du message. Il contient votre code."
    elif house.address:
        yield "Envoyez-nous des copies par la poste. Gardez les originaux." if papers else "Écrivez-nous."
        yield "Mettez cette lettre avec vos papiers. Elle contient votre code."
        yield f"Notre adresse : {', '.join(_lines(house.address))}."
    if form == "letter" and house.email:
        yield f"Vous pouvez aussi écrire à {house.email}. Mettez votre code dans le titre du message."
    if papers and form == "email":
        yield PHOTO_FR
    if link and questions:
        yield f"Vous pouvez aussi répondre aux questions ici : {link}"


def _next(house: House, answer_by: date, *, required: bool) -> Iterator[str]:
    yield "La suite :"
    yield f"Répondez avant le {long_date(answer_by)}."
    yield "Quand nous avons tout, un médecin lit votre dossier."
    if required:
        yield PROVISIONAL_FR
    if house.phone:
        yield f"Vous avez une question ? Appelez-nous au {house.phone}."


def _discreet(
    dossier: Dossier, house: House, answer_by: date, link: str | None, asked_on: date | None, *, papers: bool
) -> Iterator[str]:
    yield _greeting(dossier)
    yield "\n".join((*_why(dossier, asked_on), "Nous avons besoin de vous pour continuer."))
    told = []
    if papers:
        told.append("Pour protéger votre vie privée, nous n'écrivons pas la liste des documents dans ce message.")
    if link:
        also = "aussi " if papers else ""
        told.append(f"Nous avons {also}des questions à vous poser. Vous pouvez y répondre ici : {link}")
    told.append(
        f"Appelez-nous au {house.phone}. Nous vous disons ce qui manque."
        if house.phone
        else "Répondez à ce message. Dites-nous quand nous pouvons vous appeler."
    )
    yield "\n".join(told)
    yield f"Répondez avant le {long_date(answer_by)}."
    yield CLOSING_FR


def _spoken(dossier: Dossier, wanted: PatientRequest, asked_on: date | None) -> Iterator[str]:
    name = f"{TITLES[dossier.patient.sex]} {dossier.patient.given_name} {dossier.patient.family_name}"
    yield f"« Bonjour. Je vous appelle du service de deuxième avis. Je voudrais parler à {name}. »"
    yield (
        "Avant de parler du dossier, demandez la date de naissance et comparez-la à la fiche.\n"
        "Si quelqu'un d'autre répond, ne dites pas pourquoi vous appelez. Demandez quand rappeler."
    )
    reminded = "" if asked_on is None else f" Nous vous avons écrit le {long_date(asked_on)}."
    yield f"« Vous avez demandé un deuxième avis.{reminded} {_count(wanted)} Avez-vous quelques minutes ? »"


def spoken_end(house: House, wanted: PatientRequest, answer_by: date) -> str:
    """What to say at the end of a call."""
    phone = f" Vous pouvez nous rappeler au {house.phone}." if house.phone else ""
    if not any(getattr(wanted, name) for name in PIECES):
        return typeset(f"« Merci. Un médecin lit maintenant votre dossier.{phone} Au revoir. »")
    way = f" ou par la poste à cette adresse : {', '.join(_lines(house.address))}" if house.address else ""
    mail = f"par courriel à {house.email}" if house.email else "par courriel"
    told = f"« Envoyez-nous vos documents {mail}{way}, avant le {long_date(answer_by)}."
    return typeset(f"{told} Quand nous avons tout, un médecin lit votre dossier.{phone} Merci, au revoir. »")


def _lines(address: str) -> list[str]:
    return [line.strip() for line in address.splitlines() if line.strip()]
