"""events are announced at a time, and told to those who asked: by topic, once a week, in their calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply."""
    op.add_column("event", sa.Column("announce_at", sa.Float(precision=53), nullable=True))
    op.create_index("ix_event_announce", "event", ["announce_at"], unique=False)
    op.add_column("rsvp", sa.Column("has_entry", sa.Boolean(), nullable=False, server_default=sa.false()))
