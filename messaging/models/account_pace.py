"""How fast an account may be used right now."""

from django.db import models


class AccountPace(models.Model):
    """One narrow row an account, moved by every request through it, in whatever process (domain/pace.py)."""

    account = models.OneToOneField(
        "messaging.GatewayAccount", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    # The next request may start then: the limit's share of the ones before is used up, a pause is over.
    free_at = models.DateTimeField()
    # Requests in a row that the provider did not take at all.
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.account_id} {self.free_at:%H:%M:%S}"
