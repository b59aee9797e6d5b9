"""A rich signed opinion of a plainly invented patient, for the tests of the document and of its signature."""

from datetime import UTC, date, datetime
from typing import Any

from engine.domain.dossier import Patient, Question
from engine.domain.opinion import Citation, Position, Section
from engine.domain.signed import Agreement, Examined, Opinion, SignedStatement, Signer

SIGNED_AT = datetime(2026, 11, 20, 13, 5, 9, tzinfo=UTC)
SIGNER = Signer(
    account="compte-1",
    name="Dr Éléonore Lœwenbrück-Ünal",
    rpps="10009876543",
    specialty="Chirurgie gynécologique et obstétrique",
)

IRM = Citation(
    kind="fact",
    ref="F1",
    text="Endométriome ovarien gauche de 42 mm, sans nodule du torus utérin.",
    filename="02-irm-pelvienne.pdf",
    page=2,
    dated=date(2026, 9, 14),
)
AMH = Citation(kind="fact", ref="F2", text="AMH : 1,1 ng/mL", filename="04-amh.pdf", page=1, dated=date(2026, 8, 3))
LETTER = Citation(
    kind="fact",
    ref="F3",
    text="EVA 7/10 malgré le diénogest",
    filename="01-courrier.pdf",
    page=1,
    dated=date(2026, 9, 28),
)
GUIDE = Citation(
    kind="passage",
    ref="endometriose/S12",
    text="La chirurgie d'un endométriome peut diminuer la réserve ovarienne.",
    source="CNGOF-HAS – Prise en charge de l'endométriose, 2017",
    url="https://www.has-sante.fr/jcms/c_2819733/fr/prise-en-charge-de-l-endometriose",
)
WISH = Citation(
    kind="questionnaire", ref="desir_grossesse", text="Souhaitez-vous une grossesse dans l'année ? Réponse : oui"
)
AGE = Citation(kind="calculation", ref="age", text="34 ans à la réception du dossier, le 12/11/2026")
HYSTERO = Citation(kind="requirement", ref="echographie", text="Échographie endovaginale récente : absente du dossier.")


def said(section: Section, text: str, *cites: Citation) -> SignedStatement:
    return SignedStatement(section=section, text=text, cites=cites, origin="kept")


STATEMENTS = (
    said("question", "La question porte sur le choix entre une kystectomie première et une FIV première.", WISH),
    said("question", "La décision est à prendre avant la consultation du 15 décembre 2026."),
    said("resume", "Patiente de 34 ans, qui souhaite une grossesse depuis dix-huit mois.", AGE, WISH),
    said(
        "resume",
        "L'IRM pelvienne du 14/09/2026 décrit un endométriome ovarien gauche de 42 mm, sans nodule du torus.",
        IRM,
    ),
    said("resume", "L'AMH du 03/08/2026 est de 1,1 ng/mL ; le côté droit n'a pas été décrit.", AMH),
    said("resume", "Les douleurs sont cotées à 7/10 malgré trois mois de diénogest 2 mg/j.", LETTER),
    said(
        "analyse",
        "Il est établi que l'endométriome est unilatéral et qu'il mesure plus de 4 cm ; sa taille est comparable sur "
        "les deux examens disponibles, ce qui plaide pour une lésion stable.",
        IRM,
    ),
    said("analyse", "La réserve ovarienne est diminuée pour l'âge (AMH < 1,2 ng/mL).", AMH, AGE),
    said(
        "analyse",
        "En faveur d'une chirurgie première : des douleurs importantes, qui résistent au traitement hormonal. En "
        "défaveur : une réserve ovarienne déjà basse, que la kystectomie peut encore diminuer.",
        LETTER,
        GUIDE,
        AMH,
    ),
    said("analyse", "Le désir de grossesse est la préférence que la patiente place en premier.", WISH),
    said(
        "avis",
        "Je propose de discuter d'abord une prise en charge en assistance médicale à la procréation.",
        AMH,
        GUIDE,
    ),
    said("avis", "Une autre option est la kystectomie première si les douleurs deviennent invalidantes.", LETTER),
    said(
        "limites",
        "Avis rendu sur pièces : les images de l'IRM n'ont pas été relues, seul leur compte rendu l'a été.",
        IRM,
    ),
    said("limites", "Un comptage folliculaire supérieur à 10 ferait revoir cet avis.", HYSTERO),
    said(
        "examens",
        "Comptage des follicules antraux par échographie endovaginale, sous un mois : il changerait la décision.",
        HYSTERO,
    ),
    said("alerte", "Délai raisonnable pour décider : trois mois."),
    said("alerte", "Appelez votre médecin le jour même en cas de fièvre ou de douleur brutale d'un côté."),
)


def an_opinion(**over: Any) -> Opinion:
    given: dict[str, Any] = {
        "dossier": "DA-2026-0147",
        "number": 1,
        "patient": Patient(family_name="Fictive-Lorrain", given_name="Océane", sex="F", birth_date=date(1992, 5, 17)),
        "question": Question(
            type="fertilite", text="On me propose d'enlever mon kyste. Faut-il m'opérer, ou faire la FIV d'abord ?"
        ),
        "pathway": "endometriose",
        "pathway_version": "1.1.0",
        "pathway_fr": "Endométriose (et adénomyose associée)",
        "published": False,
        "received_on": date(2026, 11, 12),
        "documents": (
            Examined(
                title="Lettre du Dr Inventé au médecin traitant",
                kind_fr="Courrier",
                dated=date(2026, 9, 28),
                filename="01-courrier.pdf",
                pages=(1, 2),
            ),
            Examined(
                title="IRM pelvienne",
                kind_fr="Compte rendu d'imagerie",
                dated=date(2026, 9, 14),
                filename="02-irm-pelvienne.pdf",
                pages=(1, 2, 3),
                note_fr="Lu ; images non jointes",
            ),
            Examined(
                title="Dosage de l'hormone antimüllérienne",
                kind_fr="Biologie",
                dated=date(2026, 8, 3),
                filename="04-amh.pdf",
                pages=(1,),
            ),
            Examined(
                title="Ordonnance photographiée",
                kind_fr="Ordonnance",
                dated=None,
                filename="05-ordonnance-photo.jpg",
                pages=(1,),
                note_fr="Illisible en partie",
            ),
        ),
        "missing_fr": ("Échographie endovaginale de moins de six mois, avec comptage des follicules antraux",),
        "provisional": True,
        "first_opinion_fr": "Le Dr Inventé retient un endométriome gauche isolé et propose une kystectomie par "
        "cœlioscopie avant toute FIV, dans les deux mois.",
        "statements": STATEMENTS,
        "position": Position(
            diagnosis="Endométriome ovarien gauche isolé de 42 mm, réserve ovarienne diminuée",
            option="fiv_premiere",
            alternatives=("kystectomie",),
            discouraged=("annexectomie",),
            exams=("echographie_endovaginale", "Nouveau dosage de l'AMH dans le même laboratoire"),
            certainty="modérée",
        ),
        "labels_fr": {
            "fertilite": "Stratégie de fertilité : opération d'abord ou FIV d'abord",
            "fiv_premiere": "FIV d'abord, sans chirurgie préalable",
            "kystectomie": "Kystectomie intrapéritonéale par cœlioscopie",
            "annexectomie": "Annexectomie gauche",
            "echographie_endovaginale": "Échographie endovaginale avec comptage des follicules antraux",
        },
        "agreement": Agreement(diagnosis="C", treatment="X", exams="P", overall="X", severity=2, equipoise=True),
        "patient_fr": "Vous avez un kyste sur l'ovaire gauche. Ce kyste vient de l'endométriose.\n\n"
        "On vous a proposé de l'enlever. Vous voulez aussi un enfant.\n\n"
        "Nous vous conseillons de parler d'abord de la FIV. L'opération peut abîmer l'ovaire. Vos ovaires ont déjà "
        "moins de réserve que d'habitude.\n\nUn examen manque : une échographie. Elle aidera à décider.\n\n"
        "Si vous avez de la fièvre ou très mal d'un côté, appelez votre médecin. Si c'est grave, appelez le 15.",
        "ai_used": True,
        "draft": "run-1",
        "signer": SIGNER,
        "signed_at": SIGNED_AT,
        "audit_head": "9f2c4b7a1de08835c6f1b0a2d94e7753aa61c0de5b8f3e29174406cd8e21fb90",
    }
    return Opinion(**{**given, **over})


def an_addendum(**over: Any) -> Opinion:
    text = "Le compte rendu d'échographie reçu le 02/12/2026 confirme l'avis : 6 follicules antraux."
    text += "\n\nLa conduite est la même."
    return an_opinion(
        **{"number": 2, "addendum_fr": text, "signed_at": datetime(2026, 12, 3, 9, 30, tzinfo=UTC), **over}
    )
