"""who was asked a question is known by account, so that it can be reported once their profile is gone"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"


def upgrade() -> None:
    """Apply."""
    op.add_column("question_reader", sa.Column("account", sa.Text(), nullable=False, server_default=""))
    op.add_column("question_reader", sa.Column("home", sa.Text(), nullable=False, server_default=""))
