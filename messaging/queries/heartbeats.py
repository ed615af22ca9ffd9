"""Which lanes have a worker at work."""

from datetime import timedelta

from django.db.models.functions import Now

from messaging.models import Lane, LaneHeartbeat

# Beat rings each lane every two seconds; a worker may be waiting for a provider for a while.
SILENT_AFTER = timedelta(seconds=60)


def silent_lanes() -> list[str]:
    """Lanes without a sign of life within SILENT_AFTER, by PostgreSQL's clock."""
    seen = set(LaneHeartbeat.objects.filter(seen_at__gte=Now() - SILENT_AFTER).values_list("lane", flat=True))
    return [lane for lane in Lane.values if lane not in seen]
