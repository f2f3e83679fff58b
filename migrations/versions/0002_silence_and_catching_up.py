"""How long a source has been quiet and what was said of it; messages that are told within another.

Each column has a default of the database's own, so that a program that does not know them still writes its rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("flags", sa.Text(), server_default="[]", nullable=False))
    op.add_column("sources", sa.Column("empty_since", sa.BigInteger(), nullable=True))
    op.add_column("sources", sa.Column("quiet_for", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("sources", sa.Column("told_quiet", sa.Text(), server_default="", nullable=False))
    op.add_column("deliveries", sa.Column("within", sa.Text(), server_default="", nullable=False))
