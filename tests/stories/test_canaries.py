"""What is secret, and what people write, is in no log, error, metric or health page, whatever happens to it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import text

from adapters.contract.incoming import Incoming
from bot import logs
from bot.bot import Bot
from bot.feature import Handler, Tick
from bot.health import Health
from bot.metrics import exposition
from storage.database import Database, Unavailable, Unit
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.stories.asking import Member
from tests.stories.conftest import World

BODY = "the canary sings in the shaft"
SECRETS = (
    "xoxb-1234-canary", "xapp-1-canary", "https://discord.com/api/webhooks/123/canary-token",
    "https://discord.com/api/v10/interactions/1/canary-token/callback", "Bearer canary-bearer",
    f"{'M' * 24}.canary.{'x' * 30}", f"canary-{'k' * 36}=",
)  # fmt: skip


class Breaks:
    """A feature that breaks at everything it hears, with the words in its error's local values."""

    handlers: tuple[Handler, ...] = ()
    ticks: tuple[Tick, ...] = ()

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        words = repr(incoming)
        raise KeyError(len(words))


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Logs as the operator would have them with LOG_LEVEL=DEBUG, and libraries at their most talkative."""
    written, before = io.StringIO(), structlog.get_config()
    handlers, level = logging.root.handlers[:], logging.root.level
    monkeypatch.setattr("sys.stderr", written)
    logs.configure("DEBUG")
    levels = {name: logging.getLogger(name).level for name in ("sqlalchemy.engine", "slack_sdk", "discord", "aiohttp")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    for name, known in levels.items():
        logging.getLogger(name).setLevel(known)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.configure(**before)


async def test_what_people_write_is_in_no_log_even_when_a_feature_breaks_at_it(
    database: Database, log: io.StringIO
) -> None:
    clock = FakeClock()
    red = FakePlatform("red", clock.now)
    bot = Bot(database, (red,), (Breaks(),), clock)
    red.core = bot.app
    await red.say("Ann", red.channel("talk"), BODY)

    assert "set aside" in log.getvalue()
    assert BODY not in log.getvalue()


async def test_a_database_error_does_not_tell_the_values(database: Database, log: io.StringIO) -> None:
    async def wrong(unit: Unit) -> None:
        await unit.connection.execute(text("INSERT INTO nowhere VALUES (:body)"), {"body": BODY})

    with pytest.raises(Exception, match="nowhere") as raised:
        await database.write(wrong)
    structlog.get_logger("t").warning("failed", error=str(raised.value))

    assert "nowhere" in log.getvalue()
    assert BODY not in f"{raised.value} {log.getvalue()}"
    assert not isinstance(raised.value, Unavailable) or BODY not in str(raised.value.__cause__)


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_are_taken_out_of_our_words_our_errors_and_libraries(log: io.StringIO, secret: str) -> None:
    ours = structlog.get_logger("test")
    ours.debug("calling", address=secret)
    try:
        raise ValueError(f"cannot reach {secret}")
    except ValueError:
        ours.exception("failed")
    logging.getLogger("slack_sdk").warning("sent to %s", secret)
    logging.getLogger("discord").warning("sent to %s", secret)

    assert log.getvalue().count("[redacted]") >= 4
    assert "canary" not in log.getvalue()


async def test_metrics_and_health_name_nobody_and_quote_nothing(world: World) -> None:
    ann = Member(world, world.red, world.talk(world.red), "Canary-Ann")
    await ann.say(BODY)
    await ann.say("999 000 0018")
    health = Health(world.database, world.bot.watch, world.bot.catchup, world.clock)
    report = await health.report()
    page = f"{report.as_json()} {exposition(world.bot.watch, report).decode()}"

    assert "red" in page
    assert "Canary" not in page and "canary" not in page and "999 000" not in page
