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
    op.add_column("rsvp", sa.Column("wants_meet", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("event", sa.Column("introduced", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("event", sa.Column("topics", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "event_interest",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("sectors", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.Column("next_at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_event_interest")),
    )
    op.create_index(op.f("ix_event_interest_next_at"), "event_interest", ["next_at"], unique=False)
