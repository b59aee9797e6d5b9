"""The figures that scores add up to, in the order and the words of the table."""

from engine.domain.record import Record


class Figure(Record):
    """One line of the table. `lower_is_better` for alarms and harms; `compared` when a baseline stands beside it."""

    id: str
    label_fr: str
    lower_is_better: bool = False
    compared: bool = False


class Section(Record):
    """Figures under one heading."""

    title_fr: str
    figures: tuple[Figure, ...]


def _compared(figure: str, label_fr: str, *, lower_is_better: bool = False) -> Figure:
    return Figure(id=figure, label_fr=label_fr, lower_is_better=lower_is_better, compared=True)


SECTIONS = (
    Section(
        title_fr="Documents",
        figures=(
            Figure(id="documents.kind", label_fr="nature exacte"),
            Figure(id="documents.date", label_fr="date exacte"),
            Figure(id="documents.wrong_patient_recall", label_fr="autre personne, repérée"),
            Figure(id="documents.wrong_patient_false_alarm", label_fr="autre personne, à tort", lower_is_better=True),
            Figure(id="documents.duplicate_recall", label_fr="doublon repéré"),
            Figure(id="documents.duplicate_false_alarm", label_fr="doublon, à tort", lower_is_better=True),
        ),
    ),
    Section(
        title_fr="Complétude",
        figures=(
            Figure(id="completeness.status_accuracy", label_fr="statut exact"),
            Figure(id="completeness.flag_recall", label_fr="manque signalé"),
            Figure(id="completeness.flag_precision", label_fr="manque signalé à raison"),
            Figure(id="completeness.ask_recall", label_fr="question à poser, posée"),
        ),
    ),
    Section(
        title_fr="Faits",
        figures=(
            Figure(id="facts.recall", label_fr="fait retrouvé"),
            Figure(id="facts.unit", label_fr="unité exacte"),
            Figure(id="facts.date", label_fr="date exacte"),
            Figure(id="facts.side", label_fr="côté exact"),
            Figure(id="facts.place", label_fr="bon fichier"),
            Figure(id="facts.key_precision", label_fr="valeur juste pour sa clé"),
            Figure(id="facts.trap_avoided", label_fr="piège évité (nié, incertain, famille)"),
            Figure(id="facts.assertion_recall", label_fr="nié, incertain, famille : reconnu"),
        ),
    ),
    Section(
        title_fr="Contradictions",
        figures=(
            Figure(id="conflicts.recall", label_fr="contradiction signalée"),
            Figure(id="conflicts.precision", label_fr="contradiction signalée à raison"),
        ),
    ),
    Section(
        title_fr="Signaux d'alerte",
        figures=(
            Figure(id="red_flags.recall", label_fr="signal levé"),
            Figure(id="red_flags.precision", label_fr="signal levé à raison"),
            Figure(id="draft.stopped_on_red_flag", label_fr="arrêt avant le pré-avis"),
        ),
    ),
    Section(
        title_fr="Pré-avis : énoncés",
        figures=(
            Figure(id="draft.statement_cited", label_fr="énoncé sourcé"),
            Figure(id="draft.numbers_supported", label_fr="nombres trouvés dans la source"),
            Figure(id="draft.key_point_recall", label_fr="point clé dit (mots communs)"),
        ),
    ),
    Section(
        title_fr="Pré-avis : option",
        figures=(
            _compared("draft.option_preferred", "option préférée"),
            _compared("draft.option_acceptable", "option acceptable"),
            _compared("draft.option_discouraged", "option déconseillée", lower_is_better=True),
        ),
    ),
    Section(
        title_fr="Accord avec le premier avis",
        figures=(
            _compared("convergence.D", "diagnostic : accord exact"),
            _compared("convergence.T", "traitement : accord exact"),
            _compared("convergence.E", "examens : accord exact"),
            _compared("convergence.overall", "ensemble : accord exact"),
            _compared("convergence.severity_within_1", "gravité de l'écart à 1 près"),
            _compared("divergence.sensitivity", "divergence vue (sensibilité)"),
            _compared("divergence.specificity", "pas de fausse divergence (spécificité)"),
        ),
    ),
)
