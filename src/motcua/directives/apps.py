from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    """Tells the index what was done about its figures, through the registry that it offers."""

    name = "motcua.directives"

    def ready(self) -> None:
        from motcua.criteria.queries.marks import register  # noqa: PLC0415 -- models load before this
        from motcua.directives.queries.marking import directive_marks  # noqa: PLC0415

        register(directive_marks)
