"""Rates from moments."""

from bench.pace import Moment, first, last, percentile, rate, slices

# 500 rows a second, then 250.
MOMENTS = [Moment(10.0, 500), Moment(11.0, 500), Moment(12.0, 500), Moment(14.0, 500), Moment(16.0, 500)]


def test_the_first_moment_only_starts_the_clock() -> None:
    assert rate(MOMENTS) == 2000 / 6
    assert rate(MOMENTS[:2]) == 500


def test_one_moment_or_none_has_no_rate() -> None:
    assert [rate([]), rate(MOMENTS[:1]), rate([Moment(1.0, 5), Moment(1.0, 5)])] == [0.0, 0.0, 0.0]


def test_both_ends_have_their_own_rate() -> None:
    assert (rate(first(MOMENTS, 1000)), rate(last(MOMENTS, 1000))) == (500, 250)
    assert (first(MOMENTS, 9999), last(MOMENTS, 9999)) == (MOMENTS, MOMENTS)


def test_slices_follow_one_another_and_leave_a_small_rest_out() -> None:
    assert slices(MOMENTS, 1000) == [500, 250]
    assert slices(MOMENTS, 1500) == [375]


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(value) for value in range(1, 41)]
    assert [percentile(values, 0.95), percentile(values, 0.5), percentile(values, 1.0)] == [38.0, 20.0, 40.0]
    assert percentile([7.0], 0.95) == 7.0
