"""Whatever stands in a configuration, its fault is told in our words: what is wrong, and what would be right."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from monitor.channels import channels, load_channel
from monitor.config.policy import PolicyShape
from monitor.config.settings import ChannelShape, DigestShape, MonitorShape, SourceShape
from monitor.config.shape import faults_of
from monitor.config.toml import Loaded
from monitor.sources import kinds, load_kind

SHAPES: list[type[BaseModel]] = [MonitorShape, SourceShape, ChannelShape, DigestShape, PolicyShape]
SHAPES += [load_kind(kind).Options for kind in kinds()]
SHAPES += [load_channel(kind).Options for kind in channels()]

#: What TOML can hold, none of it where it belongs.
ODD: list[Any] = [
    0,
    -7,
    10**30,
    1.5,
    float("nan"),
    True,
    "",
    "perhaps",
    "\x00",
    [],
    [1],
    ["x"],
    [[]],
    {},
    {"x": 1},
    {"x": {}},
    date(2026, 1, 21),
    time(22, 30),
    datetime(2026, 1, 21, 9, tzinfo=UTC),
]

#: How pydantic speaks, and Python.
FOREIGN = re.compile(
    r"[Ii]nput|[Vv]alue error|Assertion|valid (integer|string|boolean|list|dict|number)|[Ee]xtra inputs|pydantic|"
    r"NoneType|<class|Error\b|Object of|should (be|have|match)|datetime"
)


def tables(shape: type[BaseModel], name: str = "") -> list[tuple[str, type[BaseModel]]]:
    """A shape and the shapes of the tables in it."""
    inner = [
        found
        for key, field in shape.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for found in tables(field.annotation, f"{name}.{key}")
    ]
    return [(f"{shape.__module__}.{shape.__name__}{name}", shape), *inner]


CASES = [pair for shape in SHAPES for pair in tables(shape)]


@pytest.mark.parametrize(("name", "shape"), CASES, ids=[name for name, _ in CASES])
def test_no_value_of_any_key_is_answered_in_the_words_of_a_library(name: str, shape: type[BaseModel]) -> None:
    for key in [*(field.alias or name for name, field in shape.model_fields.items()), "no-such-key"]:
        for value in ODD:
            table = {key: value}
            try:
                shape.model_validate(table)
            except ValidationError as error:
                faults = faults_of(error, shape, Loaded(file="f.toml", data=table, text=""))
                assert faults
                for fault in faults:
                    assert not FOREIGN.search(f"{fault.wrong}; {fault.right}"), f"{key} = {value!r}: {fault}"
