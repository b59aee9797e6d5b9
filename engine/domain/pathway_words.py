"""What the parts of a pathway are called, on pages, in terminals and between versions."""

from engine.domain.option import SourceRef

LEVELS_FR = {"required": "obligatoire", "recommended": "recommandée", "optional": "facultative"}
ACTIONS_FR = {"appel_15_urgences": "appel au 15", "avis_specialise_24_72h": "avis spécialisé sous 24 à 72 heures"}
STANCES_FR = {"supports": "en faveur", "discourages": "en défaveur", "conditional": "sous condition"}
KINDS_OF_STATEMENT_FR = {
    "indication": "Indication",
    "contre_indication": "Contre-indication",
    "prealable": "Préalable",
    "risque": "Risque",
}
TIERS_FR = {
    "guideline": "recommandation",
    "guideline_relay": "relais d'une recommandation",
    "review_or_teaching": "revue ou cours",
    "clinic_page": "page d'un établissement",
    "not_read": "non lue",
}
ASKED_OF_FR = {"patient": "le patient", "staff": "l'équipe", "doctor_or_document": "un document ou le médecin"}
UNREAD_FR = "non relu sur la source, jamais cité"


def months_fr(months: int | None) -> str:
    """How long a document or a sign counts."""
    return f"{months} mois" if months is not None else "sans limite"


def source_fr(source: SourceRef) -> str:
    """A source in a line: title, body, year, how strong it is."""
    year = f", {source.year}" if source.year else ", sans année"
    return f"{source.title} ({source.body}{year} ; {TIERS_FR.get(source.evidence_tier, source.evidence_tier)})"
