"""What the store has chosen for its messages, and how seriously it takes each check."""

from messaging.models import PreflightLevel, SendingSettings


def sending_settings() -> SendingSettings:
    """Of the store in scope; where it has chosen nothing, the defaults as an unsaved row. One query."""
    found: SendingSettings | None = SendingSettings.objects.first()
    return found or SendingSettings()


def chosen_levels() -> dict[str, PreflightLevel.Level]:
    """By the check's code, where the store in scope differs from the check's own level. One query."""
    rows = PreflightLevel.objects.values_list("code", "level")
    return {code: PreflightLevel.Level(level) for code, level in rows}
