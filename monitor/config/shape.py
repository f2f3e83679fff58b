"""The shape of a config file: pydantic's findings, told as faults with file, line, key and what would be right."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

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
    found = [_fault(each, shape, loaded, tuple(way)) for each in error.errors(include_url=False)]
    return sorted(found, key=lambda fault: fault.line)


def near(word: str, known: Sequence[str]) -> str:
    """A hint for a word that is not known: the one that was probably meant, else those that there are."""
    folded = {each.casefold().replace("-", "_"): each for each in known}
    close = get_close_matches(word.casefold().replace("-", "_"), list(folded), n=1, cutoff=0.6)
    if close:
        return f"did you mean {folded[close[0]]}?"
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
    "float_type": "a number",
}


def _fault(error: Any, shape: type[BaseModel], loaded: Loaded, way: tuple[str | int, ...]) -> Fault:
    # pydantic marks the key of a mapping as "[key]" behind it; the place is the same
    steps = tuple(step for step in error["loc"] if step != "[key]")
    kind, value = error["type"], error["input"]
    here = (*way, *steps)
    if kind == "missing":
        wrong, right = "is missing", f"add {steps[-1]} = ..." if steps else ""
        return Fault(file=loaded.file, line=loaded.line(here[:-1]), key=loaded.name(here), wrong=wrong, right=right)
    if kind == "extra_forbidden":
        return loaded.fault(here, "unknown key", near(str(steps[-1]), _keys_at(shape, steps[:-1])))
    if kind in _TYPES:
        return loaded.fault(here, f"{_shown(value)} is {_typed(value)}", _TYPES[kind])
    if kind in ("literal_error", "enum"):
        return loaded.fault(here, f"{_shown(value)} is not known", f"one of {error['ctx']['expected']}")
    message = str(error["msg"]).removeprefix("Value error, ")
    wrong, _, right = message.partition("; ")
    return loaded.fault(here, wrong, right)


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


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in getattr(annotation, "__args__", ()) for model in _models(argument)]


def _shown(value: Any) -> str:
    text = "..." if isinstance(value, list | Mapping) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


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
    return f"a {type(value).__name__}"
