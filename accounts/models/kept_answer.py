"""What a program was answered, so that the same request repeated is answered the same."""

from django.db import models

from accounts.tenancy.rows import StoreRow


class KeptAnswer(StoreRow):
    """One answer under an Idempotency-Key, committed with the work it tells of. Kept for 24 hours."""

    method = models.CharField(max_length=7)
    path = models.CharField(max_length=200)
    key = models.CharField(max_length=255)
    # SHA-256 of the request's body: the same key with another one is refused.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    # JSON as it was sent, to the byte.
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(StoreRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["store", "method", "path", "key"], name="accounts_keptanswer_once"
            ),
        ]
        indexes = [
            # forget_answers: the oldest.
            models.Index(fields=["created_at"], name="accounts_keptanswer_age"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"
