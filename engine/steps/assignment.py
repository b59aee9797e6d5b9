"""Which experts to propose for a dossier, in what order, and what speaks for and against each."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from engine.domain.expert import Absence, Decline, DeclineReason, Expert, Stance
from engine.domain.record import Record
from engine.domain.wording import counted_fr, french_date, words
from engine.steps.ties import Circle, ties

ORDER_FR = (
    "D'abord les médecins contre qui rien ne parle. Parmi eux, ceux qui prennent cette pathologie, puis ceux dont la "
    "spécialité y répond ; à égalité, les moins chargés. Chaque réserve est expliquée : c'est vous qui décidez."
)
USUAL_WEEKLY = 5
"""Dossiers a week, to compare loads where a doctor has not said a capacity."""

# How the words of a doctor's specialty begin, by the specialty of a pathway.
SPECIALTIES: Mapping[str, tuple[str, ...]] = {
    "endocrinologie": ("endocrin", "thyroid"),
    "gynecologie": ("gyneco", "obstetr"),
    "oncologie": ("oncolog", "cancerolog", "radiotherap"),
    "orthopedie": ("orthop", "rachis", "traumatolog"),
    "rhumatologie": ("rhumatolog",),
    "urologie": ("urolog",),
}
DECLINED_FR: Mapping[DeclineReason, str] = {
    "competence": "hors compétence",
    "conflict": "conflit d'intérêts",
    "unavailable": "indisponible",
    "other": "autre motif",
}

Fit = Literal["pathway", "specialty", "unknown", "other"]
FITS: tuple[Fit, ...] = ("pathway", "specialty", "unknown", "other")


class Case(Record):
    """What of a dossier decides who may take it: its pathway, its names, who spoke of it, and the promised day."""

    pathway: str
    pathway_fr: str
    specialty: str
    circle: Circle
    declines: tuple[Decline, ...] = ()
    stances: tuple[Stance, ...] = ()
    due: date


class Proposal(Record):
    """One expert for one dossier. `against_fr` are objections that staff may overrule with a reason; `excluded_fr` are
    conflicts that the expert declared: nobody overrules those. `away` counts the days of absence until the promised
    day."""

    expert: Expert
    fit: Fit
    for_fr: tuple[str, ...]
    against_fr: tuple[str, ...]
    excluded_fr: tuple[str, ...]
    notes_fr: tuple[str, ...]
    away: int

    @property
    def proposed(self) -> bool:
        """Whether nothing speaks against this expert."""
        return not self.against_fr and not self.excluded_fr

    @property
    def load(self) -> float:
        """Open dossiers, as a share of the weekly capacity."""
        weekly = self.expert.profile.weekly if self.expert.profile else None
        return self.expert.open / (weekly or USUAL_WEEKLY)


def propose(experts: Iterable[Expert], case: Case, today: date) -> tuple[Proposal, ...]:
    """Return the experts whose account is open in the order of `ORDER_FR`; those excluded come last."""
    found = [_weigh(expert, case, today) for expert in experts if expert.account.active]
    return tuple(sorted(found, key=_rank))


def _rank(proposal: Proposal) -> tuple[object, ...]:
    return (
        bool(proposal.excluded_fr),
        bool(proposal.against_fr),
        FITS.index(proposal.fit),
        proposal.away,
        len(proposal.against_fr),
        proposal.load,
        proposal.expert.account.name,
        proposal.expert.account.id,
    )


def _weigh(expert: Expert, case: Case, today: date) -> Proposal:
    fit, fit_fr = _fit(expert, case)
    last = max(case.due, today)
    away = sorted({day for a in expert.absences for day in _days(today, last) if a.on(day)})
    span = [a for a in expert.absences if a.first <= last and a.last >= today]
    busy, busy_fr = _load(expert)
    found = ties(expert, case.circle)
    own = [d for d in case.declines if d.by == expert.account.id]
    conflict = any(s.by == expert.account.id and s.tie != "none" for s in case.stances)
    against = [fit_fr] if fit == "other" else []
    against += [_absence_fr(absence, len(away), len(_days(today, last)), late=case.due < today) for absence in span]
    against += [busy_fr] if busy else []
    against += [f"conflit possible : {tie.why_fr}" for tie in found if not tie.declared]
    against += [f"a rendu ce dossier le {french_date(d.at)} ({DECLINED_FR[d.reason]})" for d in own if not conflict]
    excluded = ["a déclaré un conflit d'intérêts sur ce dossier"] if conflict else []
    excluded += [f"conflit déclaré : {tie.why_fr}" for tie in found if tie.declared]
    speaks = [] if fit in ("other", "unknown") else [fit_fr]
    speaks += [] if span else [_present_fr(case.due, today)]
    speaks += [] if busy else [busy_fr]
    speaks += [] if found or conflict else ["aucun lien repéré avec les médecins et établissements du dossier"]
    general = [i for i in expert.standing_interests if i.kind == "general"]
    notes = [fit_fr] if fit == "unknown" else []
    notes += [f"intérêt général déclaré : {i.what_fr}" for i in general]
    return Proposal(
        expert=expert,
        fit=fit,
        for_fr=tuple(speaks),
        against_fr=tuple(against),
        excluded_fr=tuple(excluded),
        notes_fr=tuple(notes),
        away=len(away),
    )


def _fit(expert: Expert, case: Case) -> tuple[Fit, str]:
    taken = expert.profile.pathways if expert.profile else ()
    if case.pathway in taken:
        return "pathway", f"prend cette pathologie ({case.pathway_fr})"
    specialty = expert.account.specialty or ""
    beginnings = SPECIALTIES.get(case.specialty, (case.specialty[:6],))
    if any(word.startswith(beginnings) for word in words(specialty)):
        silent = "n'a pas dit quelles pathologies il ou elle prend" if not taken else "n'a pas coché cette pathologie"
        return "specialty", f"{silent} ; sa spécialité y répond ({specialty})"
    if taken:
        return "other", f"ne prend pas cette pathologie ({case.pathway_fr})"
    return "unknown", f"pathologies non indiquées, spécialité : {specialty or 'non indiquée'}"


def _load(expert: Expert) -> tuple[bool, str]:
    """Whether an expert has no room, and how the load is told."""
    weekly = expert.profile.weekly if expert.profile else None
    opened = counted_fr(expert.open, "dossier ouvert", "dossiers ouverts")
    if weekly is None:
        return False, f"{opened}, capacité non indiquée"
    if weekly == 0:
        return True, "ne prend pas de nouveau dossier en ce moment"
    return expert.open >= weekly, f"{opened} pour {weekly} par semaine"


def _absence_fr(absence: Absence, away: int, days: int, *, late: bool) -> str:
    when = f"le {french_date(absence.first)}"
    if absence.last > absence.first:
        when = f"du {french_date(absence.first)} au {french_date(absence.last)}"
    if late:
        return f"absence {when}, et la date promise est passée"
    how_long = "aucun jour de présence" if away >= days else f"{counted_fr(days - away, 'jour')} de présence"
    return f"absence {when} : {how_long} d'ici la date promise"


def _present_fr(due: date, today: date) -> str:
    return f"présence prévue jusqu'à la date promise ({french_date(due)})" if due >= today else "présence prévue"


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
