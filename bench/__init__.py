"""What the engine does in a second, beside the limit or the rival measured in the same run (docs/testing.md)."""
