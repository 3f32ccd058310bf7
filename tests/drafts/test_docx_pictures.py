"""Pictures, text boxes and diagrams of a Word file, and where they stand."""

from app.drafts.readers.flow import Image, Para
from tests.drafts.word_files import SPACES, p, r, read

PNG = b"\x89PNG..."
LINK = ("i1", "image", "media/image1.png", False)
OUTSIDE = ("i2", "image", "https://evil.example/x.png", True)
MEMBERS: dict[str, str | bytes] = {"word/media/image1.png": PNG}


def drawing(inner: str, described: str = "", way: str = "inline") -> str:
    return (
        f'<w:r><w:drawing><wp:{way}><wp:docPr id="1" name="Grafik 1" {described}/>'
        f"<a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:{way}></w:drawing></w:r>"
    )


def picture(key: str = 'r:embed="i1"', described: str = "") -> str:
    return (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="foto.png" {described}/></pic:nvPicPr>'
        f"<pic:blipFill><a:blip {key}/></pic:blipFill></pic:pic>"
    )


def seen(body: str) -> list[str]:
    """The items in order: pictures with their words, paragraphs with their text."""
    flow = read(body, LINK, OUTSIDE, members=MEMBERS)
    return [
        f"[{item.alt}]" if isinstance(item, Image) else item.text
        for item in flow.items
        if isinstance(item, Image | Para)
    ]


def image(body: str) -> Image:
    (found,) = read(body, LINK, OUTSIDE, members=MEMBERS).items
    assert isinstance(found, Image)
    return found


def test_a_picture_brings_its_bytes_and_its_description():
    assert image(p(drawing(picture(), 'descr="Ein  Plan"'))) == Image(
        PNG, alt="Ein Plan", name="image1.png"
    )


def test_the_title_describes_where_there_is_no_description_and_then_the_pictures_own():
    assert image(p(drawing(picture(), 'title="Titel"'))).alt == "Titel"
    assert image(p(drawing(picture(described='descr="innen"')))).alt == "innen"


def test_anchored_pictures_are_found_too():
    assert image(p(drawing(picture(), way="anchor"))).data == PNG


def test_old_pictures_are_found():
    old = '<w:r><w:pict><v:shape alt="Wappen"><v:imagedata r:id="i1" o:title="x"/></v:shape>'

    assert image(p(old + "</w:pict></w:r>")) == Image(PNG, alt="Wappen", name="image1.png")


def test_a_picture_that_lies_elsewhere_is_never_fetched():
    assert image(p(drawing(picture('r:link="i2"'), 'descr="Plan"'))) == Image(
        b"", alt="Plan", name="https://evil.example/x.png"
    )


def test_a_picture_that_is_missing_is_said_to_be_there():
    assert image(p(drawing(picture('r:embed="gone"'), 'descr="Plan"'))).alt == "Plan"
    broken = read(p(drawing(picture())), LINK)
    assert isinstance(broken.items[0], Image)
    assert broken.items[0].data == b""


def test_a_picture_that_climbs_out_of_the_archive_is_not_there():
    flow = read(p(drawing(picture())), ("i1", "image", "../../../../etc/passwd", False))

    assert [item.data for item in flow.items if isinstance(item, Image)] == [b""]


def test_pictures_stand_before_or_after_the_paragraph_they_are_in():
    plan = drawing(picture(), 'descr="A"')

    assert seen(p(plan + r("Text"))) == ["[A]", "Text"]
    assert seen(p(r("Te") + plan + r("xt"))) == ["Text", "[A]"]


def test_a_hidden_picture_is_not_shown():
    assert seen(p(drawing(picture(), 'hidden="1"') + r("Text"))) == ["Text"]


def test_a_picture_in_deleted_text_is_gone():
    assert seen(p("<w:del>" + drawing(picture()) + "</w:del>" + r("Text"))) == ["Text"]


# Text boxes


def box(text: str, ground: str = "") -> str:
    fill = f'<a:solidFill><a:srgbClr val="{ground}"/></a:solidFill>' if ground else ""
    return drawing(
        f"<wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent>{text}</w:txbxContent>"
        "</wps:txbx></wps:wsp>",
        way="anchor",
    )


def old_box(text: str, attributes: str = "") -> str:
    return (
        f"<w:r><w:pict><v:shape {attributes}><v:textbox><w:txbxContent>{text}</w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )


def test_a_text_box_follows_the_paragraph_it_hangs_on_and_is_read_once():
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box(p("Kasten") + p("zwei"))}'
        f"</mc:Choice><mc:Fallback>{old_box(p('Kasten'))}</mc:Fallback></mc:AlternateContent>"
    )

    assert seen(p(r("Vor ") + both + r("nach")) + p("Ende")) == [
        "Vor nach",
        "Kasten",
        "zwei",
        "Ende",
    ]


def test_the_choice_may_stand_inside_a_run():
    inner = box(p("Kasten")).removeprefix("<w:r>").removesuffix("</w:r>")
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{inner}</mc:Choice><mc:Fallback>'
        f"{old_box(p('Kasten'))}</mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert seen(p(both)) == ["Kasten"]


def test_the_ground_of_a_box_lies_behind_its_paragraphs():
    flow = read(p(box(p("neu"), "FFE699")) + p(old_box(p("alt"), 'fillcolor="#cfc [77]"')))

    assert [(para.text, para.fill) for para in flow.paras()] == [
        ("neu", "#ffe699"),
        ("alt", "#ccffcc"),
    ]


def test_boxes_in_boxes_are_read():
    assert seen(p(r("0") + box(p(r("1") + box(p("2")))))) == ["0", "1", "2"]


def test_a_picture_in_a_box_is_found():
    assert seen(p(box(p(drawing(picture(), 'descr="A"')) + p("Bildtext")))) == ["[A]", "Bildtext"]


def test_artful_letters_are_text():
    flow = read(p('<w:r><w:pict><v:shape><v:textpath string="Leitbild"/></v:shape></w:pict></w:r>'))

    assert [(para.text, bool(para.doubt)) for para in flow.paras()] == [("Leitbild", True)]


def drawn(kind: str, part: str) -> list[object]:
    body = {"chart": '<c:chart r:id="d1"/>', "diagramData": '<dgm:relIds r:dm="d1"/>'}[kind]
    flow = read(
        p(drawing(body)), ("d1", kind, "drawn.xml", False), members={"word/drawn.xml": part}
    )
    return [[para.text for para in flow.paras()], flow.left_out]


TEXTS = (
    f'<x xmlns:a="{SPACES["a"]}"><a:p><a:r><a:t>Ziele</a:t></a:r></a:p><a:p/>'
    "<a:p><a:r><a:t>Maß</a:t></a:r><a:r><a:t>nahmen</a:t></a:r></a:p></x>"
)


def test_the_words_of_a_diagram_are_text_and_those_of_a_chart_are_left_out():
    assert drawn("diagramData", TEXTS) == [["Ziele", "Maßnahmen"], []]
    assert drawn("chart", TEXTS) == [[], [("Text in Diagrammen", "Ziele Maßnahmen")]]
