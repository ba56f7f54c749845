"""Pages of directives, for officers by right."""
