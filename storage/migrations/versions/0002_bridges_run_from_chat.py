"""bridges that organisers set up and run from chat."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply."""
    op.add_column("bridge", sa.Column("created_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("bridge", sa.Column("rules", sa.Text(), nullable=False, server_default=""))
    op.add_column("bridge", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("bridge_end", sa.Column("direction", sa.Text(), nullable=False, server_default="both"))
    op.add_column("bridge_end", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("bridge_end", sa.Column("open_since", sa.Float(precision=53), nullable=False, server_default="0"))
    op.create_table(
        "organiser",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False),
        sa.Column("named_at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("community", "account", name=op.f("pk_organiser")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("bridge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bridge_id"], ["bridge.id"], name=op.f("fk_audit_bridge_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index(op.f("ix_audit_bridge_id"), "audit", ["bridge_id"], unique=False)
    op.create_index(op.f("ix_audit_community"), "audit", ["community"], unique=False)
    op.create_table(
        "invite",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("bridge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("guest", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(["bridge_id"], ["bridge.id"], name=op.f("fk_invite_bridge_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_invite")),
    )
    op.create_index(op.f("ix_invite_bridge_id"), "invite", ["bridge_id"], unique=False)
