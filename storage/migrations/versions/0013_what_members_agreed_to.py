"""what members said yes to is written down, each thing by itself; names stay where the Chatham House Rule holds."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_OPEN = sa.text("withdrawn_at IS NULL")
# What was said yes to before: the explanation of introductions, and the form of the profile.
_BEFORE = """
INSERT INTO consent (account, kind, wording, given_at)
SELECT account, 'introductions', 'The explanation of introductions, version ' || wording, joined_at FROM intro_member
UNION ALL
SELECT account, 'found by others', 'The form of the profile: “Others read it without your name”', made_at FROM profile
"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("given_at", sa.Float(precision=53), nullable=False),
        sa.Column("withdrawn_at", sa.Float(precision=53), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_withdrawn_at"), "consent", ["withdrawn_at"], unique=False)
    op.create_index(
        "uq_consent_open", "consent", ["account", "kind"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.execute(_BEFORE)
    op.add_column("bridge_end", sa.Column("unnamed_until", sa.Float(precision=53), nullable=False, server_default="0"))
    op.add_column("message", sa.Column("unnamed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("event", sa.Column("unnamed", sa.Boolean(), nullable=False, server_default=sa.false()))
