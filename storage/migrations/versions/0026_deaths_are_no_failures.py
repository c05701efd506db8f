"""of a delivery, tries that failed, tries that broke us, and claims whose process died are counted apart"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER TABLE delivery RENAME COLUMN attempts TO failures")
    op.add_column("delivery", sa.Column("breaks", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("delivery", sa.Column("deaths", sa.Integer(), nullable=False, server_default="0"))
