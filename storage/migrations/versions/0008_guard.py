"""what may tell of a patient is held, and people's data can be shown and erased."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "held",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("bridge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("posted", sa.Text(), nullable=True),
        sa.Column("edited", sa.Text(), nullable=True),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held")),
        sa.UniqueConstraint("key", name=op.f("uq_held_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_held_account"), "held", ["account"], unique=False)
    op.create_index(op.f("ix_held_at"), "held", ["at"], unique=False)
    op.create_table(
        "hospital_number",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("mask", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("community", "mask", name=op.f("pk_hospital_number")),
    )
    op.create_table(
        "forgotten",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_forgotten")),
    )
    salt = op.create_table(
        "salt", sa.Column("value", sa.Text(), nullable=False), sa.PrimaryKeyConstraint("value", name=op.f("pk_salt"))
    )
    op.bulk_insert(salt, [{"value": secrets.token_hex(32)}])
