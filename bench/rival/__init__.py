"""The rival, how it is often done: one Celery task a message, which loads its row, posts it, saves it."""
