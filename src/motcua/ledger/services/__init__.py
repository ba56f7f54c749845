"""The verbs of the ledger: the only code that writes it."""

from motcua.ledger.rules.chain import Record
from motcua.ledger.services.appending import append, append_all
from motcua.ledger.services.importing import import_history
from motcua.ledger.services.sealing import Sealing, seal

__all__ = ["Record", "Sealing", "append", "append_all", "import_history", "seal"]
