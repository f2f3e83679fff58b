"""Which revisions of the schema this program knows, and which one a database is at."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from monitor.model import ConfigError, Fault
from monitor.store.schema import metadata

#: Where the revision is noted.
NOTED = "alembic_version"


def migrations_folder() -> Path:
    """Where the migrations are: inside the wheel, or at the top of the repository."""
    inside = Path(__file__).with_name("migrations")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "migrations"


def revision_of(connection: Connection) -> str | None:
    """The revision that a database is at, None for an empty one.

    Raises ConfigError for tables that are not ours, or no longer whole: nothing must be written among them.
    """
    present = set(inspect(connection).get_table_names())
    ours = set(metadata.tables)
    if NOTED not in present:
        # a file is ours alone; on a server somebody else's tables may stand beside ours
        strange = sorted(present if connection.dialect.name == "sqlite" else present & ours)
        if strange:
            raise schema_fault(
                connection.engine,
                f"it holds another program's tables ({', '.join(strange[:3])}{' ...' if len(strange) > 3 else ''})",
                "name another database: [store] url in monitor.toml, or MONITOR_DATABASE_URL",
            )
        return None
    noted = connection.execute(text(f"SELECT version_num FROM {NOTED}")).scalars().all()  # noqa: S608 - a constant
    if len(noted) != 1:
        wrong = f"it does not say which schema it has ({len(noted)} notes in {NOTED})"
        raise schema_fault(connection.engine, wrong, RESTORE)
    missing = sorted(ours - present)
    if missing and noted[0] == revisions()[-1]:
        raise schema_fault(connection.engine, f"it has lost tables: {', '.join(missing)}", RESTORE)
    return str(noted[0])


def encoding_fault(connection: Connection) -> ConfigError | None:
    """What is wrong with how a server's database keeps text: one that is not UTF-8 holds some languages only."""
    if connection.dialect.name != "postgresql":
        return None
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding == "UTF8":
        return None
    wrong = f"its encoding is {encoding}, which does not hold every language"
    right = "make it anew: createdb --encoding=UTF8 --template=template0 NAME"
    return schema_fault(connection.engine, wrong, right)


def lacks_right(connection: Connection) -> tuple[str, str] | None:
    """What a server's user lacks for making tables, and what helps: since PostgreSQL 15 nobody has it by himself."""
    if connection.dialect.name != "postgresql":
        return None
    asked = "SELECT has_schema_privilege(current_schema(), 'CREATE'), current_schema(), current_user"
    allowed, schema, user = connection.execute(text(asked)).one()
    if allowed:
        return None
    if schema is None:
        return f"{user} finds no schema to make tables in", f"CREATE SCHEMA AUTHORIZATION {user}, or set search_path"
    right = f"GRANT CREATE ON SCHEMA {schema} TO {user}, or make {user} the owner of the database"
    return f"{user} may not make tables in the schema {schema}", right


#: What helps when a database is not whole.
RESTORE = "put a backup in its place: monitor restore FILE --force"


def schema_fault(engine: Engine, wrong: str, right: str) -> ConfigError:
    """What is wrong with the tables of a database, by the name that its operator knows it by; never a password."""
    file = engine.url.database if engine.dialect.name == "sqlite" else engine.url.render_as_string(hide_password=True)
    return ConfigError([Fault(file=str(file), key="", wrong=wrong, right=right)])


def revisions() -> list[str]:
    """The revisions that this program knows, oldest first: the numbers that the files' names begin with."""
    return sorted(file.name.partition("_")[0] for file in (migrations_folder() / "versions").glob("[0-9]*.py"))
