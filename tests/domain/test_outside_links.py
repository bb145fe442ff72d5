"""Which links to other sites may be asked for, and when does one count as dead?"""

from __future__ import annotations

from datetime import date, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.supervision.outside import (
    NO_ANSWER,
    NO_NAME,
    Known,
    after,
    is_due,
    is_inner,
    is_public,
    target,
    verdict,
)

TODAY = date(2026, 6, 10)
INNER = [
    ip_network(each)
    for each in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "100.64.0.0/10",
    )
]


@given(st.sampled_from(INNER), st.integers(min_value=0))
def test_no_inner_address_is_public_however_it_is_written(net: object, number: int) -> None:
    inner = ip_network(str(net))
    address = IPv4Address(int(inner.network_address) + number % inner.num_addresses)
    assert not is_public(str(address))
    for prefix in (0xFFFF << 32, 0x0064FF9B << 96, 0):
        assert not is_public(str(IPv6Address(prefix | int(address))))
    assert not is_public(str(IPv6Address(0x2002 << 112 | int(address) << 80)))


@given(st.one_of(st.text(max_size=20), st.ip_addresses().map(str)))
def test_asking_whether_an_address_is_public_never_raises(text: str) -> None:
    assert is_public(text) in (True, False)


@pytest.mark.parametrize(
    "address",
    ["::1", "::", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "0.0.0.0", "255.255.255.255", "224.0.0.1", "ff02::1",
     "169.254.169.254", "100.100.100.200", "168.63.129.16", "240.0.0.1", "192.0.2.1", "2001:db8::1", "nonsense", ""],
)  # fmt: skip
def test_what_no_citizen_reaches_is_not_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["", "ftp://example.org/", "http://", "http:///x", "http://example.org:8080/", "http://u:p@example.org/",
     "http://exa mple.org/", "http://example.org/\r\nHost: x", "http://example.org:99999/", "javascript:alert(1)",
     "http://" + "a" * 70 + ".cn/", "http://example.org/" + "a" * 2000, "//example.org/", "http://a\\b/"],
)  # fmt: skip
def test_what_is_no_plain_address_is_not_asked(url: str) -> None:
    assert target(url) is None


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://example.org", "http://example.org/"),
        ("https://EXAMPLE.org:443/a b".replace(" ", "%20"), "https://example.org/a%20b"),
        ("http://示例.cn/页?问=1#x", "http://xn--fsq092h.cn/%E9%A1%B5?%E9%97%AE=1"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_address_as_it_is_asked(url: str, asked: str) -> None:
    found = target(url)
    assert found is not None
    assert found.url == asked


@given(st.text(max_size=60))
def test_no_text_is_too_odd_for_an_address(text: str) -> None:
    found = target(text)
    assert found is None or target(found.url) == found


@pytest.mark.parametrize(
    ("url", "inner"),
    [("http://192.168.0.1/", True), ("http://localhost/", True), ("http://nas.local/", True),
     ("http://[::1]:8000/", True), ("http://example.org/", False),
     ("http://1.1.1.1/", False), ("mailto:a@localhost", False)],
)  # fmt: skip
def test_links_into_inner_networks_are_known_by_their_words(url: str, inner: bool) -> None:
    assert is_inner(url) is inner


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("200", "fine"), ("206", "fine"), ("301", "fine"), ("404", "dead"), ("410", "dead"), (NO_NAME, "dead"),
     (NO_ANSWER, "dead"), ("403", "unsure"), ("429", "unsure"), ("500", "unsure"), ("503", "unsure"), ("401", "unsure"),
     ("robots", "unsure"), ("forbidden", "unsure"), ("tls", "unsure"), ("redirects", "unsure"), ("", "unsure")],
)  # fmt: skip
def test_what_an_answer_means(outcome: str, said: str) -> None:
    assert verdict(outcome) == said


@given(st.lists(st.sampled_from(["200", "404", "503", NO_NAME]), max_size=12))
def test_failures_are_those_since_it_last_opened(outcomes: list[str]) -> None:
    known = Known()
    for number, outcome in enumerate(outcomes):
        known = after(known, outcome, TODAY + timedelta(days=7 * number))
    since = max((number for number, outcome in enumerate(outcomes) if outcome == "200"), default=-1)
    failed = [
        number for number, outcome in enumerate(outcomes) if number > since and verdict(outcome) == "dead"
    ]
    assert known.failures == len(failed)
    assert known.since == (TODAY + timedelta(days=7 * failed[0]) if failed else None)


def test_two_failures_of_one_day_count_once() -> None:
    known = after(after(Known(), "404", TODAY), "404", TODAY)
    assert known.failures == 1


def test_a_link_is_asked_once_a_week() -> None:
    known = after(Known(), "200", TODAY)
    assert is_due(Known(), TODAY, 7)
    assert [is_due(known, TODAY + timedelta(days=each), 7) for each in (0, 6, 7)] == [False, False, True]
