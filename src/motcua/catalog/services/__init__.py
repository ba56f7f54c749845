"""The verbs of the catalogue: the only code that writes it."""

from motcua.catalog.services.loading import Loaded, assign, import_listed, load_catalogue, load_fields
from motcua.catalog.services.publishing import digest_of, publish

__all__ = ["Loaded", "assign", "digest_of", "import_listed", "load_catalogue", "load_fields", "publish"]
