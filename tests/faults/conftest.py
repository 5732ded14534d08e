"""An engine's address for the faults marked `engines`."""

from tests.plugins.engines import engine_address  # noqa: F401  (a fixture)
