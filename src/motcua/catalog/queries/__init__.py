"""Reads of the catalogue that other rooms use."""

from motcua.catalog.queries.documents import document_of, in_force, version_in_force

__all__ = ["document_of", "in_force", "version_in_force"]
