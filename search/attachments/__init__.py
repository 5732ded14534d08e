"""Text of attached documents: taken out once per file, in a process of its own that may fail."""
