"""when the last day of a channel's history was last read is known: what was not there then came later"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Apply."""
    op.add_column("bridge_end", sa.Column("whole_at", sa.Float(precision=53), nullable=False, server_default="0"))
