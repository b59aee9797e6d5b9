"""Facts of gynaecology as papers print them, and how a sentence is written down with what makes it true."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.domain.completeness import Status
from engine.domain.conditions import Value
from engine.domain.fact import Fact, Reference
from tests.builders import a_fact, a_page, a_source

IMAGING, LETTER, LABORATORY, HISTOLOGY = "compte_rendu_imagerie", "courrier", "biologie", "anatomopathologie"


def read(key: str, quote: str, value: float | str | None = None, kind: str = LETTER, **over: Any) -> tuple[Fact, str]:
    """A fact and the kind of its document; a range in `over` as `low` and `high` is what the laboratory printed."""
    low, high = over.pop("low", None), over.pop("high", None)
    if low is not None or high is not None:
        over["reference"] = Reference(low=low, high=high, quote="réf.", start=0, end=4)
    source = a_source(a_page(quote, filename=f"{kind}.pdf"), quote, document=kind)
    fact = a_fact(f"{key}.{quote}", key=key, value=value, source=source, **{"side": None, **over})
    return fact, kind


class Said(NamedTuple):
    """A sentence with what makes it true, and what changes where it must not be said."""

    pathway: str
    sentence: str
    text: str
    facts: tuple[tuple[Fact, str], ...] = ()
    answers: Mapping[str, Value] = {}
    pieces: Mapping[str, Status] = {}
    age: int = 36
    not_facts: tuple[tuple[Fact, str], ...] | None = None
    not_answers: Mapping[str, Value] | None = None
    not_pieces: Mapping[str, Status] | None = None


CYST = read("endometriome_taille", "Ovaire gauche : endométriome de 28 mm", 28, IMAGING, unit="mm", side="gauche")
AMH = read("amh_val", "AMH 1,12 ng/mL", 1.12, LABORATORY, unit="ng/mL")
DOUBT = "ne permet pas d'éliminer un hydrosalpinx"
SOPK = read("sopk", "profil hormonal de SOPK")
SPERM = read("sperm_conc", "Concentration 48 M/mL", 48, LABORATORY, unit="M/mL")
MOVING = read("sperm_pm", "Mobilité progressive 52 %", 52, LABORATORY, unit="%")
LOW_HB = read("hb", "Hémoglobine 9,8 g/dL", 9.8, LABORATORY, unit="g/dL", low=12, high=16)
GOOD_HB = read("hb", "Hémoglobine 13,6 g/dL", 13.6, LABORATORY, unit="g/dL", low=12, high=16)
LOW_IRON = read("ferritine", "Ferritine 6 µg/L", 6, LABORATORY, unit="µg/L", low=15, high=150)
GOOD_IRON = read("ferritine", "Ferritine 74 µg/L", 74, LABORATORY, unit="µg/L", low=15, high=150)
FIBROID = read("taille_myome", "myome de 71 mm", 71, IMAGING, unit="mm")
FIGO = read("figo", "FIGO 6", "6", IMAGING)
PLAIN_MRI = read("atypie_irm", "Pas de critère d'atypie", "non", IMAGING, polarity="negated")
CARCINOMA = read("histologie", "Carcinome infiltrant NST", "CINS", HISTOLOGY)
HER2_TWO = read("her2", "HER2 2+", "2+", HISTOLOGY)
TEGRETOL = read("traitement_en_cours", "Carbamazépine LP 400 mg matin et soir", "carbamazépine LP 400 mg")
DIENOGEST = read("traitement_en_cours", "diénogest 2 mg par jour", "diénogest 2 mg")
ADENOMYOSIS = read("adenomyose", "aspect d'adénomyose diffuse", "oui", IMAGING)
NO_CYST = read("endometriome", "Pas d'endométriome", kind=IMAGING, polarity="negated")
AURA = read("migraine", "migraine avec aura visuelle")
PILL, STOPPED_PILL = (
    read("traitement_en_cours", quote, "lévonorgestrel - éthinylestradiol", "ordonnance")
    for quote in ("Pilule lévonorgestrel éthinylestradiol : 1 par jour", "STOP pilule lévonorgestrel éthinylestradiol")
)
DIENOGEST_WRITTEN = read("traitement_en_cours", "diénogest 2 mg : 1 par jour", "diénogest 2 mg", "ordonnance")
MAYBE_DEEP = read("atteinte_lus", "suspicion d'atteinte du ligament", kind=IMAGING, polarity="hypothetical")
SURELY_DEEP = read("diagnostic", "Conclusion : endométriose profonde du torus", "endométriose profonde", IMAGING)
FAILED_DRUG = read("traitements_en_echec", "acide tranexamique sans effet")
QUIET = {"heavy_bleeding": False, "abnormal_bleeding": False, "suspicion_sarcoma": False}
LUMINAL = {"rh_positive": True, "her2": "negatif"}
EXPLORED = {"cycles_irregular": False, "trompes": "perméable", "prior_art": False}
