"""the plan of a round is laid down in many units of work; letters about events in private threads"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply."""
    op.add_column("intro_round", sa.Column("laid_at", sa.Float(precision=53), nullable=True))
    op.execute("UPDATE intro_round SET laid_at = planned_at")  # those were laid down in one
    op.add_column("rsvp", sa.Column("unreached_at", sa.Float(precision=53), nullable=False, server_default="0"))
    op.create_table(
        "event_aside",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_event_aside")),
    )
