"""Papers made as PDF. Pure: no Django, no database; texts come in translated."""
