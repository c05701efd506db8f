"""whose data was removed is remembered, as hashes, for backups that are put back."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "erasure",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_at", "erasure", ["at"], unique=False)
