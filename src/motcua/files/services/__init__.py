"""The verbs of this room. Storing is not an entry in the ledger: a file becomes a fact when a room attaches
it.
"""

from motcua.files.services.joining import join_as_pdf
from motcua.files.services.scanning import scan, scan_pending
from motcua.files.services.storing import keep, store
from motcua.files.services.sweeping import sweep
from motcua.files.services.uploading import append_to_upload, begin_upload, drop_upload, finish_upload

__all__ = [
    "append_to_upload",
    "begin_upload",
    "drop_upload",
    "finish_upload",
    "join_as_pdf",
    "keep",
    "scan",
    "scan_pending",
    "store",
    "sweep",
]
