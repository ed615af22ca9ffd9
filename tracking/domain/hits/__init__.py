"""From a request for a code to its hit in PostgreSQL, and from there to the tallies (docs/links.md)."""
