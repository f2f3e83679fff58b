"""A newer program on the database of an older one."""

import io
import json
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from typer.testing import CliRunner

from monitor.cli.app import tree
from monitor.cli.daemon import upgrade
from monitor.config.settings import LogShape
from monitor.jobs.log import start_log
from monitor.store.engine import open_engine
from monitor.store.revisions import migrations_folder, revisions


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration and the database of the first version; it is also the working directory."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "sources.toml").write_text("")
    (tmp_path / "data").mkdir()
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'monitor.db'}")
    asked = Config()
    asked.set_main_option("script_location", str(migrations_folder()))
    with engine.begin() as connection:
        asked.attributes["connection"] = connection
        command.upgrade(asked, "0001")
    engine.dispose()
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)
    monkeypatch.delenv("MONITOR_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_who_only_looks_is_told_that_the_database_is_older_and_what_brings_it_up(older: Path) -> None:
    looked = CliRunner().invoke(tree(), ["posts"])
    assert looked.exit_code == 1
    assert "the database is older than this program" in looked.stderr
    assert "`monitor migrate`" in looked.stderr


def test_migrate_says_where_the_copy_of_before_is(older: Path) -> None:
    done = CliRunner().invoke(tree(), ["migrate"])
    assert done.exit_code == 0
    copy = older / "data" / f"monitor.db.before-{revisions()[-1]}"
    assert copy.is_file()
    assert str(copy) in done.stderr.replace("\n", "")
    again = CliRunner().invoke(tree(), ["migrate"])
    assert (again.stdout, again.stderr) == ("nothing is due\n", "")


def test_a_start_that_brings_the_database_up_says_so_in_the_log(older: Path) -> None:
    engine = open_engine(f"sqlite:///{older / 'data' / 'monitor.db'}")
    log = io.StringIO()
    start_log(LogShape(format="json"), stream=log)
    upgrade(engine)
    upgrade(engine)
    engine.dispose()
    said = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["event"] for line in said] == ["the database has this program's schema now"]
    assert said[0]["schema"] == revisions()[-1]
    assert Path(said[0]["copy"]).is_file()
