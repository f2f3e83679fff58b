"""The shape of a config file: pydantic's findings, told as faults with file, line, key and what would be right."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from monitor.config.durations import write_duration
from monitor.config.shown import shown
from monitor.config.toml import Loaded
from monitor.model import ConfigError, Fault, zone_named

T = TypeVar("T", bound=BaseModel)


class Shape(BaseModel):
    """What a table of a config file may hold: nothing unknown, no value of another type quietly turned over."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _zone(value: str) -> str:
    if not value:
        raise ValueError("is empty; an IANA name, for example Asia/Almaty")
    zone_named(value)
    return value


#: The IANA name of a time zone that there is.
Zone = Annotated[str, AfterValidator(_zone)]
#: A list of texts; a single text is a list of one.
Texts = Annotated[list[str], BeforeValidator(_listed)]


def read_shape(shape: type[T], loaded: Loaded, way: Sequence[str | int] = ()) -> T:
    """The table at ``way`` of a file as ``shape``. Raises ConfigError with all that is wrong with it."""
    table: Any = loaded.data
    for step in way:
        table = table[step]
    try:
        return shape.model_validate(table)
    except ValidationError as error:
        raise ConfigError(faults_of(error, shape, loaded, way)) from error


def faults_of(
    error: ValidationError, shape: type[BaseModel], loaded: Loaded, way: Sequence[str | int] = ()
) -> list[Fault]:
    """What pydantic found in the table at ``way``, as faults in the order of the file."""
    table: Any = loaded.data
    for step in way:
        table = table.get(step, {}) if isinstance(table, Mapping) else table[step]
    told: dict[tuple[str, str], Fault] = {}
    for each in error.errors(include_url=False):
        fault = _fault({**each, "loc": steps_of(each, table)}, shape, loaded, tuple(way))
        same = told.get((fault.key, fault.wrong))
        if same is not None and same.right != fault.right:  # one value that might be of several types
            fault.right = f"{same.right}, or {fault.right}"
        told[fault.key, fault.wrong] = fault
    return sorted(told.values(), key=lambda fault: fault.line)


def steps_of(error: Any, table: Any) -> tuple[str | int, ...]:
    """The way inside a table to what pydantic found, without what stands in no file: the marks of a mapping's keys and
    of the types that a value might have had."""
    steps: list[str | int] = []
    here = table
    for step in error["loc"]:
        inside = isinstance(here, Mapping | list)
        if step == "[key]" or not inside:
            continue
        is_there = step in here if isinstance(here, Mapping) else isinstance(step, int) and step < len(here)
        if not is_there and isinstance(step, str) and ("[" in step or step == "bool"):
            continue
        steps.append(step)
        here = here[step] if is_there else None
    return tuple(steps)


#: Cyrillic letters that pass for Latin ones: on a keyboard that was not switched they slip in unseen.
_TWINS = str.maketrans("авсеніјкморѕтухһ", "abcehijkmopstyxh")


def near(word: str, known: Sequence[str]) -> str:
    """A hint for a word that is not known: the one that was probably meant, else those that there are."""
    folded = {each.casefold().replace("-", "_"): each for each in known}
    latin = word.casefold().translate(_TWINS)
    close = get_close_matches(latin.replace("-", "_"), list(folded), n=1, cutoff=0.6)
    if close:
        letters = "" if latin == word.casefold() else ", in Latin letters"
        return f"did you mean {folded[close[0]]}{letters}?"
    listed = ", ".join(sorted(known)[:20])
    return f"there are: {listed}" if listed else ""


#: pydantic's word for a wrong type -> what would be right.
_TYPES = {
    "string_type": 'text in quotes: "..."',
    "list_type": 'a list: ["...", "..."]',
    "tuple_type": 'a list: ["...", "..."]',
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "bool_type": "true or false, without quotes",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a smaller number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number that has an end",
    "bool_parsing": "true or false, without quotes",
    "none_required": "nothing: leave the key out",
    "is_instance_of": "something else",
}


def _fault(error: Any, shape: type[BaseModel], loaded: Loaded, way: tuple[str | int, ...]) -> Fault:
    steps = error["loc"]
    kind = error["type"]
    here = (*way, *steps)
    if kind == "missing":
        wrong, right = "is missing", f"add {steps[-1]} = ..." if steps else ""
        return Fault(file=loaded.file, line=loaded.line(here[:-1]), key=loaded.name(here), wrong=wrong, right=right)
    if kind == "extra_forbidden":
        return loaded.fault(here, "unknown key", _where_it_belongs(shape, steps))
    wrong, right = in_words(error)
    if kind == "list_type" and _lists_tables(shape, steps):
        right = f"tables under [[{steps[-1]}]], in two brackets"
    if kind == "dict_type" and steps[-1] in {"forms", "exact"}:
        right = f'lists by language: {steps[-1]}.en = ["..."]'
    return loaded.fault(here, wrong, right)


def _lists_tables(shape: type[BaseModel], steps: Sequence[str | int]) -> bool:
    """Whether a key of a file's own level holds a list of tables."""
    field = shape.model_fields.get(str(steps[0])) if len(steps) == 1 else None
    inner = getattr(field.annotation, "__args__", ()) if field else ()
    return any(_models(each) or getattr(each, "__origin__", None) is dict for each in inner)


#: pydantic's word for a value beyond a bound -> what is wrong, what would be right; ``{}`` is the bound.
_BOUNDS = {
    "greater_than_equal": ("ge", "is too small", "at least {}"),
    "greater_than": ("gt", "is too small", "more than {}"),
    "less_than_equal": ("le", "is too large", "at most {}"),
    "less_than": ("lt", "is too large", "less than {}"),
    "string_too_long": ("max_length", "is too long", "at most {} characters"),
    "too_short": ("min_length", "has too few entries", "at least {}"),
    "too_long": ("max_length", "has too many entries", "at most {}"),
    "string_pattern_mismatch": ("pattern", "is not written as it must be", "as in the pattern {}"),
    "multiple_of": ("multiple_of", "does not fit", "a multiple of {}"),
}


def in_words(error: Any) -> tuple[str, str]:
    """What pydantic found in one value, in our words: what is wrong, and what would be right."""
    kind, value, bounds = error["type"], error["input"], error.get("ctx", {})
    if kind == "missing":
        return "is missing", ""
    if kind == "extra_forbidden":
        return "unknown key", ""
    if kind in _TYPES:
        right = _TYPES[kind]
        return f"{_shown(value)} is {_typed(value)}" if _typed(
            value
        ) != right else f"{_shown(value)} does not fit", right
    if kind in ("literal_error", "enum"):
        return f"{_shown(value)} is not known", f"one of {bounds.get('expected', '')}"
    if kind == "string_too_short":
        return ("is empty", "write something") if not value else (f"{_shown(value)} is too short", "something longer")
    if kind in _BOUNDS:
        name, wrong, right = _BOUNDS[kind]
        return f"{_shown(value)} {wrong}", right.format(_bound(bounds.get(name, "")))
    if kind == "value_error":
        wrong, _, right = str(error["msg"]).removeprefix("Value error, ").partition("; ")
        return wrong, right
    return f"{_shown(value)} cannot stand here", _PLAIN.sub("", str(error["msg"]))


#: How pydantic begins a sentence of its own.
_PLAIN = re.compile(r"^(?:Input|Value|String|List|Tuple|Set|Dictionary)(?: \w+)? should (?:be |have |match )?")


def _bound(value: Any) -> str:
    """A bound as a person writes it in a file."""
    if isinstance(value, float):
        return f"{value:g}"
    return write_duration(value) if isinstance(value, timedelta) else str(value)


def _keys_at(shape: type[BaseModel], steps: Sequence[str | int]) -> list[str]:
    """The keys that may stand in the table at ``steps`` of a shape."""
    here: Any = shape
    for step in steps:
        if isinstance(step, int):
            continue
        named = {field.alias or name: field.annotation for name, field in here.model_fields.items()}
        inner = _models(named.get(step))
        if not inner:
            return []
        here = inner[0]
    return [field.alias or name for name, field in here.model_fields.items()]


@dataclass(frozen=True)
class Holds:
    """Marks a table that is checked later, on its own, with the shape that it has then."""

    shape: type[BaseModel]


def _where_it_belongs(shape: type[BaseModel], steps: Sequence[str | int]) -> str:
    """A hint for an unknown key: its table, the key that was probably meant, or where a kind's own keys stand."""
    key, known = str(steps[-1]), _keys_at(shape, steps[:-1])
    if len(steps) > 1 and key in shape.model_fields:
        return "it stands above the first [table] of the file"
    if tables := [header for header, keys in _tables(shape) if key in keys]:
        return f"it stands under {' or '.join(tables)}"
    said = near(key, known)
    if "options" in known and not said.startswith("did you mean"):
        return f"what only its kind knows stands in options = {{ {key[:40]} = ... }}; {said}"
    return said


def _tables(shape: type[BaseModel]) -> Iterator[tuple[str, set[str]]]:
    """The headers of a file's tables, each with the keys that may stand under it."""
    for name, field in shape.model_fields.items():
        held = [mark.shape for mark in field.metadata if isinstance(mark, Holds)]
        for model in _models(field.annotation) + held:
            header = f"[[{name}]]" if getattr(field.annotation, "__origin__", None) in {list, tuple} else f"[{name}]"
            yield header, {inner.alias or each for each, inner in model.model_fields.items()}


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in getattr(annotation, "__args__", ()) for model in _models(argument)]


def _shown(value: Any) -> str:
    return write_duration(value) if isinstance(value, timedelta) else shown(value)


def _typed(value: Any) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case Mapping():
            return "a table"
        case datetime():
            return "a date and time"
    return f"a {type(value).__name__}"
