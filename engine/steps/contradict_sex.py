"""The sex that the patient's own documents print, against each other and against the intake: shown, never resolved."""

from collections.abc import Mapping, Sequence

from engine.domain.fact import Conflict
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold
from engine.steps.places import ReadPageText

SEX_FR: Mapping[str, str] = {"F": "féminin", "M": "masculin"}


def sexes(places: Sequence[ReadPageText], sex: str | None, vocabulary: Vocabulary) -> list[Conflict]:
    """One conflict where a document of the patient prints another sex than the intake, or than another document.

    `sex` is the intake's, "F" or "M"; None where it is not known. A page that prints both says nothing.
    """
    told: dict[str, str] = {}
    for place in places:
        if place.document.owner != "this_patient":
            continue
        folded = fold(place.page.text)
        printed = [code for code, words in vocabulary.contradictions.sexes.items() if any_match(words, folded)]
        if len(printed) == 1:
            told.setdefault(place.document.filename, printed[0])
    if not {*told.values()} - {sex or next(iter(told.values()), None)}:
        return []
    said = [f"{SEX_FR[code]} dans « {name} »" for name, code in told.items()]
    if sex:
        said.insert(0, f"{SEX_FR[sex]} dans la fiche d'accueil")
    return [Conflict(key="sexe", facts=(), filenames=tuple(told), what_fr=f"Sexe différent : {', '.join(said)}.")]
