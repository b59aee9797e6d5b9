"""What a letter affirms and a report of the time denies, or the other way round; results that a letter copies."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.unit.test_contradict_retold import DISC, SCOPE, THYROID, cells
from tests.unit.test_contradict_states import (
    BREAST,
    CELLS,
    COLON,
    COUPLE,
    ENDO,
    FIBROIDS,
    HIP,
    IMAGE,
    KNEE,
    LETTER,
    PROSTATE,
    RA,
    SPINE,
    Told,
    blood,
    letter,
    report,
    told_of,
)

DENIED = [
    (DISC, letter("Les deux étages sont instables."), report("Clichés dynamiques : pas d'instabilité."), "instabilite"),
    (DISC, letter("Segment L4-L5 instable."), report("Instabilité L4-L5 de 5 mm."), None),
    (DISC, letter("Sciatique sur canal étroit."), report("Canal lombaire de calibre normal."), "stenose"),
    (DISC, letter("Pas de listhésis."), report("Antélisthésis de L4 sur L5, grade 1."), "spondylolisthesis"),
    (DISC, letter("Volumineuse hernie L5-S1."), report("Simple protrusion L5-S1 médiane."), "type_hernie"),
    (KNEE, letter("Ménisque interne déchiré."), report("Ménisque interne intact."), "menisque"),
    (KNEE, letter("Prothèse bien fixée."), report("Liserés évolutifs, descellement de l'embase."), "descellement"),
    (HIP, letter("Pincement complet de la hanche."), report("Interligne conservé."), "pincement"),
    (HIP, letter("Pas de dysplasie."), report("Hanche dysplasique, VCE 17°."), "dysplasie"),
    (
        RA,
        letter("Poumons normaux."),
        report("Atteinte interstitielle, verre dépoli des bases."),
        "pneumopathie_interstitielle",
    ),
    (RA, letter("Synovites des deux poignets."), report("Échographie : pas de synovite."), "synovite"),
    (ENDO, letter("Rectum libre."), report("Nodule rectal antérieur."), "atteinte_rectale"),
    (ENDO, letter("Nodule rectal antérieur."), report("Pas d'autre lésion digestive visible."), None),
    (
        ENDO,
        letter("Endométriose profonde connue."),
        (blood("")[0], "2026-10-01", "CA 125 à ne pas utiliser pour le suivi d'une endométriose profonde."),
        None,
    ),
    (ENDO, letter("Atteinte de la vessie : nodule vésical."), report("Vessie libre."), "atteinte_vesicale"),
    (
        FIBROIDS,
        letter("Masse atypique de l'utérus."),
        report("Myomes typiques, sans argument pour un sarcome."),
        "sarcome",
    ),
    (FIBROIDS, letter("La cavité utérine est normale."), report("Myome sous-muqueux de type 1."), "cavite_uterine"),
    (
        COUPLE,
        letter("Le spermogramme est normal."),
        (blood("")[0], "2026-10-01", "Azoospermie confirmée."),
        "azoospermie",
    ),
    (COUPLE, letter("Varicocèle gauche."), report("Échographie : pas de varicocèle."), "varicocele"),
    (
        BREAST,
        letter("Carcinome infiltrant."),
        cells("Carcinome in situ pur, sans micro-invasion."),
        "composante_infiltrante",
    ),
    (
        THYROID,
        letter("Carcinome intrathyroïdien."),
        cells("Extension extrathyroïdienne vers la graisse."),
        "extension_extrathyroidienne",
    ),
    (COLON, letter("Tumeur sténosante."), (SCOPE, "2026-10-02", "Tumeur non sténosante."), "stenose_digestive"),
    (COLON, letter("Cancer du côlon opéré, stade III."), cells("Conclusion : pT3 N0 R0."), "tnm"),
    (COLON, letter("Fascia envahi."), report("Marge circonférentielle libre."), "mesorectum"),
    (PROSTATE, letter("L'IRM est normale."), report("Lésion suspecte, PI-RADS 4."), "lesion_cible"),
    (SPINE, letter("L'IRM est normale."), report("Syringomyélie de C5 à D2."), "moelle"),
    (SPINE, letter("Croissance en cours."), report("Croissance terminée."), None),
]


@pytest.mark.parametrize(("pathway", "told", "seen", "key"), DENIED)
def test_a_letter_tells_a_finding_otherwise_than_the_report(
    pathway: str,
    told: Told,
    seen: Told,
    key: str | None,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    found = told_of(pathways[pathway], vocabulary, clinical_reader, told, seen, sex="F")
    if key is None:
        assert not {c.key for c in found} & {"instabilite"}
    else:
        (one,) = [c for c in found if c.key == key]
        assert {*one.filenames} == {"d1.pdf", "d2.pdf"}


def test_a_result_that_only_another_persons_paper_gives_is_leant_upon_with_the_own_one_beside(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    stranger = "LABORATOIRE INVENTÉ\nUracile plasmatique 7,4 ng/mL"
    own = ("biologie", "2026-10-09", "LABORATOIRE INVENTÉ\nUracile plasmatique 131 ng/mL")
    leaning, other = (letter(f"Uracilémie à {n} ng/mL, pleine dose.") for n in ("7,4", "131"))
    (one,) = told_of(pathways[COLON], vocabulary, clinical_reader, leaning, own, stranger=stranger)
    assert (one.key, {*one.filenames}) == ("patient", {"d0.pdf", "d1.pdf", "d2.pdf"})
    known = told_of(pathways[COLON], vocabulary, clinical_reader, other, own, stranger=stranger)
    assert not any("d1.pdf" in c.filenames for c in known)


def test_a_letter_that_gives_the_whole_day_of_another_persons_paper_leans_upon_it(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    stranger = "HYSTÉROSALPINGOGRAPHIE\nTrompes perméables."
    own = report("HYSTÉROSALPINGOGRAPHIE\nHydrosalpinx droit.")
    leaning = letter("Hystérosalpingographie du 03/09/2026 : trompes perméables.")
    found = told_of(pathways[COUPLE], vocabulary, clinical_reader, leaning, own, stranger=stranger)
    (one,) = [c for c in found if c.key == "patient"]
    assert {"d0.pdf", "d1.pdf"} <= {*one.filenames}


def test_another_persons_results_of_the_day_of_the_patients_own_are_shown_beside_them(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    stranger = "LABORATOIRE INVENTÉ\nCRP 3 mg/L"
    for day, keys in (("2026-09-03", ["patient"]), ("2026-09-12", [])):
        own = ("biologie", day, "LABORATOIRE INVENTÉ\nCRP 64 mg/L")
        found = told_of(
            pathways["coxarthrose"],
            vocabulary,
            clinical_reader,
            letter("Hanche douloureuse."),
            own,
            stranger=stranger,
            stranger_kind="biologie",
        )
        assert [c.key for c in found] == keys
        assert all({*c.filenames} == {"d0.pdf", "d2.pdf"} for c in found)


def test_a_letter_that_tells_an_older_result_than_the_last(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    lab = ("biologie", "2026-09-30", "PSA total 5,1 ng/mL\n")
    older = ("biologie", "2026-06-10", "PSA total 9,3 ng/mL\n")
    behind = letter("PSA passé de 4,8 à 9,3 ng/mL : doublement.")
    aware = letter("PSA à 9,3 ng/mL en juin, 5,1 ng/mL en septembre : PSA 5,1 ng/mL.")
    found = told_of(pathways[PROSTATE], vocabulary, clinical_reader, behind, older, lab)
    assert [c.key for c in found] == ["psa"]
    assert {"d1.pdf", "d3.pdf"} <= {*found[0].filenames}
    assert told_of(pathways[PROSTATE], vocabulary, clinical_reader, aware, older, lab) == ()


@pytest.mark.parametrize(
    ("pathway", "told", "seen"),
    [
        (THYROID, (LETTER, "2026-10-15", "Nodule du lobe gauche."), "Loge gauche vide. Nodule du lobe droit de 4 mm."),
        (SPINE, letter("Scoliose thoracique droite."), "Pas de signe orientant vers une scoliose non idiopathique."),
    ],
)
def test_what_an_operation_left_and_another_form_contradict_nothing(
    pathway: str,
    told: Told,
    seen: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    assert told_of(pathways[pathway], vocabulary, clinical_reader, told, (IMAGE, "2026-10-05", seen)) == ()


def test_a_size_far_from_the_main_lesion_is_held_against_the_report_that_names_the_same(
    pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    told = letter("Et, à distance, un carcinome papillaire de 15 mm.")
    seen = (CELLS, "2026-09-02", "Carcinome papillaire de 5 mm.")
    scan = (IMAGE, "2026-10-01", "Nodule du lobe droit de 6 mm.")
    found = told_of(pathways[THYROID], vocabulary, clinical_reader, told, seen, scan)
    (size,) = [c for c in found if c.key == "taille"]
    assert {"d1.pdf", "d2.pdf"} <= {*size.filenames}


@pytest.mark.parametrize(("own", "keys"), [((), ["patient"]), ((("ordonnance", "2026-09-02", "Ramipril 5 mg"),), [])])
def test_a_strangers_prescription_may_be_taken_for_the_patients_where_there_is_no_other(
    own: tuple[tuple[str, str, str], ...],
    keys: list[str],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    stranger = "Dr Fable ENCRE\nApixaban 5 mg : 1 matin et soir"
    found = told_of(
        pathways["coxarthrose"],
        vocabulary,
        clinical_reader,
        letter("Hanche douloureuse."),
        *own,
        stranger=stranger,
        stranger_kind="ordonnance",
    )
    assert [c.key for c in found] == keys
