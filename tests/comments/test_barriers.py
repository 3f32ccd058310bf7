"""A city's list: networks of both kinds, and words however they are dressed up."""

import pytest

from app.comments.barriers import Sieve
from app.models import BarrierKind

NETWORK, WORD = BarrierKind.NETWORK, BarrierKind.WORD
LISTED = Sieve.of(
    [
        (1, NETWORK, "192.0.2.0/24"),
        (2, NETWORK, "2001:db8:bad::/48"),
        (3, NETWORK, "198.51.100.7/32"),
        (4, WORD, "kasino"),
        (5, WORD, "schnelles geld"),
    ]
)


@pytest.mark.parametrize(
    ("address", "barrier"),
    [
        ("192.0.2.255", 1),
        ("192.0.3.0", None),
        ("198.51.100.7", 3),
        ("198.51.100.8", None),
        ("2001:db8:bad:1::42", 2),
        ("2001:db8:bae::1", None),
        ("::ffff:192.0.2.9", 1),
        ("2001:db8:bad::1%eth0", 2),
        ("testclient", None),
        ("", None),
    ],
)
def test_a_network_is_everything_within_its_prefix(address, barrier):
    assert LISTED.stops_network(address) == barrier


@pytest.mark.parametrize(
    ("text", "barrier"),
    [
        ("Das neue KASINO am Markt.", 4),
        ("Besuchen Sie k\u0430sin\u043e-bonus.example heute", 4),  # Cyrillic а and о
        ("Ｋａｓｉｎｏ", 4),
        ("ka\u0301sino", 4),
        ("Schnelles   Geld!", 5),
        ("Kasinostraße", None),  # only as a word of its own
        ("Schnelles Geldausgeben", None),
        ("", None),
    ],
)
def test_a_word_is_found_however_it_is_dressed_up(text, barrier):
    assert LISTED.stops_words(["Guten Tag", text]) == barrier


def test_an_empty_list_stops_nothing():
    assert Sieve.of([]).stops_network("192.0.2.1") is None
    assert Sieve.of([]).stops_words(["Kasino"]) is None
