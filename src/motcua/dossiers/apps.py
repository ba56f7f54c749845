from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Tells the rooms below what only this one knows, through the registries that they offer."""

    name = "motcua.dossiers"

    def ready(self) -> None:
        from motcua.catalog.queries.experience import register  # noqa: PLC0415 -- models load before this
        from motcua.dossiers.queries.experience import experience  # noqa: PLC0415

        register(experience)
