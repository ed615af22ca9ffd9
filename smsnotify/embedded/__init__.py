"""Set-up: the servers and processes behind `make run` and `make test`. Knows nothing of the domain."""
