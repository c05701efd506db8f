"""vectors of what people wrote into forms, and the order in which they changed."""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "understood",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_understood")),
    )
    op.create_index(op.f("ix_understood_mark"), "understood", ["mark"], unique=False)
    op.create_index(op.f("ix_understood_model"), "understood", ["model"], unique=False)
    op.create_table(
        "text_vector",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("value", HALFVEC() if _extended() else sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["understood.person"], name=op.f("fk_text_vector_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "text", name=op.f("pk_text_vector")),
    )
    op.create_table(
        "vector_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vector_mark")),
    )


def _extended() -> bool:
    """Whether PostgreSQL has pgvector now; where it may not be created, bytes do as well."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return False
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS vector"))
    except sa.exc.DBAPIError:
        return False
    return True
