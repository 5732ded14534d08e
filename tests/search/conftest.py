"""An engine's index for tests marked `engines`."""

from tests.plugins.engines import engine_address, engine_backend  # noqa: F401  (fixtures)
