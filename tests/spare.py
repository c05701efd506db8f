"""PostgreSQL databases that tests have used, emptied for the next: to make one takes ten times as long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

# Everybody else is sent away first; then only what holds rows is emptied, and numbers begin anew. The salt and the
# beginning of the acts' chain are rows that the migrations make.
_EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$
DECLARE
    name text;
    filled boolean;
    names text[] := '{}';
BEGIN
    FOR name IN
        SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'salt', 'audit_chain')
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO filled;
        IF filled THEN names := names || name; END IF;
    END LOOP;
    IF names <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(names, ', ') || ' CASCADE'; END IF;
    DELETE FROM audit_chain;
    INSERT INTO audit_chain (id, number, hash, dropped, dropped_hash)
    VALUES (1, 0, repeat('0', 64), 0, repeat('0', 64));
    PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""
# What a test may have left but rows. The index of vectors is made by every bot, and may stay.
_LEFT = """
SELECT string_agg(thing, ' ' ORDER BY thing) FROM (
    SELECT version_num FROM alembic_version
    UNION ALL SELECT salt::text FROM salt
    UNION ALL SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'ix_text_vector_near_%'
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT setconfig::text FROM pg_db_role_setting
        WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
) AS things (thing)
"""


async def left(url: str) -> str:
    """All that a database holds but rows, in one text."""
    async with _connected(url) as connection:
        return str(await connection.fetchval(_LEFT))


async def emptied(url: str) -> str:
    """Empty every table of a database whose work is done; all that it holds but rows, in one text."""
    async with _connected(url) as connection:
        # A test may have had the database take no changes.
        await connection.execute("SET default_transaction_read_only = off")
        await connection.execute(_EMPTY)
        return str(await connection.fetchval(_LEFT))


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()
