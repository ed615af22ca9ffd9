"""Short links and clicks: what was tapped. Its place in the order of imports is kept."""
