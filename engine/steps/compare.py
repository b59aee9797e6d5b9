"""After the draft: how its position agrees with the written first opinion, on three axes."""

import re
from collections.abc import Mapping, Sequence

from engine.domain.completeness import LACKING, Completeness, Item
from engine.domain.contradiction_words import ContradictionWords
from engine.domain.convergence import Axis, Convergence, overall_of
from engine.domain.document import Document
from engine.domain.dossier import Dossier
from engine.domain.fact import Conflict, Fact
from engine.domain.opinion import Draft, Position
from engine.domain.pathway import FIRST_OPINION, Option, Pathway
from engine.domain.record import Record
from engine.domain.vocabulary import ChoiceWords, Vocabulary
from engine.domain.wording import any_match, fold, pattern
from engine.ports import ClinicalReader
from engine.steps.disagreements import Disagreements
from engine.steps.places import ReadPageText
from engine.steps.polarity import assert_spans

NEARBY = 60
"""Letters around the name of an option in which it may be said not to be proposed."""
IMAGES = "images_dicom"
UNMENTIONED = "unmentioned."
"""How the calculation of a watched drug that no letter names is called."""


class FirstPosition(Record):
    """What the first doctor concluded, as far as words tell: options in the order of their mention and diagnoses.

    `text` is all of the first opinion, the letter's clinical part included: an exam asked for there was asked for.
    """

    options: tuple[str, ...]
    diagnoses: tuple[str, ...]
    text: str


def first_position(
    dossier: Dossier,
    pathway: Pathway,
    letters: Sequence[ReadPageText],
    vocabulary: Vocabulary,
    reader: ClinicalReader,
    *,
    carried: bool = True,
) -> FirstPosition | None:
    """Read the first opinion from the intake note and from what its letters propose; None when there is none.

    Letters that are not known to carry it (`carried` false) count only where they propose an option of the pathway.
    """
    if not dossier.first_opinion.given:
        return None
    texts = [dossier.first_opinion.text or ""]
    for letter in letters:
        texts += [letter.page.text[a:b] for a, b in letter.proposals]
    text = "\n\n".join(t.strip() for t in texts if t.strip())
    if not text:
        return None
    assertions = assert_spans(text, reader.read(text), vocabulary)
    folded = fold(text)

    places = [
        (m.start(), m.end(), option.id)
        for option in pathway.options
        for e in option.named_by
        for m in pattern(e).finditer(folded)
    ]
    # What is proposed for a probable cause is proposed all the same.
    said = {place: assertions.of(*place[:2]) for place in places}
    named = [place for place in places if said[place] in (("affirmed", "patient"), ("hypothetical", "patient"))]
    # What failed, was stopped or is not wanted is named without being proposed.
    words = vocabulary.choice
    proposed = [n for n in named if not _is_passed_over(folded, n[0], n[1], words)]
    # A note of the first opinion that says nothing of proposing is what it chose.
    note = len((dossier.first_opinion.text or "").strip())
    chosen = 0 if any_match(words.proposes, folded[:note]) else note
    ranked = sorted(
        proposed, key=lambda p: (p[0] >= chosen and not _is_chosen(folded, p[0], words), said[p][0] != "affirmed", p[0])
    )
    options = tuple(dict.fromkeys(option for _, _, option in ranked))
    if not (options or note or carried):
        return None
    whole = "\n\n".join([text, *(letter.page.text for letter in letters)])
    diagnoses = _diagnoses_in(folded, pathway) or _diagnoses_in(fold(whole), pathway)
    return FirstPosition(options=options, diagnoses=diagnoses, text=whole)


def _is_chosen(folded: str, start: int, words: ChoiceWords) -> bool:
    """Whether a word that proposes goes before it in its sentence."""
    sentence = re.split(r"[.;!?](?:\s|$)|\n\s*\n", folded[:start])[-1]
    return any_match(words.proposes, sentence) is not None


def _is_passed_over(folded: str, start: int, end: int, words: ChoiceWords) -> bool:
    before, behind = folded[max(0, start - NEARBY) : start], folded[end : end + NEARBY]
    return any_match(words.before, before) is not None or any_match(words.behind, behind) is not None


def _diagnoses_in(folded: str, pathway: Pathway) -> tuple[str, ...]:
    return tuple(d.label_fr for d in pathway.diagnoses if any(pattern(e).search(folded) for e in d.any_of))


def letters_of(
    places: Sequence[ReadPageText], documents: Sequence[Document], evidence: Sequence[str]
) -> list[ReadPageText]:
    """The pages of the letters that carry the first opinion (ids in `evidence`); of all letters when none does."""
    wanted = set(evidence) or {d.id for d in documents if d.kind == "courrier"}
    return [p for p in places if p.document.id in wanted]


def compare(
    draft: Position,
    diagnosis: str | None,
    first: FirstPosition | None,
    pathway: Pathway,
    told: Disagreements,
    completeness: Completeness | None = None,
    settled_first: Sequence[str] = (),
    words: ContradictionWords | None = None,
    facts: Sequence[Fact] = (),
) -> Convergence:
    """Compare two positions. `diagnosis` is the label of the draft's diagnosis in the pathway's table, if any; `told`
    what the dossier's contradictions weigh on; `completeness` what else a specialist would ask for before deciding;
    `settled_first` what the draft wants settled before the act; `words` which contradictions are of the disease, whose
    values stand among `facts`."""
    if first is None:
        return Convergence(
            diagnosis="N",
            treatment="N",
            exams="N",
            overall="N",
            severity=None,
            equipoise=False,
            reasons_fr=("Pas de premier avis écrit.",),
        )
    on_diagnosis, why_d = _diagnosis(diagnosis, first, pathway, told.letter, words, facts)
    on_treatment, why_t, equipoise = _treatment(draft, first, pathway)
    left_out = [c.what_fr.rstrip(".") for c in told.left_out]
    if on_treatment == "C" and (settled_first or left_out):
        before = (*settled_first, *left_out)[0]
        on_treatment, why_t = "P", f"{why_t.rstrip('.')}, ici avec ce qui est à régler d'abord : {before}."
    on_exams, why_e = _exams(draft, first, pathway, completeness, told.reports)
    overall = overall_of(on_diagnosis, on_treatment, on_exams)
    return Convergence(
        diagnosis=on_diagnosis,
        treatment=on_treatment,
        exams=on_exams,
        overall=overall,
        severity=_severity(overall, on_treatment, equipoise=equipoise),
        equipoise=equipoise,
        reasons_fr=(why_d, why_t, why_e),
    )


def settled_first(draft: Draft, pathway: Pathway) -> tuple[str, ...]:
    """What the draft's statements say is to be settled before the act: a sentence of the pathway that defers it, a drug
    that no letter speaks of. What waits for a missing piece is compared among the examinations."""
    deferring = {f"{pathway.id}/{i.id}" for i in pathway.sentences if i.defers and not i.pieces}
    cited = [c for s in draft.statements for c in s.cites if c.kind == "calculation"]
    told = [c.text.partition(" : ")[2] for c in cited if c.ref in deferring]
    return tuple(dict.fromkeys((*told, *(c.text for c in cited if c.ref.startswith(UNMENTIONED)))))


def _diagnosis(
    label: str | None,
    first: FirstPosition,
    pathway: Pathway,
    conflicts: Sequence[Conflict],
    words: ContradictionWords | None,
    facts: Sequence[Fact],
) -> tuple[Axis, str]:
    if label is None or not first.diagnoses:
        return "N", "Diagnostic : non comparable."
    groups = {d.label_fr: d.group for d in pathway.diagnoses}
    explained = not (words and any_match(words.unexplained, fold(first.text)))
    if (
        groups[label] not in {groups[d] for d in first.diagnoses}
        and explained
        and _holds_it(first.diagnoses, label, pathway)
    ):
        return "P", f"Diagnostic : {label} ici, dit sans cette précision dans le premier avis."
    if groups[label] not in {groups[d] for d in first.diagnoses}:
        return "X", f"Diagnostic : {label} ici, {', '.join(first.diagnoses)} dans le premier avis."
    staged = {k.id for k in pathway.key_facts if k.agreement}
    if words and any(c.key in words.of_another_stage or _is_far_apart(c, facts, words) for c in conflicts):
        return "X", "Diagnostic : même maladie, mais à un autre stade selon les documents."
    if any(c.key in staged or (words and c.key not in words.of_person) for c in conflicts):
        return "P", "Diagnostic : même maladie, lue différemment selon les documents."
    return "C", f"Diagnostic : {label} dans les deux."


def _is_far_apart(conflict: Conflict, facts: Sequence[Fact], words: ContradictionWords) -> bool:
    """Whether two documents give classes of a disease so far apart that one of them is of another disease."""
    told = [float(f.value) for f in facts if f.id in conflict.facts and isinstance(f.value, int | float)]
    apart = words.classes_apart.get(conflict.key)
    return apart is not None and bool(told) and max(told) - min(told) >= apart


def _holds_it(wider: Sequence[str], label: str, pathway: Pathway) -> bool:
    """Whether one of the wider names is said in the label itself: infertility, of a tubal infertility."""
    return any(pattern(e).search(fold(label)) for d in pathway.diagnoses if d.label_fr in wider for e in d.any_of)


def _treatment(draft: Position, first: FirstPosition, pathway: Pathway) -> tuple[Axis, str, bool]:
    """The next act that each proposes. To operate or not is another strategy unless both stand here; two acts of one
    sort, neither of them discouraged, are the same direction."""
    options = {o.id: o for o in pathway.options}
    if first.options and draft.option is None and not draft.in_words and first.options[0] in draft.discouraged:
        label = options[first.options[0]].label_fr
        return "X", f"Traitement : {label} dans le premier avis, déconseillé ici.", False
    if not first.options or (draft.option is None and not draft.in_words and not draft.alternatives):
        return "N", "Traitement : non comparable.", False
    proposed = options[first.options[0]]
    if draft.option is None and not draft.in_words:
        return _among_equals(draft, proposed, options)
    own = options.get(draft.option or "")
    here = own.label_fr if own else str(draft.in_words)
    if here == proposed.label_fr:
        return "C", f"Traitement : {here} dans les deux.", False
    told = f"Traitement : {here} ici, {proposed.label_fr} dans le premier avis"
    both_open = own is not None and proposed.id in draft.alternatives
    if own and _one_direction(own, proposed, draft, first):
        equal = both_open and own.id not in first.options and not proposed.complement
        return "P", f"{told}, dans la même direction.", equal
    return ("P", f"{told} ; les deux sont admissibles.", True) if both_open else ("X", f"{told}.", False)


def _one_direction(own: Option, proposed: Option, draft: Position, first: FirstPosition) -> bool:
    """Whether both operate or both do not, none of the two being discouraged: another operation, or one of several
    treatments that both doctors name or that stand here together."""
    if own.surgical != proposed.surgical or proposed.id in draft.discouraged:
        return False
    return own.surgical or own.id in first.options or proposed.complement or proposed.id in draft.alternatives


def _among_equals(draft: Position, proposed: Option, options: Mapping[str, Option]) -> tuple[Axis, str, bool]:
    """Several options stand equal here: the first opinion chose one of them, one that is discouraged, or another."""
    named = ", ".join(options[o].label_fr for o in draft.alternatives if not options[o].complement)
    told = f"Traitement : plusieurs options se valent ici ({named}), {proposed.label_fr} dans le premier avis"
    if proposed.id in draft.alternatives:
        return "P", f"{told} : c'est l'une d'elles.", True
    if proposed.id in draft.discouraged:
        return "X", f"{told}.", False
    return "N", "Traitement : non comparable.", False


def _exams(
    draft: Position,
    first: FirstPosition,
    pathway: Pathway,
    completeness: Completeness | None,
    conflicts: Sequence[Conflict],
) -> tuple[Axis, str]:
    """What the draft wants before a decision, what the pathway requires and the dossier lacks, and reports that another
    paper contradicts: somebody has to look again.

    Images of which the report is there help to plan; they are asked for without being what the decision waits for.
    """
    folded = fold(first.text)
    wanted = {*draft.exams, *(i.requirement for i in completeness.items if _lacks(i))} if completeness else draft.exams
    asked = [r for r in pathway.required_documents if r.id in wanted and r.type != IMAGES]
    new = [r.label_fr for r in asked if not any(fold(w) in folded for w in (*r.modality_or_analytes, *r.synonyms_fr))]
    if new:
        return "P", f"Examens : à obtenir avant de conclure, non prévu par le premier avis : {', '.join(new)}."
    if conflicts:
        return "P", f"Examens : à vérifier avant de conclure, les documents se contredisent. {conflicts[0].what_fr}"
    return "C", "Examens : rien de plus que le premier avis."


def _lacks(item: Item) -> bool:
    """Whether a required piece other than the first opinion itself is not there to be used."""
    return item.status in LACKING and item.level == "required" and item.requirement != FIRST_OPINION


def _severity(overall: Axis, treatment: Axis, *, equipoise: bool) -> int | None:
    if overall == "N":
        return None
    if overall == "X":
        return 2 if equipoise else 3
    return {"C": 0, "P": 2}[overall] if treatment != "N" else 1
