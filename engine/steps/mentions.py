"""What documents of any pathway speak of: quantities, diagnoses, findings, procedures and drugs of one page."""

import re
from collections.abc import Iterator
from typing import Any

from engine.domain.fact import MentionKind, Side
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Finding, SideWords, Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.steps.clauses import clause_around
from engine.steps.day_columns import state_under_days
from engine.steps.drug_names import DOSE_AT_END, drug_mentions
from engine.steps.key_fact_found import Found, from_measure
from engine.steps.key_fact_values import IN_WORDS
from engine.steps.laboratory import laboratory_values
from engine.steps.measure import UnitFinder, number, with_micro
from engine.steps.places import ReadPageText
from engine.steps.running import running
from engine.steps.schedule import schedule_of
from engine.steps.sides import main_side, side_in
from engine.steps.specialties import is_who_is_seen
from engine.steps.years import year_before, year_behind

DIAGNOSIS_KEY = "diagnostic"
CENTURY = 2100
"""No year of a document is later."""
AT_AGE = re.compile(r"(?:\s+(?:droite?|gauche|bilateral))?\s*a (\d{2}) ans\b")
DOSE_BEFORE = re.compile(r"(?<![\d.,])(?P<dose>\d+(?:[.,]\d+)? ?(?:mg|[μµu]g|mcg|g|UI)) (?:de |d['’])$")
DOSE_REACH = 20
"""What stands before a drug whose dose comes first ("40 mg de triamcinolone")."""
INJECTED = re.compile(r"\b(?:injections?|infiltrations?|injectee?s?)\b[^.;\n]{0,60}$")
"""What stands before a drug that is put into a joint or beside a nerve, on folded text."""
NOT_SOUGHT = re.compile(
    r"[^.;:]{0,40}\b(?:non|pas|jamais)\s+(?:ete\s+)?(?:recherch|explor|etudi|analys)(?:able|e)e?s?\b(?! et)"
)
"""What says behind a name that an examination did not look for it: it found it neither there nor absent."""
PART_OF_IT = re.compile(
    r"\b(?:pas|sans|aucune?|ni|absence)\b(?: d.| de)? ?(?:autres? "
    r"|(?:empreintes?|saillies?|composantes?|degenerescences?|necro(?:biose|se)s?|remaniements?|compressions?|torsions?"
    r"|ruptures?|refoulements?|croissance|augmentation|evolution|progression|modification|complications?"
    r"|vascularisation|calcifications?|extension)(?: [a-z-]+)? (?:de |d.|du |des |par |sur )"
    r"(?:l.|la |le |les |une? |ce )?)$"
)
"""What stands before a disease of which only a part or a second one is denied ("pas d'empreinte de", "pas d'autre")."""
HEAD = 5
"""Lines at the top of a page that may say who writes."""
LETTERHEAD = re.compile(
    r"\s*(?:(?:Dr|Docteur|Pr|Professeur)s?\.? [A-ZÀ-Ý][^\n:.;]*[—–-]"
    r"|(?:Cabinet|Centre|Clinique|Polyclinique|Service|Unité|Consultation|Hôpital)\b"
    r"|(?:CENTRE|CLINIQUE|SERVICE|CABINET|UNITÉ|HÔPITAL)\b)"
)
"""How such a line begins."""
FIELD = re.compile(
    r"\s*(?:(?:Dr|Docteur|Pr|Professeur)s?\.? (?:[A-ZÀ-Ý][\w'’.-]*[ —–-]+)*[A-ZÀ-Ý'’-]{3,}\b"
    r"|(?:Cabinet|Centre|Clinique|Service|Unité|Hôpital|CABINET|CENTRE|CLINIQUE|SERVICE|UNITÉ|HÔPITAL)\b)"
    r"(?![^\n]*\b(?:suit|voit|vue?|pour|adressée?|mon|son|sa|ses|patiente?|est|présente)\b)[^\n:;\d]*(?=\n|$)"
)
"""A line that says no more than who writes and in which field ("Dr Fable ENCRE Endocrinologie, diabète")."""
SIZE = re.compile(r"\b(\d{1,3}(?:[.,]\d)?(?: ?[x×] ?\d{1,3}(?:[.,]\d)?)*) ?(mm|cm)\b")


def quantities(place: ReadPageText, vocabulary: Vocabulary, units: UnitFinder) -> Iterator[Found]:
    """The named results of a laboratory report; other documents only quote them."""
    if place.document.kind != "biologie":
        return
    for value in laboratory_values(place.page.text, vocabulary.analytes, units, place.document.dated):
        yield from_measure(value, value.key, value.label_fr)


def diagnoses(place: ReadPageText, pathway: Pathway, vocabulary: Vocabulary) -> Iterator[Found]:
    """Each mention of a diagnosis of the pathway's table, with its label as value; why an examination was asked for is
    a question and no diagnosis. Who denies one form of a disease does not deny the disease."""
    text, folded = place.page.text, running(place.page.text)
    spans = [(d, m.span()) for d in pathway.diagnoses for e in d.any_of for m in pattern(e).finditer(folded)]
    for diagnosis in pathway.diagnoses:
        for match in (m for e in diagnosis.any_of for m in pattern(e).finditer(folded)):
            left, _ = clause_around(text, match.start(), match.end())
            before = folded[left : match.start()]
            if any_match(vocabulary.indication, before) or NOT_SOUGHT.match(folded, match.end()):
                continue
            wider = any(
                d.group == diagnosis.group and d is not diagnosis and a <= match.start() and match.end() < b
                for d, (a, b) in spans
            )
            if _is_letterhead(text, match.start()):
                continue
            if PART_OF_IT.search(before) or (wider and place.assertions.of(*match.span())[0] == "negated"):
                continue
            named = _named(
                place,
                match,
                DIAGNOSIS_KEY,
                "Diagnostic",
                "finding",
                diagnosis.label_fr,
                sided=diagnosis.sided,
                words=vocabulary.sides,
            )
            yield named if diagnosis.sided else named.model_copy(update={"side": None})


def _is_letterhead(text: str, start: int) -> bool:
    """Whether a place is in the first lines, in one that says who writes ("Dr Fable — Gynécologie, infertilité")."""
    line_start = text.rfind("\n", 0, start) + 1
    return text.count("\n", 0, line_start) < HEAD and LETTERHEAD.match(text, line_start) is not None


def _is_of_the_field(text: str, start: int) -> bool:
    """Whether a place is in the first lines, in one that says no more than who treats what."""
    line_start = text.rfind("\n", 0, start) + 1
    return text.count("\n", 0, line_start) < HEAD and FIELD.match(text, line_start) is not None


def _named(
    place: ReadPageText,
    match: re.Match[str],
    key: str,
    label_fr: str,
    kind: MentionKind,
    value: str | None,
    *,
    sided: bool,
    words: SideWords,
) -> Found:
    seen = place.text_for(match.start())
    default = main_side(seen, words) if sided else None
    return Found(
        key=key,
        label_fr=label_fr,
        kind=kind,
        value=value,
        unit=None,
        unit_ucum=None,
        side=side_in(seen, match.start(), match.end(), default, words),
        polarity=None,
        start=match.start(),
        end=match.end(),
    )


def findings(place: ReadPageText, vocabulary: Vocabulary) -> Iterator[Found]:
    """Findings and procedures of the shared table, with a size where the table asks for it and the age at which a
    relative had it."""
    text, folded = place.page.text, running(place.page.text)
    for finding in vocabulary.findings:
        for match in (m for e in finding.any_of for m in pattern(e).finditer(folded)):
            if NOT_SOUGHT.match(folded, match.end()) or _is_of_the_field(text, match.start()):
                continue
            if finding.kind == "procedure" and is_who_is_seen(folded, match.start()):
                continue
            found = _named(
                place,
                match,
                finding.key,
                finding.label_fr,
                finding.kind,
                None,
                sided=finding.sided,
                words=vocabulary.sides,
            )
            found = _with_value(found, finding, text, folded, match)
            latest = place.document.dated
            if finding.past and latest and isinstance(found.value, int) and latest.year < found.value < CENTURY:
                continue  # what is still to come
            there = None if found.polarity else state_under_days(text, match.start())
            yield found if there is None else found.model_copy(update={"polarity": "affirmed" if there else "negated"})


def _with_value(found: Found, finding: Finding, text: str, folded: str, match: re.Match[str]) -> Found:
    """A finding with what its pattern counts, its size, the age at which a relative had it or the year of it."""
    groups, told = match.groupdict(), dict[str, Any]()
    if finding.polarity:
        told["polarity"] = finding.polarity
    if groups.get("value"):
        printed = text[match.start("value") : match.end("value")]
        whole = re.fullmatch(r"\d+(?:[.,]\d+)?", printed)
        counted = IN_WORDS.get(fold(printed)) if finding.unit else None
        value = counted or (number(printed) if whole else re.sub(r" (?:à|a) (?=\d)", "-", printed))
        unit = text[match.start("unit") : match.end("unit")] if groups.get("unit") else finding.unit
        told |= {"value": value, "unit": unit}
    elif groups.get("first"):
        told |= {"value": f"{groups['first']} à {groups['second']}", "unit": finding.unit}
    size = _only_size(text, folded, match) if finding.sized else None
    age = AT_AGE.match(folded, match.end())
    left, right = clause_around(text, match.start(), match.end())
    year = None
    if finding.past and "value" not in told:
        year = year_behind(folded, match.end(), right) or year_before(folded, left, match.start())
    if size:
        told |= {"value": size[0], "unit": size[1], "unit_ucum": size[1]}
    elif age:
        told |= {"value": int(age[1]), "unit": "ans", "unit_ucum": "a", "end": age.end()}
    elif year:
        told["value"] = int(year["year"])
    return found.model_copy(update=told)


def _only_size(text: str, folded: str, match: re.Match[str]) -> tuple[float | int | str, str] | None:
    """The size that stands in the clause of a finding, when it is the only one there."""
    left, right = clause_around(text, match.start(), match.end())
    sizes = SIZE.findall(folded[left:right])
    if len(sizes) != 1:
        return None
    printed, unit = sizes[0]
    return (printed if re.search("[x×]", printed) else number(printed)), unit


def drugs(place: ReadPageText, vocabulary: Vocabulary) -> Iterator[Found]:
    """Drugs by international name, with the printed dose: a treatment, an allergy or a mere mention."""
    folded = running(place.page.text)
    mentions = list(drug_mentions(folded, vocabulary.drugs))
    starts = {id(drug): [m.start() for d, m in mentions if d is not drug] for drug, _ in mentions}
    for drug, match in mentions:
        name = (match.start(), match.start("dose") if match["dose"] else match.end())
        following = min((s for s in starts[id(drug)] if s >= name[1]), default=len(folded))
        schedule = schedule_of(place.page.text, folded, name, following, place.document.dated)
        key, label = _drug_role(place, folded, match, following, vocabulary)
        if key == "traitement_en_cours" and schedule and schedule.stopped:
            key, label = "medicament", "Médicament arrêté"
        yield Found(
            key=key,
            label_fr=label,
            kind="drug",
            value=_drug_value(drug.name, place.page.text, match),
            unit=None,
            unit_ucum=None,
            side=_injected_side(place, folded, match, vocabulary.sides),
            polarity=None,
            start=match.start(),
            end=match.end(),
            is_dose=True,
            schedule=schedule,
        )


def _injected_side(place: ReadPageText, folded: str, match: re.Match[str], words: SideWords) -> Side | None:
    """The side into which a drug was injected; a drug that is swallowed has none."""
    left, _ = clause_around(place.page.text, match.start(), match.end())
    if not INJECTED.search(folded, left, match.start()):
        return None
    seen = place.text_for(match.start())
    return side_in(seen, match.start(), match.end(), main_side(seen, words), words)


def _drug_role(
    place: ReadPageText, folded: str, match: re.Match[str], following: int, vocabulary: Vocabulary
) -> tuple[str, str]:
    """What a drug's mention means: an allergy first, then a treatment when it stands on a prescription, and is not only
    taken when needed. `following` is where the next drug is named."""
    left, right = clause_around(place.page.text, match.start(), match.end())
    line, line_end = folded.rfind("\n", 0, match.start()) + 1, folded.find("\n", match.end())
    right = min(right, line_end) if line_end >= 0 else right
    if any_match(vocabulary.allergy, folded[max(left, line) : right]):
        return "allergie", "Allergie ou intolérance"
    if place.document.kind == "ordonnance":
        end = min(following, line_end if line_end >= 0 else len(folded))
        if any_match(vocabulary.as_needed, folded[match.end() : end]):
            return "medicament", "Médicament à la demande"
        return "traitement_en_cours", "Traitement en cours"
    return "medicament", "Médicament"


def _drug_value(name: str, text: str, match: re.Match[str]) -> str:
    dose = DOSE_AT_END.search(text[match.start("dose") : match.end("dose")]) if match["dose"] else None
    dose = dose or DOSE_BEFORE.search(text[max(0, match.start() - DOSE_REACH) : match.start()])
    return f"{name} {with_micro(dose['dose'] if 'dose' in dose.groupdict() else dose[0])}" if dose else name
