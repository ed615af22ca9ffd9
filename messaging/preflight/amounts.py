"""Amounts of money in a text, against those on record under the same name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from messaging.preflight.content import Content, Finding, Person, Sending

_AMOUNT = re.compile(
    r"¥ ?(?P<sign>\d[\d,]*)(?![\d,]*(?:万|千))"
    r"|(?<![\d,.])(?:(?P<man>\d[\d,]*(?:\.\d+)?)万)?(?:(?P<thousand>\d+)千)?(?P<units>\d[\d,]*)?(?:円| ?yen\b| ?JPY\b)",
    re.ASCII,
)
# Between the name and the amount: 家賃は 85,000円, 請求金額：税込 12,000円.
_BETWEEN = re.compile(
    r"[はがもの:：= \u3000(（,、・/\-]*(?:今月分?|今回|合計|税込|税抜|約|計|金額|額)?[はがの:：= \u3000(（)）]*"
)
_SHORTEST_NAME = 2
# Longer ones are numbers of something, and writing them out is work that a program could make us do.
_MOST_DIGITS = 12
_PLAIN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class AmountMention:
    start: int
    end: int
    amount: Decimal


def amounts_in(prose: str) -> list[AmountMention]:
    """Amounts in yen, in order; the text is plain."""
    if "円" not in prose and "¥" not in prose and "yen" not in prose and "JPY" not in prose:
        return []
    found = []
    for match in _AMOUNT.finditer(prose):
        amount = _amount(match)
        if amount is not None:
            found.append(AmountMention(match.start(), match.end(), amount))
    return found


def plain_amount(value: str) -> Decimal | None:
    """A value that is nothing but an amount, as programs write them: 12000, 12,000, 980.5; no exponents."""
    digits = value.strip().replace(",", "")
    return Decimal(digits) if _PLAIN.fullmatch(digits) else None


def _amount(match: re.Match[str]) -> Decimal | None:
    sign, man, thousand, units = (
        (match[name] or "").replace(",", "") for name in ("sign", "man", "thousand", "units")
    )
    if not (sign or man or thousand or units) or max(map(len, (sign, man, thousand, units))) > _MOST_DIGITS:
        return None
    if sign:
        return Decimal(sign)
    return Decimal(man or 0) * 10_000 + Decimal(thousand or 0) * 1_000 + Decimal(units or 0)


def amount_disagrees(content: Content, sending: Sending, person: Person) -> Iterator[Finding]:
    """家賃 85,000円 for somebody with whom 家賃 stands at 80,000. What has no name is let be."""
    if not person.amounts:
        return
    for mention in amounts_in(content.prose):
        if not content.is_typed(mention.start, mention.end):
            continue
        named = [
            (name, amount) for name, amount in person.amounts if _is_named(content.prose, name, mention.start)
        ]
        if named and all(amount != mention.amount for _, amount in named):
            name, amount = named[0]
            yield Finding(
                "amount_disagrees",
                ((mention.start, mention.end),),
                {"found": content.text[mention.start : mention.end], "name": name, "amount": amount},
            )


def _is_named(prose: str, name: str, before: int) -> bool:
    at = prose.rfind(name, 0, before) if len(name) >= _SHORTEST_NAME else -1
    return at >= 0 and _BETWEEN.fullmatch(prose, at + len(name), before) is not None
