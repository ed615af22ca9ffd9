"""Many messages: audience, plan, approval, run, results. Its place in the order of imports is kept."""
