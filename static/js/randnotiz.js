// Small comforts; every action works without them.
// A number as the pages write it: 0 to 9 in every language.
const written = (n) => n.toLocaleString(`${document.documentElement.lang}-u-nu-latn`);

// A counter under a text area says how many characters are left.
function countLeft(area) {
  const counter = document.getElementById(area.dataset.counter);
  if (!counter) return;
  const left = Number(area.dataset.longest) - [...area.value.trim()].length;
  counter.textContent = left >= 0
    ? counter.dataset.left.replace("{n}", written(left))
    : counter.dataset.over.replace("{n}", written(-left));
  counter.classList.toggle("error", left < 0);
}

// The field for a wording is shown only to those who suggest one.
function showWording(form) {
  const box = form.querySelector("[data-only-for]");
  if (!box) return;
  const kind = form.querySelector("[name=kind]:checked");
  box.hidden = !kind || kind.value !== box.dataset.onlyFor;
}

// Choosing a sentence puts its words into a wording that nobody has touched yet.
function offerWording(form) {
  const wording = form.querySelector("[data-wording]");
  const place = form.querySelector("[name=sentence]");
  if (!wording || !place || !place.selectedOptions) return;
  const option = place.selectedOptions[0];
  const untouched = wording.value.trim() === "" || wording.value === wording.dataset.offered;
  if (option && option.dataset.text && untouched) {
    wording.value = option.dataset.text;
    wording.dataset.offered = option.dataset.text;
  }
}

// An answer for an office says under whose name it will appear.
function nameOffice(form) {
  const line = form.querySelector("[data-office]");
  const office = form.querySelector("select[name=office]");
  if (!line || !office) return;
  line.dataset.plain = line.dataset.plain || line.textContent;
  line.textContent = office.value
    ? line.dataset.office.replace("{office}", office.selectedOptions[0].text)
    : line.dataset.plain;
}

function wake(root) {
  root.querySelectorAll("textarea[data-counter]").forEach(countLeft);
  root.querySelectorAll("form").forEach((form) => {
    showWording(form);
    nameOffice(form);
    if (form.dataset.offer) offerWording(form);
  });
  // What was asked for is done: the next one that waits, else the answer itself.
  const done = root.querySelector("[data-then]");
  if (done) {
    (document.getElementById(done.dataset.then) || done).focus();
    done.removeAttribute("data-then");
  }
  root.querySelectorAll("form[data-at-once]").forEach((form) => form.requestSubmit());
  const wanted = root.querySelector("[data-focus]");
  if (wanted) {
    wanted.focus();
    wanted.removeAttribute("data-focus"); // once: what comes later has a focus of its own
  }
}

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-counter]")) countLeft(event.target);
});
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form) return;
  if (event.target.name === "kind") showWording(form);
  if (event.target.name === "office") nameOffice(form);
  if (event.target.name === "kind" || event.target.name === "sentence") offerWording(form);
});
document.addEventListener("htmx:after:swap", () => wake(document));
document.addEventListener("DOMContentLoaded", () => wake(document));

// A link to a note opens the fold in which it lies.
function openFold() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest("details");
  if (fold && !fold.open) { fold.open = true; target.scrollIntoView(); }
}
addEventListener("hashchange", openFold);
addEventListener("DOMContentLoaded", openFold);

// The contents say where one is.
function spy(nav) {
  const links = new Map([...nav.querySelectorAll("a[href^='#']")].map((a) => [a.hash.slice(1), a]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    const line = atEnd ? innerHeight : 120;
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let here = headings[0];
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > line) break;
      here = heading;
      if (atEnd && heading === target) break;
    }
    links.forEach((link, id) => {
      if (here && id === here.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    const link = here && links.get(here.id);
    if (link && nav.scrollHeight > nav.clientHeight) nav.scrollTop = link.offsetTop - nav.clientHeight / 2;
  };
  new IntersectionObserver(mark, { rootMargin: "-100px 0px -60% 0px" }).observe(document.body);
  headings.forEach((heading) => new IntersectionObserver(mark).observe(heading));
  addEventListener("scrollend", mark);
  mark();
}
addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-spy]").forEach(spy));

// Cancel closes a form that was opened in the page; without it the link leads back.
document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-cancel]");
  if (!cancel) return;
  const form = cancel.closest(".asked") || cancel.closest("form"); // with what stands above it
  const place = form.parentElement;
  const opener = place.previousElementSibling && place.previousElementSibling.querySelector("a:last-child");
  event.preventDefault();
  form.remove();
  if (opener) opener.focus();
});

// Whoever writes without an account lets the device work for some seconds (work.js), beside the
// page and while they write. Sent before it is done, the form goes as soon as it is.
function startWork(form) {
  const line = form.querySelector("[data-work-line]");
  const answer = form.querySelector("[name=work]");
  if (!line || !answer || answer.value || form.dataset.working) return;
  const task = JSON.parse(form.dataset.task);
  form.dataset.working = "yes";
  line.textContent = line.dataset.working;
  const bar = document.createElement("progress");
  bar.max = task.maxNumber;
  bar.setAttribute("aria-label", line.dataset.working);
  line.after(bar);
  const finish = (words) => {
    delete form.dataset.working;
    bar.remove();
    line.textContent = words;
    if (form.dataset.sent) { delete form.dataset.sent; form.requestSubmit(); }
  };
  const worker = new Worker(form.dataset.work);
  worker.onerror = () => finish(line.dataset.failed);
  worker.onmessage = (event) => {
    if (event.data.tried !== undefined) { bar.value = event.data.tried; return; }
    worker.terminate();
    if (event.data.number === null) { finish(line.dataset.failed); return; }
    const { algorithm, challenge, salt, signature } = task;
    answer.value = btoa(JSON.stringify({ algorithm, challenge, salt, signature, number: event.data.number }));
    finish(line.dataset.done);
  };
  worker.postMessage(task);
}
const startAllWork = () => document.querySelectorAll("form[data-work]").forEach(startWork);
document.addEventListener("htmx:after:swap", startAllWork);
addEventListener("DOMContentLoaded", startAllWork);
document.addEventListener("submit", (event) => {
  if (!event.target.dataset.working) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.target.dataset.sent = "yes";
}, true);

// Whoever signs out, or deletes the account, leaves nothing typed behind on this device (keeping.js).
document.addEventListener("submit", (event) => {
  if (!["/sign-out", "/account/delete"].includes(event.target.getAttribute("action"))) return;
  document.documentElement.dataset.leaves = "yes";
  try {
    Object.keys(localStorage).filter((key) => key.startsWith("randnotiz:")).forEach((key) => localStorage.removeItem(key));
  } catch { /* this browser keeps nothing */ }
});
