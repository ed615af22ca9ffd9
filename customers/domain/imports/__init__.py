"""Imports of spreadsheets: docs/imports.md."""
