"""The next message of each channel, and what is being handed over, are found by an index, however many wait."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_GOES_BY_ITSELF, _IS_LENT = sa.text("state = 'waiting' AND within = ''"), sa.text("lease_until IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_deliveries_next",
        "deliveries",
        ["state", "channel", "due_at", "id"],
        sqlite_where=_GOES_BY_ITSELF,
        postgresql_where=_GOES_BY_ITSELF,
    )
    op.create_index(
        "ix_deliveries_lent", "deliveries", ["channel", "lease_until"], sqlite_where=_IS_LENT, postgresql_where=_IS_LENT
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_lent", "deliveries")
    op.drop_index("ix_deliveries_next", "deliveries")
