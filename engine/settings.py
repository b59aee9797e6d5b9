"""Every setting, read once from the environment (prefix AVIS_) and passed in."""

import os
import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.errors import BadSettings

ON = {"1", "true", "yes", "on"}
PUBLIC_URL = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")


class Settings(BaseSettings):
    """All settings; the description of each is printed by `avis settings` and stands in the README."""

    model_config = SettingsConfigDict(env_prefix="AVIS_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default=Path.home() / ".local" / "share" / "double-avis",
        description="Dossier des données : base intégrée, autorité de signature, courriers en attente, sauvegardes.",
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
    log_format: Literal["text", "json"] = Field(
        default="text", description="Forme du journal du service : « text » (une ligne lisible) ou « json »."
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Adresse que tapent les utilisateurs, sans chemin (derrière un mandataire TLS : https://nom).",
    )
    smtp_host: str | None = Field(
        default=None,
        description="Serveur de courriel. Vide : chaque courrier est déposé dans le dossier « outbox » des données.",
    )
    smtp_port: int = Field(
        default=587, ge=1, le=65535, description="Port du serveur de courriel ; 465 : TLS dès la connexion."
    )
    smtp_user: str | None = Field(default=None, description="Compte sur le serveur de courriel, s'il en demande un.")
    smtp_password: SecretStr | None = Field(default=None, description="Mot de passe de ce compte.")
    smtp_from: str | None = Field(
        default=None,
        validate_default=True,
        description="Adresse d'expéditeur des courriers, obligatoire avec AVIS_SMTP_HOST.",
    )
    desk_phone: str | None = Field(
        default=None, description="Numéro que les patients appellent, dit dans les demandes qui leur sont envoyées."
    )
    desk_address: str | None = Field(
        default=None, description="Adresse postale du service, pour les courriers ; lignes séparées par « ; »."
    )
    backup_passphrase: SecretStr | None = Field(
        default=None, description="Phrase secrète : `avis backup` chiffre et `avis restore` ouvre avec elle."
    )

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        value = value.rstrip("/")
        if not PUBLIC_URL.fullmatch(value):
            raise ValueError("attendu : https://nom.du.serveur, sans chemin")
        return value

    @field_validator(
        *("smtp_host", "smtp_user", "smtp_from", "smtp_password", "desk_phone", "desk_address", "backup_passphrase"),
        mode="before",
    )
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return value or None  # an environment file sets a variable to nothing where it means none

    @field_validator("smtp_from")
    @classmethod
    def _there_with_a_host(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("smtp_host"):
            raise ValueError("obligatoire avec AVIS_SMTP_HOST : l'adresse d'expéditeur des courriers")
        return value


def tracing_on() -> tuple[str, ...]:
    """Return the variables of the environment that would send what the program reads to a third party."""
    return tuple(name for name in TRACING if os.environ.get(name, "").lower() in ON)


def load_settings() -> Settings:
    """Read the environment. Raises `BadSettings` on a wrong value, or when a tracing service is switched on."""
    for name in tracing_on():
        raise BadSettings(
            what=f"{name} est actif et enverrait des données de santé à un tiers ; retirez cette variable"
        )
    return read_settings()


def read_settings() -> Settings:
    """Read the environment, tracing or not: for those who only report. Raises `BadSettings`."""
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
    if problem["type"].startswith(("int", "greater_than", "less_than")):
        return "attendu : un nombre entier permis"
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    return "valeur inutilisable"
