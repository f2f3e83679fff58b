"""Secrets are named in the configuration and read just before use: ``env:NAME``, ``file:PATH``. Never written there."""

import os
import re
import stat
from pathlib import Path

from pydantic import SecretStr

from monitor.model import Refused

#: How a reference begins.
SCHEMES = ("env:", "file:")

#: A token, password or address is short; a larger file is not one.
LONGEST = 16_384


#: What was revealed so far, and the parts of an address that alone would do: none of it may come into a log.
_revealed: set[str] = set()

#: Shorter words are no secrets, and would be hidden wherever they stand.
SHORTEST = 6


def conceal(text: str) -> str:
    """The text with every secret that was revealed replaced by ``***``."""
    for secret in sorted(_revealed, key=len, reverse=True):
        if secret in text:
            text = text.replace(secret, "***")
    return text


def _note(secret: str) -> SecretStr:
    rest = secret.partition("://")[2].partition("/")[2]
    _revealed.update(part for part in (secret, rest) if len(part) >= SHORTEST)
    return SecretStr(secret)


def is_reference(value: str) -> bool:
    """Whether ``value`` names a secret (``env:NAME``, ``file:PATH``) instead of being one."""
    return value.startswith(SCHEMES)


def reveal(reference: str, *, plain: bool = False) -> SecretStr:
    """The secret behind ``env:NAME`` or ``file:PATH``, without the white space round it.

    A relative PATH counts from the working directory; ``~`` is the home folder. Any other value is handed back
    only where a plain address is legal (``plain``). The text of an error names the reference, never a value.

    Raises Refused (code ``secret``): the variable is not set, the file cannot be read, it is empty or no single line,
    or a secret was written out where only a reference may stand.
    """
    scheme, _, name = reference.partition(":")
    if scheme == "env" and is_reference(reference):
        return _note(_one_line(_from_environment(name), reference))
    if scheme == "file" and is_reference(reference):
        return _note(_one_line(_from_file(name), reference))
    if plain and reference:
        return SecretStr(reference)
    shell = re.fullmatch(r"\$\{?(\w+)\}?", reference)
    instead = f"env:{shell[1]}" if shell else "env:NAME or file:PATH"
    raise Refused(
        f"a secret never stands in the configuration: write {instead} in its place"
        if reference
        else "no secret is named: write env:NAME or file:PATH",
        code="secret",
    )


def complaint(reference: str, *, plain: bool = False) -> str:
    """What is wrong with a reference, for ``check``; "" if it can be revealed now."""
    try:
        reveal(reference, plain=plain)
    except Refused as error:
        return error.message
    return ""


def warning(reference: str) -> str:
    """What is doubtful about a secret, "" if nothing is: a file that others than its owner may read, a variable that
    stands in quotes."""
    if reference.startswith("env:"):
        value = (os.environ.get(reference.removeprefix("env:").replace("\0", "")) or "").strip()
        quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        return f"{reference} has quote marks round it, and they are sent along: leave them out" if quoted else ""
    if not reference.startswith("file:"):
        return ""
    path = _path(reference.removeprefix("file:"))
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except (OSError, ValueError):
        return ""
    if mode & 0o077:
        return f"{path} can be read by others (mode {mode:04o}): chmod 600 {path}"
    return ""


def _from_environment(name: str) -> str:
    try:
        value = os.environ.get(name) if name else None
    except ValueError:  # a NUL in the name
        value = None
    if value is None:
        raise Refused(f"the environment variable {name or '(no name)'} is not set", code="secret")
    return value


def _from_file(name: str) -> str:
    path = _path(name)
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
        raise Refused(f"the secret file {path} cannot be read: {why}", code="secret") from error
    if len(data) > LONGEST:
        raise Refused(f"the secret file {path} is too large for a secret", code="secret")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # "from None": the error would carry the bytes of the secret
        raise Refused(f"the secret file {path} is not UTF-8 text", code="secret") from None


def _path(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # no such user
        return Path(name)


def _one_line(value: str, reference: str) -> str:
    value = value.strip()
    if not value:
        raise Refused(f"{reference} is empty", code="secret")
    # A line break in a token would become a header of its own in the request.
    if not value.isprintable():
        raise Refused(f"{reference} holds more than one line, or control characters", code="secret")
    return value
