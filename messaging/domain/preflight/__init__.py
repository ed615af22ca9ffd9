"""Preflight: what a shop should look at before a text goes (mission.md A13). What cannot go at all says render."""

from messaging.domain.preflight.findings import findings_of

__all__ = ["findings_of"]
