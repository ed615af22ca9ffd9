"""Templates (雛形), their versions and merge fields: what a text may say."""
