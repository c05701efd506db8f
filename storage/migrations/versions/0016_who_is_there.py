"""who is there and who is not, communities that the bot lost, and strangers in shared channels."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "presence",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("known_at", sa.Float(precision=53), nullable=False),
        sa.Column("ask_at", sa.Float(precision=53), nullable=False),
        sa.Column("away_since", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_presence")),
    )
    op.create_index(op.f("ix_presence_ask_at"), "presence", ["ask_at"], unique=False)
    op.create_index(op.f("ix_presence_away_since"), "presence", ["away_since"], unique=False)
    op.add_column("community", sa.Column("lost_at", sa.Float(precision=53), nullable=False, server_default="0"))
    op.add_column(
        "bridge_end", sa.Column("strangers_since", sa.Float(precision=53), nullable=False, server_default="1e15")
    )
