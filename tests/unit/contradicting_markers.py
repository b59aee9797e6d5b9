"""Markers, vaccinations and results that letters tell otherwise than reports, each pair told once."""

from tests.unit.contradicting_papers import BR, CO, CR, FI, HI, IMAGE, LATER, RA, SC, STAY, TH, A, B, C, L, M

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
    (
        CO,
        ((L, "Antécédents : rien de notable."), (STAY, "Diagnostic retenu : salpingite aiguë droite.")),
        "antecedents",
    ),
    (FI, ((L, "Antécédents médicaux : RAS."), (STAY, "Embolie pulmonaire segmentaire bilatérale.")), "antecedents"),
    (RA, ((L, "Pas d'antécédent particulier hormis une HTA."), (STAY, "Un stent actif posé.")), "antecedents"),
    (HI, ((L, "Patiente par ailleurs en parfaite santé."), (STAY, "Ulcère bulbaire hémorragique.")), "antecedents"),
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
    (CO, ((L, "Antécédents : rien de notable."), (STAY, "Pas d'argument pour une salpingite."))),
    (CO, ((L, "Antécédents : rien de notable en dehors d'une salpingite."), (STAY, "Salpingite aiguë droite."))),
    (RA, ((L, "Pas d'antécédent particulier hormis un infarctus."), (STAY, "Un stent actif posé."))),
    (HI, ((L, "Antécédents familiaux : RAS."), (STAY, "Ulcère bulbaire hémorragique."))),
    (HI, ((L, "En parfaite santé."), (STAY, "Son père a eu un ulcère hémorragique."))),
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
