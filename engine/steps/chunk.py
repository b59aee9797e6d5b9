"""A document's blocks to passages: cut where a heading stands, then between paragraphs, then between sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence

from engine.domain.guideline import Block, Chunk

LONGEST = 1100
"""Characters of a passage: about 300 of the 512 tokens that the model of senses reads."""
SHORTEST = 60
"""Characters below which a text alone says too little: it goes with the one before under the same headings."""
SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[A-ZÀ-Ý0-9«•(])")


def chunks(blocks: Iterable[Block]) -> tuple[Chunk, ...]:
    """Cut a document into passages; a heading with nothing under it gives none."""
    found: list[Chunk] = []
    for headings, body in _sections(blocks):
        for part in _parts(body):
            last = found[-1] if found else None
            if last and len(part.text) < SHORTEST and last.headings == headings:
                found[-1] = last.model_copy(update={"text": f"{last.text}\n{part.text}"})
            else:
                found.append(Chunk(text=part.text, headings=headings, page=part.page))
    return tuple(found)


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Each run of paragraphs with the headings above it."""
    above: list[tuple[int, str]] = []
    body: list[Block] = []
    for block in blocks:
        if block.level is None:
            body.append(block)
            continue
        if body:
            yield tuple(text for _, text in above), body
            body = []
        above = [(level, text) for level, text in above if level < block.level] + [(block.level, block.text)]
    if body:
        yield tuple(text for _, text in above), body


def _parts(body: Sequence[Block]) -> Iterator[Block]:
    """Paragraphs put together as long as they fit, and cut between sentences where one does not."""
    text, page = "", None
    for block in body:
        for piece in _pieces(block.text):
            if text and len(text) + len(piece) + 1 > LONGEST:
                yield Block(text=text, page=page)
                text = ""
            if not text:
                page = block.page
            text = f"{text}\n{piece}" if text else piece
    if text:
        yield Block(text=text, page=page)


def _pieces(text: str) -> Iterator[str]:
    if len(text) <= LONGEST:
        yield text
        return
    held = ""
    for sentence in SENTENCE.split(text):
        for part in _cut(sentence):
            if held and len(held) + len(part) + 1 > LONGEST:
                yield held
                held = ""
            held = f"{held} {part}" if held else part
    if held:
        yield held


def _cut(sentence: str) -> Iterator[str]:
    """A sentence that is too long for one passage, between words; a word that is, anywhere."""
    while len(sentence) > LONGEST:
        at = sentence.rfind(" ", 1, LONGEST)
        at = at if at > 0 else LONGEST
        yield sentence[:at].strip()
        sentence = sentence[at:].strip()
    if sentence:
        yield sentence
