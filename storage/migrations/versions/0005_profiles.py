"""profiles, by which members find each other."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


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
    op.create_table(
        "search",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
    )
    op.create_index(op.f("ix_search_account"), "search", ["account"], unique=False)
    op.create_index(op.f("ix_search_at"), "search", ["at"], unique=False)
    op.create_table(
        "shown_card",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("search_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["profile.person"], name=op.f("fk_shown_card_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"], name=op.f("fk_shown_card_search_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_card")),
    )
    op.create_index(op.f("ix_shown_card_person"), "shown_card", ["person"], unique=False)
    op.create_index(op.f("ix_shown_card_search_id"), "shown_card", ["search_id"], unique=False)
    op.create_table(
        "wish",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("looked_at", sa.Float(precision=53), nullable=False),
        sa.Column("told_at", sa.Float(precision=53), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_account"), "wish", ["account"], unique=False)
    op.create_index(op.f("ix_wish_told_at"), "wish", ["told_at"], unique=False)
    op.create_table(
        "sector_request",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["profile.person"], name=op.f("fk_sector_request_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector_request")),
        sa.UniqueConstraint("person", name=op.f("uq_sector_request_person")),
    )
    op.create_table(
        "jargon",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("expansion", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.Column("approved_at", sa.Float(precision=53), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jargon")),
    )
    op.create_index(op.f("ix_jargon_community"), "jargon", ["community"], unique=False)
