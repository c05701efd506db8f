"""a question that stands in the channels of a bridge knows from which of them it was put: its organisers judge it"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Apply."""
    op.add_column("question", sa.Column("channel", sa.Text(), nullable=True))
