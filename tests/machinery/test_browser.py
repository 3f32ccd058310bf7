"""The tests' own browser finds what is badly made; a fault is found again on every visit."""

import pytest
from bs4 import BeautifulSoup

from tests.browser import inspect

PAGE = '<!doctype html><html lang="de"><head><title>Ort</title></head><body><h1>Ort</h1>{}</body>'
TOKEN = '<input type="hidden" name="form_token" value="58021a40-xsIEml10JSEH.{}">'


def look_at(inside: str) -> None:
    html = PAGE.format(inside)
    inspect(html, BeautifulSoup(html, "html.parser"))


@pytest.mark.parametrize(
    "inside",
    [
        '<p id="hier">Ort</p><a href="#hier">hin</a>',
        '<label for="name">Name</label><input id="name">',
        "<label>Name <input></label>",
        "<template><textarea></textarea></template>",
        f'<form method="post">{TOKEN.format("a" * 32)}<button>Senden</button></form>',
        f'<form method="post">{TOKEN.format("b" * 32)}<button>Senden</button></form>',
        '<form id="woanders"></form>',
    ],
)
def test_what_is_well_made_passes(inside):
    look_at(inside)
    look_at(inside)


@pytest.mark.parametrize(
    ("inside", "complaint"),
    [
        ('<p id="hier">a</p><p id="hier">b</p>', "the same id twice"),
        ('<a href="#dort">hin</a>', "leads nowhere"),
        ("<input>", "no label"),
        ("<textarea></textarea>", "no label"),
        ("<select><option>a</option></select>", "no label"),
        ('<form method="post"><button>Senden</button></form>', "a form without token"),
        ("<form></form>", "nothing sends it"),
        ('<form><button type="button">Zu</button></form>', "nothing sends it"),
        ('<div hx-get="/woanders">a</div>', "needs htmx"),
        ('<p style="color: red">a</p>', "inline style"),
        ('<p onclick="weg()">a</p>', "inline style"),
        ("<script>weg()</script>", "inline style"),
        ("<h1>Noch einer</h1>", "one first heading"),
        ("<p>a<div>b</p>", "end tag"),
    ],
)
def test_what_is_badly_made_is_found_every_time(inside, complaint):
    for _visit in range(2):
        with pytest.raises(Exception, match=complaint):
            look_at(inside)
