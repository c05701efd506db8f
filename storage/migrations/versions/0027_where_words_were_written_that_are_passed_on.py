"""where questions and their answers were written, and who is kept out without being named to anybody"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Apply."""
    op.add_column("question", sa.Column("home", sa.Text(), nullable=False, server_default=""))
    op.add_column("question_answer", sa.Column("home", sa.Text(), nullable=False, server_default=""))
    op.add_column("question_answer", sa.Column("channel", sa.Text()))
    op.add_column("exclusion", sa.Column("unnamed", sa.Boolean(), nullable=False, server_default=sa.false()))
