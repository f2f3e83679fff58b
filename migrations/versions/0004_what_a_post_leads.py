"""Which development a post leads is found by an index: to forget a post the whole table was read."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_developments_lead", "developments", ["lead"])


def downgrade() -> None:
    op.drop_index("ix_developments_lead", "developments")
