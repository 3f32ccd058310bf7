"""One note in its group's room: who proposes, who decides, what is kept when it goes wrong."""



PAGE = "/groups/1/notes/1"


def test_a_member_proposes_the_lead_decides_and_the_public_reads_it(browser, cast, session) -> None:
    cast.says(session, "Bitte auch Kurse am Abend.")
    session.commit()
    page = browser.sign_in(cast.chen).get(PAGE)
    assert "Bitte auch Kurse am Abend." in page.text
    assert page.select_one("mark").text == "Alle lernen Deutsch."
