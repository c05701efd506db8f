"""topics are known by their keys, so that their words can be kept encrypted; nobody's leanings are an empty text."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_COLUMNS = ("person", "topic", "stage", "approved_at")


def upgrade() -> None:
    """Apply."""
    connection, before = op.get_bind(), sa.table("profile_topic", *(sa.column(name) for name in _COLUMNS))
    rows = [{**row, "key": _key(row["topic"])} for row in connection.execute(sa.select(before)).mappings()]
    op.drop_table("profile_topic")
    after = op.create_table(
        "profile_topic",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["profile.person"], name=op.f("fk_profile_topic_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_profile_topic")),
    )
    op.bulk_insert(after, rows)
    op.execute("UPDATE intro_member SET leanings = '' WHERE leanings = '{}'")


def _key(topic: str) -> str:
    return hashlib.sha256(topic.encode()).hexdigest()[:16] if topic else ""
