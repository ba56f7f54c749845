"""Finding a dossier by what stands on its receipt, however it was typed."""

import re

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.secrets import secret_matches
from motcua.organizations.models import Body

_TAIL = re.compile(r"([A-Z0-9]*?)(\d{6})(\d{4})")
_NO_CODE = "-"


def code_as_written(said: str) -> str:
    """`h49 31 261123 0001` → `H49.31-261123-0001`; what is no code of any body is given back tidied."""
    plain = "".join(char for char in said.upper() if char.isalnum())[:40]
    codes = {code.upper().replace(".", "").replace("-", ""): code for code in _bodies()}
    found = _TAIL.fullmatch(plain)
    if found is None or found[1] not in codes:
        return plain or _NO_CODE
    return f"{codes[found[1]]}-{found[2]}-{found[3]}"


def dossier_by_secret(code: str, secret: str) -> Dossier | None:
    """The dossier whose receipt says this code and this secret.

    A wrong code and a wrong secret cost the same work, so neither the answer nor its time tells them apart.
    """
    dossiers = Dossier.objects.select_related(
        "version__procedure__field", "body", "receiving_unit__body", "supplement", "extension", "ending"
    )
    dossier = dossiers.filter(code=code).first()
    matches = secret_matches(code, secret)
    return dossier if matches else None


def _bodies() -> list[str]:
    return list(Body.objects.values_list("code", flat=True))
