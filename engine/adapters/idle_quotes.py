"""Quotes that tell nothing found in the patient: why a paper was written, what may come of an act, what to do."""

import re

REASON = re.compile(
    r"(?i:indications?|motif|objet|concerne|recherche|compte[- ]rendu d)\b(?! négative)"
    r"|(?i:clinique|contexte(?: clinique)?|renseignements?(?: cliniques?)?|histoire(?: clinique)?) ?:"
    r"|(?i:demande|titre|consignes?(?: (?:données?|remises?|écrites?))?|réunion du \d[\d/]+[^:]{0,25}) ?:"
    r"|(?i:fax|tél(?:éphone)?)\b\.? ?:? ?(?:\d{2}[ .]?){4,}"
    r"|(?i:présents?|participants?|quorum|spécialités(?: présentes)?|rapporteur|secrétariat|médecin référent) ?:"
    r"|(?:M\.|Mr|Mme|Mlle|Monsieur|Madame) [A-ZÀ-Ý' -]{3,}[^,;:]{0,30}\(?\d{2}[./]\d{2}[./]\d{2,4}\b"
    r"|[A-ZÀ-Ý' -]{4,}\b[^,;]*,[^,;]*\d{2}/\d{2}/\d{4}"
)
"""How a paper begins to say why it was written and of whom."""
ADVICE = re.compile(
    r"(?i)(?:(?:\w+[, ]+){0,3}en cas d|s'il |(?:si|que) vous\b|appele[rz]|(?:re)?consulte[rz]|reveni[rz]|signalez|dites"
    r"|[^.;:]{3,60} ?: ?(?:ne pas prendre|arrêter|appeler|consulter|stopper)\b"
    r"|apportez|(?:la )?liste complète|.*\bvo(?:us|tre|s)\b.*\bmédicaments\b"
    r"|(?:risques?|complications?) (?:évoqué|exposé|expliqué|annoncé|possible)"
    r"|(?:j'ai|nous avons|je lui ai) (?:évoqué|expliqué|exposé|rappelé|informé|parlé|prévenu)\b|bonne tolérance\b"
    r"|(?:(?:les?|des|un|ses|ces) )?(?:risques?|complications?)(?: d[eu']\b[^.;:]{1,80})?(?: ?\([^()]{3,160}\))? ?"
    r"(?:(?:lui|leur) )?\b(?:est|sont|a été|ont été|bien|été) "
    r"(?:évoqué|exposé|expliqué|annoncé|discuté|abordé|compris|accepté)"
    r"|(?:(?:la |le )?patiente?|elle|il|mme \w+|m\. \w+) (?:a été |a bien été |est |a bien )?(?:bien )?"
    r"(?:prévenue?|avertie?|informée?)\b"
    r"|rappele[rz]\b)"
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
    r"|prescription ?:|.*, recherche d"
    r"|[^.;]*\bser(?:a|ont|ait|aient) (?:\w+ment |ensuite |alors )?(?:re)?(?:discut|envisag|propos|décid|présent)é"
    r"|.*\b(?:infiltration|injection|opération|intervention|chirurgie|prothèse|geste|arthrodèse)\b[^.;]*"
    r"\b(?:(?:n')?est à |serait à |(?:peut|pourra|pourrait) être |sera(?:it)? )(?:envisag|discut|propos|renouvel|répét)"
    r"|.*\b(?:prescrite?s?|à (?:prévoir|programmer|prélever)|consulter (?:son|sa|le|la|un|une))\b"
)
"""How a line tells what was ordered, is to be done or may come of a treatment: nothing that may be so today."""
CELL = r"(?:\s(?:[<>]?\d[\d.,]*(?:/\d+|\s?(?:°|%|[cm]?m|kg|h|s|min|points?))?|[-–/]|non fait))"
ROW = re.compile(rf"(?:\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|[^\d.;:,]{{2,45}}?){CELL}{CELL}+")
"""A row of a table: a name or a day with nothing but cells behind it; the figures and their course tell what counts."""
COLUMNS = re.compile(
    r"(?:Clichés?|Dates?|Mesures?|Analyses?|Examens?|Param[èe]tres?|Tests?|R[ée]sultats?|Crit[èe]res?|Items?"
    r"|Jour|Incidences?)(?: \(?(?:[A-ZÀ-Ü0-9][\wà-ÿ.'/°%-]*\)?|[a-z]{1,3}\b)){2,8}"
)
"""The line of names that heads the columns of a table ("Date Debout Assis")."""
FIELD = (
    r"(?i:[a-zéè]+log(?:ues?|ie)(?: [a-zé]+)*|sage-femme[a-z -]*|gynéco[- ]?obst[a-zé]+"
    r"|chirurgie[a-zé ]*|médec(?:in|ine)[a-zéè ]*"
    r"|(?:masseur[- ])?kinésithérapeute|infirmi[a-zè]+|biologiste|imagerie[a-zé ]*)"
)
NAME = r"[A-ZÀ-Ý](?:[a-zà-ÿ'’-]{2,}|[A-ZÀ-Ý'’-]{3,})"
LETTERHEAD = re.compile(
    r"(?:(?i:polyclinique|maison (?:médicale|de santé)|laboratoire de biologie)|CHU|CHR|CHRU|GHT|GIE|SELARL|SELAS)"
    r"\b[^.:;\d]*"
    r"|(?i:cabinet|cent(?:re|er)|hôpital|laboratoire|clinique|service|espace|pôle)\b"
    rf"(?=[^.:;\d]*\s{NAME})[^.:;\d]*"
    rf"|(?:(?:Drs?|Docteurs?|Prs?|Professeur)\.? |(?={NAME} [A-ZÀ-Ý'’-]{{4,}}))"
    rf"(?:(?:{NAME}|LE|de|du|le|la)[ -]?){{1,6}}"
    rf"[,—–-]* ?\b{FIELD}"
    r"(?:, [^.:;,\d]{3,40})?"
    r"|(?!Cyto|Histo|Symptomato)"
    r"(?:Rééducation|Consultation|Imagerie|Médecine|Chirurgie|[A-ZÀ-Ý][a-zà-ÿ]+(?:logie|thérapie))"
    r"[a-zà-ÿ'’ -]* (?!N[ÉE]GATI|POSITI|NORMA|ABSEN|PRÉSEN|BÉNI|MALI|DOUTEU|SUSPECT|COMPLET|STABLE)[A-ZÀ-Ý'-]{6,}"
)
"""The head of a paper: an establishment, a doctor and his field, a field and its town in capitals."""
VEILED = re.compile(r"\s?\[(?:ÉTABLISSEMENT|LIEU|ADRESSE|LABORATOIRE) \d+\]\s?")
NAMED = re.compile(r"\[MÉDECIN \d+\]")
VEILED_HEAD = re.compile(rf"(?:{VEILED.pattern})+(?:[—–-] )?[A-ZÀ-Ý][^.:;,\d]{{0,45}}")
"""What stands for the name of an establishment, a place or a doctor, and a paper's head that opens with it."""
GIVEN, FAMILY = "Jean", "VALBREUIL"
"""Any names in their place, by which the head is known as if none were veiled."""
ORDERED = re.compile(
    r"(?i)(?:prélève(?:ment|e)|prescri(?:pteur|ption)|dossier)\b[^.;]*\b(?:prescripteur|surveillance d|à la demande)"
)
"""How a laboratory says who asked for what: nothing that was found or is taken."""
AN_ACT = re.compile(
    r"(?i)(?:ni (?:drain|redon|sonde|lame|stomie)s? ni (?:drain|redon|sonde|lame|stomie)s?"
    r"|(?:pas d[e']|sans|aucune?) ?(?:curage|drain|drainage|redon|sonde|lame|stomie|conversion|transfusion"
    r"|examen extemporané|geste associé)s?(?: axillaire| ganglionnaire)?|curage ?: ?non(?: fait)?)$"
)
"""What an operation did without: nothing was looked for."""
WISHED = re.compile(r"(?i)\bprojets? (?:de |d')(?:grossesse|enfant|maternité)|\b(?:indication|motif) ?:")
"""What somebody wishes, and why an examination is made: no sign that was looked for."""
LONGEST_TITLE = 60
DOSED = re.compile(r"(?i)\d ?(?:mg|µg|ug|g|ui|cp|comprimés?|gélules?|sachets?)\b")
METHOD = re.compile(
    r"(?i)(?:protocole|technique)\b|(?:irm|scanner|tdm|échographie|radiographies?|tep)\b[^.:;\d]{0,40}\bprotocole\b"
)
"""How a quote begins that tells how an examination was made."""
SPARED = re.compile(r"(?i)(?:pas d|aucune?\b|absence d|sans\b)[^.;]*\bsous\b|[^.;]*\bmalgré\b|surveillance d")
"""How a quote begins that names a drug only to say what it has not done ("pas de cytopénie sous méthotrexate", "maladie
active malgré le méthotrexate")."""
UNABLE = re.compile(r"(?i)\bne (?:permet|distingue|peut|peuvent|suffit|prouve)\b")
"""How a paper tells what an examination cannot show: no absence of anything."""
NOT_DONE = re.compile(
    r"(?i)\bn'(?:ai|a|avons|ont|est|a été) (?:pas|jamais) (?:été )?(?:re)?(?:fait|demandé|réalisé|pratiqué|prescrit"
    r"|examiné|contrôlé|reçu|revu|vu|apporté|disponible|accessible)"
    r"|\bnon (?:re)?(?:fait|demandé|réalisé|pratiqué|disponible|accessible|recherché)"
)
"""How a paper tells what was not done or not at hand: nobody looked, so nothing is absent."""
DENIAL = r"\b(?:sans|pas|non|aucune?|ni|absence|absente?s?|jamais|négati(?:f|ve)s?)\b"
UNDENIED = rf"(?:(?!{DENIAL})[^.;])"
FOUND_FIRST = re.compile(
    rf"(?i)(?:{UNDENIED}{{25,}}?|{UNDENIED}*?\d ?(?:mm|cm|°|%)(?!\w){UNDENIED}*?)[,:]? "
    r"(?:(?:mais )?(?:sans\b|pas d[e'])|(?:ni|non|aucune?)\b)"
)
"""How a quote opens that tells at some length, or measures, what was found and denies something of it at its end
("nodule spiculé, sans microcalcification", "masse de 20 mm, sans calcification"): it is no absence."""


def is_no_absence(quote: str) -> bool:
    """Whether what a quote denies was never looked for: what an examination cannot show, an act, advice; or is only
    said of what was found."""
    no_sign = (UNABLE, NOT_DONE, WISHED)
    opens = (AN_ACT, ADVICE, FOUND_FIRST)
    return any(e.search(quote) for e in no_sign) or any(e.match(quote) for e in opens)


OF_ANY = re.compile(
    r"(?i)(?:une?|les?) (?:radiographies?|échographies?|irm|scanners?|examens?|clichés?|bilans?)(?: \w+)? "
    r"(?:normale?s? )?(?:ne (?:permet|permettent|peut|peuvent|suffit|suffisent)|n'(?:élimine|exclu))"
)
"""How a paper tells what no examination of its kind can show."""


def is_letterhead(quote: str) -> bool:
    """Whether a quote is the head of a paper: who writes and where, be a disease named in it as a field. What stands
    for an establishment, a place or a doctor behind the veil opens or ends it like the name itself."""
    bare = " ".join(re.sub(r"\([^)]*\)", "", quote).split())
    if VEILED_HEAD.fullmatch(bare):
        return True
    shown = NAMED.sub(f"{GIVEN} {FAMILY}", VEILED.sub(f" {FAMILY} ", bare))
    return LETTERHEAD.fullmatch(" ".join(shown.split())) is not None


def is_idle(quote: str) -> bool:
    """Whether a quote tells no finding: a title, a letterhead, a bare row, what a paper was written for, advice."""
    title = quote.isupper() and len(quote) < LONGEST_TITLE
    layout = (
        ROW.fullmatch(quote)
        or COLUMNS.fullmatch(" ".join(quote.split()))
        or is_letterhead(quote)
        or MOTIVE.search(quote)
        or ORDERED.match(quote)
    )
    return title or bool(layout) or any(e.match(quote) for e in (REASON, ADVICE))


def is_no_doubt(quote: str) -> bool:
    """Whether a doubt is none about the patient: what is looked for or asked, may come of an act, when a drug is
    taken."""
    other = any(e.search(quote) for e in (ASKING, DOSED))
    return other or any(e.match(quote) for e in (ADVICE, SOUGHT, TO_COME, OF_ANY))
