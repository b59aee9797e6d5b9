"""Whether an expert may have a tie with a dossier: own name, places of work and declared interests against its names.

Recall before precision: staff look at each possible tie with its reason and decide.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from engine.domain.expert import Expert, Interest
from engine.domain.record import Record
from engine.domain.wording import fold, words
from engine.steps.names import has_name, names_in

# What stands before or inside names and names nobody.
TITLES = frozenset(
    words(
        "dr docteur docteure drs pr prof professeur professeure m mr mme mlle madame monsieur le la les de du des d l "
        "et"
    )
)
# What many establishments are called.
COMMON_PLACE = TITLES | frozenset(
    words(
        "centre centres hospitalier hospitaliere hospitaliers hospitalo universitaire hopital hopitaux chu chr chru "
        "chi ch ghu gh clinique cliniques polyclinique institut cabinet medical medicale medico chirurgical service "
        "maison sante pole groupe groupement prive privee public regional departemental intercommunal saint sainte st "
        "ste notre dame laboratoire labo imagerie radiologie site sur sous en aux au"
    )
)
COMMON_PRODUCT = frozenset(words("laboratoire laboratoires labo societe groupe sa sas le la les de du des et mg"))

Likeness = Literal["same", "near"]


class Circle(Record):
    """The names that a dossier knows: the patient, the first doctor, who wrote in it, where, and the drugs named."""

    patient: str
    first_doctor: str | None = None
    persons: tuple[str, ...] = ()
    establishments: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


class Tie(Record):
    """A possible tie, told in French; a `declared` one was declared by the expert and is not in doubt."""

    declared: bool
    why_fr: str


def ties(expert: Expert, circle: Circle) -> tuple[Tie, ...]:
    """Return the ties of an expert with a dossier, each said once; those with what was declared first."""
    found = [tie for interest in expert.standing_interests for tie in _declared(interest, circle)]
    found += _own(expert, circle)
    return tuple({tie.why_fr: tie for tie in sorted(found, key=lambda t: not t.declared)}.values())


def _declared(interest: Interest, circle: Circle) -> list[Tie]:
    named = f"lien déclaré avec « {interest.name} »"
    if interest.kind == "person":
        people = _people(circle)
        return [
            Tie(declared=like == "same", why_fr=f"{named} : {who_fr} ({name})")
            for who_fr, name in people
            if (like := alike_people(interest.name, name))
        ]
    if interest.kind == "establishment":
        places = [("un document vient de", place) for place in circle.establishments]
        places += [("premier médecin :", circle.first_doctor)] if circle.first_doctor else []
        return [
            Tie(declared=like == "same", why_fr=f"{named} : {told} {place}")
            for told, place in places
            if (like := alike(interest.name, place, COMMON_PLACE))
        ]
    if interest.kind == "product":
        hit = next((p for p in circle.products if alike(interest.name, p, COMMON_PRODUCT)), None)
        return [Tie(declared=False, why_fr=f"{named}, dont le dossier parle")] if hit else []
    return []


def _own(expert: Expert, circle: Circle) -> list[Tie]:
    name = expert.account.name
    found = [
        Tie(declared=False, why_fr=f"porte le nom de : {who_fr} ({other})")
        for who_fr, other in _people(circle)
        if alike_people(name, other)
    ]
    for place in expert.profile.establishments if expert.profile else ():
        found += [
            Tie(declared=False, why_fr=f"exerce à « {place} » ; un document vient de {other}")
            for other in circle.establishments
            if alike(place, other, COMMON_PLACE)
        ]
        if circle.first_doctor and alike(place, circle.first_doctor, COMMON_PLACE):
            found.append(Tie(declared=False, why_fr=f"exerce à « {place} », comme le premier médecin"))
    return found


def _people(circle: Circle) -> Sequence[tuple[str, str]]:
    first = [("le premier médecin", circle.first_doctor)] if circle.first_doctor else []
    others = [("un médecin du dossier", name) for name in circle.persons if name != circle.first_doctor]
    return [*first, *others, ("le patient", circle.patient)]


def alike(one: str, other: str, common: Iterable[str]) -> Likeness | None:
    """Say whether two names may be the same: `same` when all telling words of one stand in the other, two at least."""
    left, right = _telling(one, common), _telling(other, common)
    if not left or not right:
        return "same" if fold(one).split() == fold(other).split() else None
    fewer, more = sorted((left, right), key=len)
    if frozenset(left) == frozenset(right) or (len(fewer) > 1 and frozenset(fewer) <= frozenset(more)):
        return "same"
    return "near" if any(has_name(more, word, misread=len(word) > 4) for word in fewer) else None


def alike_people(one: str, other: str) -> Likeness | None:
    """As `alike`; two people who only share the given name that begins both names are not."""
    like = alike(one, other, TITLES)
    if like != "near":
        return like
    left, right = _telling(one, TITLES), _telling(other, TITLES)
    shared = [w for w in left if has_name(right, w, misread=len(w) > 4)]
    given = len(left) > 1 and len(right) > 1 and shared == left[:1] and left[0] == right[0]
    return None if given and not _in_capitals(left[0], one, other) else like


def _telling(name: str, common: Iterable[str]) -> list[str]:
    passed = set(common)
    parts = (word for written in words(name) for word in names_in(written))
    return [word for word in parts if word not in passed and len(word) > 1]


def _in_capitals(word: str, *names: str) -> bool:
    """Whether a word is written as family names often are."""
    return any(part.isupper() and fold(part) == word for name in names for part in name.split())
