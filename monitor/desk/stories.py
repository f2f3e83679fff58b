"""Story files as a person handles them: a new one, one that is paused, one that grows; comments stay as they are."""

import json
import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from monitor.config.story import parse_story
from monitor.config.toml import load, parse, with_element
from monitor.desk.naming import unknown
from monitor.desk.suggesting import Suggestion
from monitor.matching import check_story
from monitor.model import ConfigError, Refused, Story, WrongUse

_STATUS = re.compile(r"^status[ \t]*=.*$", re.MULTILINE)
_KEY = re.compile(r"^key[ \t]*=.*\n", re.MULTILINE)
_FIRST_TABLE = re.compile(r"^\s*\[", re.MULTILINE)


def write_new(path: Path, text: str) -> None:
    """Writes a new story file. Raises Refused if one is there already, or the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise Refused(f"{path} is there already; choose another with --key or --out", code="config") from error
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}", code="config") from error


def must_be_free(folder: Path, key: str) -> None:
    """Raises WrongUse for what cannot be a story's key, Refused for one that a story file in the folder bears: the
    configuration would hold two."""
    if not re.fullmatch(r"\w[\w.-]{0,99}", key):
        raise WrongUse(f"--key {key!r} cannot be a key; letters, digits and hyphens, at most 100")
    for path in sorted(folder.glob("*.toml")):
        with suppress(OSError, ValueError):  # a broken file is told by `monitor check`
            if tomllib.loads(path.read_text(encoding="utf-8")).get("key") == key:
                raise Refused(f"{path} has the key {key!r} already; choose another with --key", code="config")


def with_status(text: str, status: str) -> str:
    """A story file's text with its ``status`` set, every other character as it was."""
    table = _FIRST_TABLE.search(text)
    head, rest = (text[: table.start()], text[table.start() :]) if table else (text, "")
    line = f'status = "{status}"'
    if _STATUS.search(head):
        return _STATUS.sub(line, head, count=1) + rest
    key = _KEY.search(head)
    at = key.end() if key else 0
    return f"{head[:at]}{line}\n{head[at:]}{rest}"


def with_suggestion(text: str, one: Suggestion, file: str) -> str:
    """A story file's text with a suggestion taken in: a spelling joins its keyword's list, a name becomes a keyword at
    the end. Raises Refused if the file's shape does not allow it (a form that is no list)."""
    form = json.dumps(one.form, ensure_ascii=False)
    if one.kind == "name":
        name, facet = (json.dumps(each, ensure_ascii=False) for each in (one.keyword, one.facet))
        return f"{text.rstrip()}\n\n[[keywords]]\nname = {name}\nfacet = {facet}\nforms.{one.lang} = [{form}]\n"
    loaded = parse(text, file)
    names = [keyword.get("name") for keyword in loaded.data["keywords"]]
    changed = with_element(text, ("keywords", names.index(one.keyword), "forms", one.lang), form)
    if changed is None:
        raise Refused(f"{file}: write {form} into forms.{one.lang} of {one.keyword} yourself", code="config")
    return changed


def snippet(story: Story, found: Sequence[Suggestion]) -> str:
    """The suggestions as lines to paste into a story file: new keywords as they would stand there, spellings as a
    remark with the line that would stand in place of the old one. Each with what it would bring, and examples."""
    return "\n".join(line for one in found for line in _pasted(story, one))


def _pasted(story: Story, one: Suggestion) -> Iterator[str]:
    alerts = f"{one.alerts:,} more alert{'' if one.alerts == 1 else 's'}"
    yield f"# {alerts}, {one.digest:,} more for the digest; in {one.posts:,} posts: {one.why}"
    yield from (f"#   {_one_line(name)}: {_one_line(around)}" for name, around in one.examples)
    if one.kind == "name":
        yield "[[keywords]]"
        yield f"name = {_quoted(one.keyword)}"
        yield f"facet = {_quoted(one.facet)}"
        yield f"forms.{one.lang} = [{_quoted(one.form)}]"
    else:
        keyword = next(each for each in story.keywords if each.name == one.keyword)
        forms = ", ".join(_quoted(form) for form in (*keyword.forms.get(one.lang, ()), one.form))
        yield f"# in place of forms.{one.lang} of keyword {_quoted(one.keyword)}"
        yield f"# forms.{one.lang} = [{forms}]"
    yield ""


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def take_suggestions(path: Path, chosen: Sequence[Suggestion]) -> None:
    """Writes suggestions into a story file. Raises Refused (also if the file cannot be written), and ConfigError if it
    would not be well afterwards; then nothing is written."""
    text = load(path).text
    for one in chosen:
        text = with_suggestion(text, one, str(path))
    faults = check_story(parse_story(text, str(path)))
    if faults:
        raise ConfigError(faults)
    _rewrite(path, text)


def set_status(folder: Path, key: str, status: str) -> Path:
    """Sets the status of a story in its file; the file. Raises WrongUse if no file of the folder has this story,
    ConfigError if what would be written is no story file, Refused if it cannot be written."""
    keys: list[str] = []
    for path in sorted((folder / "stories").glob("*.toml")):
        try:
            loaded = load(path)
        except ConfigError:
            continue
        keys.append(str(loaded.data.get("key", "")))
        if keys[-1] != key:
            continue
        changed = with_status(loaded.text, status)
        if parse_story(changed, str(path)).status != status:
            raise Refused(f"{path} could not be changed; write status = {status!r} into it", code="config")
        _rewrite(path, changed)
        return path
    raise unknown("story", key, [each for each in keys if each])


def _rewrite(path: Path, text: str) -> None:
    """Puts a changed story file in the place of the old one: whole, or the old one stays. Its line ends and its
    byte-order mark stay. Raises Refused."""
    try:
        with path.open("r+b") as file:  # one that is read-only stays as it is
            old = file.read()
        body = text.replace("\n", "\r\n") if b"\r\n" in old else text
        mark = BOM_UTF8 if old.startswith(BOM_UTF8) else b""
        there = path.resolve()
        fresh = there.with_name(f".{there.name}.new")
        fresh.write_bytes(mark + body.encode("utf-8"))
        fresh.chmod(there.stat().st_mode & 0o777)
        fresh.replace(there)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}", code="config") from error
