"""What a pattern's match says: its value as a number or as words, of doses and stages, and whether it says none."""

import re
from datetime import date

from engine.domain.pathway import FactPattern, KeyFact
from engine.domain.wording import fold
from engine.steps.clauses import clause_around
from engine.steps.elapsed import elapsed
from engine.steps.measure import EQUIVALENCE, ROMAN, SPELLED, number
from engine.steps.places import ReadPageText
from engine.steps.running import running
from engine.steps.side_by_side import FIGURES

SLIPPED = re.compile(r"[lIiOo]\d{1,2}|\d{1,2}[lO]")
"""A number one of whose figures was read as a letter."""
VERTEBRAE = re.compile(r"\b([TL] ?\d{1,2}) ?[-–] ?([TLS] ?\d{1,2})\b")
"""Two vertebrae with blanks around their stroke."""
STAGE_ZERO = re.compile(r"(?<=[NMPABCTR])[Oo](?![a-zA-LN-Z2-9])(?!\d)")
"""A letter O right behind the letter of a stage."""
STAGE_ONE = re.compile(r"(?<=\b[cp]T)[lI](?=[abc]?\b)|(?<=\by[cp]T)[lI](?=[abc]?\b)")
"""A letter read for the figure right behind the T of a stage ("pTlc")."""
CLEAR = re.compile(r"(?:saine?s?|indemnes?|negatives?)\b\D{0,40}(?P<far>\d{1,2}(?:[.,]\d)?) ?mm")
"""Margins that are clear, and by how much ("saines, la plus proche à 4 mm" are "saines 4 mm")."""
LETTERS = re.compile(r"[^\W\d_]{4,}")
ONLY_STAGES = re.compile(r"(?:[a-z]{0,2}[NMPABCTR][Oo])+")
"""A word of letters, and one that is nothing but stages ("pNOMO")."""
OVARY = re.compile(r"(?<=[Pp][0-3] )0(?=[0-3] ?/)")
"""The letter O of an ovary read as a naught, behind the peritoneum of an #Enzian code."""
NOT_DONE = re.compile(
    r"\b(?:non|pas|jamais|ni)\s+(?:encore\s+)?(?:ete\s+)?(?:fai(?:te?s?|re)|realise|recherche|demande|effectue|determine|teste|"
    r"disponible|connu|renseigne|dose|precise)|\ben\s+(?:attente|cours)\b|\ba\s+(?:faire|demander|realiser|rechercher)\b"
)
"""How a text says that a result does not exist."""
COUNTED = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8}
UPWARDS = ("neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf")
TENS = {"vingt": 20, "trente": 30, "quarante": 40}
IN_WORDS = (
    COUNTED
    | {word: number for number, word in enumerate(UPWARDS, start=9)}
    | TENS
    | {f"{ten}-et-un": value + 1 for ten, value in TENS.items()}
    | {f"{ten}-{word}": value + one for ten, value in TENS.items() for word, one in [*COUNTED.items(), ("neuf", 9)][2:]}
)
"""What a text counts in words, as nodes are ("vingt-quatre ganglions"), on folded text."""
HALF = {"½": 0.5, "1/2": 0.5}
FORM_NAMED = r"(?:,? ?(?:cp|comprimes?|gelules?)\b(?: secables?)?)?"
"""The form of a drug behind its dose, before how many are taken ("2,5 mg, comprimé : 7 comprimés")."""
TABLETS = re.compile(
    rf"{FORM_NAMED}[ \t]*(?:[:,(-]|\n)?[ \t]*(\d{{1,2}}(?:[.,]5)?|½|1/2|{'|'.join(COUNTED)})"
    r" ?(?:cp|comprimes?|gelules?)\b"
    r"(?P<half> et (?:demie?|1/2|½)| (?:1/2|½))?"
    rf"(?! ?(?:le |au )?(?:matin|midi),? (?:et )?(?:\d|½|{'|'.join(COUNTED)})\b)"
    r"(?P<times>,? ?(?:le |au )?matin(?:,? (?:le |et |au )*midi)?,? (?:et )?(?:le |au )*soir\b"
    r"|,? ?[2-4] ?(?:fois|x|prises) ?(?:par|/) ?j)?"
)
"""How many tablets of the dose before it are taken at once, and how many times in a day where it is several."""
ROW = 60
"""Characters behind a dose within which its line says when it is taken."""
AT_HOUR = re.compile(
    rf"(?<![\d/.,])(\d{{1,2}}(?:[.,]5)?|½|1/2|{'|'.join(COUNTED)})(?: ?(?:cp|comprimes?|gelules?)\b)? ?(?:le |au )?"
    r"(?:matin|midi|soir)\b"
)
"""So many tablets at one hour of the day ("2 cp matin et 1/2 le soir")."""
OFTEN_BEHIND = re.compile(
    rf"(?:(?:,? puis(?: a)?| ?->| ?→) ?\d+(?:[.,]\d+)? ?mg\b)?"
    rf"(?: ?[/1l|] ?\d(?:[.,]\d+)? ?ml\b)?(?:,? (?:stylo|seringue)[a-z -]{{0,24}})?{FORM_NAMED}"
    rf"[ :,(\n-]*(?:(?:\d{{1,2}}|½|1/2|{'|'.join(COUNTED)}) ?(?:cp|comprimes?|gelules?|injections?|prises?"
    r"|stylos?|seringues?)\b(?: et demie?| (?:et )?(?:1/2|½))?(?: ?\(\d+(?:[.,]\d+)? ?mg\))?"
    r"[^.;\n\d]{0,30}?)?(?:(?:(?:une?|1) (?:seule )?fois )?(?:par|/)\s?(?:(?P<week>sem)|j)|(?P<weekly>hebdo"
    r"|(?:le|chaque|tous les) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b)"
    r"|(?:(?:le|chaque|tous les) )?(?:matin|soir)s?\b|tous les jours\b)"
)
"""How often a dose is taken, behind how many tablets are."""
STEPPED = (
    r"(?:\s*(?:mg|mm|cm|km|m(?:ètres)?|kg|°|%|/ ?\d{2,3})\b)?"
    r"(?:\s?/\s?(?:j(?:our)?|sem(?:aine)?)\b| par (?:jour|semaine))?"
    r"(?:\s+(?:en|le|dès|depuis|jusqu'en|à partir d[eu]|pendant)\s[^.;:,()\n]{2,28}?)?,?"
    r"(?P<step>\s+(?:(?:puis|et)\s+)?"
    r"(?:(?:port|augment|major|mont|pass|ramen|diminu|baiss|abaiss|tomb)ée?|réduite?|descendue?)"
    r"(?:\s+(?:progressivement|ensuite|secondairement))?\s+à"
    r"|\s+(?:actuellement|désormais|maintenant)(?:\s+à)?|\s+puis(?:\s+à)?(?=\s*[\d.,]+\s*mg))"
)
"""How a text says that a dose or measure was changed ("15 mg/semaine, porté à 20 mg")."""
BECAME = re.compile(
    rf"(?:(?:\s*(?:°|mm|%|/ ?\d{{2,3}}|ng/m[lL])?\s*(?:->|→|,? puis(?: à)?)|{STEPPED})\s*(\d+(?:[.,]\d+)?)\b"
    r"(?![°%]?\s*(?:jours?|mois|semaines?|ans?)\b)){1,5}"
)
"""How a text says what a value became ("EVA 6 -> 5", "flexion 110° puis 105°"): the last one counts."""
GOAL = re.compile(
    r"\b(?:jusqu.(?:a|aux?)|objectifs?|(?:valeurs?|scores?|taux|doses?) cibles?|vis(?:er|ant|e|ons)|atteindre|attendre|"
    r"tant que|"
    r"des que|au-?dela de|au-?dela d.une?|a partir d[eu]|a partir d.une?|si|"
    r"(?:prevue?s?|envisagee?s?|possible|poursuivie?s?)(?: [a-z]+){0,2}? (?:a|au|vers|des))"
    r"\b ?:?(?:\s+(?:un|une|le|la|les|de|du|est|score|stade)\b|\s*\b[ld].){0,3}\s*$"
)
"""What stands before a value that is to be reached or waited for ("jusqu'à Risser 4"), and is none yet."""
GOAL_REACH = 40
"""Characters before a name in which that is said."""
RULE = re.compile(
    r"\b(?:seuils?|defini[a-z]{0,3} (?:par|comme)|objectifs?(?! atteint)"
    r"|(?:valeurs?|taux|scores?|imc|poids) cibles?|marges? d.erreur|erreur de mesure"
    r"|fin de (?:la )?(?:croissance|maturation|puberte)|legende ?:[^\n]{0,200})\b"
    r"[^.;\n\d]{0,40}$"
)
WANTED = re.compile(r"\b(?:cible(?! pi-?rads)|objectif|souhaitee?|visee?|attendue?|ideale?)\b")
COMPARED = re.compile(r"(?:\b(?:superieure?|inferieure?|plus de|moins de|au-?dela|au-?dessus)\b[^.;\d]{0,6}|[<>≤≥] ?)$")
IN_GENERAL = re.compile(r"(?:^|[.;\n] ?|, )(?:une?|toute?) (?:[a-z]+ (?:de )?){0,2}$")
GENERAL_BEHIND = re.compile(
    r"[^.,;\n\d]{0,20}\b(?:se (?:surveille|traite|discute|corrige|opere)|ne (?:releve|justifie|suffit|contre-?indique)"
    r"|est (?:habituel|attendu|normal|frequent|courant)|releve d|justifie|impose)"
)
"""What says something of anybody ("une courbure de moins de 20° se surveille"), on folded text."""
YET_TO_COME = re.compile(r" ?(?:= ?[a-z]|(?:attendu|espere|prevu|vise|souhaite)e?s?\b)")
RULE_BEHIND = re.compile(
    r"[^.,;\n\d]{0,20}\b(?:seuil|fai(?:t|re) discuter|justifi[a-z]+|releve"
    r"|est une (?:contre-?)?indication|contre-?indique)"
)
"""What makes a number a bound of a rule or what is aimed at ("seuil chirurgical : Cobb > 45°"), on folded text."""
OWN_UNIT = (
    r"\s*(?:°|mm|cm|mg(?:/j|/sem(?:aine)?| par (?:jour|semaine))?(?: (?:sc|per os))?|%|degres|/ ?\d+|[a-zμ]+/m?[ld]l?)?"
)
STEP = (
    rf"{OWN_UNIT}\s+"
    r"(?:(?:en|le|avant|au|a|lors|il y a|initialement|depuis|jusqu.en)\b[^.;:,()\n]{0,30}?|alors|(?=et\b))"
    r"\s?(?:,|\bet\b|\bpuis\b) ?(?:puis |et |contre )?(?P<name>[a-z]{2,12} )?(?:a |de )?(?P<value>\d+(?:[.,]\d+)?)"
)
NOW_BEHIND = re.compile(
    rf"{STEP.replace('P<name>', ':').replace('P<value>', ':')}".join(("(?:", "){0,3}"))
    + rf"{STEP}{OWN_UNIT},?\s+(?:au dernier|ce (?:jour|mois)|a ce jour|cette semaine|aujourd.hui|"
    r"actuellement|maintenant|desormais|sous (?:traitement|[a-z]{5,})|depuis|apres"
    r"|a (?:un|deux|trois|six|\d{1,2}) (?:mois|semaines|ans?))\b"
)
"""A value of before and the one of now behind it ("5,1 en juin, 3,4 ce jour"): the last counts, on running text."""


TIME_BEHIND = re.compile(r"\s?(?:ans?|mois|semaines?|jours?)\b")
BOUND_BEFORE = re.compile(r"[<>≤≥]\s?$")
NORM_BEFORE = re.compile(
    r"\b(?:normes?|seuils?|limites?(?: (?:basse|haute))?) (?:de |d.|du |des )?(?:la |l.|le |les )?$"
)
NORM_REACH = 30
"""What stands behind a number that is a time, before one that is a bound, and before a name whose norm is told."""
BOUND = re.compile(
    r"\b(?:superieure?s? (?:ou egale?s? )?a|inferieure?s? (?:ou egale?s? )?a|au-dela d|au-dessus d|en dessous d|"
    r"(?:d.)?au (?:moins|plus)|(?:plus|moins) d|a partir d|seuils?|cibles?(?! ?\d)|objectifs?|maximum|[<>≤≥])"
)
FOR_ALL = re.compile(r"\W*(?:une?|tout|toute|les|des|chez une?|on|la)\b(?! (?:patiente?|femme) (?:de|agee?))")
MAKES_A_RULE = re.compile(
    r"\b(?:defini(?:t|ssent|e)|permet(?:trait|tent)?|necessaires?|souhaitables?|recommand\w+|requis\w*|impose\w*|"
    r"contre-?indiqu\w+|indiquee?s? (?:si|en cas|au-dela)|releve(?:nt)? d|fait (?:demander|discuter)|ferai(?:t|ent)|"
    r"doi(?:t|vent)|il faut|seuils?|vise\w*|objectifs?|cibles?(?! ?\d)|maximum|"
    r"convien(?:t|nent)|reserve\w*|sont opere\w*|est (?:discutee?|proposee?) si|justifie\w*)\b"
)
"""What stands between a name and a bound, and what makes the bound that of everybody, on folded text."""
TO_BE_DONE = re.compile(
    r"\ba (?:proposer|faire|realiser|prevoir|discuter|envisager|demander|doser|rechercher|completer)\b"
    r"|\b(?:propos|conseill|preconis|indiqu|recommand|justifi)\w+|\b(?:systematique|obligatoire|necessaire)s?\b"
)
"""What a bound in brackets is the reason of, on folded text."""
AND_A_HALF = re.compile(r"\s+et demie?\b")
TIMES = ("an", "ans", "mois", "semaine", "semaines")
"""What adds half of its unit to a time ("quatre mois et demi")."""


def is_no_value(match: re.Match[str], place: ReadPageText) -> bool:
    """Whether the number of a match is a bound ("N ≥ 30 %"), a time ("à 6 mois") or a norm, and nobody's value."""
    if match.groupdict().get("value") is None:
        return _is_rule(match, place, match.end())
    start, end = match.span("value")
    if EQUIVALENCE.match(match.string, start):
        return True
    timed = not match.groupdict().get("unit") and TIME_BEHIND.match(match.string, end)
    bound = BOUND_BEFORE.search(match.string, match.start(), start)
    norm = NORM_BEFORE.search(match.string, max(0, match.start() - NORM_REACH), match.start())
    return bool(timed or bound or norm) or _is_rule(match, place, start) or _is_criterion(match, place, start)


def _is_criterion(match: re.Match[str], place: ReadPageText, start: int) -> bool:
    """Whether a bound stands in brackets behind what it makes somebody do ("caryotype à proposer (moins de … )")."""
    left, _ = clause_around(place.page.text, match.start(), match.end())
    before, bracket, within = match.string[left:start].rpartition("(")
    opened = bracket and ")" not in within
    return bool(opened and match.string[start] in "<>≤≥" and TO_BE_DONE.search(before))


def _is_rule(match: re.Match[str], place: ReadPageText, at: int) -> bool:
    """Whether a match only names a bound of a rule for everybody ("un score supérieur à 100 définit …")."""
    if not BOUND.search(match.string, match.start(), at):
        return False
    left, right = clause_around(place.page.text, match.start(), match.end())
    told = fold(place.page.text[left:right])
    return FOR_ALL.match(told) is not None or MAKES_A_RULE.search(told) is not None


def not_done(match: re.Match[str], place: ReadPageText) -> bool:
    """Whether an examination that was not made ("mutation BRAF : non faite") is all that a match tells."""
    _, right = clause_around(place.page.text, match.start(), match.end())
    told = match.string[match.end() : right].split(",", 1)[0]
    return NOT_DONE.search(match[0] + told) is not None


def value_of(
    match: re.Match[str], rule: FactPattern, key_fact: KeyFact, place: ReadPageText, until: date | None = None
) -> float | int | str | None:
    """What a match says: the word for its polarity, two counts in their own order, its value, what that became, or the
    time since an onset `until` a day, the document's own where none is given."""
    text, groups = place.page.text, match.groupdict()
    if rule.value_by_polarity:
        polarity = rule.polarity or place.assertions.of(match.start(), match.end())[0]
        return rule.value_by_polarity.get(polarity)
    if groups.get("none") is not None:
        return f"0/{_count(groups['none'])}"
    if groups.get("first") is not None:
        return f"{_count(groups['first'])}/{_count(groups['second'])}"
    if groups.get("value") is None:
        return _since(match, key_fact, place, until) if groups.get("since") is not None else rule.value
    value = typed(text[match.start("value") : match.end("value")], key_fact)
    if isinstance(value, float | int) and groups.get("unit") and AND_A_HALF.match(fold(text), match.end("unit")):
        value += 0.5 if fold(groups["unit"]) in TIMES else 0
    if (
        (key_fact.unit or "").startswith("mg/")
        and place.document.kind == "ordonnance"
        and isinstance(value, float | int)
    ):
        # "Prednisone 5 mg : 2 comprimés" is ten milligrams.
        taken = _tablets(fold(text), match.end())
        if taken:
            return value * taken
    now, later = now_behind(match, place), _later(match, place)
    printed = later[2] if later else now["value"] if now else None
    return typed(printed, key_fact) if printed and isinstance(value, float | int) else value


def _tablets(folded: str, behind: int) -> float | int | None:
    """How many tablets the words behind a dose say: at one time, in a day of several, or at each of its hours."""
    hours = AT_HOUR.findall(re.split(r"[;\n]", folded[behind : behind + ROW], maxsplit=1)[0])
    if len(hours) > 1:
        return sum(map(_tablet, hours))
    told = TABLETS.match(folded, behind)
    if told is None:
        return None
    figure = re.search(r"[2-4]", told["times"] or "")
    times = int(figure[0]) if figure else len(re.findall(r"matin|midi|soir", told["times"] or "")) or 1
    return (_tablet(told[1]) + (0.5 if told["half"] else 0)) * times


def _tablet(printed: str) -> float | int:
    taken = COUNTED.get(printed) or HALF.get(printed) or number(printed)
    return taken if isinstance(taken, float | int) else 1


def now_behind(match: re.Match[str], place: ReadPageText) -> re.Match[str] | None:
    """The value of now behind that of a match, of the same name where it is named again."""
    now = NOW_BEHIND.match(running(place.page.text), match.end()) if match.groupdict().get("value") else None
    same = now and (not now["name"] or now["name"].strip() in match[0].split())
    return now if same else None


def stepped_to(match: re.Match[str], place: ReadPageText) -> bool:
    """Whether the words behind the value of a match say that it was changed to the one of now."""
    later = _later(match, place) if match.groupdict().get("value") else None
    return later is not None and later["step"] is not None


def _later(match: re.Match[str], place: ReadPageText) -> re.Match[str] | None:
    """What the value of a match became; the steps of a prescription are yet to come."""
    later = BECAME.match(place.page.text, match.end())
    return None if later and later["step"] and place.document.kind == "ordonnance" else later


def is_goal(match: re.Match[str]) -> bool:
    """Whether the value of a match is to be reached, or is the bound of a rule: nobody has it yet."""
    text, start, value = match.string, match.start(), match.span("value")
    before, between = text[max(0, start - GOAL_REACH) : start], text[start : value[0]]
    if GOAL.search(before) or RULE.search(before) or WANTED.search(between) or RULE.search(between):
        return True
    if YET_TO_COME.match(text, match.end()) or (IN_GENERAL.search(before) and GENERAL_BEHIND.match(text, match.end())):
        return True
    return COMPARED.search(between) is not None and RULE_BEHIND.match(text, match.end()) is not None


def _since(match: re.Match[str], key_fact: KeyFact, place: ReadPageText, until: date | None) -> int | None:
    onset, own = place.page.text[match.start("since") : match.end("since")], place.document.dated
    first = elapsed(onset, own, key_fact.unit)
    if first is None or own is None or until is None or until <= own:
        return first
    # The year of a day without one goes by its own document.
    return first + (elapsed(own.strftime("%d/%m/%Y"), until, key_fact.unit) or 0)


def _count(printed: str | None) -> int | str:
    word = re.sub(r"[ -]+", "-", (printed or "").strip())
    return 0 if word in ("aucun", "aucune") else IN_WORDS.get(word, printed or "")


def by_day_or_week(match: re.Match[str]) -> str | None:
    """The unit of a dose whose rhythm is printed behind its tablets ("10 mg : 1 comprimé par jour")."""
    often = OFTEN_BEHIND.match(match.string, match.end("unit"))
    return ("mg/semaine" if often["week"] or often["weekly"] else "mg/j") if often else None


def typed(printed: str, key_fact: KeyFact) -> float | int | str:
    """A printed value in the key fact's type: a number, two counts, or words with their blanks and stages put right."""
    printed = printed.lstrip(" \n(:=,")
    if key_fact.value_type in ("enum", "string", "list"):
        # "pT3 N1b (2/21) R0" is the stage pT3 N1b R0.
        plain = re.sub(r"\s+", " ", re.sub(r"\([^)]*\)", " ", printed)).strip()
        return zeros(re.sub(r" ?,", "", plain) if key_fact.agreement else plain)
    words = SPELLED | IN_WORDS if key_fact.value_type in ("integer", "decimal") else {}
    named = ROMAN | SPELLED | words if key_fact.roman else words
    if fold(printed) in named:
        return named[fold(printed)]
    if key_fact.value_type in ("integer", "decimal") and SLIPPED.fullmatch(printed):
        printed = printed.translate(FIGURES)
    if re.fullmatch(r"(?:(?:inf|sup)[^\d\n]{5,12})?\d+(?:[.,]\d+)?", fold(printed)):
        return number(printed)
    whole = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}$)", "", printed)
    if whole.isdigit() and key_fact.value_type in ("integer", "decimal"):
        return int(whole)
    counts = re.findall(r"\d+(?:[.,]\d+)?", printed)
    if key_fact.value_type == "object" and len(counts) == 2 and not re.search(r"[a-z]\d", printed, re.IGNORECASE):
        return f"{counts[0]}/{counts[1]}"
    if margin := CLEAR.fullmatch(fold(printed)):
        printed = f"{printed.split(maxsplit=1)[0].strip(',')} {margin['far']} mm"
    return zeros(VERTEBRAE.sub(r"\1-\2", re.sub(r"\s+", " ", printed).strip()))


def zeros(printed: str) -> str:
    """A stage whose naughts were read as letters ("pT3a pNO", "PO O2/1 AO") with figures in their place."""
    printed = STAGE_ONE.sub("1", printed)
    words = [m.span() for m in LETTERS.finditer(printed) if not ONLY_STAGES.fullmatch(m[0])]
    return OVARY.sub("O", STAGE_ZERO.sub(lambda m: m[0] if any(a <= m.start() < b for a, b in words) else "0", printed))
