"""The operator's commands, as the operator types them."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from pathlib import Path
from unittest.mock import ANY

import pytest

from bot.cli import erasures
from tests.forks import Run, complaints
from tests.house.tree import ROOT


@pytest.mark.usefixtures("made")
def test_a_bridge_is_added_shown_and_removed(unsilo: Run) -> None:
    added = unsilo("bridge", "add", "Falls", "slack:T1/C1", "discord:2/3")
    listed = unsilo("bridge", "list")
    again = unsilo("bridge", "add", "Beds", "slack:T1/C1", "slack:T2/C1")
    removed = unsilo("bridge", "remove", "Falls")
    missing = unsilo("bridge", "remove", "Falls")

    assert (added.returncode, listed.stdout) == (0, "Falls\n  discord:2/3\n  slack:T1/C1\n")
    assert (again.returncode, complaints(again)) == (1, "The channel slack:T1/C1 is in the bridge “Falls” already.\n")
    assert (removed.returncode, missing.returncode) == (0, 1)
    assert "There is no bridge called “Falls”" in missing.stderr


@pytest.mark.usefixtures("made")
def test_a_name_that_looks_like_markup_is_printed_as_it_is(unsilo: Run) -> None:
    """Organisers choose names in chat."""
    unsilo("bridge", "add", "[/b] [red]Falls :smile:", "slack:T1/C1", "discord:2/3")
    listed = unsilo("bridge", "list")

    assert (complaints(listed), listed.stdout.splitlines()[0]) == ("", "[/b] [red]Falls :smile:")


@pytest.mark.usefixtures("made")
def test_other_bots_are_kept_in_a_channel(unsilo: Run) -> None:
    unsilo("bridge", "add", "Falls", "slack:T1/C1", "discord:2/3")
    off = unsilo("bridge", "bots", "slack:T1/C1", "off")
    unknown = unsilo("bridge", "bots", "slack:T1/C9", "off")

    assert off.stdout == "Messages of other bots stay in slack:T1/C1.\n"
    assert (unknown.returncode, complaints(unknown)[:34]) == (1, "The channel slack:T1/C9 is in no b")


@pytest.mark.parametrize(
    ("channels", "sentence"),
    [
        (("slack:T1/C1",), "at least two different channels"),
        (("slack:T1/C1", "slack:T1/C1"), "at least two different channels"),
        (("C1", "discord:1/2"), "'C1' is not a channel"),
        (("irc:a/b", "discord:1/2"), "“irc” is not a platform"),
        (("slack:T1/C1", "discord:abc/def"), "“abc” is not an id of Discord"),
    ],
)
def test_a_wrong_channel_is_explained(unsilo: Run, channels: tuple[str, ...], sentence: str) -> None:
    refused = unsilo("bridge", "add", "Falls", *channels)

    assert refused.returncode == 2
    assert sentence in " ".join(refused.stderr.replace("│", "").split())


def test_the_version_is_that_of_the_package_and_needs_neither_settings_nor_a_database(unsilo: Run) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = unsilo("--version", PORT="eighty")

    assert (asked.returncode, asked.stdout, asked.stderr) == (0, f"unsilo {project['version']}\n", "")
    assert "--version" in unsilo("--help").stdout
    assert unsilo("bridge", "--version").returncode == 2


def test_a_run_without_a_platform_says_what_to_set(unsilo: Run) -> None:
    refused = unsilo("run")

    assert refused.returncode == 2
    assert "Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN" in refused.stderr


def test_a_malformed_setting_names_itself(unsilo: Run) -> None:
    refused = unsilo("run", PORT="eighty")

    assert refused.returncode == 2
    assert refused.stderr.startswith("PORT ")


def test_the_database_is_upgraded_once_and_again(unsilo: Run, tmp_path: Path) -> None:
    assert unsilo("db", "upgrade").stdout == unsilo("db", "upgrade").stdout == "The database is up to date.\n"
    assert (tmp_path / "unsilo.sqlite3").exists()


def test_a_database_that_cannot_be_opened_is_named(unsilo: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    refused = unsilo("bridge", "list", DATABASE_URL="sqlite:///folder")

    assert refused.returncode == 2
    assert refused.stderr == (
        "The database cannot be used: unable to open database file. Check DATABASE_URL, and that the database runs.\n"
    )


def test_convert_prints_the_other_sides_markup(unsilo: Run, tmp_path: Path) -> None:
    (tmp_path / "names.json").write_text('{"slack_users": {"U1": "Ann"}}')
    shown = unsilo(
        "convert", "--from", "slack", "--to", "discord", "--names", "names.json", given="*Thanks* <@U1> &amp; all"
    )

    assert (shown.returncode, shown.stdout) == (0, "**Thanks** @Ann & all\n")


def test_convert_answers_one_line_for_each_object(unsilo: Run) -> None:
    asked = {
        "from": "discord",
        "to": "slack",
        "text": "**Thanks** <@7>, see <#8>",
        "names": {
            "discord_users": {"7": "Ann"},
            "user_links_discord_to_slack": {"7": "U7"},
            "channel_links_slack_to_discord": {"C8": "8"},
        },
    }
    answered = unsilo("convert", "--json", given=f"{json.dumps(asked)}\n{json.dumps({**asked, 'text': 'a'})}\n")
    first, second = (json.loads(line) for line in answered.stdout.splitlines())

    assert first["parts"] == ["*Thanks* <@U7>, see <#C8>"]
    assert first["request"]["text"] == first["parts"][0]
    assert second["parts"] == ["a"]


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"from": "irc", "to": "slack", "text": ""}',
        '{"from": [], "to": "slack", "text": ""}',
        '{"from": "slack"}',
        '{"from": "slack", "to": "discord", "text": "a", "names": [1]}',
    ],
)
def test_convert_explains_what_it_cannot_read(unsilo: Run, line: str) -> None:
    refused = unsilo("convert", "--json", given=line)

    assert refused.returncode == 2
    assert set(json.loads(refused.stdout)) == {"error"}
    assert refused.stderr == ""


def test_what_is_held_about_a_member_is_printed_and_removed(unsilo: Run, tmp_path: Path) -> None:
    unsilo("db", "upgrade")
    with sqlite3.connect(tmp_path / "unsilo.sqlite3") as database:
        database.execute("INSERT INTO linked VALUES ('slack:T1/U1', 'm', 0), ('discord:/2', 'm', 1)")
        database.execute("INSERT INTO link_guess (account, at) VALUES ('discord:/2', 3)")
    database.close()
    exported = unsilo("member", "export", "discord:2")
    asked = unsilo("member", "erase", "discord:2", given="n\n")
    still = unsilo("member", "export", "slack:T1/U1")
    erased = unsilo("member", "erase", "slack:T1/U1", "--yes")
    after = unsilo("member", "export", "discord:2")

    assert json.loads(exported.stdout)["accounts"] == ["discord:/2", "slack:T1/U1"]
    assert json.loads(exported.stdout)["held"]["wrong codes"] == [{"id": 1, "account": "discord:/2", "at": 3.0}]
    assert (asked.returncode, json.loads(still.stdout)["accounts"]) == (1, ["slack:T1/U1", "discord:/2"])
    assert "Removed what was held about 2 account(s)." in erased.stdout
    assert json.loads(after.stdout) == {"accounts": ["discord:/2"], "held": {"being removed": ANY, "data removed": ANY}}
    assert b"slack:T1/U1" in (tmp_path / "unsilo.sqlite3").read_bytes()  # until a running bot has removed the copies


@pytest.mark.parametrize("account", ["U1", "slack:U1", "discord:abc", "irc:1/2", "slack:T1/U1; DROP TABLE"])
def test_an_account_that_is_none_is_refused(unsilo: Run, account: str) -> None:
    refused = unsilo("member", "export", account)

    assert refused.returncode == 2
    assert "is not an account" in " ".join(refused.stderr.replace("│", " ").split())


@pytest.mark.usefixtures("made")
def test_the_log_of_acts_is_checked_and_the_first_wrong_row_named(unsilo: Run, tmp_path: Path) -> None:
    unsilo("bridge", "add", "Falls", "slack:T1/C1", "discord:2/3")
    unsilo("bridge", "bots", "slack:T1/C1", "off")
    unsilo("member", "export", "slack:T1/U1")
    whole = unsilo("audit", "check")
    seal = whole.stdout.rpartition(" ")[2].strip()
    same = unsilo("audit", "check", "--seal", seal)
    with sqlite3.connect(tmp_path / "unsilo.sqlite3") as file:
        file.execute("DELETE FROM audit WHERE id = 3")
    broken = unsilo("audit", "check")
    nonsense = unsilo("audit", "check", "--seal", "yes")

    assert (whole.returncode, whole.stdout.splitlines()[0]) == (0, "The log is whole: 4 act(s).")
    assert seal.startswith("4-")
    assert (same.returncode, same.stdout) == (0, whole.stdout)
    assert (broken.returncode, complaints(broken)) == (1, "The log is not whole: act 3 is missing.\n")
    assert nonsense.returncode == 2


def test_a_list_of_removals_is_kept_elsewhere_and_applied_to_a_backup(unsilo: Run, tmp_path: Path) -> None:
    unsilo("db", "upgrade")
    file, backup = tmp_path / "unsilo.sqlite3", tmp_path / "backup.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("INSERT INTO organiser VALUES ('slack:T1', 'slack:T1/U1', 'slack:T1/U2', 3)")
    database.close()
    backup.write_bytes(file.read_bytes())
    unsilo("member", "erase", "slack:T1/U1", "--yes")
    written = unsilo("member", "erasures", "export").stdout
    (tmp_path / "removed.json").write_text(written)
    file.write_bytes(backup.read_bytes())
    applied = unsilo("member", "erasures", "apply", "removed.json")
    again = unsilo("member", "erasures", "apply", "removed.json")
    after = json.loads(unsilo("member", "export", "slack:T1/U1").stdout)
    unsilo("db", "upgrade", DATABASE_URL="sqlite:///other.sqlite3")
    other = unsilo("member", "erasures", "apply", "removed.json", DATABASE_URL="sqlite:///other.sqlite3")

    assert "U1" not in written and len(json.loads(written)["removed"]) == 1
    assert (applied.returncode, again.returncode) == (0, 0)
    assert "about 1 account(s)" in applied.stdout and "about 0 account(s)" in again.stdout
    assert "organisers named" not in after["held"]
    assert (other.returncode, complaints(other)) == (2, "This list belongs to another database. Nothing was removed.\n")


@pytest.mark.parametrize("written", [b"", b"[]", b"\xff", b'{"database": 1, "removed": {}}', b"[" * 10**5])
def test_what_is_no_list_of_removals_is_refused(written: bytes) -> None:
    with pytest.raises(erasures.NoList):
        erasures.read(written)


@pytest.mark.usefixtures("made")
def test_whose_data_a_span_touched_is_listed_in_one_command(unsilo: Run, tmp_path: Path) -> None:
    unsilo("bridge", "add", "Falls", "slack:T1/C1", "discord:2/3")
    with sqlite3.connect(tmp_path / "unsilo.sqlite3") as database:
        for remote, account, at in (("1.1", "slack:T1/U1", 1e9), ("2.2", "slack:T1/U2", 2e9)):
            key, there = f"slack:T1/C1/{remote}", "slack:T1/C1"
            columns = "key, lane, channel, remote, account, twin, broadcast, posted, stand_in, sent_at, edited_at, hash"
            row = (key, there, there, remote, account, "", 0, 1, 0, at, 0, "")
            database.execute(f"INSERT INTO message ({columns}) VALUES ({', '.join('?' * len(row))})", row)
        database.execute("INSERT INTO linked VALUES ('discord:/7', 'm', 1000000000)")
        columns = "key, message_id, lane, channel, remote, part, files, hash, state, made_at"
        database.execute(
            f"INSERT INTO copy ({columns}) VALUES ('k', 1, 'discord:2/3', 'discord:2/3', '9', 0, 0, '', 'made', 1e9)"
        )
        facts = "person, account, sector, region, role, employer, employer_shown, languages, paused_until, made_at"
        about = "'p', 'slack:T1/U3', 'nhs', '', '', '', 0, '', 0, 5"
        database.execute(f"INSERT INTO profile ({facts}) VALUES ({about})")
        database.execute("INSERT INTO profile_text VALUES ('p', 'problem', 'falls', 1000000000)")
    database.close()
    found = json.loads(unsilo("audit", "touched", "--since", "2001-09-09", "--until", "2001-09-09T03:00+00:00").stdout)
    everybody = json.loads(unsilo("audit", "touched").stdout)
    nonsense = unsilo("audit", "touched", "--since", "yesterday")

    assert found["accounts"] == {
        "discord:/7": {"linked": 1},
        "slack:T1/U1": {"message": 1},
        "slack:T1/U3": {"profile_text": 1},
    }
    assert found["communities"] == {
        "discord:2": {"name": "", "rows": {"copies shown": 1}},
        "slack:T1": {"name": "", "rows": {"message": 1}},
    }
    assert found["acts"] == []
    assert everybody["accounts"].keys() == {"discord:/7", "slack:T1/U1", "slack:T1/U2", "slack:T1/U3"}
    assert [act["act"] for act in everybody["acts"]][-1] == "list touched"
    assert nonsense.returncode == 2
