"""The pathways and the kinds of papers, each with its day, of which pairs are tried for contradictions."""

BR = "cancer-sein"
CO = "infertilite-couple"
CR = "cancer-colon-rectum"
EN = "endometriose"
FI = "fibromes-uterins"
HD = "hernie-discale-lombaire"
HI = "coxarthrose"
KN = "gonarthrose"
PR = "cancer-prostate"
RA = "polyarthrite-rhumatoide"
SC = "scoliose-adolescent"
TH = "cancer-thyroide-nodule"
# Kinds of documents by a letter, each with its day.
L, LATER, LONG_AGO = ("courrier", "2026-10-15"), ("courrier", "2026-10-20"), ("courrier", "2023-03-03")
IMAGE, OLDER = ("compte_rendu_imagerie", "2026-10-05"), ("compte_rendu_imagerie", "2026-09-20")
M, C = ("fiche_rcp", "2026-10-12"), ("anatomopathologie", "2026-10-02")
D, B = ("ordonnance", "2026-10-01"), ("biologie", "2026-10-08")
STAY, OPERATION = ("compte_rendu_hospitalisation", "2025-11-08"), ("compte_rendu_operatoire", "2026-06-03")
A = ("autre", "2026-10-18")
Paper = tuple[tuple[str, str], str]
