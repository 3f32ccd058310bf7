// Words that somebody marks in a text go into the field for the passage; typing them works too.
function takePassage() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return;
  const at = chosen.getRangeAt(0).commonAncestorContainer;
  const place = (at.nodeType === Node.TEXT_NODE ? at.parentElement : at).closest("[data-passage]");
  const field = place && document.getElementById(place.dataset.passage);
  const words = chosen.toString().trim();
  if (!field || !words) return;
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
["mouseup", "touchend", "keyup"].forEach((what) => document.addEventListener(what, (event) => {
  if (!event.target.closest || !event.target.closest("textarea, input")) setTimeout(takePassage);
}));
document.querySelectorAll("[data-marks]").forEach((line) => { line.hidden = false; });
