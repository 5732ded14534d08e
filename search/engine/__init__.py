"""Search on Elasticsearch or OpenSearch: the only package that knows either. Used through `EngineBackend`."""
