"""Clean what people upload: the type is told by the content, metadata goes, what can't be made safe is refused."""
