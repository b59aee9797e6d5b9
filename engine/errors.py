"""Everything that can go wrong, with a French message that says the way out and an exit code."""

from typing import ClassVar


class EngineError(Exception):
    """The base of all failures. `message_fr` is shown to the user; `exit_code` ends the command."""

    exit_code: ClassVar[int] = 1
    message_fr: ClassVar[str] = "Une erreur est survenue."

    def __init__(self, **details: object) -> None:
        super().__init__(self.message_fr.format(**details))


class CaseNotFound(EngineError):
    """There is no dossier folder at the given path."""

    exit_code = 2
    message_fr = "Dossier introuvable : {path}. Indiquez un dossier qui contient intake.yaml et documents/."


class BadIntake(EngineError):
    """The intake file cannot be used."""

    exit_code = 3
    message_fr = (
        "La fiche d'accueil {path} ne peut pas être utilisée : {what}. Corrigez-la puis relancez la commande ; "
        "les documents reçus sont conservés."
    )


class ConsentMissing(EngineError):
    """The patient has not agreed to the processing of the dossier: nothing is kept and nothing is read."""

    exit_code = 3
    message_fr = (
        "Le patient n'a pas consenti au traitement de son dossier (consents.processing) : rien n'a été enregistré ni "
        "lu. Recueillez ce consentement, notez-le dans la fiche d'accueil, puis relancez la commande."
    )


class UnknownPathway(EngineError):
    """The dossier names a pathway that is not installed."""

    exit_code = 3
    message_fr = (
        "Pathologie inconnue : « {pathway} ». Pathologies disponibles : {known}. Corrigez le champ « pathway » de la "
        "fiche d'accueil ; les documents reçus sont conservés."
    )


class UnknownVersion(EngineError):
    """No text of that version was ever kept."""

    exit_code = 3
    message_fr = (
        "Version inconnue du référentiel « {pathway} » : « {version} ». Les versions gardées sont données par "
        "« avis pathways list --versions »."
    )


class BadPathway(EngineError):
    """A pathway file breaks its own rules."""

    exit_code = 7
    message_fr = "Le référentiel {path} est invalide : {what}. Corrigez ce fichier ou réinstallez double-avis."


class BadSettings(EngineError):
    """A setting is wrong or unsafe."""

    exit_code = 7
    message_fr = "Réglage incorrect : {what}."


class DatabaseUnavailable(EngineError):
    """PostgreSQL cannot be reached or started."""

    exit_code = 6
    message_fr = (
        "La base de données ne répond pas ({what}). Vérifiez AVIS_DATABASE_URL, ou retirez ce réglage pour utiliser la "
        "base intégrée ; rien n'a été perdu."
    )


class MigrationMismatch(EngineError):
    """The database was made by another version of a migration."""

    exit_code = 6
    message_fr = (
        "La migration {name} appliquée à cette base n'est pas celle de ce programme. Installez la version qui l'a "
        "créée, ou restaurez une sauvegarde."
    )


class UploadRefused(EngineError):
    """One file cannot be read. The original is kept and the rest of the dossier goes on; `code` names the cause."""

    exit_code = 4
    message_fr = "{reason}"

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason=reason)
        self.code = code


class ToolMissing(EngineError):
    """A program or weights that reading needs are not installed; `how` is the whole way out, in French."""

    exit_code = 5
    message_fr = "Il manque à la lecture : {tool}. {how}."


class ModelUnavailable(EngineError):
    """The configured language model cannot be loaded."""

    exit_code = 5
    message_fr = (
        "Le modèle de langue ne peut pas être chargé : {what}. Corrigez AVIS_MODEL_DIR, ou AVIS_AUTHOR=assembled."
    )


class PromptTooLong(EngineError):
    """The prompt does not fit the model's window; nothing is cut in silence."""

    exit_code = 5
    message_fr = (
        "La demande au modèle compte {tokens} jetons et sa fenêtre {window}. Choisissez un modèle à plus grande "
        "fenêtre, ou AVIS_AUTHOR=assembled."
    )


class UnusableAnswer(EngineError):
    """The model's answer is not of the form asked for; `answer` is what came, where anything did."""

    exit_code = 5
    message_fr = "La réponse du modèle ne respecte pas la forme demandée : {what}."

    def __init__(self, what: str, answer: object = None) -> None:
        super().__init__(what=what)
        self.what, self.answer = what, answer


class ModelServerFailed(EngineError):
    """The model's server did not answer, or not as such a server does; `hint` is the way out, in French."""

    exit_code = 5
    message_fr = "Le serveur de modèle {address} n'a pas répondu comme attendu : {what}. {hint}"


class ReplayImpossible(EngineError):
    """A draft cannot be made again from what was kept."""

    exit_code = 3
    message_fr = "Ce pré-avis ne peut pas être refait : {what}."


class UnknownDossier(EngineError):
    """No dossier of that id is kept."""

    exit_code = 2
    message_fr = "Aucun dossier n'est enregistré sous le numéro {dossier}."


class WrongPassword(EngineError):
    """The password does not open the account or the key."""

    exit_code = 3
    message_fr = "Mot de passe incorrect. Vérifiez la saisie ; rien n'a été modifié."


class KeyExpired(EngineError):
    """The certificate of a signing key does not hold any more."""

    exit_code = 3
    message_fr = (
        "Le certificat de signature de {name} n'est valable que jusqu'au {until}. Demandez à l'administrateur de le "
        "renouveler, puis signez : votre relecture est conservée."
    )
