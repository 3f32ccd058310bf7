"""No sentence for people goes past the catalogues: in templates, and in code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from app.web import environment

ROOT = Path(__file__).parent.parent.parent
SAYS = {"_", "gettext", "ngettext", "said"}
WORD = re.compile(r"(?<![\w./?&=-])[A-ZÄÖÜa-zäöü][a-zäöüß]+(?![\w/=-]|\.\w)")
GERMAN = re.compile(
    r"[äöüßÄÖÜ„]|\b(?:d(?:er|ie|as|en|em)|ist|sind|nicht|und|oder|Sie|Ihre?|eine?[nrms]?|wird|"
    r"kein|keine|noch|von|mit|zu|auf|für|im|am)\b"
)
MARKUP = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[\w-]+=\"[^\"]*\"", re.DOTALL)
SPOKEN = re.compile(
    r"\b(?:title|alt|placeholder|label|summary|aria-(?:label|description|roledescription)|"
    r"data-(?:say|done|wait))=\"([^\"]*)\""
)
NAMES = {"Randnotiz"}
# Words that are compared with or looked for, and examples of what programs send.
NOT_SAID = {
    "app/accounts/guessing.py",
    "app/api/asked.py",
    "app/api/problems.py",
    "app/api/shapes.py",
    "app/api/shapes_of_decisions.py",
    "app/api/shapes_of_hand_backs.py",
    "app/comments/decision_words.py",
    "app/comments/tongue.py",
    "app/drafts/abbreviations.py",
    "app/groups/returning/tables/finding.py",
    "app/paper/vocabulary.py",
    "app/text.py",
}
NOT_SAID_ROOMS = ("app/demo/",)  # the invented city's own words


def markup_of(source: str) -> str:
    """A template without its expressions and without what stands in `trans`: where something was,
    a sign stays."""
    is_said, pieces, before = False, [], ""
    for _line, kind, text in environment.lex(source):
        if before == "block_begin" and kind == "name":
            is_said = text == "trans" if text.endswith("trans") else is_said
        pieces.append(text if kind == "data" and not is_said else "\1")
        before = kind if kind != "whitespace" else before
    return "".join(pieces)


def bare_in_template(path: Path) -> Iterator[str]:
    """Words that stand in the page as they are, or as a constant of an expression."""
    source = path.read_text()
    page = markup_of(source)
    for found in [*SPOKEN.findall(page), MARKUP.sub(" ", page)]:
        yield from (word for word in WORD.findall(found) if word not in NAMES)
    tree = environment.parse(source)
    said = {
        id(constant)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in SAYS
        for constant in call.find_all(nodes.Const)
    }
    for constant in tree.find_all(nodes.Const):
        if id(constant) not in said and GERMAN.search(str(constant.value)):
            yield str(constant.value)


def bare_in_code(path: Path) -> Iterator[str]:
    """German sentences that are neither translated nor said about the code."""
    tree, said = ast.parse(path.read_text()), set()
    for node in ast.walk(tree):
        called = getattr(node, "func", None)  # `_` or `i18n._`
        name = getattr(called, "id", None) or getattr(called, "attr", None)
        if name in SAYS or isinstance(node, ast.Expr):
            inside = [node.value] if isinstance(node, ast.Expr) else ast.walk(node)
            said |= {id(constant) for constant in inside}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            is_pattern = "(?" in node.value
            if GERMAN.search(node.value) and len(WORD.findall(node.value)) > 1 and not is_pattern:
                yield f"{node.lineno}: {node.value[:80]}"


def test_no_word_stands_in_a_template_as_it_is():
    bare = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for word in bare_in_template(path)
    ]
    assert not bare, "\n" + "\n".join(bare)


def test_no_sentence_of_the_code_goes_past_the_catalogues():
    bare = [
        f"{path.relative_to(ROOT)}:{sentence}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        if str(path.relative_to(ROOT)) not in NOT_SAID
        and not str(path.relative_to(ROOT)).startswith(NOT_SAID_ROOMS)
        for sentence in bare_in_code(path)
    ]
    assert not bare, "\n" + "\n".join(bare)


def test_the_search_finds_what_it_is_for(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        """<p title="Noch offen" class="say">{{ _("Gut") }} Fertig.</p>"""
        """{% trans n=2 %}Noch {{ n }}{% endtrans %}{{ "für alle" if x }}"""
    )
    assert list(bare_in_template(page)) == ["Noch", "offen", "Fertig", "für alle"]
    code = tmp_path / "code.py"
    code.write_text('"""Ein Text."""\nNo("Das ist nicht Ihre Anmerkung.")\nNo(_("Das ist gut."))\n')
    assert list(bare_in_code(code)) == ["2: Das ist nicht Ihre Anmerkung."]
