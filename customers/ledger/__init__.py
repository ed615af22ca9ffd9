"""The arithmetic of the consent ledger (docs/consent.md). Pure: no Django, no database, no clock."""
