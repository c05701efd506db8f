"""what is looked through again and again, or by account, is found without looking through all there is"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_message_account", "message")
    op.create_index("ix_message_account", "message", ["account", "id"])
    _some("ix_message_content", "message", "id", "content IS NOT NULL", "content IS NOT NULL")
    _some("ix_message_untold", "message", "sent_at", "posted = 0", "NOT posted")
    _some("ix_message_stand_in", "message", "edited_at", "stand_in = 1", "stand_in")
    _some("ix_delivery_failed", "delivery", "first_tried_at", "state = 'failed'", "state = 'failed'")
    op.create_index("ix_reaction_account", "reaction", ["account"])


def _some(name: str, table: str, column: str, sqlite: str, postgresql: str) -> None:
    """An index over some rows only."""
    op.create_index(name, table, [column], sqlite_where=sa.text(sqlite), postgresql_where=sa.text(postgresql))
