"""Which revisions of the schema this program knows, and which one a database is at."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text


def migrations_folder() -> Path:
    """Where the migrations are: inside the wheel, or at the top of the repository."""
    inside = Path(__file__).with_name("migrations")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "migrations"


def revision_of(connection: Connection) -> str | None:
    """The revision that a database is at, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def revisions() -> list[str]:
    """The revisions that this program knows, oldest first: the numbers that the files' names begin with."""
    return sorted(file.name.partition("_")[0] for file in (migrations_folder() / "versions").glob("[0-9]*.py"))
