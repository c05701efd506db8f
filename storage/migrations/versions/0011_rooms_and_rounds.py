"""rooms are caught up with, rounds carried out bit by bit, and members were seen or not."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply."""
    op.add_column("room_end", sa.Column("looked_at", sa.Float(precision=53), nullable=False, server_default="0"))
    op.add_column("intro_seat", sa.Column("lot", sa.Integer(), nullable=True))
    op.add_column("intro_seat", sa.Column("plan", sa.Text(), nullable=False, server_default=""))
    op.add_column("intro_seat", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_intro_seat_lot", "intro_seat", ["lot"], unique=False)
    op.add_column("intro_member", sa.Column("seen_at", sa.Float(precision=53), nullable=False, server_default="0"))
    op.execute("UPDATE intro_member SET seen_at = joined_at")
