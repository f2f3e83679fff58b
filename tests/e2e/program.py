"""The program as a process, as an operator has it: started, listened to, signalled."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Program:
    """A running ``monitor run``. What it says on both streams is kept, so that a failure can be understood."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._more = asyncio.Condition()
        self._reading = [asyncio.create_task(self._read(stream)) for stream in (process.stdout, process.stderr)]

    async def _read(self, stream: asyncio.StreamReader | None) -> None:
        assert stream is not None
        while line := await stream.readline():
            async with self._more:
                self.lines.append(line.decode("utf-8", "replace").rstrip("\n"))
                self._more.notify_all()
        async with self._more:
            self._more.notify_all()

    async def said(self, *words: str, within: float = 40, since: int = 0) -> str:
        """Waits for a line that has all the words (after line number ``since``) and returns it."""

        def found() -> str | None:
            return next((line for line in self.lines[since:] if all(word in line for word in words)), None)

        async with self._more:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._more.wait_for(lambda: found() or self.ended), within)
        line = found()
        assert line is not None, f"never said {words}:\n" + "\n".join(self.lines[-60:])
        return line

    @property
    def ended(self) -> bool:
        return all(task.done() for task in self._reading)

    def events(self, event: str) -> list[Mapping[str, Any]]:
        """The log's lines of one event."""
        told = [json.loads(line) for line in self.lines if line.startswith("{")]
        return [line for line in told if line.get("event") == event]

    def signal(self, number: int) -> float:
        """Sends a signal; returns the moment (monotonic seconds)."""
        self.process.send_signal(number)
        return time.monotonic()

    async def end(self, within: float) -> int:
        """Waits for the end; the exit code."""
        code = await asyncio.wait_for(self.process.wait(), within)
        await asyncio.gather(*self._reading)
        return code


@asynccontextmanager
async def running(
    config: Path, *, before: Callable[[], None] | None = None, **environment: str
) -> AsyncIterator[Program]:
    """``monitor run`` on a config folder; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "monitor", "run", "--config", str(config),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=config.parent, preexec_fn=before,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    program = Program(process)
    try:
        yield program
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await asyncio.gather(*program._reading)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started, and theirs."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(path.parent.name)
            found += [child, *children_of(child)]
    return found


def is_there(pid: int) -> bool:
    """Whether a process lives (one that is dead and not buried does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def write_config(folder: Path, **files: str) -> Path:
    """A config folder; ``monitor``, ``sources``, ``channels`` are TOML files, other names stories."""
    config = folder / "config"
    (config / "stories").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        where = config if name in {"monitor", "sources", "channels"} else config / "stories"
        (where / f"{name}.toml").write_text(text, "utf-8")
    return config


async def ask(config: Path, *words: str, code: int = 0) -> str:
    """Another command beside the daemon; what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "monitor", *words, "--config", str(config),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=config.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode == code, f"{words}: {process.returncode}\n{out.decode()}\n{err.decode()}"
    return out.decode()
