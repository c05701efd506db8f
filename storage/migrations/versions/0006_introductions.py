"""introductions: who takes part, who is introduced to whom, the rounds, and the rooms where they talk."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "intro_block",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("owner", "kind", "target", name=op.f("pk_intro_block")),
    )
    op.create_table(
        "intro_member",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.Float(precision=53), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.Float(precision=53), nullable=False),
        sa.Column("silences", sa.Integer(), nullable=False),
        sa.Column("last_round_at", sa.Float(precision=53), nullable=False),
        sa.Column("leanings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_intro_member")),
        sa.UniqueConstraint("account", name=op.f("uq_intro_member_account")),
    )
    op.create_table(
        "intro_pair",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_intro_pair")),
    )
    op.create_table(
        "intro_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.Float(precision=53), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("planned_at", sa.Float(precision=53), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intro_round")),
        sa.UniqueConstraint("starts_at", name=op.f("uq_intro_round_starts_at")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "introduction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Float(precision=53), nullable=False),
        sa.Column("due_at", sa.Float(precision=53), nullable=False),
        sa.Column("opened_at", sa.Float(precision=53), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_introduction_due", "introduction", ["state", "due_at"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("suppliers", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.Column("closed_at", sa.Float(precision=53), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_question_account"), "question", ["account"], unique=False)
    op.create_table(
        "intro_salt",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_intro_salt")),
    )
    op.create_table(
        "intro_party",
        sa.Column("introduction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("overlap", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("talked", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ask_at", sa.Float(precision=53), nullable=True),
        sa.Column("leaning", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_intro_party_introduction_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("introduction_id", "person", name=op.f("pk_intro_party")),
    )
    op.create_index("ix_intro_party_ask", "intro_party", ["ask_at"], unique=False)
    op.create_index("ix_intro_party_person", "intro_party", ["person"], unique=False)
    op.create_index("uq_intro_party_round", "intro_party", ["round_id", "person", "turn"], unique=True)
    op.create_table(
        "intro_seat",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Float(precision=53), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("alternates", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["intro_round.id"], name=op.f("fk_intro_seat_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "person", name=op.f("pk_intro_seat")),
    )
    op.create_index("ix_intro_seat_person", "intro_seat", ["person"], unique=False)
    op.create_table(
        "question_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.Column("thanked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_answer_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answer")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_question_answer_account"), "question_answer", ["account"], unique=False)
    op.create_index(op.f("ix_question_answer_question_id"), "question_answer", ["question_id"], unique=False)
    op.create_table(
        "question_reader",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_reader_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "person", name=op.f("pk_question_reader")),
    )
    op.create_index("ix_question_reader_person", "question_reader", ["person", "at"], unique=False)
    op.create_table(
        "room",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("introduction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.Float(precision=53), nullable=False),
        sa.Column("stirred_at", sa.Float(precision=53), nullable=False),
        sa.Column("closed_at", sa.Float(precision=53), nullable=True),
        sa.Column("agreed", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_room_introduction_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("introduction_id", name=op.f("uq_room_introduction_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_room_stirred_at"), "room", ["stirred_at"], unique=False)
    op.create_table(
        "room_end",
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("box", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("seated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_end_room_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("room_id", "person", name=op.f("pk_room_end")),
    )
    op.create_index(op.f("ix_room_end_box"), "room_end", ["box"], unique=False)
    op.create_index(op.f("ix_room_end_channel"), "room_end", ["channel"], unique=False)
    op.create_table(
        "room_mark",
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_mark_room_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("room_id", "number", "person", name=op.f("pk_room_mark")),
    )
    op.create_index("ix_room_mark_person", "room_mark", ["person"], unique=False)
    op.create_table(
        "room_slot",
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_slot_room_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("room_id", "number", name=op.f("pk_room_slot")),
    )
