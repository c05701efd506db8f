"""questions in channels know from which they were put; blocks know which account was meant, whom somebody asked for is
shown to them whether or not those were asked, and what was taken over by another account is told from what was not

What was blocked before stands for itself, each account: which of them was meant is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

block = sa.table("intro_block", sa.column("target"), sa.column("meant"))


def upgrade() -> None:
    """Apply."""
    op.add_column("question", sa.Column("channel", sa.Text(), nullable=True))
    op.add_column("intro_pair", sa.Column("along", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "intro_wanted",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_intro_wanted")),
    )
    with op.batch_alter_table("intro_block") as batch:
        batch.add_column(sa.Column("meant", sa.Text(), nullable=False, server_default=""))
    op.execute(sa.update(block).values(meant=block.c.target))
    with op.batch_alter_table("intro_block") as batch:
        batch.drop_constraint("pk_intro_block", type_="primary")
        batch.create_primary_key("pk_intro_block", ["owner", "kind", "target", "meant"])
