"""each act that is written down hashes the one before."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

BEGINNING = "0" * 64


def upgrade() -> None:
    """Apply. What was written down before is numbered without gaps, and becomes the chain's beginning."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("audit", sa.Column("about", number, nullable=True))
    op.add_column("audit", sa.Column("previous", sa.Text(), nullable=False, server_default=""))
    op.add_column("audit", sa.Column("hash", sa.Text(), nullable=False, server_default=""))
    chain = op.create_table(
        "audit_chain",
        sa.Column("id", number, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("dropped", number, nullable=False),
        sa.Column("dropped_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_chain")),
    )
    count, newest = _chained()
    op.bulk_insert(chain, [{"id": 1, "number": count, "hash": newest, "dropped": 0, "dropped_hash": BEGINNING}])


def _chained() -> tuple[int, str]:
    """Chain the rows that are there: how many, and the hash of the newest."""
    connection = op.get_bind()
    salt = connection.execute(sa.text("SELECT value FROM salt")).scalar_one()

    def hidden(said: str) -> str:
        if said.startswith("unsilo:"):
            return said
        return f"unsilo:/{hashlib.sha256(f'{salt} {said}'.encode()).hexdigest()[:40]}"

    columns = "id, at, community, bridge_id, who, act, detail"
    rows = connection.execute(sa.text(f"SELECT {columns} FROM audit ORDER BY id")).all()
    chained = sa.text("UPDATE audit SET id = :id, about = :about, previous = :previous, hash = :hash WHERE id = :known")
    count, newest = 0, BEGINNING
    for row in rows:
        count += 1
        said = [newest, count, row.at, row.community, row.bridge_id, hidden(row.who), row.act]
        hash = hashlib.sha256(json.dumps([*said, hidden(row.detail) if row.detail else ""]).encode()).hexdigest()
        values = {"id": count, "about": row.bridge_id, "previous": newest, "hash": hash, "known": row.id}
        connection.execute(chained, values)
        newest = hash
    return count, newest
