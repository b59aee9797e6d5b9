"""Markers, vaccinations and results that letters tell otherwise than reports, each pair told once."""

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from tests.unit.test_contradict_states import told_of

BR = "cancer-sein"
FI = "fibromes-uterins"
SC = "scoliose-adolescent"
CR = "cancer-colon-rectum"
RA = "polyarthrite-rhumatoide"
TH = "cancer-thyroide-nodule"
# Kinds of documents by a letter, each with its day.
L, LATER, LONG_AGO = ("courrier", "2026-10-15"), ("courrier", "2026-10-20"), ("courrier", "2023-03-03")
IMAGE, OLDER = ("compte_rendu_imagerie", "2026-10-05"), ("compte_rendu_imagerie", "2026-09-20")
M, C = ("fiche_rcp", "2026-10-12"), ("anatomopathologie", "2026-10-02")
D, B = ("ordonnance", "2026-10-01"), ("biologie", "2026-10-08")
STAY, OPERATION = ("compte_rendu_hospitalisation", "2025-11-08"), ("compte_rendu_operatoire", "2026-06-03")
A = ("autre", "2026-10-18")
Paper = tuple[tuple[str, str], str]

TOLD = [
    (
        "gonarthrose",
        (
            (L, "Jamais d'infiltration."),
            (A, "Geste : ponction, puis infiltration intra-articulaire\ndroite de 40 mg de corticoïde."),
        ),
        "infiltrations",
    ),
    (
        "gonarthrose",
        ((L, "Sur le plan général : rien de notable."), (A, "Diabète de type 2 depuis 2009, sous insuline.")),
        "antecedents",
    ),
    (BR, ((L, "Pas d'antécédent notable."), (STAY, "Angioscanner du 04/11/2025 : embolie pulmonaire.")), "antecedents"),
    (BR, ((M, "Comorbidités : néant."), (STAY, "Conclusion : embolie pulmonaire proximale.")), "antecedents"),
    (BR, ((L, "HER2 négatif."), (C, "HER2 : score 2+, équivoque. Hybridation in situ demandée.")), "her2"),
    (CR, ((L, "Tumeur de stade III."), (C, "Conclusion : pT3 N0 R0.")), "tnm"),
    ("infertilite-couple", ((L, "Azoospermie totale."), (B, "Concentration 19 M/mL")), "sperm_conc"),
    (FI, ((L, "Pas d'adénomyose."), (IMAGE, "Adénomyose diffuse.")), "adenomyose"),
    (FI, ((L, "Pas de projet de grossesse."), (A, "En parcours de FIV, désir d'enfant.")), "projet_grossesse"),
    (BR, ((L, "Ganglion sentinelle négatif."), (C, "Un ganglion sentinelle métastatique sur deux.")), "ganglions"),
    (BR, ((L, "FEVG normale."), (A, "FEVG 42 %.")), "fevg"),
    (CR, ((L, "ACE normal."), (B, "ACE 48 ng/mL < 5")), "ace"),
    (
        CR,
        ((L, "Adénocarcinome bien différencié."), (C, "Adénocarcinome peu différencié à cellules indépendantes.")),
        "differenciation",
    ),
    (CR, ((L, "RAS sauvage."), (C, "Mutation KRAS G12D.")), "ras"),
    (CR, ((L, "BRAF sauvage."), (C, "BRAF V600E muté.")), "braf"),
    (TH, ((L, "Thyroglobuline indétectable."), (B, "Thyroglobuline 12,4 ng/mL")), "thyroglobuline"),
    (RA, ((L, "Vaccination pneumocoque à jour."), (A, "Vaccin pneumocoque jamais fait.")), "vaccins"),
    (
        SC,
        ((L, "Pas d'antécédent familial de scoliose."), (A, "Mère opérée d'une scoliose à 15 ans.")),
        "antecedents_familiaux",
    ),
]
SILENT = [
    ("gonarthrose", ((L, "Jamais d'infiltration."), (LATER, "Infiltration intra-articulaire de 40 mg à prévoir."))),
    (BR, ((L, "HER2 négatif."), (C, "HER2 2+, équivoque."), (C, "Complément : HER2 2+, SISH non amplifiée."))),
    (CR, ((L, "Tumeur de stade III."), (C, "Conclusion : ypT3 N0 R0."))),
    ("infertilite-couple", ((L, "Azoospermie."), (B, "Concentration 0 M/mL"))),
    (FI, ((L, "Patiente G1P1."), (A, "Vit avec un compagnon sans enfant."))),
    (BR, ((L, "Comorbidités : néant."), (STAY, "Pas d'embolie pulmonaire."))),
    (CR, ((L, "KRAS muté."), (C, "KRAS G12D muté, NRAS sauvage."))),
    (CR, ((L, "RAS sauvage."), (C, "Recherche de mutation KRAS : non mutée."))),
    (CR, ((L, "Adénocarcinome moyennement différencié."), (C, "Adénocarcinome peu différencié."))),
    (BR, ((L, "FEVG 60 %."), (STAY, "FEVG 42 % en 2025."))),
    (BR, ((L, "Ganglion sentinelle à prévoir."), (C, "Ganglion sentinelle métastatique."))),
    (RA, ((L, "Vaccinations à jour."), (A, "Vaccinations à jour."))),
    (RA, ((L, "Vaccinations pas à jour."), (A, "Vaccin pneumocoque non fait."))),
    (SC, ((L, "Pas d'antécédent familial."), (A, "Mère : hypertension."))),
    (TH, ((L, "Thyroglobuline indétectable."), (B, "Thyroglobuline 0,1 ng/mL"))),
    (CR, ((L, "ACE normal."), (B, "ACE 3 ng/mL"))),
]


@pytest.mark.parametrize(("pathway", "papers", "key"), TOLD)
def test_what_two_papers_cannot_both_say(
    pathway: str,
    papers: tuple[Paper, ...],
    key: str,
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    told = told_of(pathways[pathway], vocabulary, clinical_reader, *((*of, text) for of, text in papers), sex="F")
    assert [c.key for c in told] == [key]


@pytest.mark.parametrize(("pathway", "papers"), SILENT)
def test_other_sides_days_and_persons_contradict_nothing(
    pathway: str,
    papers: tuple[Paper, ...],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    assert told_of(pathways[pathway], vocabulary, clinical_reader, *((*of, text) for of, text in papers), sex="F") == ()
