from tracking.models.link import Hit, HitKind, LinkTarget, ShortLink
from tracking.models.short_domain import ShortDomain
from tracking.models.unknown_code import UnknownCode

__all__ = ["Hit", "HitKind", "LinkTarget", "ShortDomain", "ShortLink", "UnknownCode"]
