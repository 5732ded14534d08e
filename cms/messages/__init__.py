"""Joint messages: what the organisations have agreed to say."""
