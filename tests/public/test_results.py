"""What became of the notes, for everybody."""

import io

import pdfplumber
from docx import Document
from sqlmodel import Session, select

from app import clock
from app.groups import exporting
from app.groups.ledger_reading import results_of
from app.groups.tracing import confirm
from app.models import CommentState, Decision, DraftVersion, Export, LeftOpen, Trace
from tests.browser import Browser
from tests.cast import Cast
from tests.groups.packing import hide_it
from tests.publishing.following import REWORDED, STAYS, next_version, publish
from tests.publishing.ledgered import decide

RESULTS = "/p/ankommen/results"


def tell(session: Session, cast: Cast) -> DraftVersion:
    """Seven notes: three decided, two of them adopted, of which one changed the text; one hidden,
    one that repeats another, two open; and the next version is public."""
    reworded = cast.says(session, "Mehr Kurse im Mai.", at=REWORDED)
    stays = cast.says(session, "Gut so.", at=STAYS)
    passed = cast.says(session, "Busse fahren zu selten.", at="hf2")
    hidden = cast.says(session, "Geheimes Wort.", at=STAYS)
    again = cast.says(session, "Noch einmal: mehr Kurse.", at=REWORDED)
    cast.says(session, "Offen eins.", at="hf1-4-2")
    cast.says(session, "Offen zwei.", at="hf2-1-1")
    hidden.state, hidden.hidden_rule_id = CommentState.HIDDEN, cast.rule.id
    again.duplicate_of_id = reworded.id
    decide(session, reworded, Decision.NOT_ADOPTED, "Erst dagegen.")
    decide(session, reworded, Decision.PARTLY_ADOPTED, "Die Frist steht jetzt da.")
    decide(session, stays, measure="Ein Plan bis März.", remark="Nur für uns.")
    decide(session, passed, Decision.OUT_OF_SCOPE, "Nicht unsere.", passed_on_to="Verkehrsamt")
    version = next_version(session, cast)
    (trace,) = session.exec(select(Trace)).all()
    trace.comment = reworded
    confirm(session, version, [trace], cast.emil, clock.now())
    publish(session, cast, version, despite_doubts=True)
    session.commit()
    return version


def test_everybody_reads_what_was_decided_and_which_words_changed(
    browser: Browser, session: Session, cast: Cast
):
    tell(session, cast)
    page = browser.get(RESULTS)
    assert (
        page.select_one("p.lead").text == "Über 3 von 5 Anmerkungen ist entschieden. 2 sind offen."
    )
    cells = [row.get_text(" ", strip=True) for row in page.select(".ledger__table tbody tr")]
    assert [cell.rsplit(" ", 1)[-1] for cell in cells] == ["1", "1", "0", "0", "1", "0", "2"]

    changed = page.select_one("#n1")
    assert "Die Frist steht jetzt da." in changed.text
    assert "Erst dagegen." in changed.select_one("details").text  # what was decided before
    words = changed.select_one(".changed__words")
    assert words.select_one("ins").text == "spätestens"
    assert changed.select_one(".changed a")["href"] == "/p/ankommen/draft/v2#hf1-2-2"
    assert "noch keine Änderung verzeichnet" in page.select_one("#n2").text
    assert "Ein Plan bis März." in page.select_one("#n2").text
    assert "Verkehrsamt" in page.select_one("#n3").text
    assert "Die Frist steht jetzt da." in page.select_one("#n5").text  # as that of #1
    assert page.select_one("#n6.result--open .result__open")
    assert not page.select("#n4"), "what is hidden stands in one line"
    assert page.select_one("details.gone summary").text.startswith("1 ausgeblendete")
    assert [a.text for a in page.select("details.gone a")] == ["#4", "Alle zeigen: HF1"]
    for link in (page.select("details.gone a")[1]["href"].split("#")[0], f"{RESULTS}?words=%234"):
        gone = browser.get(link)
        assert [one["id"] for one in gone.select("article.result")] == ["n4"]
        assert "Ausgeblendet" in gone.select_one("#n4").text
        assert not gone.select("details.gone")
    assert "Geheimes Wort" not in page.text + gone.text
    assert "Nur für uns" not in page.text


def test_a_notes_page_shows_the_sentence_that_it_changed(
    browser: Browser, session: Session, cast: Cast
):
    tell(session, cast)
    page = browser.get("/p/ankommen/comments/1")
    (step,) = page.select(".life li[id$=-traced]")
    assert step.select_one("h3").text == "In Fassung 2: deswegen geändert"
    assert step.select_one("del").text == "z. B."
    assert step.select_one("a")["href"] == "/p/ankommen/draft/v2#hf1-2-2"
    field = browser.get("/p/ankommen/fields/sprache")  # a line of it leads there
    (link,) = field.select("article.listed a[href='/p/ankommen/draft/v2#hf1-2-2']")
    assert link.text == "geändert in HF1 · 2.2 (Fassung 2): #1"
    assert link.find_parent("article")["aria-label"] == "Anmerkung #1"
    for number in (2, 3):  # nothing is said to have changed because of these
        assert not browser.get(f"/p/ankommen/comments/{number}").select(".life li[id$=-traced]")


def test_each_change_in_the_synopsis_names_the_notes_that_caused_it(
    browser: Browser, session: Session, cast: Cast, count_queries
):
    tell(session, cast)
    with count_queries() as seen:
        page = browser.get("/p/ankommen/changes?part=all")
    assert len(seen) <= 12
    because = page.select_one("article#hf1-2 .cause__because")
    assert because.select_one("a")["href"] == "/p/ankommen/comments/1"
    assert "HF1 · 2.2" in because.text
    assert "Änderung der Arbeitsgruppe" in page.select_one("article#hf1-1 .cause").text
    document = Document(io.BytesIO(browser.client.get("/p/ankommen/changes.docx").content))
    remarks = {remark.text for remark in document.comments}
    assert remarks == {"Wegen #1", "Änderung der Arbeitsgruppe"}
    marked = document.element.body.xpath("//w:commentReference/@w:id")
    assert len(marked) == len(list(document.comments)) > 1
    with pdfplumber.open(io.BytesIO(browser.client.get("/p/ankommen/changes.pdf").content)) as pdf:
        paper = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "Wegen #1" in paper
    assert "Änderung der" in paper

    session.delete(session.exec(select(Trace)).one())  # nobody said anything: nothing is claimed
    show = session.get_one(type(cast.language), cast.language.id)
    show.revision += 1
    session.commit()
    assert "Änderung der Arbeitsgruppe" not in browser.get("/p/ankommen/changes?part=all").text


def test_results_are_narrowed_by_field_decision_and_words(
    browser: Browser, session: Session, cast: Cast
):
    tell(session, cast)

    def found(query: str) -> list[str]:
        return [one["id"] for one in browser.get(f"{RESULTS}?{query}").select("article.result")]

    assert found("field=arbeit") == ["n3", "n7"]
    assert found("decision=open") == ["n6", "n7"]
    assert found("decision=open&field=sprache") == ["n6"]
    assert found("decision=partly_adopted") == ["n1", "n5"]
    assert found("words=Busse") == ["n3"]
    assert found("words=Geheimes") == []
    assert found("words=%23" + "5") == ["n5"]
    assert len(found("decision=nonsense&after=x")) == 6


def test_what_stayed_open_at_publishing_is_said_with_its_reason(
    browser: Browser, session: Session, cast: Cast
):
    version = tell(session, cast)
    note = cast.says(session, "Spät, aber da.", at="hf2-1-1")
    session.add(
        LeftOpen(
            process_id=cast.process.id,
            version_id=version.id,
            comment_id=note.id,
            field_id=note.field_id,
            reason="Die Gruppe trifft sich erst im Januar.",
        )
    )
    session.commit()
    page = browser.get(RESULTS)
    assert "Die Gruppe trifft sich erst im Januar." in page.select_one(".say--warn").text
    assert "Die Gruppe trifft sich" in page.select_one(f"#n{note.number}").text


def test_the_results_page_asks_no_more_however_much_was_said(
    browser: Browser, session: Session, cast: Cast, count_queries
):
    tell(session, cast)
    with count_queries() as few:
        small = browser.get(RESULTS)
    for n in range(40):
        note = cast.says(session, f"Anmerkung Nummer {n} dazu.", at=STAYS)
        decide(session, note)
    session.commit()
    with count_queries() as many:
        page = browser.get(RESULTS)
    assert len(many) <= 12
    assert len(many) <= len(few)
    assert len(page.select("article.result")) == 25
    assert small.select_one("a[rel=next]") is None
    rest = browser.get(page.select_one("a[rel=next]")["href"].split("#")[0])
    seen = [one["id"] for one in (*page.select("article.result"), *rest.select("article.result"))]
    assert len(seen) == len(set(seen)) == 46


def test_files_are_written_from_the_same_words(session: Session, cast: Cast):
    tell(session, cast)
    results = results_of(session, cast.process, "https://stadt.example")
    assert (results.counts.notes, results.counts.open, results.counts.hidden) == (5, 2, 1)
    assert results.head.url.endswith("/p/ankommen/results")
    told = {entry.number: entry for field in results.fields for entry in field.entries()}
    assert sorted(told) == [1, 2, 3, 4, 5, 6, 7]
    assert told[1].changes[0].old_words == "Kurse beginnen z. B. im Mai."
    assert told[1].earlier[0].decision is Decision.NOT_ADOPTED
    assert (told[4].text, told[4].author, told[4].hidden_rule) == ("", "", cast.rule.number)
    assert [entry.number for entry in results.fields[0].entries()] == [2, 4, 1, 5, 6]


def test_the_workbook_is_written_once_for_everybody(
    app, browser: Browser, session: Session, cast: Cast
):
    tell(session, cast)
    page = browser.get(f"{RESULTS}.xlsx")
    assert "wenn jemand sie braucht" in page.text
    for _twice in range(2):
        browser.send(f"{RESULTS}.xlsx")
    answer = browser.client.get(f"{RESULTS}.xlsx")
    assert answer.headers["refresh"]
    (number,) = session.exec(select(Export.id)).all()
    session.commit()
    exporting.write_export(app.state.engine, app.state.settings, {"export": number})
    file = browser.client.get(f"{RESULTS}.xlsx")
    assert file.content[:2] == b"PK"
    assert "Ergebnisse" in file.headers["content-disposition"]
    again = browser.client.get(f"{RESULTS}.xlsx", headers={"if-none-match": file.headers["etag"]})
    assert again.status_code == 304
    assert browser.client.get("/p/ankommen/results.exe").status_code == 404

    later = cast.says(session, "Noch ein Wort.")
    session.commit()
    assert browser.client.get(f"{RESULTS}.xlsx").content[:2] == b"PK", "new enough"
    hide_it(session, cast, later)
    assert browser.client.get(f"{RESULTS}.xlsx").content[:2] != b"PK", "it may say what is hidden"


def test_programs_read_the_figures_and_which_words_changed(
    browser: Browser, session: Session, cast: Cast
):
    tell(session, cast)
    api = "/api/v1/processes/ankommen"
    told = browser.client.get(f"{api}/results").json()
    assert (told["comments"], told["decided"], told["open"]) == (5, 3, 2)
    assert told["decisions"]["out_of_scope"] == 1
    assert [one["field"] for one in told["fields"]] == ["sprache", "arbeit"]
    (trace,) = browser.client.get(f"{api}/comments/1").json()["traces"]
    assert trace["old_text"] == "Kurse beginnen z. B. im Mai."
    assert trace["new_address"] == "HF1 · 2.2"
    (cause,) = browser.client.get(f"{api}/lineage?from=1&to=2").json()["causes"]
    assert cause == trace | {"comment": 1}
