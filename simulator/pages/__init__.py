"""The pages people look at: the desk with all handsets, and one handset."""
