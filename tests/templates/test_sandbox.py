"""No template reaches out of its values, whatever somebody manages to write into one."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.templates import texts
from bot.templates.texts import HERE, MAIL, REMINDERS, Texts

ENVIRONMENT = texts._environment(HERE / "messages", escape=True)
#: Ways known for leaving a template; `name` and `rows` are values as messages have them.
WAYS = (
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ name.__class__.__base__ }}",
    "{{ name['__class__'] }}",
    "{{ name|attr('__class__') }}",
    "{{ name|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ name|attr(('_'*2) ~ 'class' ~ ('_'*2)) }}",
    "{{ (name|attr)('__class__') }}",
    "{{ [name]|map(attribute='__class__')|list }}",
    "{{ [name]|map('attr', '__class__')|list }}",
    "{{ [name]|groupby('__class__') }}",
    "{{ [name]|selectattr('__class__')|list }}",
    "{{ [name]|sum(attribute='__class__') }}",
    "{{ '{0.__class__}'.format(name) }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(row) }}",
    "{{ '{x.__class__}'.format_map({'x': name}) }}",
    "{{ ('{0.__class__}'|format)(name) }}",
    "{{ name.format.__globals__ }}",
    "{{ row.__globals__ }}",
    "{{ row.__func__.__globals__ }}",
    "{{ row.__self__ }}",
    "{{ button.__self__.rows }}",
    "{{ plural.__globals__['__builtins__'] }}",
    "{{ plural.__code__.co_consts }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ range.__class__ }}",
    "{{ (name for x in y).gi_frame }}",
    "{{ rows.append('x') }}",
    "{{ rows.clear() }}",
    "{{ values.update({'a': 1}) }}",
    "{% set rows.x = 1 %}{{ rows.x }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../settings/__init__.py' %}",
    "{% import 'os' as os %}{{ os.environ }}",
    "{% for x in range(10**9) %}{{ x }}{% endfor %}",
    "{{ config }}",
    "{{ request.application }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{% debug %}",
    "{{ 'x'.__getattribute__('upper') }}",
    "{{ name.encode().__reduce__() }}",
)
SEEN = ("class", "function", "<frame", "root:", "uid=", "builtin", "module", "generator")


@pytest.mark.parametrize("way", WAYS)
def test_no_way_out_of_a_template(way: str) -> None:
    values: dict[str, Any] = {"name": "Anna", "rows": ["a"], "values": {"b": 2}}
    keys = texts._Keys()
    try:
        shown = ENVIRONMENT.from_string(way).render(**values, row=keys.row, button=keys.button)
    except (SecurityError, UndefinedError, TemplateError, TypeError, OverflowError):
        shown = ""
    assert [word for word in SEEN if word in shown.lower()] == []
    assert values == {"name": "Anna", "rows": ["a"], "values": {"b": 2}}


def test_there_are_ways_enough_to_try() -> None:
    assert len(WAYS) >= 30


def test_the_check_sees_a_way_out_of_an_open_template() -> None:
    from jinja2 import Environment

    shown = Environment().from_string("{{ ''.__class__ }}").render()
    assert [word for word in SEEN if word in shown.lower()] != []


def test_every_text_of_the_house_is_filled_in_the_sandbox_and_strictly() -> None:
    made = Texts()
    for rules in (made._environment, made._plain, made._pages):
        assert isinstance(rules, ImmutableSandboxedEnvironment)
        assert rules.undefined is StrictUndefined
    for directory in (HERE / "messages", REMINDERS, MAIL, HERE / "pages"):
        assert any(directory.iterdir())


def test_words_in_values_are_never_a_template() -> None:
    for way in WAYS:
        shown = ENVIRONMENT.from_string("{{ name }}").render(name=way)
        assert "{" not in way or "{" in shown
