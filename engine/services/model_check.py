"""The configured model tried on a fixed task: what works, what does not, and the way out."""

import time
from collections.abc import Iterator
from typing import Protocol

from pydantic import BaseModel

from engine.adapters.openai_model import Server
from engine.domain.drafting import DraftAnswer, DraftInputs, Evidence, OptionView
from engine.errors import BadSettings, EngineError, UnusableAnswer
from engine.ports import Asked, T
from engine.services.check import Check, failed, ok, warning
from engine.settings import Settings
from engine.steps.draft import PROMPT
from engine.steps.ground import Grounder

SLOW = 120
"""Seconds above which a draft keeps a queue of dossiers waiting."""
TASK = DraftInputs(
    pathway_label="Gonarthrose",
    question="Faut-il poser une prothèse du genou droit ?",
    question_type="operer_ou_non",
    age=67,
    sex="F",
    diagnosis="gonarthrose droite",
    evidence=(
        Evidence(id="F1", kind="fact", text="Genou droit : Kellgren 4.", side="droite"),
        Evidence(id="F2", kind="fact", text="Pas de laxité.", polarity="negated"),
        Evidence(id="F3", kind="fact", text="Mère opérée d'une prothèse du genou.", bearer="family"),
        Evidence(
            id="P1",
            kind="passage",
            text="Échec du traitement médical bien conduit : la prothèse totale est indiquée.",
            option="ptg",
            stance="supports",
        ),
        Evidence(id="R1", kind="requirement", text="Pangonogramme : absent du dossier.", status="missing"),
        Evidence(id="A1", kind="questionnaire", text="Question du patient : Faut-il poser une prothèse ?"),
        Evidence(id="K1", kind="calculation", text="67 ans à la réception du dossier", about="age"),
    ),
    options=(
        OptionView(id="ptg", label_fr="Prothèse totale du genou", supported_by=("P1", "F1"), preferred=True),
        OptionView(id="arthroscopie", label_fr="Arthroscopie de lavage", discouraged_by=("F1",)),
    ),
)
"""Invented, and the same for every model."""


class Answering(Protocol):
    """A model asked directly: here a bad answer is a finding, not something to mend."""

    def ask(self, prompt: str, inputs: BaseModel, answer: type[T], again: str | None = None) -> Asked[T]:
        """As `LanguageModel.ask`."""
        ...


def model_server(settings: Settings) -> Server:
    """The server that the settings name. Raises `BadSettings`."""
    for name in ("model_url", "model_name"):
        if getattr(settings, name) is None:
            raise BadSettings(what=f"AVIS_AUTHOR=server demande AVIS_{name.upper()}")
    return Server(
        url=settings.model_url or "",
        name=settings.model_name or "",
        key=_key(settings),
        seconds=settings.model_timeout,
        window=settings.model_window,
        max_tokens=settings.model_max_tokens,
        price_in=settings.model_price_in,
        price_out=settings.model_price_out,
    )


def _key(settings: Settings) -> str:
    if settings.model_key is not None:
        return settings.model_key.get_secret_value()
    if settings.model_key_file is None:
        return ""
    try:
        return settings.model_key_file.read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(what=f"AVIS_MODEL_KEY_FILE : {settings.model_key_file} ne peut pas être lu") from error


def try_model(model: Answering, grounder: Grounder, prompt: str = PROMPT) -> Iterator[Check]:
    """Ask the fixed task once and judge the answer, line by line as each is known."""
    started = time.perf_counter()
    try:
        asked = model.ask(prompt, TASK, DraftAnswer)
    except UnusableAnswer as error:
        yield ok("Réponse", f"Le modèle répond ({time.perf_counter() - started:.1f} s).")
        yield failed(
            "Forme demandée",
            str(error),
            "Choisissez un serveur qui contraint la sortie (vLLM, llama.cpp) ou un modèle plus capable. Tel quel, ses "
            "pré-avis seraient tous remplacés par les énoncés assemblés.",
        )
        return
    except EngineError as error:
        yield failed("Réponse", str(error), "Corrigez ce point, puis relancez « avis models check ».")
        return
    seconds = time.perf_counter() - started
    yield ok("Réponse", f"Le modèle {asked.model.id} répond.")
    yield ok("Forme demandée", "L'objet JSON demandé, et rien d'autre.")
    yield from _citations(asked.value, grounder)
    yield _option(asked.value)
    yield _time(seconds)
    yield _tokens(asked)


def _citations(said: DraftAnswer, grounder: Grounder) -> Iterator[Check]:
    verdicts = [grounder.check(statement, TASK) for statement in said.statements]
    stand, total = sum(v.stands for v in verdicts), len(verdicts)
    known = all(TASK.cited(i) for s in said.statements for i in s.cites)
    if known:
        yield ok("Citations", "Toutes désignent des éléments fournis.")
    else:
        yield failed("Citations", "Il cite des éléments qui n'existent pas.", "Choisissez un modèle plus capable.")
    told = f"{stand} énoncés sur {total} passent le contrôle."
    if stand == total:
        yield ok("Fidélité", told)
        return
    why = next(v.why_fr for v in verdicts if not v.stands)
    remedy = "Ces énoncés sont écartés, jamais montrés ; un modèle plus capable en perd moins."
    yield (warning if stand * 2 >= total else failed)("Fidélité", f"{told} Premier motif : {why}", remedy)


def _option(said: DraftAnswer) -> Check:
    if said.position.option in {o.id for o in TASK.options} - {"arthroscopie"} | {None}:
        return ok("Option", f"Permise par le référentiel ({said.position.option or 'aucune'}).")
    return failed(
        "Option", f"« {said.position.option} » n'est pas permise.", "Elle serait écartée ; changez de modèle."
    )


def _time(seconds: float) -> Check:
    told = f"{seconds:.1f} s pour ce dossier de sept éléments."
    if seconds > SLOW:
        return warning("Durée", told, "Un vrai dossier en demande davantage : prenez un GPU ou un modèle plus petit.")
    return ok("Durée", told)


def _tokens(asked: Asked[DraftAnswer]) -> Check:
    if asked.tokens_in is None or asked.tokens_out is None:
        return warning("Jetons", "Le serveur ne les compte pas.", "Coût et coupures ne pourront pas être vus.")
    cost = sum(a.cost or 0 for a in asked.answers)
    told = f"{asked.tokens_in} lus, {asked.tokens_out} écrits" + (f", {cost:.4f} €".replace(".", ",") if cost else "")
    return ok("Jetons", f"{told}.")
