"""the plan of a round is laid down in many units of work"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0015"


def upgrade() -> None:
    """Apply."""
    op.add_column("intro_round", sa.Column("laid_at", sa.Float(precision=53), nullable=True))
    op.execute("UPDATE intro_round SET laid_at = planned_at")  # those were laid down in one
