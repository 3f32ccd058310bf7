// The inbox and a note in its group's room by keyboard, and the word to colleagues that one writes.
// Every key stands for a link or a control of the page; without this script all of it works by these.
"use strict";
(() => {
  const OFF = "randnotiz-keys-off"; // WCAG 2.2, 2.1.4: single keys can be switched off
  const DESK = "#desk, [data-desk]"; // where keys mean something
  const one = (wanted, root = document) => root.querySelector(wanted);
  const isOff = () => { try { return localStorage.getItem(OFF) === "yes"; } catch { return false; } };
  const switchTo = (on) => {
    try { on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes"); } catch { /* it keeps nothing */ }
    document.documentElement.dataset.keys = on ? "on" : "off";
    document.querySelectorAll("[data-keys]").forEach((box) => { if (box.matches("input")) box.checked = on; });
  };

  // Whoever types, or chooses from a list, types.
  const types = (element) => element.closest && element.closest("input, textarea, select, [contenteditable]");

  const listed = () => [...document.querySelectorAll(".inbox a")];
  function step(by) {
    const items = listed();
    const at = items.findIndex((item) => item.getAttribute("aria-current"));
    const next = at < 0 ? items[0] : items[at + by];
    const further = items.length
      ? (by > 0 ? one('.desk__list [rel="next"]') : null)
      : one(`[data-desk] [rel="${by > 0 ? "next" : "prev"}"]`);
    const link = next || further;
    if (link) location.assign(link.href);
  }
  function open(element) {
    if (!element) return;
    const fold = element.matches("summary") ? element.parentElement : element.closest("details");
    if (fold) fold.open = true;
    if (element.matches("a")) { location.assign(element.href); return; }
    if (element.matches("button")) { // a space typed too early must press nothing
      const form = element.closest("form");
      form.tabIndex = -1;
      form.focus();
      return;
    }
    const field = element.matches("summary") && one("textarea, select, input:not([type=hidden])", fold);
    (field || element).focus();
  }
  const choose = (name, value) => {
    const radio = one(`#answer [name=${name}][value=${value}]`);
    if (radio) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
    return radio;
  };

  const deeds = {
    j: () => step(1),
    k: () => step(-1),
    a: () => {
      choose("voice", "self");
      open(one("#answer textarea") || one('[data-key="a"]'));
    },
    o: () => { if (choose("voice", "office")) open(one("#answer [name=office]")); else open(one('[data-key="i"]')); },
    t: () => open(one("#answer [data-modules], #answer [name=module], [data-key='t']")),
    h: () => open(one('[data-key="h"]')),
    m: () => open(one('[data-key="m"]')),
    v: () => open(one('[data-key="v"]')),
    u: () => {
      const list = one("[data-list]");
      if (list && list.offsetParent) { location.assign(list.href); return; } // on a phone
      const here = one(".inbox [aria-current]") || listed()[0];
      if (here) { here.focus(); here.scrollIntoView({ block: "center" }); } else open(one('[data-key="u"]'));
    },
    e: () => open(one("#entscheiden [name=decision]:checked") || one("#entscheiden [name=decision]")),
    f: () => open(one("#filter > summary")),
    "?": () => { const help = one("#keys"); if (help && !help.open) help.showModal(); },
  };

  document.addEventListener("keydown", (event) => {
    const typing = types(event.target);
    if (typing && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("#answer, #entscheiden");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (typing && event.key === "Escape" && event.target.closest(DESK)) { event.target.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isOff() || (one("#keys") && one("#keys").open)) return;
    const deed = one(DESK) && deeds[event.key];
    if (deed) { event.preventDefault(); deed(); }
  });

  // Colleagues are told while somebody types: at once, then every minute. Nothing waits for it.
  let told = 0;
  async function tell(lease) {
    const answer = await fetch(lease.action, {
      method: "POST", body: new FormData(lease), headers: { "HX-Request": "true" },
    });
    const box = one("#writer");
    if (answer.ok && lease.isConnected && box) box.innerHTML = await answer.text();
  }
  document.addEventListener("input", (event) => {
    const lease = one("[data-lease]");
    if (!lease || !event.target.closest("#answer") || Date.now() - told < 60_000) return;
    told = Date.now();
    tell(lease).catch(() => { /* away for a moment: in a minute again */ });
  });

  // Whoever goes on, or has decided, is at the next thing: its heading is read, with what was done.
  const shown = () => { const note = one("#note [data-note]"); return note ? note.dataset.note : ""; };
  let last = "";
  function arrive() {
    const heading = one("#note [data-note] article :is(h2, h3), #note .lead");
    last = shown();
    if (!heading || one("#desk [role=alert]")) return;
    heading.tabIndex = -1;
    if (one("#getan")) heading.setAttribute("aria-describedby", "getan");
    heading.focus({ preventScroll: true });
    const at = heading.getBoundingClientRect(); // its form stood further down than the next one begins
    if (at.top < 0 || at.bottom > innerHeight) one("#note").scrollIntoView({ behavior: "instant" });
  }

  function wake() {
    told = 0;
    document.querySelectorAll("[data-lease]").forEach((form) => { form.hidden = true; });
    switchTo(!isOff());
  }
  document.addEventListener("click", (event) => {
    const help = event.target.closest("[data-help]");
    if (help && one("#keys")) { event.preventDefault(); one("#keys").showModal(); }
    if (event.target.closest("[data-close]")) one("#keys").close();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys]")) switchTo(event.target.checked);
  });
  // The address is that of what is shown: whoever loads again, or comes back, is where they were.
  function follow() {
    const here = one(".inbox a[aria-current]");
    if (here) history.replaceState(history.state, "", here.href);
    arrive();
  }
  document.addEventListener("htmx:after:swap", () => { if (one("[data-lease]:not([hidden])")) wake(); if (shown() !== last) follow(); });
  // Not before the browser has gone to the place itself, which takes the focus away.
  window.addEventListener("load", () => {
    if (location.hash === "#note") requestAnimationFrame(() => setTimeout(arrive));
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".keys__switch").forEach((line) => { line.hidden = false; });
    wake();
    last = shown();
  });
})();
