"""from which channel of a bridge an answer to a question was given, for it leaves as a message would"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0026"


def upgrade() -> None:
    """Apply."""
    op.add_column("question_answer", sa.Column("channel", sa.Text()))
