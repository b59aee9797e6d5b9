"""Situations of the knee, the hip and the lumbar disc: what is answered and read, what comes first, what is wrong.

Each is (told, question's id, values, options of which one comes first, options that may not stand).
"""

from engine.domain.conditions import Value

Situation = tuple[str, str, dict[str, Value], tuple[str | None, ...], set[str]]

ASKED = {"surgery_proposed": True, "prosthesis_painful": False, "fever": False}
WORN: dict[str, Value] = {**ASKED, "kl": 4, "imc": 27}
ONE_SIDED: dict[str, Value] = {**ASKED, "compartiments": "isole", "kl": 3, "imc": 26}
PAINFUL: dict[str, Value] = {"surgery_proposed": True, "prosthesis_painful": True}
CALM: dict[str, Value] = {"neuro_deficit": False, "sphincters": False, "prior_spine_surgery": False}
PLANNED: dict[str, Value] = {**CALM, "surgery_proposed": True, "diagnosis_uncertain": False}
NEVER_OPERATED: dict[str, Value] = {**ASKED, "prior_hip_surgery": False, "necrosis_suspected": False}

KNEE_SITUATIONS: list[Situation] = [
    ("worn on all sides, all tried", "operer_ou_non", {**WORN, "compartiments": "multiple"}, ("ptg",), {"puc"}),
    (
        "one compartment, cruciate torn",
        "type_prothese",
        {**ONE_SIDED, "kl": 4, "croise": "rompu", "age": 71, "hka": 174},
        ("ptg",),
        {"puc", "osteotomie", "arthroscopie"},
    ),
    (
        "one compartment, loose",
        "type_prothese",
        {**ONE_SIDED, "kl": 4, "laxite": True, "age": 71, "hka": 174},
        ("ptg",),
        {"puc", "osteotomie"},
    ),
    ("one compartment at 72", "type_prothese", {**ONE_SIDED, "age": 72, "hka": 174}, ("puc", "ptg"), {"osteotomie"}),
    ("one compartment, bow leg at 49", "type_prothese", {**ONE_SIDED, "age": 49, "hka": 172}, ("osteotomie",), {"ptg"}),
    ("little worn", "operer_ou_non", {**ASKED, "kl": 2}, ("traitement_conservateur",), {"ptg", "puc", "osteotomie"}),
    (
        "little tried",
        "operer_ou_non",
        {**ASKED, "kl": 3, "essais": "incomplet"},
        ("traitement_conservateur",),
        {"arthroscopie"},
    ),
    ("worn after Ahlbäck", "operer_ou_non", {**ASKED, "ahlback": 3}, ("ptg",), {"arthroscopie"}),
    ("painful prosthesis", "ptg_douloureuse", PAINFUL, ("revision_prothese",), {"ptg", "puc", "infiltration"}),
    (
        "painful prosthesis with fever",
        "ptg_douloureuse",
        {**PAINFUL, "fever": True},
        ("infection_prothese",),
        {"revision_prothese"},
    ),
]
HIP_SITUATIONS: list[Situation] = [
    ("worn, all tried", "operer_ou_non", {**NEVER_OPERATED, "tonnis": 3}, ("pth",), {"chirurgie_conservatrice"}),
    (
        "worn, nothing tried",
        "operer_ou_non",
        {**NEVER_OPERATED, "tonnis": 2, "essais": "incomplet"},
        ("traitement_conservateur",),
        {"chirurgie_conservatrice"},
    ),
    ("hardly worn", "diag_incertain", {**NEVER_OPERATED, "tonnis": 1}, ("traitement_conservateur",), {"pth"}),
    (
        "dysplasia at 27",
        "operer_ou_non",
        {**NEVER_OPERATED, "tonnis": 0, "vce": 14, "age": 27},
        ("chirurgie_conservatrice",),
        {"pth"},
    ),
    (
        "necrosis, head collapsed",
        "operer_ou_non",
        {**NEVER_OPERATED, "necrosis_suspected": True, "tonnis": 1, "ficat": "IV"},
        ("pth",),
        {"infiltration"},
    ),
    ("painful prosthesis", "pth_douloureuse", {**PAINFUL, "fever": False}, ("revision_prothese",), {"pth"}),
]
DISC_SITUATIONS: list[Situation] = [
    (
        "four months, hardly any pain left",
        "operer_ou_non",
        {**PLANNED, "duree": 17, "eva": 1},
        ("conservateur",),
        {"urgence"},
    ),
    ("four months, all tried", "operer_ou_non", {**PLANNED, "duree": 17}, ("discectomie",), {"arthrodese", "urgence"}),
    (
        "nine months, all tried",
        "operer_ou_non",
        {**PLANNED, "duree": 39, "essais": "échec"},
        ("discectomie",),
        {"arthrodese", "urgence"},
    ),
    ("four weeks", "operer_ou_non", {**PLANNED, "duree": 4}, ("conservateur",), {"discectomie", "urgence"}),
    (
        "eight weeks and better",
        "operer_ou_non",
        {**PLANNED, "duree": 8, "evolution": "favorable"},
        ("conservateur",),
        {"discectomie", "arthrodese"},
    ),
    (
        "eight weeks, little tried",
        "operer_ou_non",
        {**PLANNED, "duree": 8, "essais": "incomplet"},
        ("conservateur",),
        {"discectomie", "arthrodese"},
    ),
    (
        "back pain alone",
        "arthrodese",
        {**PLANNED, "fusion_proposed": True, "duree": 20, "lombalgie_isolee": True},
        ("conservateur",),
        {"arthrodese", "discectomie"},
    ),
    (
        "narrow canal for a year",
        "arthrodese",
        {**PLANNED, "fusion_proposed": True, "duree": 60, "stenose": "serrée", "essais": "échec"},
        ("decompression_seule",),
        {"arthrodese"},
    ),
    (
        "hernia is back",
        "recidive",
        {**PLANNED, "prior_spine_surgery": True, "duree": 22, "recidive": "prouvée"},
        ("reintervention_recidive",),
        {"discectomie"},
    ),
    (
        "hernia or scar, nobody knows",
        "recidive",
        {**PLANNED, "prior_spine_surgery": True, "neuro_deficit": False, "duree": 22, "recidive": "douteuse"},
        ("conservateur",),
        {"discectomie"},
    ),
    (
        "a scar and no hernia",
        "recidive",
        {**PLANNED, "prior_spine_surgery": True, "duree": 22, "recidive": "absente"},
        ("conservateur",),
        {"discectomie", "reintervention_recidive"},
    ),
    (
        "foot drops",
        "operer_ou_non",
        {**PLANNED, "neuro_deficit": True, "force": 2, "duree": 3},
        ("urgence",),
        {"conservateur", "arthrodese"},
    ),
    (
        "slight weakness of late",
        "operer_ou_non",
        {**PLANNED, "neuro_deficit": True, "force": 4, "duree": 3},
        ("discectomie",),
        {"conservateur", "arthrodese", "urgence"},
    ),
]
