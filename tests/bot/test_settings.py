"""Settings: several workspaces, defaults that work, and mistakes that name themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Misconfigured, Settings, load
from tests.keys import NEW, OLD


def loaded(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / ".env"
    file.write_text(text)
    return load(file)


def test_one_workspace_by_the_plain_names_and_others_by_theirs(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        "SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\n"
        "SLACK__NORTH__BOT_TOKEN=xoxb-2\nSLACK__NORTH__SIGNING_SECRET=s\nDISCORD_TOKEN=\n",
    )

    assert sorted(settings.workspaces) == ["north", "slack"]
    assert settings.workspaces["north"].bot_token.get_secret_value() == "xoxb-2"
    assert settings.discord_token is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("PORT=http", "PORT must be a whole number."),
        ("SECRET_KEY=abc", "SECRET_KEY is no setting. Do you mean SECRET_KEYS?"),
        ("KEEP_DAY=30", "KEEP_DAY is no setting. Do you mean KEEP_DAYS?"),
        ("METRIC_TOKEN=a", "METRIC_TOKEN is no setting. Do you mean METRICS_TOKEN?"),
        ("SLACK_SIGNIN_SECRET=a", "SLACK_SIGNIN_SECRET is no setting. Do you mean SLACK_SIGNING_SECRET?"),
        ("PORT=99999", "PORT must be 65535 or less."),
        ("KEEP_DAYS=3", "KEEP_DAYS must be 7 or more."),
        ("DATABASE_URL=sqlite:///", "DATABASE_URL must be like sqlite:///unsilo.sqlite3 or"),
        ("DATABASE_URL=sqlite:///:memory:", "DATABASE_URL must be like sqlite:///unsilo.sqlite3 or"),
        ("DATABASE_URL=postgresql://u@:x/y", "DATABASE_URL must be like sqlite:///unsilo.sqlite3 or"),
        (
            "DATABASE_URL=postgresql://u@h/d?channel_binding=require",
            "driver does not take: channel_binding.",
        ),
        ("DATABASE_URL=postgresql://u@h/d?sslmode=yes", "driver does not take: sslmode."),
        ("DATABASE_URL=mysql://x", "DATABASE_URL must start with sqlite:/// or postgresql://."),
        ("SLACK_API_URL=slack.com", "SLACK_API_URL must start with https:// (or http://)."),
        ("PUBLIC_URL=http://events.example.org", "PUBLIC_URL must start with https://."),
        ("PUBLIC_URL=https://", "PUBLIC_URL must be an address such as"),
        ("PUBLIC_URL=https://example.org/{a}?b", "PUBLIC_URL must be an address such as"),
        ("DISCORD_TOKEN=two words", "DISCORD_TOKEN must be one word"),
        ("DISCORD_TOKEN=tokén", "DISCORD_TOKEN must be one word"),
        ("SLACK__N__BOT_TOKEN=x y\nSLACK__N__APP_TOKEN=x", "SLACK__N__BOT_TOKEN must be one word"),
        ("SECRET_KEYS=hush", "SECRET_KEYS must hold what `unsilo secrets key` prints; several keys are separated by"),
        (f"SECRET_KEYS={OLD},{NEW[:-1]}", "SECRET_KEYS must hold"),
        ("LOG_LEVEL=LOUD", "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR."),
        ("SLACK_BOT_TOKEN=xoxb-1", "SLACK_BOT_TOKEN needs an app token"),
        ("SLACK__NORTH__BOT_TOKEN=xoxb-1", "SLACK__NORTH needs an app token"),
        ("SLACK_COMMAND_PREFIX=Care", "SLACK_COMMAND_PREFIX must be at most 10 of a-z, 0-9 and -"),
        (
            "SLACK__N__BOT_TOKEN=x\nSLACK__N__APP_TOKEN=x\nSLACK__N__COMMAND_PREFIX=/care",
            "SLACK__N__COMMAND_PREFIX must",
        ),
        ("SLACK__NORTH__APP_TOKEN=xapp-1", "SLACK__NORTH__BOT_TOKEN is not set."),
    ],
)
def test_a_wrong_setting_names_itself(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(Misconfigured) as wrong:
        loaded(tmp_path, text)

    assert sentence in str(wrong.value)


def test_each_workspace_has_its_own_command_prefix(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        "SLACK_BOT_TOKEN=xoxb-1\nSLACK_APP_TOKEN=xapp-1\nSLACK_COMMAND_PREFIX=care-\n"
        "SLACK__NORTH__BOT_TOKEN=xoxb-2\nSLACK__NORTH__APP_TOKEN=xapp-2\nSLACK__NORTH__COMMAND_PREFIX=n\n",
    )

    assert {name: each.command_prefix for name, each in settings.workspaces.items()} == {"slack": "care-", "north": "n"}


def test_postgres_addresses_as_hosts_write_them_are_understood(tmp_path: Path) -> None:
    assert loaded(tmp_path, "DATABASE_URL=postgres://u@h/d").database_url == "postgresql+asyncpg://u@h/d"


def test_keys_are_separated_by_commas_and_none_is_needed(tmp_path: Path) -> None:
    assert loaded(tmp_path, f"SECRET_KEYS= {NEW}, {OLD}").keys == (NEW, OLD)
    assert loaded(tmp_path, "SECRET_KEYS=").keys == ()


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    assert OLD not in repr(loaded(tmp_path, f"SECRET_KEYS={OLD}"))
    with pytest.raises(Misconfigured) as wrong:
        loaded(tmp_path, f"SECRET_KEYS={OLD},{NEW[:-1]}")
    assert OLD not in str(wrong.value) and NEW[:-1] not in str(wrong.value)
    assert "xoxb-secret" not in repr(loaded(tmp_path, "SLACK_BOT_TOKEN=xoxb-secret\nSLACK_APP_TOKEN=xapp-1"))


def test_space_around_a_token_is_no_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", " a.b.c\n")

    token = loaded(tmp_path, "").discord_token
    assert token is not None and token.get_secret_value() == "a.b.c"


def test_what_others_call_their_settings_in_the_same_file_is_left_alone(tmp_path: Path) -> None:
    assert loaded(tmp_path, "TZ=Europe/London\nPGPASSWORD=a\nBACKUP_URL=b\nKEEP_DAYS=30\n").keep_days == 30


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("", True),
        ("PUBLIC_URL=http://localhost:8080", True),
        ("SLACK_BOT_TOKEN=x\nSLACK_APP_TOKEN=y", True),
        ("HOST=0.0.0.0", False),
        ("PUBLIC_URL=https://example.org", False),
        ("SLACK_BOT_TOKEN=x\nSLACK_SIGNING_SECRET=y", False),
    ],
)
def test_who_is_led_to_this_machine_by_a_proxy_is_not_on_it(tmp_path: Path, text: str, private: bool) -> None:
    assert loaded(tmp_path, text).is_private == private
