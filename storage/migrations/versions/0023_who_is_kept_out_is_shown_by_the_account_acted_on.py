"""whom organisers keep out is shown by the account that they acted on, never by their other ones

What was decided before finds its act in the log: the accounts that it does not name were kept out along with it. Where
the log has it no more, each account is shown, as it was.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

exclusion = sa.table(
    "exclusion",
    *(sa.column(name) for name in ("account", "bridge_id", "why", "place", "number", "along", "until", "at")),
)
audit = sa.table("audit", *(sa.column(name) for name in ("at", "community", "bridge_id", "act", "detail")))


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("exclusion") as batch:
        batch.add_column(sa.Column("number", sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("along", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("home", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("exclusion") as batch:
        batch.drop_constraint("pk_exclusion", type_="primary")
        batch.create_primary_key("pk_exclusion", ["account", "bridge_id", "why", "place", "number"])
    number(op.get_bind())


def number(connection: sa.Connection) -> None:
    """Give those who are barred their numbers."""
    barred = connection.execute(sa.select(exclusion).where(exclusion.c.why == "barred")).mappings().all()
    acts = sa.select(audit.c.bridge_id, audit.c.community, audit.c.at, audit.c.detail)
    told = connection.execute(acts.where(audit.c.act.in_(["ban", "mute"]))).all()
    acted_on = {(act.bridge_id, act.community, act.at): act.detail for act in told}
    here = {(row["bridge_id"], row["place"], row["at"], row["account"]) for row in barred}
    numbers: dict[object, int] = {}
    for row in barred:
        act = (row["bridge_id"], row["place"], row["at"])
        account = acted_on.get(act)
        known = account is not None and (*act, account) in here
        which = act if known else (*act, row["account"])
        given = numbers.setdefault(which, 1 + secrets.randbits(52))
        same = [exclusion.c[name] == row[name] for name in ("account", "bridge_id", "why", "place")]
        values = {"number": given, "along": known and row["account"] != account}
        connection.execute(sa.update(exclusion).where(*same).values(**values))
