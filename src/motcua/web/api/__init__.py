"""The API of the whole house, version 1: the rooms' routers under one contract."""

from motcua.catalog.api import router as catalogue
from motcua.dossiers.api import ROUTERS as DOSSIERS
from motcua.web.api.contract import Contract

api = Contract()
for prefix, router in (("/catalogue", catalogue), *DOSSIERS):
    api.add_router(prefix, router)
