"""profiles, by which members find each other."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "profile",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("employer_shown", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("paused_until", sa.Float(precision=53), nullable=False),
        sa.Column("made_at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_profile")),
        sa.UniqueConstraint("account", name=op.f("uq_profile_account")),
    )
    op.create_table(
        "profile_text",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["profile.person"], name=op.f("fk_profile_text_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "said", name=op.f("pk_profile_text")),
    )
    op.create_table(
        "profile_topic",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["profile.person"], name=op.f("fk_profile_topic_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "topic", name=op.f("pk_profile_topic")),
    )
