"""reactions that stand where they were given are known, although nobody elsewhere is shown them"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Apply."""
    op.add_column("reaction", sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false()))
