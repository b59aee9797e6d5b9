"""The names of people that a page prints: where one begins and ends, by its words, initials, capitals and commas."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.domain.identifying import Identifying
from engine.steps.deidentify.words import Lexicon, Token, tokens_of

MOST_PARTS = 6
JOINT = re.compile(r"[ \u00a0]{0,2}|[ \u00a0]?[-‑][ \u00a0]?")
AFTER_INITIAL = re.compile(r"\s{0,2}")
SENTENCE_START = re.compile(r"(?:^|[.!?:;•|>]|(?<![a-zà-ÿ,])\n|\n\n|[-–—*] ?)\s*[\"«(']?\s*$")
PART_START = re.compile(r"(?:\n[ \t]*|, )$")
ENDS = re.compile(
    r"\s*(?:$|[^\w\s]|\d|[A-ZÀ-ÖØ-Þ]|(?:née?|et|ou|le|la|les|à|au|aux|de|du|des|en|est|a|sont|par|pour|avec|sur|chez|qui|"
    r"dans|âgée?|ce|lors|son|sa|ses|je|il|elle|que|ont)\b)"
)
SURNAME_COMMA = re.compile(r"(?:^|\n|[-–:|] |\b(?:M|Mr|Mme)\.? )[ \t]*((?:[A-ZÀ-Þ'’-]{2,} ?){1,3}), ?$")
TITLE_CASE = re.compile(
    r"(?:(?:Mc|Mac|De|Le|La|Van|Von|Fitz|Saint)?[A-ZÀ-Þ][a-zß-ÿ'’]+)(?:[-‑'’][A-ZÀ-Þa-zß-ÿ][a-zß-ÿ'’]*)*"
)
SHORTEST = 3


class Hit(NamedTuple):
    """A stretch that identifies. A `sure` one was introduced: its words are looked for in the rest of the dossier."""

    start: int
    end: int
    kind: Identifying
    sure: bool


class NamesOfPage:
    """One text with its words, and the questions that are asked of them."""

    def __init__(self, text: str, folded: str, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.text, self.folded, self.tokens, self._lexicon = text, folded, tokens, lexicon
        self._by_start = {t.start: i for i, t in enumerate(tokens)}

    def token_at(self, position: int) -> int | None:
        """The word that begins here."""
        return self._by_start.get(position)

    def name_at(self, first: int, *, trust: int, lower: bool = False) -> int | None:
        """The last word of the name that begins with `first`, or None when there is none.

        With `trust` 2 any capitalised word is one; with 1 what no other word is, or two together; with 0 the former.
        """
        index, cores, last = first, 0, None
        while index < len(self.tokens) and index - first < MOST_PARTS and self._joined(first, index):
            token = self.tokens[index]
            if token.shape == "initial":
                last = index if cores or trust else last
            elif self._is_particle(index, cores):
                pass
            elif self._ends_name(token) or not self._part_of_name(index, first, cores, trust, lower=lower):
                break
            else:
                cores, last = cores + 1, index
            index += 1
        return last if cores else None

    def _joined(self, first: int, index: int) -> bool:
        if index == first:
            return True
        before, after = self.tokens[index - 1], self.tokens[index]
        joint = AFTER_INITIAL if before.shape == "initial" else JOINT
        return bool(joint.fullmatch(self.text, before.end, after.start))

    def _ends_name(self, token: Token) -> bool:
        return token.plain in self._lexicon.roles

    def _is_particle(self, index: int, cores: int) -> bool:
        """« de », « Le », « El » before a capitalised word; in capitals or small letters."""
        token = self.tokens[index]
        if token.plain not in self._lexicon.particles or index + 1 >= len(self.tokens):
            return False
        after = self.tokens[index + 1]
        if after.shape not in ("title", "caps") or not self._joined(0, index + 1) or self._ends_name(after):
            return False
        return token.shape != "lower" or cores == 0 or not self._lexicon.common(after) or after.shape == "caps"

    def _part_of_name(self, index: int, first: int, cores: int, trust: int, *, lower: bool) -> bool:
        token, lexicon = self.tokens[index], self._lexicon
        if token.shape == "lower":
            if lexicon.common(token):
                ends = re.match(r" *(?:[,;|\n]|$)", self.text[token.end :][:3])
                return lower and (trust == 2 or bool(cores and ends))
            return not lexicon.clinical(token) and (trust == 2 or (lower and (cores > 0 or lexicon.proper(token))))
        if lexicon.clinical(token) or lexicon.not_before.match(self.folded, token.end):
            return cores == 0 and (trust == 2 or (trust == 1 and self._pairs_with_name(index)))
        if not lexicon.common(token) or lexicon.proper(token):
            return not (cores == 0 and trust == 0 and lexicon.common(token)) and not self._beside_eponym(index)
        if cores == 0:
            return trust == 2 or (trust == 1 and self._pairs_with_name(index))
        return token.shape == "caps" or bool(ENDS.match(self.text, token.end))

    def _pairs_with_name(self, index: int) -> bool:
        """An everyday word in capitals before or after a name: « ROUGE Julie », « L. MARTEAU »."""
        near = [
            i
            for i in (index - 1, index + 1)
            if 0 <= i < len(self.tokens) and self._joined(min(i, index), max(i, index))
        ]
        return any(self.tokens[i].shape == "initial" or self.is_core(i) for i in near)

    def is_core(self, index: int) -> bool:
        """Whether a word is a name by itself: capitalised, and known as one or unknown altogether."""
        token, lexicon = self.tokens[index], self._lexicon
        if token.shape not in ("title", "caps") or len(token.plain) < SHORTEST or token.plain in lexicon.roles:
            return False
        if lexicon.eponym(token, self.folded[: token.start]) or lexicon.clinical(token):
            return False
        if lexicon.not_before.match(self.folded, token.end) or self._touches_figure(token):
            return False
        if lexicon.proper(token):
            return not self._beside_eponym(index)
        if lexicon.common(token) or lexicon.drug_cue.search(self.folded, max(0, token.start - 50), token.start):
            return False
        return bool(TITLE_CASE.fullmatch(token.said)) if token.shape == "title" else could_be_said(token.plain)

    def _touches_figure(self, token: Token) -> bool:
        return (
            self.text[token.end : token.end + 1].isdigit() or self.text[max(0, token.start - 1) : token.start].isdigit()
        )

    def _beside_eponym(self, index: int) -> bool:
        """« l'interligne interne, Kellgren et Lawrence »: two words of the table, one of them only an eponym."""
        token = self.tokens[index]
        if not self._lexicon.listed_eponym(token):
            return False
        for near in (index - 2, index - 1, index + 1, index + 2):
            if 0 <= near < len(self.tokens) and self._lexicon.listed_eponym(self.tokens[near]):
                other = self.tokens[near]
                apart = self.text[min(token.end, other.end) : max(token.start, other.start)]
                only = not (self._lexicon.proper(other) and self._lexicon.proper(token))
                if only and re.fullmatch(r"\s*(?:et|-|–|&|/)?\s*", apart):
                    return True
        return False

    def with_initials(self) -> Iterator[Hit]:
        """« J.-P. CASTELNAUD », « Dupont J. »."""
        for index, token in enumerate(self.tokens[:-1]):
            after = self.tokens[index + 1]
            if token.shape != "initial" or not self._joined(index, index + 1):
                continue
            if after.shape not in ("title", "caps") or len(after.plain) < SHORTEST or self._ends_name(after):
                continue
            if self._lexicon.clinical(after) or self._lexicon.eponym_cue.search(self.folded[: token.start]):
                continue
            dotted = "." in token.said
            before = self.text[max(0, token.start - 12) : token.start]
            opens = bool(SENTENCE_START.search(before) or re.search(r"\n[ \t]*$", before))
            listed = opens and len(token.said) == 2 and self._lexicon.common(after) and not self._lexicon.proper(after)
            if listed or self._touches_figure(token) or (after.shape == "title" and not self._stands(index + 1)):
                continue
            last = self.name_at(index + 1, trust=2)
            if last is not None and (dotted or self.is_core(index + 1)):
                yield Hit(token.start, self.tokens[last].end, "person", sure=dotted)

    def _stands(self, index: int) -> bool:
        """Whether a capitalised word may end a name here: no everyday word that a noun group goes on with."""
        token = self.tokens[index]
        return not self._lexicon.common(token) or bool(ENDS.match(self.text, token.end))

    def by_capitals(self) -> Iterator[Hit]:
        """Runs of capitalised words that hold a name."""
        index = 0
        while index < len(self.tokens):
            end = self._run_end(index)
            cores = [i for i in range(index, end) if self.is_core(i)]
            if cores and self._telling(index, end, cores):
                first, last = self._widened(index, end, cores)
                yield Hit(self.tokens[first].start, self.tokens[last].end, "person", sure=len(cores) > 1)
            index = max(end, index + 1)

    def before_comma(self, hits: Sequence[Hit]) -> Iterator[Hit]:
        """« FADIL MARIONS, Yassine »: capitals that open a line, and a comma before a name."""
        for hit in hits:
            found = SURNAME_COMMA.search(self.text, max(0, hit.start - 60), hit.start)
            if found:
                words = tokens_of(found[1])
                if not any(t.plain in self._lexicon.roles or self._lexicon.clinical(t) for t in words):
                    yield Hit(found.start(1), found.end(1), "person", sure=True)

    def _run_end(self, first: int) -> int:
        index = first
        while index < len(self.tokens) and (index == first or self._joined(index - 1, index)):
            token = self.tokens[index]
            if token.shape == "lower" and not (index > first and self._is_particle(index, 1)):
                break
            if index > first and self._ends_name(token) and token.plain not in self._lexicon.particles:
                break
            index += 1
        return index

    def _telling(self, first: int, end: int, cores: Sequence[int]) -> bool:
        """One word with a capital may only open a sentence; several, or one inside it, hardly."""
        if len(cores) > 1:
            telling = any(self._lexicon.proper(self.tokens[i]) or self.tokens[i].shape == "title" for i in cores)
            return telling or 2 <= end - first <= 4
        token = self.tokens[cores[0]]
        mixed = {t.shape for t in self.tokens[first:end] if len(t.plain) >= SHORTEST} >= {"title", "caps"}
        if self._lexicon.proper(token) and (mixed or self._stands_alone(first, end)):
            return True
        known, common = self._lexicon.proper(token), self._lexicon.common(token)
        if known and any(self._names_with(i) for i in (cores[0] - 1, cores[0] + 1) if first <= i < end):
            return True
        if end - first > 1 and known and not common:
            return True
        opens = bool(SENTENCE_START.search(self.text, max(0, token.start - 12), token.start))
        if token.shape == "caps":
            return known and not common
        return (known and not common) or (not opens and (not common or self._in_prose(cores[0])))

    def _in_prose(self, index: int) -> bool:
        """Whether the word before is written small: in a heading or a table, everyday words have capitals too."""
        return index > 0 and self.tokens[index - 1].shape == "lower" and self._joined(index - 1, index)

    def _names_with(self, index: int) -> bool:
        """A word that is a family name when a first name stands beside it."""
        token, lexicon = self.tokens[index], self._lexicon
        if token.shape not in ("title", "caps") or len(token.plain) < SHORTEST or self._ends_name(token):
            return False
        return lexicon.listed_eponym(token) or not (lexicon.common(token) or lexicon.listed_clinical(token))

    def _stands_alone(self, first: int, end: int) -> bool:
        """« Marie Côte » on a line of its own, or before a number or a sign: two words with capitals and no third."""
        words = self.tokens[first:end]
        if not 2 <= len(words) <= 3 or any(self._ends_name(t) or self._lexicon.clinical(t) for t in words):
            return False
        start = words[0].start
        opens = SENTENCE_START.search(self.text, max(0, start - 12), start) or PART_START.search(self.text[:start][-8:])
        return bool(opens) and bool(re.match(r"[ \t]*(?:$|[^\w\s]|\d|né|\n)", self.text[words[-1].end :][:8]))

    def _widened(self, first: int, end: int, cores: Sequence[int]) -> tuple[int, int]:
        """From the cores to what belongs to them: initials, and everyday words in capitals beside a first name."""
        low, high = cores[0], cores[-1]
        mixed = {self.tokens[i].shape for i in range(first, end)} >= {"title", "caps"}
        alone = self._stands_alone(first, end)
        while low > first and (alone or self._belongs(low - 1, mixed=mixed) or self._first_of_two(low - 1)):
            low -= 1
        while high + 1 < end and (alone or self._belongs(high + 1, mixed=mixed) or self._surname(high + 1)):
            high += 1
        return low, high

    def _belongs(self, index: int, *, mixed: bool) -> bool:
        token = self.tokens[index]
        if token.shape == "initial":
            return not self._touches_figure(token)
        if self._ends_name(token) or token.shape == "lower":
            return False
        if token.plain in self._lexicon.particles:
            return True
        if self._lexicon.clinical(token):
            return False
        near = [self.tokens[i].shape for i in (index - 1, index + 1) if 0 <= i < len(self.tokens)]
        return token.shape == "caps" and (mixed or "initial" in near) and len(token.plain) >= SHORTEST

    def _first_of_two(self, index: int) -> bool:
        """The word before a sure first name, when it can be a family name."""
        after = self.tokens[index + 1]
        sure = not self._lexicon.common(after) or re.match(r" *[\d,(|\n]", self.text[after.end :][:4]) is not None
        return self._lexicon.proper(after) and sure and self._names_with(index)

    def _surname(self, index: int) -> bool:
        """An everyday word with a capital after a first name, where no noun group goes on: « Patricia Cartier »."""
        before, token = self.tokens[index - 1], self.tokens[index]
        if token.shape != "title" or self._ends_name(token) or not self._lexicon.proper(before):
            return False
        if self._lexicon.clinical(token) and not self._lexicon.listed_eponym(token):
            return False
        return not self._lexicon.common(before) or bool(ENDS.match(self.text, token.end))


def could_be_said(plain: str) -> bool:
    """A word in capitals that has syllables: an abbreviation hardly has."""
    return len(plain) >= 5 and len(re.findall(r"[aeiouy]+", plain)) >= 2
