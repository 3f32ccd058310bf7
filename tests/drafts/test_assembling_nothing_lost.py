"""Whatever a reader hands over: every word comes out in order, or stands on a list."""

import re
from collections import Counter
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from app.drafts.outline import BlockKind
from app.drafts.readers import Unreadable
from app.drafts.readers.assembling import assemble
from app.drafts.readers.flow import Cell, Flow, Grid, Image, Item, Note, Para, Run
from app.drafts.readers.left_out import count_words
from tests.drafts.flowing import blocks, outline
from tests.drafts.word_reader import words_out

PIECES = st.sampled_from(
    [
        "W",
        "W ",
        "W. ",
        " W",
        "\n",
        "– ",
        "a) ",
        "1. ",
        "2. ",
        "• ",
        "(",
        ") ",
        "W\t3",
        " … ",
        "2.3 ",
    ]
)
MARKS = st.frozensets(st.sampled_from(["strong", "em", "sub", "sup", "code"]), max_size=2)
FILLS = st.sampled_from(["", "", "", "#ffe699", "#c6e0b4", "#d9d9d9"])
LINKS = st.sampled_from(["", "", "", "https://example.org", "#a", "javascript:x"])
RUNS = st.builds(
    Run,
    st.lists(PIECES, max_size=4).map("".join),
    MARKS,
    LINKS,
    FILLS,
    st.sampled_from(["", "", "", "", "a", "b", "z"]),
)
PARAS = st.builds(
    Para,
    st.lists(RUNS, min_size=1, max_size=3),
    level=st.sampled_from([0, 0, 0, 1, 2, 4, 9]),
    depth=st.sampled_from([-1, -1, 0, 1, 3]),
    marker=st.sampled_from(["", "•", "1.", "b)"]),
    number=st.sampled_from(["", "", "2.3"]),
    fill=FILLS,
    size=st.sampled_from([0.0, 11.0, 14.0, 18.0]),
    is_contents=st.sampled_from([False] * 9 + [True]),
    is_running=st.sampled_from([False] * 9 + [True]),
    is_quote=st.booleans(),
)
TEXTS = st.builds(Para, st.lists(RUNS, min_size=1, max_size=3))
CELLS = st.builds(
    Cell,
    st.lists(TEXTS, max_size=2),
    is_head=st.booleans(),
    across=st.integers(1, 3),
    down=st.integers(1, 3),
    fill=FILLS,
)
GRIDS = st.builds(
    Grid,
    st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=3),
    caption=st.none() | TEXTS,
)
IMAGES = st.builds(Image, alt=st.sampled_from(["", "W W"]), caption=st.none() | TEXTS)
NOTES = st.lists(TEXTS, min_size=1, max_size=2).map(lambda paras: [Note("a", paras)])
FLOWS = st.builds(
    Flow, items=st.lists(PARAS | PARAS | GRIDS | IMAGES, min_size=1, max_size=9), notes=NOTES
)
WORD = re.compile(r"w\d+w")


def number(flow: Flow) -> list[str]:
    """Give every word of a flow a number of its own; all of them but those of the notes."""
    numbers = count()
    seen: list[str] = []

    def numbered(text: str) -> str:
        text = re.sub("W", lambda _found: f"w{next(numbers)}w ", text)
        seen.extend(WORD.findall(text))
        return text

    def of_para(para: Para) -> None:
        para.runs = [Run(numbered(r.text), r.marks, r.href, r.fill, r.note) for r in para.runs]

    for item in flow.items:
        of_item(item, of_para, numbered)
    text = list(seen)
    for note in flow.notes:
        for para in note.paras:
            of_para(para)
    return text


def of_item(item: Item, of_para, numbered) -> None:
    if isinstance(item, Para):
        of_para(item)
        return
    if isinstance(item, Image):
        item.alt = numbered(item.alt)
    if item.caption is not None:
        of_para(item.caption)
    for cell in (cell for row in getattr(item, "rows", []) for cell in row):
        for para in cell.paras:
            of_para(para)


@given(FLOWS)
@settings(deadline=None, max_examples=300)
def test_no_word_is_lost_and_none_changes_places(flow):
    flow = Flow(flow.title, list(map(copied, flow.items)), flow.notes)
    text = number(flow)
    notes = [word for note in flow.notes for para in note.paras for word in WORD.findall(para.text)]
    try:
        draft = assemble([("a.docx", flow)])
    except Unreadable:  # nothing but running heads, contents, or no word at all
        told = [para for para in flow.paras() if not (para.is_running or para.is_contents)]
        assert not any(count_words(para.text) for para in told)
        has_table = any(isinstance(item, Grid) for item in flow.items)
        assert not (has_table and count_words(" ".join(text)))
        return

    came = WORD.findall(" ".join(words_out(draft)))
    listed = WORD.findall(" ".join(draft.dropped))
    assert Counter(came + listed) == Counter(text + notes)
    assert [word for word in came if word in set(text)] == [w for w in text if w not in listed]


def copied(item: Item) -> Item:
    """A flow's items are changed while they are numbered; hypothesis may use one twice."""
    if isinstance(item, Para):
        return Para(**{name: getattr(item, name) for name in Para.__slots__})
    if isinstance(item, Image):
        return Image(item.data, item.alt, item.name, item.caption and copied(item.caption))
    rows = [
        [Cell([copied(p) for p in c.paras], c.is_head, c.across, c.down, c.fill) for c in row]
        for row in item.rows
    ]
    return Grid(rows, item.caption and copied(item.caption))


@given(FLOWS)
@settings(deadline=None)
def test_the_outline_has_no_holes_and_lists_none_either(flow):
    try:
        draft = assemble([("a.docx", flow)])
    except Unreadable:
        return
    levels = [level for level, _title in outline(draft)]
    assert all(later <= former + 1 for former, later in zip([0, *levels], levels, strict=False))
    deepest = -1
    for block in blocks(draft):
        assert block.sentences
        if block.kind is BlockKind.ITEM:
            assert block.marker
            assert block.depth <= deepest + 1
        deepest = block.depth if block.kind is BlockKind.ITEM else max(deepest, 0)
