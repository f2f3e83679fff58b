"""Newsrooms on fresh databases of each kind that we run on, the baselines read."""

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from newsroom import Newsroom
from sqlalchemy import create_engine, make_url, text


@pytest.fixture
async def newsroom(database_url: str, tmp_path: Path) -> AsyncIterator[Callable[[], Newsroom]]:
    """Makes newsrooms, each on a copy of one database: the evening before, every source was read once."""
    secret = tmp_path / "webhook"
    secret.write_text("https://slack.example/services/T0/B0/x")
    secret.chmod(0o600)
    first = Newsroom(url=database_url, secret=secret)
    async with first.open() as evening_before:
        await evening_before.poll_round()
    made: list[str] = []

    def make() -> Newsroom:
        made.append(_copy(database_url, len(made) + 1))
        return Newsroom(url=made[-1], secret=secret, clock=first.morning())

    yield make
    for url in made:
        _drop(url)


def _copy(url: str, number: int) -> str:
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite"):
        copy = f"{parsed.database}.{number}"
        shutil.copy(str(parsed.database), copy)
        return f"sqlite:///{copy}"
    name = f"{parsed.database}_{number}"
    _admin(url, f"CREATE DATABASE {name} TEMPLATE {parsed.database}")
    return parsed.set(database=name).render_as_string(hide_password=False)


def _drop(url: str) -> None:
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite"):
        _admin(url, f"DROP DATABASE {parsed.database} WITH (FORCE)")


def _admin(url: str, statement: str) -> None:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
