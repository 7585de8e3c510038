"""The environment, read once into one frozen object that refuses unsafe settings."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting is an `OOCD_…` variable; the command line overrides a few of them."""

    model_config = SettingsConfigDict(env_prefix="OOCD_", frozen=True, extra="forbid")

    environment: Literal["development", "production"] = "development"
    data_dir: Path = Path("data")
    database_url: str | None = None  # nothing given: SQLite in the data directory
    protocol_dir: Path | None = None  # a partnership's own parameter files, laid over the packaged

    issuer: str | None = None
    audience: str = "oocd"
    jwks_url: str | None = None
    # What each client id may do, whoever uses it: '{"police-records": ["submit_case"]}'.
    client_actions: dict[str, frozenset[str]] = {}
    journal_key: SecretStr | None = None
    cursor_key: SecretStr | None = None
    sealing_key: SecretStr | None = None
    seals_file: Path | None = None  # better on another volume than the database's
    seal_seconds: float = 1.0  # between two rounds of sealing; 0 leaves it to 'oocd journal seal'
    record_key: SecretStr | None = None  # several, separated by commas: the current one first
    record_key_file: Path | None = None  # the same, one to a line
    index_key: SecretStr | None = None
    erasure_journal: Path | None = None  # on a volume of its own; nothing given: with the data

    allow_illustrative_matrix: bool = False
    docs_enabled: bool | None = None  # on in development, off in production unless asked for
    metrics_enabled: bool = False
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("*",)  # separated by commas

    max_body_bytes: int = 1024 * 1024
    body_seconds: float = 15.0
    rate_limit: str = "600/minute"
    request_seconds: float = 30.0  # after which a client is told 503, whatever is still waited for
    most_at_once: int = 500  # requests one process works on; more are told 503 at once
    pool_size: int = 12
    # How long a request may wait its turn before it is told 503. A burst of sixteen clients on a
    # busy machine was seen to need more than four.
    pool_seconds: float = 10.0
    statement_seconds: float = 10.0

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def docs(self) -> bool:
        return not self.production if self.docs_enabled is None else self.docs_enabled

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'oocd.sqlite'}"

    @property
    def seals(self) -> Path:
        return self.seals_file or self.data_dir / "journal-seals.jsonl"

    @property
    def erasures(self) -> Path:
        return self.erasure_journal or self.data_dir.resolve() / "erasures.jsonl"

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _apart(cls, said: Any) -> Any:
        return tuple(said.replace(" ", "").split(",")) if isinstance(said, str) else said

    @model_validator(mode="before")
    @classmethod
    def _refuse_strangers(cls, said: Any) -> Any:
        """A mistyped variable would otherwise be a setting silently left at its default."""
        known = {f"OOCD_{name.upper()}" for name in cls.model_fields}
        strangers = [
            name
            for name in os.environ
            if name.startswith("OOCD_") and not name.startswith("OOCD_TEST_") and name not in known
        ]
        if strangers:
            raise ValueError(f"no such setting: {', '.join(sorted(strangers))}")
        return said

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> Self:
        if bool(self.jwks_url) != bool(self.issuer):
            raise ValueError("OOCD_JWKS_URL and OOCD_ISSUER go together")
        if not self.production:
            return self
        keys = ("journal_key", "cursor_key", "sealing_key", "index_key")
        needed = ("database_url", "issuer", "jwks_url", *keys)
        missing = [f"OOCD_{name.upper()}" for name in needed if not getattr(self, name)]
        if not (self.record_key or self.record_key_file):
            missing.append("OOCD_RECORD_KEY or OOCD_RECORD_KEY_FILE")
        if missing:
            raise ValueError(f"production needs {', '.join(missing)}")
        given = [getattr(self, name).get_secret_value() for name in keys]
        given += self.record_key.get_secret_value().split(",") if self.record_key else []
        if any(map(_guessable, given)):
            raise ValueError("production keys must have at least 32 random characters")
        if "*" in self.allowed_hosts:
            raise ValueError("production needs OOCD_ALLOWED_HOSTS, the names it answers to")
        return self


def _guessable(key: str) -> bool:
    """Too short, or a word repeated until it was long enough."""
    return len(key) < 32 or len(set(key)) < 8


def export(settings: Settings) -> None:
    """Hand the command line's choices to worker processes, which read the environment anew."""
    os.environ["OOCD_DATA_DIR"] = str(settings.data_dir.resolve())
    if settings.database_url is not None:
        os.environ["OOCD_DATABASE_URL"] = settings.database_url
