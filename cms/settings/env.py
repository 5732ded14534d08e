"""The one reader of environment variables."""

import environ

env = environ.Env()
