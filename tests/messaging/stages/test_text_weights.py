"""The editor of templates weighs the text that a send would make."""

from messaging.queries.text_weights import shortened
from templates_app.merge.render import Span

BASE = "https://go.example/s/"
SHORT = len(BASE) + 8


def weighed(text: str, *values: tuple[str, str]) -> str:
    """With each value, given beside its field, where it stands in the text."""
    spans: list[Span] = [
        (text.index(value), text.index(value) + len(value), field) for value, field in values
    ]
    return shortened(text, spans, BASE)


def test_a_value_behind_the_host_is_shortened_with_its_address() -> None:
    text = weighed("見る https://shop.example/?n=123 です", ("123", "顧客番号"))
    assert (len(text), text.startswith(f"見る {BASE}"), text[-3:]) == (3 + SHORT + 3, True, " です")


def test_a_value_that_says_where_it_leads_stays_as_it_is() -> None:
    text = "https://evil.example/ https://123.shop.example/"
    assert weighed(text, ("https://evil.example/", "氏名"), ("123", "顧客番号")) == text


def test_the_link_of_the_send_is_typed_and_a_third_address_stays() -> None:
    text = "https://a.example/ https://b.example/ https://c.example/"
    short = weighed(text, ("https://a.example/", "URL"))
    assert (len(short), short[2 * SHORT + 2 :]) == (2 * SHORT + 20, "https://c.example/")
