"""The one loader of our wheel's own data files: ``<room>/data/<name>`` inside the package."""

from importlib.resources import files


def read_data(room: str, name: str) -> bytes:
    """The bytes of ``monitor/<room>/data/<name>``. Raises FileNotFoundError if the wheel has no such file."""
    return files("monitor").joinpath(room, "data", name).read_bytes()


def read_text(room: str, name: str) -> str:
    """The same file as UTF-8 text."""
    return read_data(room, name).decode("utf-8")


def data_path(room: str, name: str) -> str:
    """Where the same file lies, for libraries that read it themselves (fonts). Wheels are installed unpacked."""
    return str(files("monitor").joinpath(room, "data", name))
