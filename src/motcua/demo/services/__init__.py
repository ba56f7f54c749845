"""The verb of the demo: fill an empty house with an invented province."""

from motcua.demo.services.loading import Loaded, load

__all__ = ["Loaded", "load"]
