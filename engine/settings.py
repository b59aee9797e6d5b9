"""Every setting, read once from the environment (prefix AVIS_) and passed in."""

import ipaddress
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
MODEL_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9._-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._/-]*)?"
)
LOOPBACK = ("localhost", "127.0.0.1", "::1")
EXPECTED_FR = {
    ("string_pattern",): "attendu : une version comme 1.0.0",
    ("float",): "attendu : un nombre",
    ("int", "greater_than", "less_than"): "attendu : un nombre entier permis",
}
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
    author: Literal["assembled", "transformers", "server"] = Field(
        default="assembled",
        description=(
            "Qui rédige le pré-avis : « assembled » (assemblage des faits, sans modèle génératif), « transformers » "
            "(modèle local, AVIS_MODEL_DIR) ou « server » (serveur compatible OpenAI, AVIS_MODEL_URL)."
        ),
    )
    model_dir: Path | None = Field(
        default=None,
        description=(
            "Dossier du modèle local (safetensors ou un fichier .gguf). Le petit modèle des tests (SmolLM2-135M) "
            "prouve le chemin mais écrit un français dénué de sens : il ne doit jamais rédiger pour un médecin."
        ),
    )
    model_url: str | None = Field(
        default=None,
        description="Adresse du serveur de modèle, avec /v1 (http://127.0.0.1:8000/v1). Seule adresse jointe.",
    )
    model_name: str | None = Field(default=None, description="Nom du modèle sur ce serveur.")
    model_key: SecretStr | None = Field(default=None, description="Clé de ce serveur, s'il en demande une.")
    model_key_file: Path | None = Field(
        default=None, description="Fichier dont la première ligne est cette clé, au lieu de AVIS_MODEL_KEY."
    )
    model_timeout: float = Field(
        default=300, gt=0, le=3600, description="Secondes après lesquelles une réponse du serveur est abandonnée."
    )
    model_window: int | None = Field(
        default=None, ge=256, description="Fenêtre du modèle en jetons, quand le serveur ne la dit pas."
    )
    model_max_tokens: int | None = Field(
        default=None, ge=16, description="Longueur maximale d'une réponse en jetons. Vide : celle de chaque demande."
    )
    model_price_in: float = Field(default=0, ge=0, description="Prix en euros d'un million de jetons lus.")
    model_price_out: float = Field(default=0, ge=0, description="Prix en euros d'un million de jetons écrits.")
    model_check: bool = Field(
        default=False,
        description="Vrai : le modèle relit les énoncés du pré-avis ; il peut en retirer, rien ajouter ni changer.",
    )
    prompt: str | None = Field(
        default=None,
        pattern=r"^\d+\.\d+\.\d+$",
        description="Version de la demande faite au modèle (avis models prompts). Vide : la version en service.",
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
        *("model_url", "model_name", "model_key", "model_key_file", "model_window", "model_max_tokens", "prompt"),
        *("smtp_host", "smtp_user", "smtp_from", "smtp_password", "desk_phone", "desk_address", "backup_passphrase"),
        mode="before",
    )
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return value or None  # an environment file sets a variable to nothing where it means none

    @field_validator("model_url")
    @classmethod
    def _is_safe_to_talk_to(cls, value: str | None) -> str | None:
        if value is None:
            return None
        found = MODEL_URL.fullmatch(value := value.rstrip("/"))
        if found is None:
            raise ValueError("attendu : http://machine:port/v1 ou https://nom/v1, sans compte ni paramètre")
        if found["scheme"] == "http" and not _at_home(found["host"].strip("[]")):
            raise ValueError("https est obligatoire hors de cette machine et de son réseau privé")
        return value

    @field_validator("smtp_from")
    @classmethod
    def _there_with_a_host(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("smtp_host"):
            raise ValueError("obligatoire avec AVIS_SMTP_HOST : l'adresse d'expéditeur des courriers")
        return value


def _at_home(host: str) -> bool:
    """Whether a name or address is this machine's or a private network's: a name without a dot is."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".lan"))
    return address.is_private or address.is_loopback


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
    for kinds, expected in EXPECTED_FR.items():
        if problem["type"].startswith(kinds):
            return expected
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    return "valeur inutilisable"
