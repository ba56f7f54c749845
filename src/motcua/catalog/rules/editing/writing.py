"""A document as YAML, in the order in which people write one: what `source.parse` reads back is the same content."""

from collections.abc import Mapping
from typing import Any

import yaml

_ORDER = """
    code code_status step consult section number name title label field level subjects keywords
    life_events online effective decision basis limit requirements steps_text papers form fees process
    result kind role unit body quantity article articles confidence policy count amount required hint
    options accepts reusable_from prefill minimum maximum max_length when show_if checklist output
    outcomes branches next document template symbol register reusable_as valid_months fields eligible
    from until vi en value count_from cutoff supplement rounding max_supplements max_extensions
"""
_RANK = {name: rank for rank, name in enumerate(_ORDER.split())}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def yaml_of(content: Mapping[str, Any]) -> str:
    return yaml.dump(
        _ordered(content),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=120,
    )


def _ordered(value: Any, *, names: bool = True) -> Any:
    """Names of parts in their order; names of questions and outcomes as they stand."""
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda name: _RANK.get(name, len(_RANK))) if names else list(value)
        return {key: _ordered(value[key], names=key not in ("when", "show_if", "outcomes")) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(each) for each in value]
    return value
