"""The carrier simulator: Japanese carriers, one provider and a shelf of handsets, in a process of its own."""
