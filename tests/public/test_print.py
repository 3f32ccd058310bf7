"""A field on paper."""

import segno

from app.public.printed import code_svg
from tests.public.revised import REVISED, publish

FIELD = "/p/ankommen/fields/sprache"


def test_a_sheet_has_addresses_lines_and_codes_that_lead_to_where_a_passage_stands_later(
    browser, cast, session, settings, count_queries
):
    assert browser.get(FIELD).select_one(f"a[href='{FIELD}/print']")
    with count_queries() as asked:
        page = browser.get(f"{FIELD}/print?text=xx")
    assert len(asked) <= 12
    labels = [one.text for one in page.select(".sheet__address")]
    assert labels == ["HF1 · 1", "HF1 · 2", "HF1 · 3", "HF1 · 4"]
    assert len(page.select(".sheet__lines")) == 4
    there = f"{settings.base_url}/p/ankommen/blocks/hf1-3?v=1"
    drawn = segno.make(there, error="m", micro=False).svg_inline(omitsize=True, border=0)
    assert code_svg(there) == drawn
    path = page.select(".sheet__code path")[2]["d"]
    assert path in drawn, "each code is that of its block"

    publish(session, cast.process, REVISED)
    session.commit()
    browser.client.get("/p/ankommen/blocks/hf1-3?v=2").raise_for_status()
    moved = browser.client.get("/p/ankommen/blocks/hf1-3?v=1", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (303, "/p/ankommen/blocks/hf1-2")
    browser.get("/p/ankommen/blocks/hf1-9?v=1", status=404)
    browser.get("/p/ankommen/blocks/hf1-1?v=7", status=404)
