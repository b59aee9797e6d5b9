"""Papers of hips, knees, backs and arthritis: what is read of them, and what is left."""

from datetime import date
from typing import Any

import pytest

from engine.adapters.clinical_nlp import EdsNlpReader
from engine.adapters.idle_quotes import NOT_DONE, SPARED, is_idle, is_no_doubt
from engine.domain.pathway import Pathway
from engine.domain.vocabulary import Vocabulary
from engine.steps.kinds import guess_kind
from tests.builders import facts_in

WRITTEN = date(2026, 10, 9)
HIP, KNEE, DISC, ARTHRITIS = "coxarthrose", "gonarthrose", "hernie-discale-lombaire", "polyarthrite-rhumatoide"
IMAGE, LETTER = "compte_rendu_imagerie", "courrier"


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Sciatique L5 par hernie concordante, évolution franchement favorable.", True),
        ("Sciatique L5 : l'évolution est nettement favorable.", True),
        ("Infiltration foraminale le 02/09/2026, nette amélioration dès le quatrième jour, EVA 2.", True),
        ("Amélioration franche depuis l'infiltration épidurale du 2 septembre.", True),
        ("Infiltration L5 le 02.09.2026, nette amélioration, revoir en cas de rechute.", True),
        ("Sciatique, évolution souvent favorable en six semaines.", False),
        ("Sciatique : une évolution favorable est attendue.", False),
        ("Sciatique : évolution défavorable.", False),
        ("En l'absence d'évolution favorable de la sciatique, opérer.", False),
        ("Infiltration le 02/09/2026 : nette amélioration. Rechute depuis dix jours.", False),
        ("Infiltration le 2 septembre, nette amélioration pendant trois semaines.", False),
        ("Infiltration foraminale : nette amélioration transitoire.", False),
        ("Infiltration le 02/09/2026 : pas d'amélioration.", False),
        ("Infiltration en 2019 avec nette amélioration.", False),
        ("Aucune amélioration nette depuis l'infiltration.", False),
        ("Hernie opérée en 2018, évolution favorable. Depuis mai, récidive.", False),
    ],
)
def test_a_sciatica_gets_better_where_a_paper_says_so(
    text: str, better: bool, pathways: dict[str, Pathway], vocabulary: Vocabulary, clinical_reader: EdsNlpReader
) -> None:
    facts = facts_in(text, LETTER, pathways[DISC], vocabulary, clinical_reader, dated=WRITTEN)
    assert [f.value for f in facts if f.key == "evolution"] == (["favorable"] if better else [])


@pytest.mark.parametrize(
    ("pathway", "kind", "text", "key", "wanted"),
    [
        *[
            (pathway, LETTER, text, "essais", ["incomplet"])
            for pathway in (HIP, KNEE, DISC)
            for text in (
                "Séances effectuées : 5 sur 15 (absences).",
                "Rééducation trop courte pour juger.",
                "Programme d'exercices à domicile non suivi.",
                "Auto-exercices peu faits.",
            )
        ],
        (KNEE, LETTER, "Séances réalisées : 12 sur 15.", "essais", []),
        (KNEE, LETTER, "Programme à domicile fait 4 jours sur 7.", "essais", []),
        (KNEE, LETTER, "Rééducation : 15 séances, suivie avec assiduité.", "essais", []),
        (HIP, LETTER, "Gain fonctionnel faible. Pas de nouvelle série prévue.", "essais", ["échec"]),
        (KNEE, LETTER, "Gain modeste malgré une bonne adhésion.", "essais", ["échec"]),
        (KNEE, LETTER, "Gain modeste à mi-parcours, à poursuivre.", "essais", []),
        (KNEE, LETTER, "200 éléments, absence de cristaux, culture stérile à J5.", "culture_sterile", [None]),
        (KNEE, LETTER, "Liquide articulaire stérile.", "culture_sterile", [None]),
        (KNEE, LETTER, "Liquide articulaire non stérile.", "culture_sterile", []),
        (KNEE, LETTER, "ECBU : culture stérile.", "culture_sterile", []),
        (KNEE, IMAGE, "Schuss non réalisé (appui difficile).", "incidence_non_faite", [None]),
        (HIP, IMAGE, "Un cliché (profil et faux profil non réalisés).", "incidence_non_faite", [None]),
        (HIP, IMAGE, "Profil : pas de lésion.", "incidence_non_faite", []),
        (ARTHRITIS, LETTER, "Dyspnée stade III de la NYHA.", "stade_nyha", ["III"]),
        (ARTHRITIS, LETTER, "NYHA : I.", "stade_nyha", ["I"]),
        (DISC, IMAGE, "Absence de mobilité anormale en flexion.", "instabilite", ["absente"]),
        (DISC, IMAGE, "Mobilité L4-L5 : translation 2 mm, angulation 7°.", "mobilite_dynamique", [None]),
        (DISC, LETTER, "Début : EVA jambe 8/10.\nCe jour : EVA jambe 5/10.", "eva", [5]),
        (DISC, LETTER, "Bilan initial : EVA 7/10\nBilan final : EVA 3/10", "eva", [3]),
    ],
)
def test_what_a_paper_prints_is_read_and_its_neighbour_is_not(
    pathway: str,
    kind: str,
    text: str,
    key: str,
    wanted: list[Any],
    pathways: dict[str, Pathway],
    vocabulary: Vocabulary,
    clinical_reader: EdsNlpReader,
) -> None:
    facts = facts_in(text, kind, pathways[pathway], vocabulary, clinical_reader, dated=WRITTEN)
    assert [f.value for f in facts if f.key == key and f.polarity != "hypothetical"] == wanted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Kinésithérapie du Port, Z. EXEMPLE M.K.D.E.\nLe 18/09/2026\nprescription du 02/06/2026 : 15 séances\n"
            "Séances effectuées : 6 sur 15.\nFlexion 110°\nÀ poursuivre 2 fois par semaine.",
            LETTER,
        ),
        (
            "Dr Z. EXEMPLE\nPrescription du 02/06/2026\nKinésithérapie : 15 séances, genou droit\n"
            "Paracétamol 1 g : 1 matin et soir si besoin",
            "ordonnance",
        ),
    ],
    ids=["a report of sessions", "a prescription of sessions"],
)
def test_a_report_names_the_prescription_that_it_follows(text: str, kind: str, vocabulary: Vocabulary) -> None:
    assert guess_kind(text, "page.pdf", vocabulary).kind == kind


@pytest.mark.parametrize(
    ("quote", "idle"),
    [
        ("Demandeur : Dr Z. EXEMPLE (recherche d'instabilité)", True),
        ("Prévenir si fièvre, rougeur ou douleur croissante", True),
        ("À prévoir : échographie à 3 mois puis défibrillateur si FEVG ≤ 35 %", True),
        ("Port prescrit 20 h par jour puis nocturne", True),
        ("Effets secondaires évoqués : fourmillements au froid", True),
        ("Contraception à prévoir", True),
        ("Le risque d'aggravation des fourmillements est expliqué", True),
        ("Les risques ont été expliqués : récidive, brèche durale", True),
        ("La patiente a été prévenue de petits saignements possibles", True),
        ("une seconde infiltration n'est à envisager qu'en cas d'amélioration nette", True),
        ("Prescription : 16 h par jour, arrêt prévu en décembre", True),
        ("Lombosciatique gauche, recherche d'instabilité", True),
        ("Risque de descellement à surveiller", False),
        ("Risque : intermédiaire favorable", False),
        ("Syndrome de Lynch à rechercher", False),
        ("Érosion débutante possible, à contrôler", False),
        ("Petit épanchement sous-quadricipital possible", False),
        ("Une séquelle de prostatite est possible", False),
        ("Une seconde infiltration peut être envisagée si amélioration partielle", True),
        ("Une infiltration est possible mais non datée", False),
    ],
)
def test_what_is_ordered_or_may_come_is_no_doubt(quote: str, idle: bool) -> None:
    assert is_no_doubt(quote) is idle


@pytest.mark.parametrize(
    ("quote", "spared"),
    [
        ("Pas de cytopénie sous méthotrexate", True),
        ("Aucun saignement sous apixaban", True),
        ("Pas d'arrêt de l'apixaban sans avis", False),
        ("Méthotrexate 15 mg par semaine", False),
    ],
)
def test_a_drug_that_did_no_harm_is_not_what_nobody_may_miss(quote: str, spared: bool) -> None:
    assert bool(SPARED.match(quote)) is spared


@pytest.mark.parametrize(
    ("quote", "done"),
    [
        ("Je n'ai pas refait de cliché ce jour", False),
        ("La ponction n'a pas été réalisée", False),
        ("IRM non disponible ce jour", False),
        ("ressaut non recherché", False),
        ("Pas d'épanchement", True),
        ("On ne retrouve pas de conflit", True),
        ("L'infection n'est pas retrouvée", True),
    ],
)
def test_what_nobody_did_is_not_told_as_absent(quote: str, done: bool) -> None:
    assert (NOT_DONE.search(quote) is None) is done


def test_orders_given_after_an_act_tell_no_finding() -> None:
    assert is_idle("Consignes remises : repos, consulter si fièvre")
    assert not is_idle("Consignes mal comprises, bras bloqué")


@pytest.mark.parametrize(
    ("quote", "idle"),
    [
        ("CHU DE VALBREL Consultation céphalées", True),
        ("Rééducation périnéale MONTFABLE", True),
        ("Rééducation périnéale [LIEU 1]", True),
        ("[ÉTABLISSEMENT 1] (fictif) Consultation céphalées", True),
        ("Dr [MÉDECIN 1], radiologue, filière endométriose", True),
        ("[ÉTABLISSEMENT 2] : douleur du torus depuis mai", False),
        ("[ÉTABLISSEMENT 2] a posé un stent coronaire", False),
        ("Vue aux urgences de [LIEU 2] pour une douleur", False),
        ("Dr Odile SARTRIN, radiologue, filière endométriose", True),
        ("Cabinet de rhumatologie du Parc", True),
        ("Ses risques (infection, raideur) lui ont été exposés", True),
        ("Ses risques sont élevés", False),
        ("Cliché Corset T5-T12 Risser", True),
        ("Date Debout Assis", True),
        ("Analyse Résultat Réf. Antérieur", True),
        ("Examen neurologique normal", False),
        ("Niveau L5-S1 Gauche Extrusion", False),
        ("La patiente a été prévenue de petits saignements possibles", True),
        ("Pas de chirurgie", False),
        ("Cytologie urinaire NORMALE", False),
        ("Dr Odile SARTRIN, cardiologue, a posé un stent en 2024", False),
        ("Pôle supérieur du rein dilaté", False),
        ("Clinique compatible avec une endométriose profonde", False),
    ],
)
def test_the_head_of_a_paper_and_a_warning_tell_no_finding(quote: str, idle: bool) -> None:
    assert is_idle(quote) is idle
