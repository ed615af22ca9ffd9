"""Reading PostgreSQL's plans."""

from bench.plans import Scan, buffers, kinds, scans, walked

PLAN = {
    "Node Type": "Nested Loop",
    "Actual Rows": 500,
    "Actual Loops": 1,
    "Shared Hit Blocks": 40,
    "Shared Read Blocks": 2,
    "Plans": [
        {
            "Node Type": "Index Scan",
            "Relation Name": "messaging_message",
            "Index Name": "messaging_message_claim",
            "Actual Rows": 500,
            "Actual Loops": 1,
            "Rows Removed by Filter": 20,
        },
        {
            "Node Type": "Seq Scan",
            "Relation Name": "messaging_messagetext",
            "Actual Rows": 1,
            "Actual Loops": 500,
            "Rows Removed by Filter": 9,
        },
    ],
}


def test_rows_that_a_scan_threw_away_were_read_too() -> None:
    assert scans(PLAN) == [
        Scan("Index Scan", "messaging_message", "messaging_message_claim", 520),
        Scan("Seq Scan", "messaging_messagetext", "", 5000),
    ]


def test_only_a_large_table_may_not_be_walked() -> None:
    found = scans(PLAN)
    assert walked(found, {"messaging_message": 900}) == []
    assert walked(found, {"messaging_messagetext": 900}) == [found[1]]


def test_a_plan_in_short() -> None:
    assert (kinds(PLAN), buffers(PLAN)) == (["Nested Loop", "Index Scan", "Seq Scan"], 42)
