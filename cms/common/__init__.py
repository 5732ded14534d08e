"""Tools that know no business word: clock, digests, text, languages, HTTP, charts."""
