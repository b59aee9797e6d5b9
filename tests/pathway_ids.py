"""The ids of the twelve pathways, written down from the reference: what results, records and other programs point to.

Add to them; never rename one and never give one another meaning.
"""

FROZEN: dict[str, dict[str, str]] = {
    "cancer-colon-rectum": {
        "patient_questions": "operer_ou_non chimio_adjuvante conservation_rectum metastases",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr coloscopie anapath "
        "scanner_tap irm_rectum eer ace rcp cro uracilemie ras_braf bilan_oncogenetique",
        "key_facts": "localisation distance_ma tnm crm emvi ganglions reponse_endoscopique mmr ras_braf_v ace_val "
        "uracile metastase_hepatique_unique marge_exerese embols_budding oms g8",
        "options": "chirurgie chimio_adjuvante activite_physique rectum_neoadjuvant "
        "conservation_rectum metastases_hepatiques traitement_systemique_metastatique "
        "immunotherapie_neoadjuvante_dmmr surveillance_apres_resection",
        "red_flags": "occlusion perforation_saignement toxicite_5fu aplasie_febrile",
    },
    "cancer-prostate": {
        "patient_questions": "operer_ou_non surveillance_active recidive effets_secondaires",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr psa_serie irm_prostate "
        "irm_images anapath_biopsie bilan_extension rcp cro_ptr fonction_urinaire_sexuelle",
        "key_facts": "psa psad volume_prostate pirads isup gleason carottes ct risque pt psa_nadir tdpsa "
        "lesion_tep_psma iief ipss g8 anxiete protections",
        "options": "surveillance_active prostatectomie radiotherapie rattrapage avis_imagerie "
        "hormonotherapie_seule abstention_surveillance",
        "red_flags": "compression_medullaire retention_aigue hematurie_caillots",
    },
    "cancer-sein": {
        "patient_questions": "operer_ou_non chimiotherapie test_genomique oncogenetique metastatique",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr anapath_biopsie "
        "mammo_echo irm_mammaire images_senologie rcp bilan_extension cro genomique "
        "oncogenetique bilan_prechimio",
        "key_facts": "histologie grade re rp her2 ki67 taille tnm ganglions marges embols aisselle "
        "multifocalite score_genomique menopause triple_negatif prelevement",
        "options": "chirurgie_conservatrice mastectomie chimiotherapie ciblage_cdk hormonotherapie "
        "olaparib_brca desescalade_axillaire rcp_obligatoire anti_her2 "
        "immunotherapie_neoadjuvante",
        "red_flags": "inflammatoire compression aplasie_febrile",
    },
    "cancer-thyroide-nodule": {
        "patient_questions": "operer_ou_non cytologie_indeterminee surveillance iode",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr echo_thyroide "
        "echo_images tsh calcitonine cytologie scintigraphie anapath_piece cro tg_suivi "
        "laryngo rcp",
        "key_facts": "eutirads taille cote adenopathies gene bethesda tsh_val ct_val tg_val pt ganglions ata_risque",
        "options": "surveillance_nodule cytoponction lobectomie surveillance_active_cancer "
        "thermoablation iode recherche_multiple thyroidectomie_totale suivi_simple "
        "nodule_toxique",
        "red_flags": "detresse_respi crise_thyrotoxique dysphonie",
    },
    "coxarthrose": {
        "patient_questions": "operer_ou_non voie_abord diag_incertain pth_douloureuse",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr rx_hanche_cr "
        "rx_hanche_images irm_arthroscanner essais_conservateurs imagerie_rachis "
        "crp_ponction cro_anterieurs bilan_terrain",
        "key_facts": "cote tonnis kl interligne vce vca ficat ilmi etat_prothese perimetre_marche score_fonction "
        "imc eva essais usure test_anesthesique flexion_hanche rotation_interne atteinte_rachis signe_rachis "
        "irradiation_jambe",
        "options": "traitement_conservateur infiltration chirurgie_conservatrice pth voie_abord "
        "infection_prothese revision_prothese",
        "red_flags": "infection luxation_fracture cdr",
    },
    "endometriose": {
        "patient_questions": "operer_ou_non traitement_medical fertilite confirmation_diag douleurs_persistantes",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr irm_pelvienne_cr "
        "irm_pelvienne_dicom echo_endovaginale_cr amh cfa spermogramme permeabilite_tubaire "
        "cro_anterieurs anapath_anterieure echoendoscopie_rectale imagerie_digestive "
        "imagerie_renale rcp_endo",
        "key_facts": "dpei enzian rasrm efi endometriome_taille nodule_rectal stenose_digestive "
        "hydronephrose adenomyose amh_val cfa_val eva_douleur recidive_endometriome evolution_lesions "
        "douleur_actuelle desir_grossesse traitements_essayes hsg trompes hauteur_nodule circonference "
        "zone_jonctionnelle orads hormones_en_echec cfa_ovaire decouverte_fortuite",
        "options": "traitement_hormonal coelioscopie_diagnostique kystectomie sclerotherapie "
        "chirurgie_superficielle chirurgie_profonde amp abstention_surveillance "
        "antagonistes_gnrh preservation_fertilite prise_en_charge_douleur hysterectomie "
        "relecture_imagerie",
        "red_flags": "occlusion rein_menace torsion_rupture lesion_suspecte",
    },
    "fibromes-uterins": {
        "patient_questions": "operer_ou_non hysterectomie embolisation fertilite",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr echo_pelvienne_cr "
        "irm_pelvienne_cr irm_dicom hysteroscopie nfs_ferritine biopsie_endometre fcu amh "
        "cro_anterieurs",
        "key_facts": "figo taille_myome nombre_myomes volume_uterus epaisseur_endometre mur_securite saillie_cavite "
        "restriction_diffusion hydronephrose hb ferritine higham atypie_irm traitements_en_echec "
        "symptomes_compression desir_grossesse duree_essais cfa_val menopause_acquise endometre_sans_lesion "
        "hyperplasie croissance_myome dans_cavite menorragies",
        "options": "abstention traitement_medical resection_hysteroscopique myomectomie embolisation "
        "hysterectomie antagonistes_gnrh agoniste_preoperatoire destruction_endometre hifu",
        "red_flags": "hemorragie sarcome retention",
    },
    "gonarthrose": {
        "patient_questions": "operer_ou_non type_prothese alternatives ptg_douloureuse",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr rx_genou_cr "
        "rx_genou_images pangonogramme irm_genou essais_conservateurs crp_ponction "
        "cro_anterieurs bilan_terrain",
        "key_facts": "cote kl ahlback hka flexion laxite imc perimetre_marche score_fonction eva infiltrations "
        "essais usure etat_prothese compartiments croise",
        "options": "traitement_conservateur infiltration arthroscopie osteotomie puc ptg "
        "infection_prothese revision_prothese",
        "red_flags": "infection thrombose fracture",
    },
    "hernie-discale-lombaire": {
        "patient_questions": "operer_ou_non arthrodese alternatives recidive",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr irm_lombaire_cr "
        "irm_images examen_neuro traitements_essayes rx_rachis emg cro_anterieurs",
        "key_facts": "niveau type_hernie stenose duree force lasegue sphincters pfirrmann modic oswestry "
        "cote_douleur cote_hernie eva essais instabilite etage_sans_conflit lombalgie_isolee evolution recidive "
        "deficit_moteur",
        "options": "conservateur infiltration discectomie urgence arthrodese decompression_seule "
        "reintervention_recidive",
        "red_flags": "queue_cheval deficit_moteur infection_tumeur",
    },
    "infertilite-couple": {
        "patient_questions": "strategie_amp echecs_fiv cause operer_avant don",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr amh bilan_hormonal_j3 "
        "tsh_prl echo_pelvienne_cfa permeabilite_tubaire spermogramme "
        "bilan_masculin_complementaire tentatives_amp hysteroscopie serologies",
        "key_facts": (
            "duree_infertilite age_femme age_homme imc amh_val cfa_val fsh_val trompes sperm_volume "
            "sperm_conc azoospermie_lue vasectomie cryptorchidie sperm_pm sperm_morpho tentatives grossesses "
            "varicocele cloison_uterine myome insuffisance_ovarienne figo distance_myome_endometre "
            "sperm_mobiles_prepares sperm_testosterone cfa_ovaire caryotype_masculin genetique_masculine "
            "microdeletion_y cycles_irreguliers"
        ),
        "options": "expectative test_post_coital stim_iiu induction_ovulation fiv_icsi "
        "chirurgie_reproduction hygiene completer_bilan bilan_echecs_implantation "
        "don_gametes",
        "red_flags": "hso geu detresse",
    },
    "polyarthrite-rhumatoide": {
        "patient_questions": "confirmation_diag choix_traitement echec_biotherapie grossesse poumon",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr auto_anticorps crp_vs "
        "radios_mains_pieds evaluation_activite histo_traitements bilan_pre_biotherapie "
        "imagerie_thorax facteurs_cv",
        "key_facts": "fr ccp das28 crp vs nad_nag erosions haq mtx_dose mtx_tolerance "
        "mtx_deja_pris traitement_de_fond_anterieur cortico_dose pneumopathie_interstitielle gonflees eva_globale "
        "stabilite_structurale douleurs_diffuses sommeil_humeur",
        "options": "mtx_premiere_ligne cible_remission corticoides biotherapie_ou_jak pr_pid "
        "inhibiteur_jak autre_csdmard desescalade diagnostic_differentiel "
        "adaptation_grossesse urgence_complication",
        "red_flags": "infection myelosuppression cervical arthrite_septique",
    },
    "scoliose-adolescent": {
        "patient_questions": "operer_ou_non corset surveillance",
        "required_documents": "courrier_premier_avis ordonnances_en_cours antecedents_cr rachis_face_profil_cr "
        "rachis_images irm_medullaire maturite efr corset_cr",
        "key_facts": "cobb_principal cobb_serie cobb_avant cobb_progression cobb_corset corset_heures topographie "
        "lenke risser sanders menarche rotation cause_possible vitesse_croissance taille_assis vertebres_de_mesure",
        "options": "surveillance corset kine_specifique chirurgie bilan_etiologique",
        "red_flags": "neuro non_idiopathique respi",
    },
}
