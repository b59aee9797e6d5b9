"""Every setting, read once from the environment (prefix AVIS_) and passed in."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.errors import BadSettings

TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")


class Settings(BaseSettings):
    """All settings; the description of each is printed by `avis settings` and stands in the README."""

    model_config = SettingsConfigDict(env_prefix="AVIS_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default=Path.home() / ".local" / "share" / "double-avis",
        description="Dossier des données : base intégrée et rien d'autre.",
    )
    database_url: str | None = Field(
        default=None,
        description="Serveur PostgreSQL avec pgvector (postgresql://…). Vide : base intégrée dans AVIS_DATA_DIR.",
    )
    author: Literal["assembled", "transformers"] = Field(
        default="assembled",
        description=(
            "Qui rédige le pré-avis : « assembled » (assemblage des faits, sans modèle génératif) ou « transformers » "
            "(modèle local, AVIS_MODEL_DIR)."
        ),
    )
    model_dir: Path | None = Field(
        default=None,
        description=(
            "Dossier du modèle local (safetensors ou un fichier .gguf). Le petit modèle des tests (SmolLM2-135M) "
            "prouve le chemin mais écrit un français dénué de sens : il ne doit jamais rédiger pour un médecin."
        ),
    )
    production: bool = Field(
        default=False,
        description="Vrai : refuse de rédiger avec un référentiel qu'aucun conseil scientifique n'a publié.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", description="Niveau du journal, écrit sur la sortie d'erreur, sans donnée de santé."
    )


def load_settings() -> Settings:
    """Read the environment. Raises `BadSettings` on a wrong value, or when a tracing service is switched on."""
    for name in TRACING:
        if os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}:
            raise BadSettings(
                what=f"{name} est actif et enverrait des données de santé à un tiers ; retirez cette variable"
            )
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "AVIS_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSettings(what=f"{name} ({_expected(first)})") from error


def _expected(problem: ErrorDetails) -> str:
    if problem["type"].startswith("bool"):
        return "attendu : true ou false"
    if problem["type"] == "literal_error":
        return f"attendu : {problem['ctx']['expected'].replace(' or ', ' ou ')}"
    return "valeur inutilisable"
