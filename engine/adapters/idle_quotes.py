"""Quotes that tell nothing found in the patient: why a paper was written, what may come of an act, what to do."""

import re

REASON = re.compile(
    r"(?i:indications?|motif|objet|concerne|recherche|compte[- ]rendu d)\b(?! négative)"
    r"|(?i:clinique|contexte(?: clinique)?|renseignements?(?: cliniques?)?|histoire(?: clinique)?) ?:"
    r"|(?i:demande|titre|consignes?(?: (?:données?|remises?|écrites?))?|réunion du \d[\d/]+[^:]{0,25}) ?:"
    r"|(?i:présents?|participants?|quorum|spécialités(?: présentes)?|rapporteur|secrétariat|médecin référent) ?:"
    r"|(?:M\.|Mr|Mme|Mlle|Monsieur|Madame) [A-ZÀ-Ý' -]{3,}[^,;:]{0,30}\(?\d{2}[./]\d{2}[./]\d{2,4}\b"
    r"|[A-ZÀ-Ý' -]{4,}\b[^,;]*,[^,;]*\d{2}/\d{2}/\d{4}"
)
"""How a paper begins to say why it was written and of whom."""
ADVICE = re.compile(
    r"(?i)(?:(?:\w+[, ]+){0,3}en cas d|s'il |(?:si|que) vous\b|appele[rz]|(?:re)?consulte[rz]|reveni[rz]|signalez|dites"
    r"|apportez|(?:la )?liste complète|.*\bvo(?:us|tre|s)\b.*\bmédicaments\b"
    r"|(?:risques?|complications?) (?:évoqué|exposé|expliqué|annoncé|possible)"
    r"|(?:j'ai|nous avons|je lui ai) (?:évoqué|expliqué|exposé|rappelé|informé|parlé|prévenu)\b|bonne tolérance\b"
    r"|(?:(?:les?|des|un) )?(?:risques?|complications?) d[eu']\b[^.;:]{1,80}"
    r"\b(?:est|sont|a été|ont été|bien|été) (?:évoqué|exposé|expliqué|annoncé|discuté|abordé|compris|accepté))"
)
"""How a line opens that tells the patient what to do, or what an act may bring."""
SOUGHT = re.compile(r"(?i)(?:indications?|motif|recherche|bilan)\b(?! négati)")
"""How a line begins that says what an examination was to look for."""
MOTIVE = re.compile(r"\b(?i:motif|indication) ?:")
ASKING = re.compile(r"(?i)\b(?:se )?demande(?:nt)? (?:si|quand|à)\b")
"""What somebody asks for is no finding that may be so."""
TO_COME = re.compile(
    r"(?i)(?:demandeur|prescripteur|prévenir|à (?:prévoir|surveiller|revoir|reprendre)\b|consignes?\b|thèmes? abordés?"
    r"|effets? (?:secondaires?|indésirables?) (?:évoqués?|expliqués?|possibles?|exposés?|rappelés?))"
    r"|.*\b(?:prescrite?s?|à (?:prévoir|programmer|prélever)|consulter (?:son|sa|le|la|un|une))\b"
)
"""How a line tells what was ordered, is to be done or may come of a treatment: nothing that may be so today."""
CELL = r"(?:\s(?:[<>]?\d[\d.,]*(?:/\d+|\s?(?:°|%|[cm]?m|kg|h|s|min|points?))?|[-–/]|non fait))"
ROW = re.compile(rf"(?:\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|[^\d.;:,]{{2,45}}?){CELL}{CELL}+")
"""A row of a table: a name or a day with nothing but cells behind it; the figures and their course tell what counts."""
LETTERHEAD = re.compile(
    r"(?:Cabinet|Centre|Clinique|Polyclinique|Hôpital|Service|Maison de santé|Espace|Pôle)\b[^.:;]*"
)
ORDERED = re.compile(
    r"(?i)(?:prélève(?:ment|e)|prescri(?:pteur|ption)|dossier)\b[^.;]*\b(?:prescripteur|surveillance d|à la demande)"
)
"""How a laboratory says who asked for what: nothing that was found or is taken."""
AN_ACT = re.compile(
    r"(?i)ni (?:drain|redon|sonde|lame|stomie)s? ni (?:drain|redon|sonde|lame|stomie)s?$"
    r"|(?:pas d[e']|sans|aucune?) ?(?:curage|drain|drainage|redon|lame|stomie|conversion|transfusion|examen extemporané"
    r"|geste associé)s?(?: axillaire| ganglionnaire)?$"
)
"""What an operation did without: nothing was looked for."""
LONGEST_TITLE = 60
DOSED = re.compile(r"(?i)\d ?(?:mg|µg|ug|g|ui|cp|comprimés?|gélules?|sachets?)\b")
METHOD = re.compile(r"(?i)(?:protocole|technique)\b")
"""How a quote begins that tells how an examination was made."""
SPARED = re.compile(r"(?i)(?:pas d|aucune?\b|absence d|sans\b)[^.;]*\bsous\b")
"""How a quote begins that names a drug only to say what it has not done ("pas de cytopénie sous méthotrexate")."""
UNABLE = re.compile(r"(?i)\bne (?:permet|distingue|peut|peuvent|suffit|prouve)\b")
"""How a paper tells what an examination cannot show: no absence of anything."""
NOT_DONE = re.compile(
    r"(?i)\bn'(?:ai|a|avons|ont|est|a été) (?:pas|jamais) (?:été )?(?:re)?(?:fait|demandé|réalisé|pratiqué|prescrit"
    r"|examiné|contrôlé|reçu|revu|vu|apporté|disponible|accessible)"
    r"|\bnon (?:re)?(?:fait|demandé|réalisé|pratiqué|disponible|accessible|recherché)"
)
"""How a paper tells what was not done or not at hand: nobody looked, so nothing is absent."""


def is_no_absence(quote: str) -> bool:
    """Whether what a quote denies was never looked for: what an examination cannot show, an act, advice."""
    return bool(UNABLE.search(quote) or NOT_DONE.search(quote) or AN_ACT.match(quote) or ADVICE.match(quote))


OF_ANY = re.compile(
    r"(?i)(?:une?|les?) (?:radiographies?|échographies?|irm|scanners?|examens?|clichés?|bilans?)(?: \w+)? "
    r"(?:normale?s? )?(?:ne (?:permet|permettent|peut|peuvent|suffit|suffisent)|n'(?:élimine|exclu))"
)
"""How a paper tells what no examination of its kind can show."""


def is_idle(quote: str) -> bool:
    """Whether a quote tells no finding: a title, a letterhead, a bare row, what a paper was written for, advice."""
    title = quote.isupper() and len(quote) < LONGEST_TITLE
    layout = ROW.fullmatch(quote) or LETTERHEAD.fullmatch(quote) or MOTIVE.search(quote) or ORDERED.match(quote)
    return title or bool(layout) or any(e.match(quote) for e in (REASON, ADVICE))


def is_no_doubt(quote: str) -> bool:
    """Whether a doubt is none about the patient: what is looked for or asked, may come of an act, when a drug is
    taken."""
    other = any(e.search(quote) for e in (ASKING, DOSED))
    return other or any(e.match(quote) for e in (ADVICE, SOUGHT, TO_COME, OF_ANY))
