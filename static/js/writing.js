// Writing from anywhere in the text, and keeping what is not sent. Everything has its way without
// this: under each block stands a link to a form that asks for the sentence.
"use strict";
(() => {
  const one = (wanted, root = document) => root.querySelector(wanted);
  const all = (wanted, root = document) => [...root.querySelectorAll(wanted)];
  const slug = (location.pathname.match(/^\/p\/([^/]+)/) || [])[1] || "";

  // The words of a sentence, counted as the server counts them: as they stand between blanks.
  // Numbers of sentences and footnotes are no words; between two cells of a table stands one.
  const NOT_TEXT = ".verse, .noteref, .vh";
  function wordsOf(sentence) {
    const pieces = [];
    let text = "";
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        pieces.push({ node, at: text.length });
        text += node.data;
      } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(NOT_TEXT)) {
        if (node.matches("td, th") && node.previousElementSibling) text += " | ";
        if (node.matches("br")) text += " ";
        node.childNodes.forEach(walk);
      }
    };
    walk(sentence);
    const point = (at) => {
      const piece = pieces.findLast((each) => each.at <= at);
      return [piece.node, at - piece.at];
    };
    return [...text.matchAll(/\S+/g)].map((found) => ({
      text: found[0],
      isEdge: found[0] === "|" && sentence.matches("tr"),
      first: () => point(found.index),
      last: () => point(found.index + found[0].length - 1),
    }));
  }

  // From the first to the last of these words, as a range of the page. Words are numbered in the
  // original: of a sentence that is shown in another language it is the whole.
  function rangeOf(sentence, first, last) {
    if ("said" in sentence.dataset) [first, last] = [1, Infinity];
    const words = wordsOf(sentence).slice(first - 1, last).filter((word) => !word.isEdge);
    if (!words.length) return null;
    const range = new Range();
    const [node, at] = words[words.length - 1].last();
    range.setStart(...words[0].first());
    range.setEnd(node, at + 1);
    return range;
  }

  function paint(name, ranges) {
    if (!window.Highlight || !CSS.highlights) return;
    CSS.highlights.set(name, new Highlight(...ranges.filter(Boolean)));
  }

  // Which words are selected: of one sentence, or of several of a block ("the whole block").
  function chosenWords(draft) {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const isIn = (word) => {
      const [first, at] = word.first();
      const [last, end] = word.last();
      return range.comparePoint(last, end) >= 0 && range.comparePoint(first, at + 1) <= 0;
    };
    const touched = all(".sentence", draft).filter((each) => range.intersectsNode(each))
      .map((sentence) => {
        const words = wordsOf(sentence);
        const marks = words.map((word) => !word.isEdge && isIn(word));
        return { sentence, words, first: marks.indexOf(true), last: marks.lastIndexOf(true) };
      })
      .filter((each) => each.first >= 0);
    if (!touched.length) return null;
    if (touched.length > 1) return { sentence: touched[0].sentence, whole: true };
    const { sentence, words, first, last } = touched[0];
    if ("said" in sentence.dataset) return { sentence };
    const said = words.slice(first, last + 1).map((word) => word.text).join(" ");
    return { sentence, words: `${first + 1}-${last + 1}`, said };
  }

  // What is offered for a sentence or for words of it. One at a time; anything else closes it.
  let offer = null;
  let opener = null;
  function close(back) {
    if (!offer) return;
    const hadFocus = offer.contains(document.activeElement);
    offer.remove();
    offer = null;
    if (back && hadFocus && opener) opener.focus();
  }

  function addressOf({ sentence, words, said, whole }, draft) {
    const block = sentence.closest(".block__text");
    const isAlone = all(".sentence", block).length === 1;
    const query = new URLSearchParams({
      at: whole || (isAlone && !words) ? block.id : sentence.id,
      version: draft.dataset.version,
    });
    if (words) {
      query.set("words", words);
      query.set("quote", said.slice(0, 200));
    }
    // The language that the text is read in, and that of the page, if the address names them.
    const here = new URLSearchParams(location.search);
    ["text", "lang"].filter((name) => here.has(name)).forEach((name) => query.set(name, here.get(name)));
    return `/p/${slug}/comments/new?${query}`;
  }

  // A form that stands there already is kept with what is typed in it: only its place changes.
  function choose(form, { sentence, words, said, whole }) {
    const place = one("[name=sentence]", form);
    const number = whole ? "" : sentence.id.slice(sentence.closest(".block__text").id.length + 1);
    const value = words ? `${number}.${words}` : number;
    if (![...place.options].some((option) => option.value === value)) {
      const option = new Option(words ? `„${said}“` : number, value);
      option.dataset.text = said || "";
      place.add(option, 1);
    }
    place.value = value;
    place.dispatchEvent(new Event("change", { bubbles: true }));
    one("[name=text]", form).focus();
  }

  function leadTo(link, choice, draft, block) {
    link.href = addressOf(choice, draft);
    link.setAttribute("hx-get", link.getAttribute("href"));
    link.setAttribute("hx-target", `#write-${block}`);
    if (window.htmx) htmx.process(link);
    link.addEventListener("click", (event) => {
      const form = one(`#write-${block} form`);
      if (!form || !one("[name=sentence]", form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      close();
      choose(form, choice);
    }, true);
  }

  function show(choice, draft, { focus = false } = {}) {
    const { sentence, words, said, whole } = choice;
    const block = sentence.closest(".block__text");
    const number = sentence.id.slice(block.id.length + 1);
    const isAlone = all(".sentence", block).length === 1;
    const label = one(".block__address .address", block.parentElement).textContent;
    const place = whole || isAlone ? label : `${label}.${number}`;
    const isOpen = one(`#write-${block.id}`);
    const count = whole || isAlone ? "" : sentence.dataset.n || "";
    const write = isOpen && one("#offer").content.querySelector("[data-write]");
    close();
    if (!write && !count) return;
    offer = one("#offer").content.firstElementChild.cloneNode(true);
    offer.dataset.for = sentence.id;
    offer.setAttribute("aria-label", place);
    one("[data-place]", offer).textContent = place;
    if (words) one("[data-words]", offer).textContent = said.length > 60 ? `${said.slice(0, 58)} …` : said;
    else one("[data-words]", offer).remove();
    one("[data-see]", offer).href = `/p/${slug}/blocks/${block.id}?sentence=${number}`;
    one("[data-count]", offer).textContent = count;
    if (!count) one("[data-see]", offer).remove();
    const link = one("[data-write]", offer);
    if (link && !isOpen) link.remove();
    let stands = sentence;
    while (stands.parentElement !== block) stands = stands.parentElement;
    stands.after(offer);
    const lines = (words ? getSelection().getRangeAt(0) : sentence).getClientRects();
    const end = lines.length ? lines[lines.length - 1].bottom : sentence.getBoundingClientRect().bottom;
    offer.style.setProperty("--under", `${end - block.getBoundingClientRect().top}px`);
    if (link && isOpen) leadTo(link, choice, draft, block.id);
    const status = one("#offer-said");
    status.textContent = status.dataset.said.replace("{place}", place);
    const [first, last] = words ? words.split("-").map(Number) : [1, Infinity];
    paint("chosen", whole ? all(".sentence", block).map((each) => rangeOf(each, 1, last)) : [rangeOf(sentence, first, last)]);
    if (focus) setTimeout(() => offer && one("a", offer).focus());
  }

  function offerIn(draft) {
    let wait = 0;
    draft.addEventListener("click", (event) => {
      const verse = event.target.closest(".verse");
      const sentence = event.target.closest(".sentence");
      if (!sentence || (!verse && event.target.closest("a, button, summary, [tabindex]:not(.scroll)"))) return;
      if (!getSelection().isCollapsed) return;
      const isSame = offer && offer.dataset.for === sentence.id;
      opener = verse || one(".verse", sentence);
      if (isSame && !verse) close();
      else show({ sentence }, draft, { focus: Boolean(verse) && event.detail === 0 });
    });
    document.addEventListener("selectionchange", () => {
      clearTimeout(wait);
      wait = setTimeout(() => {
        const choice = chosenWords(draft);
        if (!choice || one("form:focus-within", draft)) return;
        opener = one(".verse", choice.sentence);
        show(choice, draft);
      }, 400);
    });
    document.addEventListener("pointerdown", (event) => {
      if (offer && !event.target.closest(".handle, .sentence")) close();
    });
    document.addEventListener("focusin", (event) => {
      if (offer && !offer.contains(event.target) && event.target !== opener) close();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(true);
    });
    draft.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) close(true);
    });
  }

  // While somebody writes, the text shows what about; notes on words show which.
  function showChosen(form) {
    const choice = one("[name=sentence]", form);
    const block = choice && form.closest(".block__text");
    if (!block) return;
    const [number, words] = choice.value.split(".");
    const sentence = number && document.getElementById(`${block.id}-${number}`);
    const [first, last] = words ? words.split("-").map(Number) : [1, Infinity];
    const wanted = sentence ? [sentence] : all(".sentence", block);
    paint("chosen", wanted.map((each) => rangeOf(each, first, last)));
  }

  // The form's heading says what is chosen: the block, a sentence of it, or words.
  function nameChosen(form) {
    const [choice, heading] = [one("[name=sentence]", form), one("[data-heading]", form)];
    if (!choice || !heading) return;
    const [number, words] = choice.value.split(".");
    const said = (words && choice.selectedOptions[0].dataset.text) || "";
    const short = said.length > 60 ? `${said.slice(0, 59)} …` : said;
    const label = heading.dataset.label + (number && `.${number}`);
    const place = short ? `„${short}“, ${label}` : label;
    heading.textContent = heading.dataset.heading.replace("{place}", () => place);
  }

  function showNoted() {
    all(".posted[data-at]").forEach((posted) => {
      const sentence = document.getElementById(posted.dataset.at);
      posted.removeAttribute("data-at");
      if (!sentence || !sentence.matches(".sentence")) return;
      sentence.classList.add("noted");
      sentence.dataset.n = Number(sentence.dataset.n || 0) + 1 || sentence.dataset.n;
    });
    paint("noted", all("[data-about]").map((mark) => {
      const [place, words] = mark.dataset.about.split(".");
      const sentence = document.getElementById(place);
      return sentence && sentence.matches(".sentence") && rangeOf(sentence, ...words.split("-").map(Number));
    }));
  }

  function wake() {
    showNoted();
    const form = one(".draft .form--margin [name=sentence]");
    if (form) showChosen(form.form);
  }
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[name=sentence]")) return;
    showChosen(event.target.form);
    nameChosen(event.target.form);
  });
  document.addEventListener("htmx:after:swap", () => { close(); wake(); });
  document.addEventListener("DOMContentLoaded", () => {
    const draft = one(".draft[data-version]");
    if (draft && one("#offer")) {
      offerIn(draft);
      all("[data-scripted]").forEach((line) => { line.hidden = false; });
    }
    wake();
  });
})();
