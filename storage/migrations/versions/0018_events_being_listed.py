"""an event is noted as what it is made in a platform's own list, before it is made there."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Apply."""
    op.add_column("event_mirror", sa.Column("title", sa.Text(), nullable=False, server_default=""))
    op.add_column("event_mirror", sa.Column("starts_at", sa.Float(precision=53), nullable=True))
    op.add_column("event_mirror", sa.Column("tried_at", sa.Float(precision=53), nullable=False, server_default="0"))
