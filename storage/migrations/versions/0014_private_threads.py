"""introductions in private threads, which are channels of their own; what organisers rule out"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply."""
    op.add_column("intro_member", sa.Column("unreached_at", sa.Float(precision=53), nullable=False, server_default="0"))
    op.add_column("intro_member", sa.Column("aside", sa.Text(), nullable=False, server_default=""))
    op.add_column("intro_member", sa.Column("aside_at", sa.Float(precision=53), nullable=False, server_default="0"))
    op.add_column("intro_member", sa.Column("aside_wording", sa.Text(), nullable=False, server_default=""))
    op.add_column("intro_member", sa.Column("home", sa.Text(), nullable=False, server_default=""))
    _rooms_of_their_own()


def _rooms_of_their_own() -> None:
    """Where two of one Discord server talk was noted as a thread of its channel: `discord:server/channel/thread`."""
    connection = op.get_bind()
    shared = sa.text("SELECT DISTINCT channel FROM room_end WHERE box LIKE 'discord:@/%+%' AND channel LIKE '%/%/%'")
    for (channel,) in connection.execute(shared).all():
        server, _, thread = channel.split("/")
        moved = sa.text("UPDATE room_end SET channel = :new WHERE channel = :old")
        connection.execute(moved, {"new": f"{server}/{thread}", "old": channel})
