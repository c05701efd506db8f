"""bridges that can be trusted: ends that are away, people who opted out, filters, linked accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    op.add_column("bridge_end", sa.Column("suspended", sa.Text(), nullable=False, server_default=""))
    op.add_column("bridge_end", sa.Column("suspended_at", sa.Float(precision=53), nullable=False, server_default="0"))
    op.add_column("bridge_end", sa.Column("hold", sa.Float(precision=53), nullable=False, server_default="0"))
    op.add_column("bridge_end", sa.Column("looked_at", sa.Float(precision=53), nullable=False, server_default="0"))
    op.add_column("community", sa.Column("room", sa.Text(), nullable=False, server_default=""))
    op.add_column("quarantine", sa.Column("place", sa.Text(), nullable=False, server_default=""))
    op.add_column("quarantine", sa.Column("again", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_copy_lane", "copy", ["lane", "made_at"], unique=False)
    op.create_table(
        "exclusion",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("bridge_id", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("until", sa.Float(precision=53), nullable=True),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("account", "bridge_id", "why", "place", name=op.f("pk_exclusion")),
    )
    op.create_table(
        "report",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_report_message_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account", "message_id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_message_id"), "report", ["message_id"], unique=False)
    op.create_table(
        "word_filter",
        sa.Column("bridge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["bridge_id"], ["bridge.id"], name=op.f("fk_word_filter_bridge_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bridge_id", "word", name=op.f("pk_word_filter")),
    )
    op.create_table(
        "linked",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_linked")),
    )
    op.create_index(op.f("ix_linked_member"), "linked", ["member"], unique=False)
    op.create_table(
        "link_code",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_link_code")),
    )
    op.create_index(op.f("ix_link_code_account"), "link_code", ["account"], unique=False)
    op.create_table(
        "link_guess",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_guess")),
    )
    op.create_index(op.f("ix_link_guess_account"), "link_guess", ["account"], unique=False)
    op.create_table(
        "namesake",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community", "name", "account", name=op.f("pk_namesake")),
    )
    op.create_index("uq_namesake_number", "namesake", ["community", "name", "number"], unique=True)
