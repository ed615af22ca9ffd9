"""The library of examples, as a store sees it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Store
from templates_app.examples import EXAMPLES, Example, Trade
from templates_app.merge import parsed
from templates_app.merge.render import compiled_of
from templates_app.models import Template
from templates_app.queries.fields import Catalogue, catalogue_of

TRADES: Mapping[Trade, str | Promise] = {
    Trade.ANY: _("Every shop"),
    Trade.GARAGE: _("Cars"),
    Trade.ESTATE: _("Homes"),
    Trade.ORDERS: _("Orders and deliveries"),
}


@dataclass(frozen=True, slots=True)
class ShownExample:
    """One example in one language. `sample`: its text with typical values. `is_there`: the store has a copy in use."""

    slug: str
    trade: str | Promise
    name: str
    category: str
    purpose: str
    language: str
    body: str
    sample: str
    is_there: bool


def library(store: Store, language: str) -> list[ShownExample]:
    """All examples in a language ("ja", "en"), by trade. A constant number of queries."""
    catalogue = catalogue_of(store)
    copied = copied_examples(store)
    trades = list(Trade)
    examples = sorted(EXAMPLES.values(), key=lambda example: trades.index(example.trade))
    return [_shown(example, language, catalogue, copied) for example in examples]


def _shown(example: Example, language: str, catalogue: Catalogue, copied: Collection[str]) -> ShownExample:
    text = example.texts[language]
    return ShownExample(
        slug=example.key,
        trade=TRADES[example.trade],
        name=text.name,
        category=text.category,
        purpose=example.purpose,
        language=language,
        body=text.body,
        sample=sample_of(text.body, catalogue, language),
        is_there=example.key in copied,
    )


def copied_examples(store: Store) -> Collection[str]:
    """Keys of the examples that the store has copied and not archived."""
    rows = Template.objects.filter(store_id=store.pk, archived_at__isnull=True).exclude(example="")
    return set(rows.values_list("example", flat=True))


def sample_of(body: str, catalogue: Catalogue, language: str) -> str:
    """The text with typical values; a field that the store has not stands as it is written."""
    read = parsed(body)
    keys = {field.name: field.written for field in read.fields} | dict(catalogue.keys)
    made, _unknown = compiled_of(read, keys)
    values = {field.key: field.example[language] for field in catalogue.fields}
    return made.render(values).text if made else body
