"""Whose rows are these? The store in whose name this code runs, kept in a context variable.

Three states, and nothing is guessed: a store, the platform with a reason in words, or nothing; with nothing,
every access to a store's table raises. The choice is never inherited from an earlier request or task.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass


class ScopeMissing(RuntimeError):
    """A store's table was touched without saying for which store."""


class ScopeMismatch(RuntimeError):
    """A row of one store was to be written while working for another."""


@dataclass(frozen=True, slots=True)
class StoreScope:
    store_id: int


@dataclass(frozen=True, slots=True)
class PlatformScope:
    reason: str


Scope = StoreScope | PlatformScope

_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current_scope() -> Scope:
    """The scope in force. Raises ScopeMissing where none was opened."""
    scope = _scope.get()
    if scope is None:
        raise ScopeMissing("No store's scope is open: use store_scope(store_id), or platform_scope(reason).")
    return scope


def current_store_id() -> int:
    """The id of the store in force. Raises ScopeMissing also within platform_scope."""
    scope = current_scope()
    if isinstance(scope, StoreScope):
        return scope.store_id
    raise ScopeMissing(f"This needs one store, but runs for the platform ({scope.reason}).")


@contextmanager
def store_scope(store_id: int) -> Iterator[None]:
    """Work for one store: its rows, and only its rows, exist in here."""
    if not isinstance(store_id, int):
        raise TypeError(f"store_scope needs a store's id, got {store_id!r}.")
    token = _scope.set(StoreScope(store_id))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def platform_scope(reason: str) -> Iterator[None]:
    """Work across stores. The one other way in; every use is listed in tests/accounts/test_platform_scope.py."""
    if not reason.strip():
        raise ValueError("platform_scope needs its reason in words.")
    token = _scope.set(PlatformScope(reason))
    try:
        yield
    finally:
        _scope.reset(token)


def enter_store(store_id: int) -> Token[Scope | None]:
    """For the middleware, whose opening and closing lie in two functions. Give the token to leave()."""
    return _scope.set(StoreScope(store_id))


def leave(token: Token[Scope | None]) -> None:
    """Close what enter_store() opened."""
    _scope.reset(token)
