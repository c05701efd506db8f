"""rooms are caught up with."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"


def upgrade() -> None:
    """Apply."""
    op.add_column("room_end", sa.Column("looked_at", sa.Float(precision=53), nullable=False, server_default="0"))
