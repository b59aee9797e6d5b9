"""Who wrote a document and where: its signature, its letterhead."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.domain.dossier import Patient
from engine.domain.vocabulary import Vocabulary
from engine.domain.wording import any_match, fold, pattern, words
from engine.steps.calendar_dates import dates_in
from engine.steps.headings import HEAD_LINES
from engine.steps.kinds import title_kinds
from engine.steps.names import distance, names_in

CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
PART = rf"(?:{CAPITAL}[a-z]{{0,2}}\.(?:-?{CAPITAL}\.)*|{CAPITAL}[A-Za-zÀ-ÖØ-öø-ÿŒœÆæ'’-]+)"
PARTICLE = r"(?:de |du |des |la |le |van |von |ben |el |d['’])"
NAME = re.compile(rf"{PART}(?: {PARTICLE}*{PART}){{0,3}}")
TITLED = re.compile(rf"\b(?:Dr|DR|Docteure?|DOCTEURE?|Pr|PR|Professeure?)\b\.? ({NAME.pattern})")
CIVIL = re.compile(r"^(?:M\.|Mr|Mme|Madame|Monsieur)\s+")
CUT = re.compile(
    r"\s+(?=\d{5}\b)|(?<!\bdu)(?<!\bde)\s+(?=(?:Drs?|Pr|Docteure?|Professeure?)\b)|\s+(?=T[ée]l\b)|"
    r"\s+[–—•·|]\s*|\s*[·|•]\s+|\s{3,}|\s+-\s+|,\s+(?=\d)"
)
SENTENCE = re.compile(r"[,.]\s+")
SIGNED = re.compile(r"^\(?(?:[Ss]ign[ée]e?\s*:?\s*)?")
INITIAL = re.compile(rf"{CAPITAL}[a-z]{{0,2}}\.")
SHORTEST_FAMILY = 2
INITIALS = 2
SMEAR = re.compile(r"[A-Z][bcdfghjklmnpqrstvwxz] ")
"""How what a stamp left of itself opens ("Cr ITW WIT"): no given name, and initials have their points or capitals."""
VOWEL = re.compile(r"[aeiouyœæ]")
LETTERHEAD_LINES = 8
HEADING_LINES, FOOT_LINES = 2, 9
LONGEST_SIGNATURE = 7
"""Words: a longer line is no signature."""
LABEL_REACH = 40
"""Characters before a signature's label in which another label makes it somebody else's."""


def author_of(text: str, patient: Patient, vocabulary: Vocabulary) -> str | None:
    """Who signs the document, as printed: behind a label, else on a line of the last ones, else the only doctor of the
    letterhead. An abbreviated name is given in full where the letterhead has it. The patient signs nothing."""
    own = names_in(f"{patient.family_name} {patient.given_name}")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not own <= names_in(line)]
    top = lines[:HEAD_LINES]
    found = _labelled(lines, vocabulary) or _signature(lines, vocabulary)
    if found:
        return _in_full(found, top)
    letterhead = tuple(dict.fromkeys(_of_letterhead(top[:LETTERHEAD_LINES], vocabulary)))
    # "Amitiés, Aurélie": one of the doctors above, by the given name.
    signed = [name for name in letterhead if fold(_given(name)) in {fold(x.strip(" ,.")) for x in lines[-FOOT_LINES:]}]
    chosen = letterhead if len(letterhead) == 1 else signed
    return chosen[0] if len(chosen) == 1 else None


def _labelled(lines: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The name right behind a label such as "Validé par"; the last one, because it is the one that answers for it."""
    found = None
    for line in lines:
        folded = fold(line)
        for label in vocabulary.authors.signs:
            for match in pattern(label).finditer(folded):
                if any_match(vocabulary.authors.others, folded[max(0, match.start() - LABEL_REACH) : match.start()]):
                    continue
                name = _name_at(line[match.end() :].lstrip(" :"), vocabulary)
                found = name or found
    return found


def _name_at(rest: str, vocabulary: Vocabulary) -> str | None:
    """The name with which a stretch of text begins, with its title. What holds a word that is no name ("SANS RAPPORT
    AVEC L'ALD") is none."""
    rest = re.sub(r"^(?:le |la |l['’])", "", rest)
    rest = CIVIL.sub("", rest)
    titled = TITLED.match(rest)
    if titled:
        return _trimmed(titled.group().strip())
    bare = NAME.match(rest)
    name = _trimmed(bare.group()) if bare else ""
    if any(any_match(vocabulary.people.not_names, fold(word)) for word in name.split()):
        return None
    return name if name and _is_whole(name) else None


def _trimmed(name: str) -> str:
    """A name without what only stands behind it: nothing follows a family name in capitals but more of it."""
    parts = name.split()
    capital = [at for at, part in enumerate(parts) if part.isupper() and len(part) > 2]
    given_first = bool(capital) and capital[0] > 0 and not parts[0].isupper()
    return " ".join(parts[: capital[-1] + 1]) if given_first or len(capital) == len(parts) else name


def _is_whole(name: str) -> bool:
    """Whether a name has a given name or initial and a family name, and no word that nobody can say ("HTV")."""
    said = all(
        VOWEL.search(fold(part)) for part in re.split(r"[ -]", name) if sum(c.isalpha() for c in part) > INITIALS
    )
    return (
        len(name.split()) > 1
        and sum(c.isalpha() for c in _family(name)) > SHORTEST_FAMILY
        and said
        and not SMEAR.match(name)
    )


def _signature(lines: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The last line near the end that is hardly more than a name."""
    for printed in reversed(lines[max(HEADING_LINES, len(lines) - FOOT_LINES) :]):
        folded = fold(printed)
        if any_match((*vocabulary.layout.machine, *vocabulary.authors.others), folded):
            continue
        # "Sincères salutations, Dr L. Inventé"
        closes = any_match(vocabulary.authors.closings, folded)
        line = SENTENCE.split(printed, maxsplit=1)[-1] if closes else SIGNED.sub("", printed)
        name = _name_at(line, vocabulary) if len(CUT.split(line)[0].split()) <= LONGEST_SIGNATURE else None
        if name and (TITLED.match(line) or _may_sign(line, name, vocabulary)):
            return name
    return None


def _may_sign(line: str, name: str, vocabulary: Vocabulary) -> bool:
    """Whether a line without a title is a signature: an initial or a family name in capitals, and nothing behind it but
    a profession or a date."""
    if not (INITIAL.match(name) or _family(name).isupper()):
        return False
    if title_kinds(line, vocabulary) or any_match(vocabulary.authors.establishments, fold(line)):
        return False
    rest = line[line.find(name) + len(name) :].strip(" ,.;–—-")
    return not rest or any_match((*vocabulary.authors.professions, *vocabulary.authors.behind), fold(rest)) is not None


def _of_letterhead(top: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    """The doctors whom the letterhead names, and a person of another profession on a line of their own."""
    for number, line in enumerate(top):
        folded = fold(line)
        # Below the letterhead, and beside a date, stand those who asked for something or did it.
        if any_match(vocabulary.people.subject, folded) or dates_in(line, date.max):
            return
        if any_match(vocabulary.authors.others, folded):
            continue
        for match in TITLED.finditer(line):
            yield _trimmed(match.group().strip())
        below = fold(top[number + 1]) if number + 1 < len(top) else ""
        for part in CUT.split(line):
            bare = NAME.fullmatch(CIVIL.sub("", part).strip(" ,").split(",")[0])
            named = bare is not None and _is_whole(bare.group()) and _family(bare.group()).isupper()
            named = named and not any_match(vocabulary.authors.establishments, fold(part))
            if bare and named and any_match(vocabulary.authors.professions, f"{folded}\n{below}"):
                yield bare.group()


def _in_full(name: str, top: Sequence[str]) -> str:
    """A name with its title and given name where the letterhead prints them: "A. SYNOVIE" is "Dr Armelle SYNOVIE"."""
    family, first = fold(_family(name)), fold(_given(name))[:1]
    for line in top:
        for match in (*TITLED.finditer(line), *NAME.finditer(line)):
            other = match.group().strip()
            same = distance(fold(_family(other)), family, 1) <= (1 if len(family) > 5 else 0)
            if same and len(other) > len(name) and (not first or fold(_given(other))[:1] in (first, "")):
                return other
    return name


def _family(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


def _given(name: str) -> str:
    parts = [p for p in name.split() if fold(p).strip(".") not in ("dr", "docteur", "docteure", "pr", "professeur")]
    return parts[0] if len(parts) > 1 else ""


def establishment_of(text: str, vocabulary: Vocabulary) -> str | None:
    """The hospital, practice or laboratory of the letterhead, as printed, without address and unit."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:LETTERHEAD_LINES]
    for line in lines:
        folded = fold(line)
        if any_match(vocabulary.people.subject, folded) or any_match(vocabulary.layout.salutation, folded):
            break
        if any_match(vocabulary.authors.others, folded) or any_match(vocabulary.layout.machine, folded):
            continue
        for part in CUT.split(line):
            place = part.strip(" ,:;-–—")
            named = any_match(vocabulary.authors.establishments, fold(place))
            if named and not _is_beside(place, vocabulary):
                return place
    return None


def _is_beside(place: str, vocabulary: Vocabulary) -> bool:
    folded = fold(place)
    return (
        any_match(vocabulary.authors.besides, folded) is not None
        or folded.endswith((".", ","))
        or len(words(place)) > 12
    )
