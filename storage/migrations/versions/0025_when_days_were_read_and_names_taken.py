"""when the last day of a channel's history was last read is known, and since when a community has its name"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Apply."""
    op.add_column("community", sa.Column("named_at", sa.Float(precision=53), nullable=False, server_default="0"))
    op.add_column("bridge_end", sa.Column("whole_at", sa.Float(precision=53), nullable=False, server_default="0"))
