"""One module a set of statements, and what they share."""
