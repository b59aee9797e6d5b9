"""Holds a model to a JSON schema while it writes, token by token. Imports torch and transformers: import it late."""

import json
from collections.abc import Callable
from typing import Any

import torch
from outlines_core import Guide, Index, Vocabulary
from outlines_core.json_schema import build_regex_from_schema
from transformers import LogitsProcessor

QUOTE, BACKSLASH = ord('"'), ord("\\")


class Spelling:
    """How each token of a vocabulary is spelt in bytes; tokens that only steer the model have no spelling.

    Bytes and not text: a French letter may be cut between two tokens, and must be put together again right.
    Raises `ValueError` for a tokenizer that is neither byte-level nor of the SentencePiece family.
    """

    def __init__(self, tokenizer: Any) -> None:
        steering = set(tokenizer.all_special_ids) | set(tokenizer.added_tokens_decoder)
        entries = {token: number for token, number in tokenizer.get_vocab().items() if number not in steering}
        # SentencePiece writes a space so; the byte-level alphabet has no such letter.
        spell = _spell_sentencepiece if any(token.startswith("▁") for token in entries) else _spell_byte_level()
        self.eos: int = tokenizer.eos_token_id
        self.by_id: dict[int, bytes] = {number: spell(token) for token, number in entries.items()}
        sample = 'Éléments niés : « 1,2 ng/mL », {"a":["F1"]} — œdème'
        if self.text(tokenizer(sample, add_special_tokens=False)["input_ids"]).strip() != sample:
            raise ValueError("this tokenizer's spelling of tokens is not known")

    def text(self, ids: list[int]) -> str:
        """The text that `ids` spell. Raises `UnicodeDecodeError` when they do not spell whole characters."""
        return b"".join(self.by_id.get(number, b"") for number in ids).decode("utf-8")


def _spell_byte_level() -> Callable[[str], bytes]:
    """GPT-2's alphabet: each byte has a printable character; those without one of their own start at U+0100."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    bytes_of = {chr(byte): byte for byte in shown} | {chr(256 + rank): byte for rank, byte in enumerate(hidden)}

    def spell(token: str) -> bytes:
        if not bytes_of.keys() >= set(token):
            raise ValueError(f"this tokenizer's spelling of tokens is not known: {token!r}")
        return bytes(bytes_of[mark] for mark in token)

    return spell


def _spell_sentencepiece(token: str) -> bytes:
    if len(token) == 6 and token.startswith("<0x"):
        return bytes([int(token[3:5], 16)])
    return token.replace("▁", " ").encode("utf-8")


class Form:
    """A JSON schema compiled for one vocabulary: compact JSON, keys in the schema's order.

    The longest string is enforced apart, since a bounded repetition would multiply the states (200 characters: 8 s and
    0.5 GB instead of 0.2 s). It is the smallest `maxLength` of the schema, and holds for all its strings.
    `max_items`, where given, narrows every list further.
    """

    def __init__(self, schema: dict[str, Any], spelling: Spelling, max_items: int | None = None) -> None:
        limits: list[int] = []
        pattern = build_regex_from_schema(json.dumps(_decodable(schema, limits, max_items)), "")
        entries: dict[bytes, list[int]] = {}
        for number, spelt in spelling.by_id.items():
            entries.setdefault(spelt, []).append(number)
        self.index = Index(pattern, Vocabulary(spelling.eos, entries))
        self.spelling = spelling
        self.text_max = min(limits) if limits else None


def _decodable(node: Any, limits: list[int], max_items: int | None) -> Any:
    """A copy of a schema with narrowed lists and without its string limits, which are added to `limits`."""
    if isinstance(node, list):
        return [_decodable(item, limits, max_items) for item in node]
    if not isinstance(node, dict):
        return node
    kept = dict(node)
    if node.get("type") == "string" and "maxLength" in node:
        limits.append(kept.pop("maxLength"))
    if node.get("type") == "array" and max_items is not None:
        kept["maxItems"] = min(node.get("maxItems", max_items), max(max_items, node.get("minItems", 0)))
    return {key: _decodable(value, limits, max_items) for key, value in kept.items()}


class _OpenString:
    """Follows JSON as it is written: whether a string is open, and how many characters it has so far."""

    def __init__(self) -> None:
        self.open = False
        self.length = 0
        self._escaped = False

    def follow(self, written: bytes) -> None:
        for byte in written:
            if not self.open:
                self.open, self.length = byte == QUOTE, 0
            elif byte == QUOTE and not self._escaped:
                self.open = False
            else:
                self._escaped = byte == BACKSLASH and not self._escaped
                self.length += _starts_character(byte)


def _starts_character(byte: int) -> bool:
    return byte & 0b1100_0000 != 0b1000_0000


class KeepToForm(LogitsProcessor):  # type: ignore[misc]
    """Forbids, at each step, every token after which the answer could no longer be of the form. One sequence only.

    A string that reaches the limit is closed there, or as soon after as the form allows.
    """

    def __init__(self, form: Form, prompt_length: int, vocabulary_size: int) -> None:
        self._guide = Guide(form.index)
        self._form = form
        self._read = prompt_length
        self._string = _OpenString()
        self._mask = torch.zeros((vocabulary_size + 31) // 32, dtype=torch.int32)
        self._bits = torch.arange(32, dtype=torch.int32)
        spelt = [form.spelling.by_id.get(number, b"") for number in range(vocabulary_size)]
        self._lengths = torch.tensor([sum(map(_starts_character, token)) for token in spelt])
        self._closing = torch.tensor([token[:1] == b'"' for token in spelt])

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        """Return `scores` (1, vocabulary) with the forbidden tokens at minus infinity."""
        for number in input_ids[0, self._read :].tolist():
            self._guide.advance(number, return_tokens=False)
            self._string.follow(self._form.spelling.by_id.get(number, b""))
        self._read = input_ids.shape[1]
        return scores.masked_fill(~self._allowed(scores.shape[-1]).to(scores.device), float("-inf"))

    def _allowed(self, vocabulary_size: int) -> Any:
        self._guide.write_mask_into(self._mask.data_ptr(), self._mask.numel(), self._mask.element_size())
        allowed = ((self._mask.unsqueeze(-1) >> self._bits) & 1).bool().view(-1)[:vocabulary_size]
        if not self._string.open or self._form.text_max is None:
            return allowed
        within = allowed & (self._closing | (self._lengths <= self._form.text_max - self._string.length))
        return within if within.any() else allowed
