"""The rows of the table, a module each: `measure(stand, n)` gives its figures."""
