// What somebody types and has not sent is kept on this device: by process and place, for seven
// days at most, until it is sent or thrown away, and never beyond signing out. Without this the
// server sets it aside while somebody signs in, and gives it back whenever it refuses something.
"use strict";
(() => {
  const MARK = "randnotiz:";
  const LONGEST = 7 * 24 * 3600 * 1000;
  const one = (wanted, root = document) => root.querySelector(wanted);
  const all = (wanted, root = document) => [...root.querySelectorAll(wanted)];
  const slug = (location.pathname.match(/^\/p\/([^/]+)/) || [])[1] || "";
  // Somebody else who signs in on this device is not shown it.
  const who = () => (one('.site a[href="/account"]') || {}).textContent || "";

  function keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(MARK));
    } catch { return []; } // the browser keeps nothing
  }
  function read(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(MARK + key));
      if (!kept || Date.now() - kept.at > LONGEST) return drop(key);
      return kept.who && kept.who !== who() ? null : kept;
    } catch { return null; }
  }
  function write(key, kept) {
    try {
      localStorage.setItem(MARK + key, JSON.stringify(kept));
      return true;
    } catch { return false; }
  }
  function drop(key) {
    try { localStorage.removeItem(MARK + key); } catch { /* it keeps nothing */ }
    return null;
  }

  function say(form, words) {
    const box = one("[data-kept]", form);
    if (!box) return;
    const line = one("p", box);
    line.textContent = words.map((name) => line.dataset[name]).join(" ");
    box.hidden = !words.length;
  }

  // For whom a guest speaks; of who is signed in the server knows it.
  const aboutSelf = (form) => (one("[name=signed]", form) ? [] : all(".self [name]", form));
  const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
  function fillSelf(form, kept) {
    const empty = aboutSelf(form).filter((field) => !valueOf(field) && kept[field.name]);
    empty.forEach((field) => {
      if (field.type === "checkbox") field.checked = true;
      else field.value = kept[field.name]; // an option that is gone stays unchosen
    });
    if (empty.length) one(".self", form).open = true;
  }

  const typedIn = (form) => ({
    self: Object.fromEntries(aboutSelf(form).map((field) => [field.name, valueOf(field)])),
    text: one("[name=text]", form).value,
    wording: (one("[name=proposed_wording]", form) || {}).value || "",
    offered: (one("[name=proposed_wording]", form) || { dataset: {} }).dataset.offered || "",
    kind: (one("[name=kind]:checked", form) || {}).value || "",
    sentence: (one("[name=sentence]", form) || {}).value || "",
    version: (one("[name=version]", form) || {}).value || "",
  });
  const isSomething = (typed) => typed.text.trim()
    || (typed.kind === "suggestion" && typed.wording.trim() && typed.wording !== typed.offered);

  function keep(form) {
    if (document.documentElement.dataset.leaves) return; // signing out: nothing stays
    const key = form.dataset.keep;
    const typed = typedIn(form);
    if (!isSomething(typed)) { drop(key); say(form, []); return; }
    if (write(key, { ...typed, who: who(), at: Date.now() })) say(form, ["keptNow"]);
  }

  // A form that the server filled (after an error, after signing in) stays as it is.
  function fill(form) {
    form.dataset.minded = "yes";
    const kept = read(form.dataset.keep);
    const text = one("[name=text]", form);
    if (!kept || !isSomething(kept) || text.value.trim()) return;
    text.value = kept.text;
    fillSelf(form, kept.self || {});
    const place = one("[name=sentence]", form);
    if (place && kept.version === one("[name=version]", form).value) {
      const wanted = [kept.sentence, kept.sentence.split(".")[0]]
        .find((value) => [...place.options].some((option) => option.value === value));
      if (!place.value && wanted) place.value = wanted;
      const kind = one(`[name=kind][value="${kept.kind}"]`, form);
      if (kind) kind.checked = true;
      if (kept.kind === "suggestion" && kept.wording) one("[name=proposed_wording]", form).value = kept.wording;
      place.dispatchEvent(new Event("change", { bubbles: true }));
      if (kind) kind.dispatchEvent(new Event("change", { bubbles: true }));
    }
    text.dispatchEvent(new Event("input", { bubbles: true }));
    say(form, ["keptBack", "keptNow"]);
  }

  // What waits for a passage of this page is offered there again; where nobody can write any
  // more, it can be copied.
  function offerAgain() {
    const template = one("#resume");
    if (!template) return;
    keys().map((key) => key.slice(MARK.length)).filter((key) => key.startsWith(`${slug}/`)).forEach((key) => {
      const place = key.slice(slug.length + 1);
      const kept = read(key);
      const home = document.getElementById(`write-${place}`);
      const near = home || one(".block__foot", document.getElementById(place) || document.createElement("p"));
      if (!kept || !isSomething(kept) || !near || (home && home.childElementCount)) return;
      const box = template.content.firstElementChild.cloneNode(true);
      one("textarea", box).value = [kept.text, kept.kind === "suggestion" ? kept.wording : ""].filter(Boolean).join("\n\n");
      const link = one("[data-write]", box);
      if (link && home) {
        const [number, words] = kept.sentence.split(".");
        const query = new URLSearchParams({ at: number ? `${place}-${number}` : place, version: kept.version });
        if (words) query.set("words", words);
        const here = new URLSearchParams(location.search);
        ["text", "lang"].filter((name) => here.has(name)).forEach((name) => query.set(name, here.get(name)));
        link.href = `/p/${slug}/comments/new?${query}`;
        link.setAttribute("hx-get", link.getAttribute("href"));
        link.setAttribute("hx-target", `#write-${place}`);
      } else if (link) link.remove();
      one("[data-drop]", box).addEventListener("click", () => { drop(key); box.remove(); });
      if (home) home.append(box);
      else near.after(box);
      if (window.htmx) htmx.process(box);
    });
  }

  // Sent with a new page: what was sent is no longer kept, unless that page refuses it.
  function settle() {
    const refused = one('[role="alert"]');
    keys().map((key) => key.slice(MARK.length)).forEach((key) => {
      const kept = read(key);
      if (!kept || !kept.sent) return;
      if (refused || all("form[data-keep]").some((form) => form.dataset.keep === key)) write(key, { ...kept, sent: false });
      else drop(key);
    });
  }

  function wake() {
    all("[data-sent]").forEach((sent) => drop(sent.dataset.sent));
    all("form[data-keep]:not([data-minded])").forEach(fill);
  }
  let wait = 0;
  const note = (event) => {
    const form = event.target.closest && event.target.closest("form[data-keep]");
    if (!form || !event.isTrusted) return;
    clearTimeout(wait);
    wait = setTimeout(() => form.isConnected && keep(form), 300);
  };
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  addEventListener("pagehide", () => all("form[data-keep]").forEach((form) => {
    if (isSomething(typedIn(form)) && !form.dataset.gone) keep(form);
  }));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const again = !form.dataset.keep && one("[name=target]", form); // sent once more (_again.html)
    const key = again ? `${slug}/${again.value}` : form.dataset.keep;
    if (!key) return;
    const typed = typedIn(form);
    if (isSomething(typed) && (again || !window.htmx)) {
      form.dataset.gone = "yes";
      write(key, { ...typed, who: who(), at: Date.now(), sent: true });
    } else keep(form);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest("[data-drop]") && event.target.closest("form[data-keep]");
    if (!form) return;
    clearTimeout(wait);
    drop(form.dataset.keep);
    one("[name=text]", form).value = "";
    const wording = one("[name=proposed_wording]", form);
    if (wording) wording.value = wording.dataset.offered;
    one("[name=text]", form).dispatchEvent(new Event("input", { bubbles: true }));
    say(form, []);
    one("[name=text]", form).focus();
  });
  document.addEventListener("htmx:after:swap", wake);
  document.addEventListener("DOMContentLoaded", () => { settle(); wake(); offerAgain(); });
})();
