"""Every setting is in .env.example, which holds no other; what it shows as the value is what holds without it."""

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.settings import Settings
from tests.house.tree import ROOT

VALUE = re.compile(r"^# ([A-Z_]+)=(.+)$", re.MULTILINE)
IN_ENV = re.compile(r"^(?:# ?)?([A-Z][A-Z0-9_]*(?:<NAME>\w+)?)=", re.MULTILINE)


def variables(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """The environment variables of a model's fields; `<NAME>` stands for the key in a group of settings."""
    for name, field in model.model_fields.items():
        alias = field.validation_alias if isinstance(field.validation_alias, str) else name
        variable = prefix + alias.upper()
        inner = group(field)
        if inner is None:
            yield variable
        else:
            yield from variables(inner, f"{variable}__<NAME>__")


def group(field: FieldInfo) -> type[BaseModel] | None:
    """The model of a field's values when the field is a dict of models: the settings of several things of one kind."""
    value: Any = (*get_args(field.annotation), None)[1] if get_origin(field.annotation) is dict else None
    return value if isinstance(value, type) and issubclass(value, BaseModel) else None


ALL = sorted(variables(Settings, Settings.model_config.get("env_prefix", "")))
GIVEN = {name.upper(): field.default for name, field in Settings.model_fields.items()}
DEFAULTS = {name: str(value) for name, value in GIVEN.items() if isinstance(value, str | int) and value}


def test_env_example_holds_every_setting_and_no_other() -> None:
    found = IN_ENV.findall((ROOT / ".env.example").read_text(encoding="utf-8"))

    assert sorted(found) == ALL


def test_env_example_shows_what_holds_without_it() -> None:
    shown = dict(VALUE.findall((ROOT / ".env.example").read_text(encoding="utf-8")))

    assert {name: shown.get(name) for name in DEFAULTS} == DEFAULTS
