"""After the draft: how its position agrees with the written first opinion, on three axes."""

import re
from collections.abc import Mapping, Sequence

from engine.domain.completeness import LACKING, Completeness, Item
from engine.domain.contradiction_words import ContradictionWords
from engine.domain.convergence import Axis, Convergence, overall_of
from engine.domain.fact import Conflict, Fact
from engine.domain.opinion import Draft, Position
from engine.domain.option import Option
from engine.domain.pathway import FIRST_OPINION, Pathway
from engine.domain.wording import any_match, fold, pattern
from engine.steps.disagreements import Disagreements
from engine.steps.first_position import FirstPosition

IMAGES = "images_dicom"
EARLIER = "compte_rendu_operatoire"
STRANGER = "patient"
"""The key of another person's paper that a letter leans upon."""
IT_AND_ITS_LETTER = 2
"""The files that such a contradiction names where no paper of the patient's says otherwise."""
LACKED = re.compile(r"\blacks == '(\w+)'")
"""How a rule asks whether the dossier lacks a piece."""
TRIED = "essais"
INCOMPLETE = f"{TRIED} == 'incomplet'"
"""How a rule asks whether the treatment without an operation was carried through."""
UNMENTIONED = "unmentioned."
"""How the calculation of a watched drug that no letter names is called."""


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
    forbidden: Sequence[str] = (),
) -> Convergence:
    """Compare two positions. `diagnosis` is the label of the draft's diagnosis in the pathway's table, if any; `told`
    what the dossier's contradictions weigh on; `completeness` what else a specialist would ask for before deciding;
    `settled_first` what the draft wants settled before the act; `words` which contradictions are of the disease, whose
    values stand among `facts`; `forbidden` the draft's sentences that forbid what the first opinion gives."""
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
    on_diagnosis, why_d = _diagnosis(diagnosis, first, draft, pathway, told.letter, words, facts)
    strange = next((c for c in told.letter if c.key == STRANGER), None)
    awaited = () if on_diagnosis == "X" or strange else _unasked(draft, first, pathway, completeness)
    on_treatment, why_t, equipoise = _treatment(draft, first, pathway, awaited)
    if on_treatment == "X" and _comes_later(draft, first, pathway, facts):
        on_treatment, why_t = "P", f"{why_t.rstrip('.')} ; à rediscuter si le traitement, une fois complété, échoue."
    left_out = [c.told_fr.rstrip(".") for c in told.left_out]
    if on_treatment == "C" and not forbidden and (settled_first or left_out):
        before = (*settled_first, *left_out)[0]
        on_treatment, why_t = "P", f"{why_t.rstrip('.')}, ici avec ce qui est à régler d'abord : {before}."
    if on_treatment == "P" and forbidden and draft.option not in first.options[:1]:
        on_treatment, why_t, equipoise = "X", f"{why_t.rstrip('.')}, à écarter ici : {forbidden[0]}.", False
    if on_treatment == "C" and forbidden:
        on_treatment, why_t = "P", f"{why_t.rstrip('.')}, mais sous une forme à écarter ici : {forbidden[0]}."
    on_exams, why_e = _exams(_unasked(draft, first, pathway, completeness), told.reports, strange)
    overall = overall_of(on_diagnosis, on_treatment, on_exams)
    return Convergence(
        diagnosis=on_diagnosis,
        treatment=on_treatment,
        exams=on_exams,
        overall=overall,
        severity=_severity(overall, on_treatment, equipoise=equipoise, forbidden=bool(forbidden)),
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
    draft: Position,
    pathway: Pathway,
    conflicts: Sequence[Conflict],
    words: ContradictionWords | None,
    facts: Sequence[Fact],
) -> tuple[Axis, str]:
    """A letter that proposes a treatment of the disease without its name reads it otherwise where other papers say so;
    a disease that it alone names is agreed to where the same treatment is preferred here and nothing gainsays it."""
    told = _read_otherwise(conflicts, pathway, words, facts)
    if label is None and first.diagnoses and first.options[:1] == (draft.option,):
        named = ", ".join(first.diagnoses)
        return told or (
            "C",
            f"Diagnostic : {named} dans le premier avis, même traitement ici et rien qui le contredise.",
        )
    if label and not first.diagnoses and first.options and told:
        return told
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
    return told or ("C", f"Diagnostic : {label} dans les deux.")


def _read_otherwise(
    conflicts: Sequence[Conflict], pathway: Pathway, words: ContradictionWords | None, facts: Sequence[Fact]
) -> tuple[Axis, str] | None:
    """What contradictions of the first opinion's letter make of one and the same disease, if anything."""
    staged = {k.id for k in pathway.key_facts if k.agreement} - set(words.of_person if words else ())
    if words and any(c.key in words.of_another_stage or _is_far_apart(c, facts, words) for c in conflicts):
        return "X", "Diagnostic : même maladie, mais à un autre stade ou siège selon les documents."
    of_disease = words.of_disease.get(pathway.id, ()) if words else ()
    weighing = [c for c in conflicts if c.key in (*staged, *of_disease) or (words and c.key not in words.of_person)]
    drawn = {i for c in conflicts if c.key == STRANGER and len(c.filenames) > IT_AND_ITS_LETTER for i in c.facts}
    staged_there = any(f.key in staged for f in facts if f.id in drawn)
    if staged_there or (len(weighing) > 1 and any(c.key == STRANGER for c in weighing)):
        return (
            "X",
            "Diagnostic : lu par le premier avis sur le papier d'une autre personne, que ceux du patient démentent.",
        )
    return ("P", "Diagnostic : même maladie, lue différemment selon les documents.") if weighing else None


def _is_far_apart(conflict: Conflict, facts: Sequence[Fact], words: ContradictionWords) -> bool:
    """Whether two documents give classes of a disease so far apart that one of them is of another disease."""
    told = [float(f.value) for f in facts if f.id in conflict.facts and isinstance(f.value, int | float)]
    apart = words.classes_apart.get(conflict.key)
    return apart is not None and bool(told) and max(told) - min(told) >= apart


def _holds_it(wider: Sequence[str], label: str, pathway: Pathway) -> bool:
    """Whether one of the wider names is said in the label itself: infertility, of a tubal infertility."""
    return any(pattern(e).search(fold(label)) for d in pathway.diagnoses if d.label_fr in wider for e in d.any_of)


def _treatment(
    draft: Position, first: FirstPosition, pathway: Pathway, awaited: Sequence[str]
) -> tuple[Axis, str, bool]:
    """The next act that each proposes. What is discouraged here is another strategy, and so is to operate or not where
    it neither stands here as an alternative nor is left open by what is `awaited` where the work-up comes first; two
    acts of one sort, neither of them discouraged, are the same direction."""
    options = {o.id: o for o in pathway.options}
    unwanted = next((o for o in (*first.options[:1], *first.joined) if o in draft.discouraged), None)
    if unwanted and draft.option is None and not draft.in_words:
        return "X", f"Traitement : {options[unwanted].label_fr} dans le premier avis, déconseillé ici.", False
    if not first.options or (draft.option is None and not draft.in_words and not draft.alternatives):
        return "N", "Traitement : non comparable.", False
    proposed = options[first.options[0]]
    if draft.option is None and not draft.in_words:
        return _among_equals(draft, proposed, options)
    own = options.get(draft.option or "")
    here = own.label_fr if own else str(draft.in_words)
    if own and any_match(own.realised_by, first.proposed):
        return "C", f"Traitement : {here} dans les deux.", False
    if here == proposed.label_fr:
        without = f", mais sans {options[unwanted].label_fr} ici" if unwanted else ""
        return "P" if unwanted else "C", f"Traitement : {here} dans les deux{without}.", False
    told = f"Traitement : {here} ici, {proposed.label_fr} dans le premier avis"
    return _another(draft, own, proposed, first, told, bool(unwanted), awaited, pathway)


def _another(
    draft: Position,
    own: Option | None,
    proposed: Option,
    first: FirstPosition,
    told: str,
    unwanted: bool,
    awaited: Sequence[str],
    pathway: Pathway,
) -> tuple[Axis, str, bool]:
    """Two options that are not the same; `unwanted` whether the first opinion's act holds one that is discouraged."""
    if own and own.id in first.rejected:
        return "X", f"{told}, qui écarte l'autre.", False
    both_open = own is not None and proposed.id in draft.alternatives and not unwanted
    if own and not unwanted and _one_direction(own, proposed, draft, first):
        equal = both_open and own.id not in first.options and not proposed.complement
        return "P", f"{told}, dans la même direction.", equal
    if both_open:
        return "P", f"{told} ; les deux sont admissibles.", True
    if own and not unwanted and _waits_for(own, awaited, pathway):
        return "P", f"{told} ; à décider une fois obtenu : {', '.join(awaited)}.", False
    return "X", f"{told}.", False


def _comes_later(draft: Position, first: FirstPosition, pathway: Pathway, facts: Sequence[Fact]) -> bool:
    """Whether the operation of the first opinion is not discouraged here, but comes after a treatment without one that
    was not carried through."""
    options = {o.id: o for o in pathway.options}
    acts = (*first.options[:1], *first.joined)
    own = options.get(draft.option or "")
    tried = any(f.key == TRIED and f.bearer == "patient" and fold(str(f.value)) == "incomplet" for f in facts)
    if own is None or own.surgical or not tried or not any(INCOMPLETE in rule.expr for rule in own.supports_if):
        return False
    return bool(acts) and options[acts[0]].surgical and not any(act in draft.discouraged for act in acts)


def _waits_for(own: Option, awaited: Sequence[str], pathway: Pathway) -> bool:
    """Whether an option is chosen where the dossier lacks a piece that is awaited: to complete the work-up first."""
    labels = {r.id: r.label_fr for r in pathway.required_documents}
    named = {n for rule in own.supports_if for n in LACKED.findall(rule.expr)}
    return any(labels.get(n) in awaited for n in named)


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


def _unasked(
    draft: Position, first: FirstPosition, pathway: Pathway, completeness: Completeness | None
) -> tuple[str, ...]:
    """What the draft wants before a decision, and what the pathway requires and the dossier lacks, of which the first
    opinion did not ask.

    Images of which the report is there help to plan; they are asked for without being what the decision waits for. So
    does the report of an earlier operation where both opinions operate on the joint in the same way.
    """
    wanted = {*draft.exams, *(i.requirement for i in completeness.items if _lacks(i))} if completeness else draft.exams
    alike = any(k.one_side for k in pathway.key_facts) and draft.option in first.options[:1]
    plans = (IMAGES, EARLIER) if alike else (IMAGES,)
    asked = [r for r in pathway.required_documents if r.id in wanted and r.type not in plans]
    return tuple(
        r.label_fr
        for r in asked
        if not any(
            re.search(rf"\b{re.escape(fold(w))}", first.ordered) for w in (*r.modality_or_analytes, *r.synonyms_fr)
        )
    )


def _exams(new: Sequence[str], conflicts: Sequence[Conflict], strange: Conflict | None) -> tuple[Axis, str]:
    """Another person's report that the first opinion rests on, what is wanted and was not asked for (`new`), and
    reports that another paper contradicts: somebody has to look again."""
    if strange:
        return "X", f"Examens : le premier avis s'appuie sur le papier d'une autre personne. {strange.told_fr}"
    if new:
        return "P", f"Examens : à obtenir avant de conclure, non prévu par le premier avis : {', '.join(new)}."
    if conflicts:
        return "P", f"Examens : à vérifier avant de conclure, les documents se contredisent. {conflicts[0].told_fr}"
    return "C", "Examens : rien de plus que le premier avis."


def _lacks(item: Item) -> bool:
    """Whether a required piece other than the first opinion itself is not there to be used."""
    return item.status in LACKING and item.level == "required" and item.requirement != FIRST_OPINION


def _severity(overall: Axis, treatment: Axis, *, equipoise: bool, forbidden: bool) -> int | None:
    if overall == "N":
        return None
    if overall == "X" or forbidden:
        return 2 if equipoise else 3
    return {"C": 0, "P": 2}[overall] if treatment != "N" else 1
