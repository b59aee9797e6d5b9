"""Tokens spelt in bytes, and strings followed as they are written."""

from importlib import import_module
from typing import Any

import pytest
from tokenizers import Tokenizer, decoders, models, normalizers

LETTERS = 'Élémentsié«»1,2g/mL{"a:[F]}—œdè▁'


@pytest.fixture(scope="module")
def decoding() -> Any:
    """The module under test: it imports torch, which takes seconds that only one worker should spend."""
    return import_module("engine.adapters.json_decoding")


def as_loaded(tokenizer: Tokenizer) -> Any:
    from transformers import PreTrainedTokenizerFast  # noqa: PLC0415 - for the same reason

    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>", eos_token="</s>")


def sentencepiece_like(letters: str) -> Any:
    """A tokenizer of the SentencePiece family, with bytes for what has no piece of its own."""
    pieces = ["<unk>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *dict.fromkeys(letters), "▁Él"]
    vocabulary = {piece: rank for rank, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>", byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.decoder = decoders.ByteFallback()
    return as_loaded(tokenizer)


def test_sentencepiece_tokens_are_spelt_in_bytes(decoding: Any) -> None:
    tokenizer = sentencepiece_like(LETTERS)
    spelling = decoding.Spelling(tokenizer)
    vocabulary = tokenizer.get_vocab()
    assert spelling.by_id[vocabulary["▁Él"]] == " Él".encode()
    assert spelling.by_id[vocabulary["<0xC3>"]] == b"\xc3"
    assert vocabulary["</s>"] not in spelling.by_id
    assert spelling.text(tokenizer("µmol/L ≥ 68")["input_ids"]) == "µmol/L ≥ 68"


def test_a_tokenizer_that_loses_letters_is_refused(decoding: Any) -> None:
    tokenizer = Tokenizer(models.WordLevel(vocab={"<unk>": 0, "</s>": 1, "genou": 2}, unk_token="<unk>"))
    with pytest.raises(ValueError, match="not known"):
        decoding.Spelling(as_loaded(tokenizer))


@pytest.mark.parametrize(
    ("written", "is_open", "length"),
    [
        ([b'{"text"'], False, 4),
        ([b'{"text":"', "néc".encode()], True, 3),
        ([b'{"text":"n', b"\xc3", b"\xa9"], True, 2),
        ([b'{"text":"a\\"b'], True, 4),
        ([b'{"text":"a\\', b'"', b'"'], False, 3),
        ([b'{"text":"a\\\\"'], False, 3),
        ([b'{"text":"abc","b'], True, 1),
    ],
)
def test_a_string_is_followed_through_escapes_and_cut_letters(
    decoding: Any, written: list[bytes], is_open: bool, length: int
) -> None:
    string = decoding._OpenString()
    for piece in written:
        string.follow(piece)
    assert (string.open, string.length) == (is_open, length)
