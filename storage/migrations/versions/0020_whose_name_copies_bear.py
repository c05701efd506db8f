"""copies are known to bear their author's name, or the bot's"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Apply."""
    op.add_column("copy", sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.true()))
