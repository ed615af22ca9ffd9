"""How it is often done: one Celery task a message, which loads its row, posts it, saves it. To be ten times faster than."""
