"""What was agreed to, told from what was said: what holds, and what is missing of whom."""

from collections.abc import Iterable, Sequence
from datetime import date

from engine.domain.consent import ABOUT, ABOUT_FR, MAJORITY, About, ConsentSaid, Giver, Voices
from engine.domain.dossier import Consents, Patient
from engine.domain.wording import french_date

SOON = 60
"""Days before the eighteenth birthday from which it is told. Source: our own choice, to leave time to call."""


def majority_of(patient: Patient) -> date:
    """The day on which the patient comes of age; who was born on 29 February does so on 1 March."""
    born = patient.birth_date
    try:
        return born.replace(year=born.year + MAJORITY)
    except ValueError:
        return date(born.year + MAJORITY, 3, 1)


def is_minor(patient: Patient, today: date) -> bool:
    """Whether the patient is under eighteen on that day."""
    return patient.age_on(today) < MAJORITY


def by_giver(said: Iterable[ConsentSaid], about: About) -> dict[Giver | None, ConsentSaid]:
    """The latest word of each giver on one purpose; None is somebody whom nobody noted."""
    found: dict[Giver | None, ConsentSaid] = {}
    for one in said:
        if one.about == about:
            found[one.giver] = one
    return found


def holds(before: Consents, said: Sequence[ConsentSaid], about: About, givers: Sequence[Giver]) -> bool:
    """Whether a purpose is agreed to: the latest no of anyone whose word counts ends it.

    One holder's yes is enough for care while nobody says no; research of a minor asks for the yes of each. Without
    any word of them, what the intake says holds.
    """
    latest = by_giver(said, about)
    counted = [latest[giver] for giver in givers if giver in latest]
    if not counted:
        return bool(getattr(before, about))
    if any(not one.given for one in counted):
        return False
    return len(counted) == len(givers) if about == "research" else True


def settled(before: Consents, said: Sequence[ConsentSaid], about: About, givers: Sequence[Giver]) -> Consents:
    """The consents once something was said about one purpose; the others stay."""
    return before.model_copy(update={about: holds(before, said, about, givers)})


def givers_of(patient: Patient, voices: Voices | None, today: date) -> tuple[Giver, ...]:
    """Whose agreement counts on that day: of a minor the holders, whatever was noted; of an adult the patient's own,
    unless a legal representative was noted."""
    if is_minor(patient, today):
        return voices.givers() if voices and voices.speaks in ("parents", "guardian") else ("parent_1", "parent_2")
    return ("guardian",) if voices and voices.speaks == "guardian" else ("patient",)


def lacking_fr(
    patient: Patient, consents: Consents, voices: Voices | None, said: Sequence[ConsentSaid], today: date
) -> tuple[str, ...]:
    """What is still to be noted of who speaks and who agreed, as sentences for staff. Nothing of it blocks care."""
    if is_minor(patient, today):
        return (*_of_holders(patient, consents, voices, said, today), *_soon_of_age(patient, today))
    return _came_of_age(patient, voices, said, today)


def _of_holders(
    patient: Patient, consents: Consents, voices: Voices | None, said: Sequence[ConsentSaid], today: date
) -> list[str]:
    age = f"Patient mineur ({patient.age_on(today)} ans)"
    if voices is None or voices.speaks not in ("parents", "guardian"):
        return [f"{age} : notez qui a l'autorité parentale, et l'accord de chacun."]
    found = []
    if voices.speaks == "parents" and len(voices.people) < 2 and not voices.alone_fr:
        found.append(f"{age} : un seul parent est noté. Notez le second, ou pourquoi le premier décide seul.")
    if not voices.people:
        found.append(f"{age} : le nom du représentant légal n'est pas noté.")
    for about in ABOUT:
        if not getattr(consents, about) and not any(one.given for one in by_giver(said, about).values()):
            continue  # refused by all: nothing is missing
        latest = by_giver(said, about)
        missing = [voices.name(giver) for giver in voices.givers() if giver not in latest]
        if missing:
            found.append(f"{ABOUT_FR[about]} : l'accord de {' et de '.join(missing)} n'est pas noté.")
    return found


def _soon_of_age(patient: Patient, today: date) -> list[str]:
    day = majority_of(patient)
    if (day - today).days > SOON:
        return []
    return [f"Le patient aura 18 ans le {french_date(day)} : il donnera alors lui-même ses accords."]


def _came_of_age(patient: Patient, voices: Voices | None, said: Sequence[ConsentSaid], today: date) -> tuple[str, ...]:
    """Told once the patient is of age while all that is on record comes from before."""
    day = majority_of(patient)
    spoken_for = voices is not None and voices.speaks in ("parents", "guardian") and voices.at.date() < day
    by_parents = any(one.giver in ("parent_1", "parent_2") for one in said)
    own = any(one.giver == "patient" and (one.on or one.at.date()) >= day for one in said)
    if own or not (spoken_for or by_parents):
        return ()
    return (
        f"Le patient a eu 18 ans le {french_date(day)} : il parle maintenant pour lui-même. Demandez-lui ses propres "
        "accords. En attendant, ceux de ses parents restent notés.",
    )
