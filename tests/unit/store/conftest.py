"""A fresh database for each test, brought up by the migrations."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from monitor.store.engine import open_engine
from monitor.store.migrate import migrate


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()
