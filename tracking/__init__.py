"""Short links and clicks: what was tapped."""
