"""Real search engines for the tests, put together from the jars that Maven's registry carries."""
