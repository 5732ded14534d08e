"""Which search engine answers, and how it is reached; in development as in production (docs/operations.md)."""

from cms.settings.env import env

SEARCH_ENGINE = env.one_of("SEARCH_ENGINE", choices=("database", "elasticsearch", "opensearch"))
SEARCH_URL = "" if SEARCH_ENGINE == "database" else env.engine_address("SEARCH_URL")
SEARCH_INDEX = env.index_name("SEARCH_INDEX", default="pressroom")
SEARCH_USER = env.str("SEARCH_USER", default="")
SEARCH_PASSWORD = env.str("SEARCH_PASSWORD", default="")
SEARCH_API_KEY = env.str("SEARCH_API_KEY", default="")
SEARCH_CA_FILE = env.certificate("SEARCH_CA_FILE")
