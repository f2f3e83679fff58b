"""When a source's next time was set: what is due is found by indexes alone, however many sources there are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("timed_at", sa.BigInteger(), nullable=True))
    op.execute("UPDATE sources SET timed_at = next_at - wait")
    op.drop_index("ix_sources_due", "sources")
    op.create_index("ix_sources_waiting", "sources", ["enabled", "next_at", "key", "host", "lease_until"])
    op.create_index("ix_sources_lent", "sources", ["enabled", "lease_until", "host"])
    op.create_index("ix_sources_timed_at", "sources", ["enabled", "timed_at"])


def downgrade() -> None:
    op.drop_index("ix_sources_timed_at", "sources")
    op.drop_index("ix_sources_lent", "sources")
    op.drop_index("ix_sources_waiting", "sources")
    op.create_index("ix_sources_due", "sources", ["enabled", "next_at"])
    op.drop_column("sources", "timed_at")
