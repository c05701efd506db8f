"""community events: places, answers, letters, series."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "event_digest",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("next_at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("community", name=op.f("pk_event_digest")),
    )
    op.create_index(op.f("ix_event_digest_next_at"), "event_digest", ["next_at"], unique=False)
    op.create_table(
        "event_feed",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_event_feed")),
        sa.UniqueConstraint("key", name=op.f("uq_event_feed_key")),
    )
    op.create_table(
        "event_series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("repeat", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_series")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_series_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event_trust",
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("trusted", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("community", "trusted", name=op.f("pk_event_trust")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("organiser", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("second", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Float(precision=53), nullable=True),
        sa.Column("ends_at", sa.Float(precision=53), nullable=True),
        sa.Column("sectors", sa.Text(), nullable=False),
        sa.Column("captions", sa.Text(), nullable=False),
        sa.Column("bsl", sa.Text(), nullable=False),
        sa.Column("step_free", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("sponsored", sa.Boolean(), nullable=True),
        sa.Column("sponsor", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("reserved", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.Float(precision=53), nullable=False),
        sa.Column("changed_at", sa.Float(precision=53), nullable=False),
        sa.Column("recap", sa.Text(), nullable=False),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["event_series.id"], name=op.f("fk_event_series_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_event_community"), "event", ["community"], unique=False)
    op.create_index(op.f("ix_event_organiser"), "event", ["organiser"], unique=False)
    op.create_index(op.f("ix_event_series_id"), "event", ["series_id"], unique=False)
    op.create_index("ix_event_stale", "event", ["stale"], unique=False)
    op.create_index("ix_event_time", "event", ["state", "starts_at"], unique=False)
    op.create_index("uq_event_date", "event", ["series_id", "original"], unique=True)
    op.create_table(
        "event_letter",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Float(precision=53), nullable=False),
        sa.Column("useful_until", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_letter_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "account", "kind", name=op.f("pk_event_letter")),
    )
    op.create_index(op.f("ix_event_letter_due_at"), "event_letter", ["due_at"], unique=False)
    op.create_table(
        "event_mirror",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("remote", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_mirror_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "community", name=op.f("pk_event_mirror")),
    )
    op.create_table(
        "event_place",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column("bridge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Float(precision=53), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_place_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "channel", name=op.f("pk_event_place")),
    )
    op.create_index("ix_event_place_deadline", "event_place", ["state", "deadline"], unique=False)
    op.create_table(
        "rsvp",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.Column("offered_until", sa.Float(precision=53), nullable=True),
        sa.Column("useful", sa.Text(), nullable=False),
        sa.Column("wants_recap", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_rsvp_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rsvp")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_rsvp_account"), "rsvp", ["account"], unique=False)
    op.create_index("ix_rsvp_offer", "rsvp", ["seat", "offered_until"], unique=False)
    op.create_index("ix_rsvp_seat", "rsvp", ["event_id", "seat", "sector"], unique=False)
    op.create_index("uq_rsvp_account", "rsvp", ["event_id", "account"], unique=True)
