"""Spreadsheets that people give us: found out, refused with a reason, read row by row. Pure."""
