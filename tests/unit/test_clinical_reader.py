"""What the clinical reader leaves out of what it loads is what it would not use."""

import sys

from engine.ports import ClinicalReader


def test_the_words_are_cut_by_the_clinical_tokenizer_alone(clinical_reader: ClinicalReader) -> None:
    clinical_reader.read("Aujourd'hui, l'IRM du genou.")
    from edsnlp.language import EDSLanguage, EDSTokenizer  # noqa: PLC0415 - not before the reader loads it, spared

    assert EDSLanguage.Defaults.tokenizer_exceptions == {}
    assert type(clinical_reader._pipeline.tokenizer) is EDSTokenizer  # type: ignore[attr-defined]
    assert EDSTokenizer.__call__ is not EDSTokenizer.__mro__[1].__call__


def test_nothing_stands_in_for_the_real_modules_afterwards(clinical_reader: ClinicalReader) -> None:
    clinical_reader.read("Rien.")
    assert sys.modules.get("torch", sys) is not None
    left = sys.modules.get("spacy.lang.fr.tokenizer_exceptions")
    assert left is None or left.TOKEN_MATCH is not None
