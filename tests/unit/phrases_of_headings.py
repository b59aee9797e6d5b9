"""What a line denies behind its heading, and headings that name what is there."""

A, N = "affirmed", "negated"

HEADED = [
    ("Envahissement des vésicules : pas d'argument.", "Envahissement", N, "patient"),
    ("Franchissement de la capsule : sans signe direct.", "Franchissement", N, "patient"),
    ("Extension au fascia : absence d'argument à l'IRM.", "Extension", N, "patient"),
    ("Atteinte du sphincter : pas d'élément en faveur.", "Atteinte", N, "patient"),
    ("Adénopathie pelvienne : pas décelée.", "Adénopathie", N, "patient"),
    ("Épanchement : pas mis en évidence.", "Épanchement", N, "patient"),
    ("Métastase osseuse : RAS.", "Métastase", N, "patient"),
    ("Infiltration de la graisse : rien de suspect.", "Infiltration", N, "patient"),
    ("Adénopathies : pas d'adénopathie iliaque.", "Adénopathies", N, "patient"),
    ("Hernie L4-L5 : pas de signe de conflit.", "Hernie", A, "patient"),
    ("Hernie L5-S1 : pas de fragment exclu.", "fragment exclu", N, "patient"),
    ("Hernie L5-S1 sans fragment exclu.", "fragment exclu", N, "patient"),
    ("Hernie exclue vers le bas.", "Hernie exclue", A, "patient"),
    ("Hernie L5-S1 avec fragment exclu.", "fragment exclu", A, "patient"),
    ("Kyste de l'ovaire : pas de cloison.", "Kyste", A, "patient"),
    ("Franchissement capsulaire : pas d'argument contre.", "Franchissement", A, "patient"),
    ("Adénopathie iliaque : 14 mm, sans signe de nécrose.", "Adénopathie", A, "patient"),
    ("Nodule droit : pas de nodule satellite.", "Nodule droit", A, "patient"),
]
