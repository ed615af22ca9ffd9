"""The house lint finds what it is there for, and leaves the rest alone."""

import pytest

from tests.house import complaints_about

LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 60


@pytest.mark.parametrize(
    ("path", "source", "number"),
    [
        ("customers/views/page.py", "Customer.objects.get(pk=1)\n", 1),
        ("customers/views/page.py", "customer_to_view(membership, 1)\n", 0),
        ("customers/queries/access.py", "Customer.objects.get(pk=1)\n", 0),
        ("messaging/tasks.py", "Message.objects.all()\n", 1),
        ("messaging/tasks.py", "deliver(lane=lane)\n", 0),
        ("messaging/forms/filter.py", "get_object_or_404(Store, pk=1)\n", 1),
        ("messaging/panels/history.py", "Message._base_manager.all()\n", 1),
        ("messaging/domain/send.py", "import pytest\n", 1),
        ("tests/messaging/test_send.py", "import pytest\nMessage.objects.all()\n", 0),
        ("messaging/domain/send.py", LONG_FUNCTION, 1),
        ("messaging/domain/send.py", LONG_FUNCTION.replace("    x = 1\n", "", 1), 0),
        ("static/js/composer.js", "x\n" * 501, 1),
        ("static/js/composer.js", "x\n" * 500, 0),
    ],
)
def test_a_line_against_a_rule_of_the_house_is_named_and_a_good_one_is_not(
    path: str, source: str, number: int
) -> None:
    assert len(list(complaints_about(path, source))) == number
