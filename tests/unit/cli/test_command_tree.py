"""``monitor COMMAND`` imports the file of that command alone, and every file says which commands are its own."""

import subprocess
import sys

import pytest

from monitor.cli import app


def names(tree: object) -> set[str]:
    commands = {str(each.name) for each in tree.registered_commands}  # type: ignore[attr-defined]
    groups = {str(each.name or each.typer_instance.info.name) for each in tree.registered_groups}  # type: ignore[attr-defined]
    return commands | groups


@pytest.mark.parametrize("file", app._FILES)
def test_a_file_adds_the_commands_that_it_is_looked_up_by(file: str) -> None:
    commands = app._FILES[file]
    assert names(app.tree(commands[0])) == set(commands)


def test_an_unknown_command_is_told_from_all_that_there_are() -> None:
    everything = {command for commands in app._FILES.values() for command in commands}
    assert names(app.tree("nonsense")) == names(app.tree()) == everything


def test_the_daemon_does_without_what_only_other_commands_need() -> None:
    program = (
        "import sys; from monitor.cli.app import tree; tree('run'); import monitor.jobs.run, monitor.fetch.web; "
        "print(*{'alembic', 'mako', 'trafilatura', 'dateparser', 'pymorphy3'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
