"""Every setting, from the environment or a `.env` file. The README explains each; a wrong one names itself."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Self

from dotenv import dotenv_values
from pydantic import AfterValidator, BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.addresses import is_address, strange
from storage.keys import is_key


class Misconfigured(Exception):
    """A setting is wrong or missing; `args[0]` says which, and how to mend it."""


NEARLY = 0.85  # how much alike two names are of which one is likely to be misspelled
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~-]+)*/?")  # no query, no fragment


def _prefix(prefix: str) -> str:
    if not re.fullmatch(r"(?:[a-z][a-z0-9-]{0,9})?", prefix):
        raise ValueError("must be at most 10 of a-z, 0-9 and -, and begin with a letter")
    return prefix


def _token(token: SecretStr) -> SecretStr:
    """A token without the space and line breaks that come along when one is copied."""
    given = token.get_secret_value().strip()
    if not re.fullmatch(r"[!-~]+", given):
        raise ValueError("must be one word, without spaces and accents: copy it anew")
    return SecretStr(given)


Token = Annotated[SecretStr, AfterValidator(_token)]
Prefix = Annotated[str, AfterValidator(_prefix)]


class SlackWorkspace(BaseModel):
    """One Slack workspace with its own internal app."""

    bot_token: Token
    app_token: Token | None = None
    signing_secret: Token | None = None
    command_prefix: Prefix = ""

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.app_token is None and self.signing_secret is None:
            raise ValueError("needs an app token (Socket Mode) or a signing secret (Events API over HTTP)")
        return self


class Settings(BaseSettings):
    """The operator's settings."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_nested_delimiter="__", extra="ignore", env_ignore_empty=True
    )

    slack_bot_token: Token | None = None
    slack_app_token: Token | None = None
    slack_signing_secret: Token | None = None
    slack_command_prefix: Prefix = ""
    slack: dict[str, SlackWorkspace] = Field(default_factory=dict)
    slack_api_url: str | None = None
    discord_token: Token | None = None
    discord_api_url: str | None = None
    embedding_model: str = ""
    secret_keys: SecretStr | None = None
    database_url: str = "sqlite+aiosqlite:///unsilo.sqlite3"
    port: int = Field(default=8080, ge=0, le=65535)
    host: str = "127.0.0.1"
    public_url: str = ""
    metrics_token: Token | None = None
    log_level: str = "INFO"
    keep_days: int = Field(default=365, ge=7, le=365)

    @field_validator("database_url")
    @classmethod
    def _async_driver(cls, url: str) -> str:
        scheme, _, rest = url.partition("://")
        drivers = {"postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
        if scheme not in {*drivers, *drivers.values()} or not rest:
            raise ValueError("must start with sqlite:/// or postgresql://")
        if not is_address(url):
            raise ValueError("must be like sqlite:///unsilo.sqlite3 or postgresql://user:password@host/name")
        if "sqlite" not in scheme and (names := strange(url)):
            raise ValueError(f"has something behind its ? that PostgreSQL's driver does not take: {', '.join(names)}")
        return f"{drivers.get(scheme, scheme)}://{rest}"

    @field_validator("secret_keys")
    @classmethod
    def _true_keys(cls, keys: SecretStr | None) -> SecretStr | None:
        if not all(map(is_key, _separated(keys))):
            raise ValueError("must hold what `unsilo secrets key` prints; several keys are separated by commas")
        return keys

    @field_validator("public_url")
    @classmethod
    def _public(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            raise ValueError("must start with https://")
        if url and not _ADDRESS.fullmatch(url):
            raise ValueError("must be an address such as https://example.org or https://example.org/unsilo")
        return url.rstrip("/")

    @field_validator("slack_api_url", "discord_api_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("must start with https:// (or http://)")
        return url

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, level: str) -> str:
        if level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return level.upper()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of what is kept encrypted: the first encrypts, each decrypts."""
        return _separated(self.secret_keys)

    @property
    def is_private(self) -> bool:
        """Whether this machine alone reaches the web server: a public address or Slack over HTTP leads others there."""
        led = self.public_url.startswith("https://") or any(each.app_token is None for each in self.workspaces.values())
        return self.host in LOOPBACK and not led

    @property
    def workspaces(self) -> dict[str, SlackWorkspace]:
        """Every Slack workspace, by name; the plain settings make one called `slack`.

        Raises ValidationError when the plain settings are incomplete.
        """
        if self.slack_bot_token is None:
            return self.slack
        plain = SlackWorkspace(
            bot_token=self.slack_bot_token,
            app_token=self.slack_app_token,
            signing_secret=self.slack_signing_secret,
            command_prefix=self.slack_command_prefix,
        )
        return {**self.slack, "slack": plain}


def _separated(keys: SecretStr | None) -> tuple[str, ...]:
    given = "" if keys is None else keys.get_secret_value()
    return tuple(key.strip() for key in given.split(",") if key.strip())


def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings. Raises Misconfigured with a sentence for each that is wrong."""
    if meant := [] if env_file is None else _misspelled(env_file):
        raise Misconfigured("\n".join(f"{name} is no setting. Do you mean {ours}?" for name, ours in meant))
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]  # pydantic-settings adds it
        _ = settings.workspaces
    except ValidationError as error:
        raise Misconfigured("\n".join(_sentence(found) for found in error.errors())) from error
    return settings


def _misspelled(env_file: Path) -> list[tuple[str, str]]:
    """Names in a file that are nearly a setting's: what was to protect something would silently not."""
    known = [name.upper() for name in Settings.model_fields]
    given = [name.upper() for name in dotenv_values(env_file, encoding="utf-8")]
    near = [(name, get_close_matches(name, known, 1, NEARLY)) for name in given if name not in known]
    return [(name, ours[0]) for name, ours in near if ours and "__" not in name]


def _sentence(error: ErrorDetails) -> str:
    name = "__".join(str(part) for part in error["loc"]).upper() or "SLACK_BOT_TOKEN"
    return f"{name} {_wrong(error)}."


def _wrong(error: ErrorDetails) -> str:
    match error["type"]:
        case "missing":
            return "is not set"
        case "int_parsing" | "int_type" | "int_from_float":
            return "must be a whole number"
        case "greater_than_equal":
            return f"must be {error['ctx']['ge']} or more"
        case "less_than_equal":
            return f"must be {error['ctx']['le']} or less"
        case _:
            said = error["msg"].removeprefix("Value error, ")
            return f"{said[:1].lower()}{said[1:]}"
