"""What every page's frame needs: names, languages, navigation, the reader's display settings."""

from typing import Any

from django.http import HttpRequest

from motcua.web.shell import Shell


def shell(request: HttpRequest) -> dict[str, Any]:
    """One lazy object: a page that draws no navigation pays for none."""
    return {"shell": Shell(request)}
