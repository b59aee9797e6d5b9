"""What the linter looks for, as tables."""

COMPUTED = {"age", "age_femme", "male", "question_type", "lacks"}
"""Variables that the program computes from identity, question and completeness."""
OTHER_KIND = "autre"
RED_FLAG_WORDS = ("any_of", "near_all_of", "page_all_of", "papers_all_of", "question_any_of", "question_all_of")
TOLD_TO_PATIENTS = (
    ("required_documents", "ask_patient_fr"),
    ("required_documents", "label_fr"),
    ("patient_questions", "label_fr"),
    ("variables", "question_fr"),
)
"""Texts that patients read, by group and field."""
GENERAL_FACTS = {"diagnostic", "medicament", "traitement_en_cours", "allergie", "cote"}
"""Keys of facts that every pathway has."""
FAMILIAR = {"IRM", "PSA", "BRCA"}
"""Abbreviations that patients say themselves; any other stands in brackets behind its words."""
MOST_PLAIN_WORDS = 16
"""Words of a text for patients: one breath, with the medical name in brackets."""
