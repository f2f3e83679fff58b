"""A fresh database for each test, brought up by the migrations."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from monitor.store.engine import open_engine
from monitor.store.migrate import migrate


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/monitor.db")
    migrate(engine)
    yield engine
    engine.dispose()
