"""A process as BPMN 2.0 with its drawing, for those who draw; and the same subset back."""

from motcua.catalog.rules.bpmn.reading import read
from motcua.catalog.rules.bpmn.writing import write

__all__ = ["read", "write"]
