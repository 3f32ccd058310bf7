// Words that somebody marks in a text go into the field for the passage; typing them works too.
const isLetter = (sign) => /[\p{L}\p{N}]/u.test(sign);

// What is marked, with the words whole at whose middle it begins or ends.
function wholeWords(range) {
  const { startContainer: first, endContainer: last } = range;
  const before = first.nodeType === Node.TEXT_NODE ? first.data.slice(0, range.startOffset) : "";
  const behind = last.nodeType === Node.TEXT_NODE ? last.data.slice(range.endOffset) : "";
  let words = document.getSelection().toString(); // with the breaks between paragraphs
  if (isLetter(words.charAt(0))) words = before.match(/[\p{L}\p{N}]*$/u)[0] + words;
  if (isLetter(words.slice(-1))) words += behind.match(/^[\p{L}\p{N}]*/u)[0];
  return words;
}

function takePassage() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return;
  const at = chosen.getRangeAt(0).commonAncestorContainer;
  const place = (at.nodeType === Node.TEXT_NODE ? at.parentElement : at).closest("[data-passage]");
  const field = place && document.getElementById(place.dataset.passage);
  const words = wholeWords(chosen.getRangeAt(0)).trim();
  if (!field || !words) return;
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
["mouseup", "touchend", "keyup"].forEach((what) => document.addEventListener(what, (event) => {
  if (!event.target.closest || !event.target.closest("textarea, input")) setTimeout(takePassage);
}));
