// The wall by keys: an arrow leads on, a digit decides. Every key stands for a link or a control of
// the page; without this script all of it works by these.
"use strict";
(() => {
  const OFF = "randnotiz-keys-off"; // WCAG 2.2, 2.1.4: single keys can be switched off, as in the inbox
  const one = (wanted, root = document) => root.querySelector(wanted);
  const isOff = () => { try { return localStorage.getItem(OFF) === "yes"; } catch { return false; } };
  const switchTo = (on) => {
    try { on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes"); } catch { /* it keeps nothing */ }
    document.documentElement.dataset.keys = on ? "on" : "off";
    document.querySelectorAll("input[data-keys]").forEach((box) => { box.checked = on; });
  };
  const types = (element) => element.closest && element.closest("input:not([type=radio], [type=checkbox]), textarea, select");
  const form = () => one("#decide");
  const chosen = () => form() && one("[name=decision]:checked", form());

  function follow(rel) {
    const link = one(`.wall__nav [rel="${rel}"]`);
    if (link) location.assign(link.href);
  }
  // What a decision must say, the server asks again; here the cursor goes to what is missing.
  function missing() {
    const said = chosen() && chosen().value;
    if (!said || form().dataset.settles !== "yes" || said === "adopted") return null;
    const asked = said === "out_of_scope" ? ["reason", "passed_on_to"] : ["reason"];
    return asked.map((name) => form().elements[name]).find((field) => !field.value.trim()) || null;
  }
  function tell(field) {
    form().querySelectorAll("[data-missing]").forEach((words) => { words.hidden = true; });
    ["reason", "passed_on_to"].forEach((name) => form().elements[name].removeAttribute("aria-invalid"));
    if (!field) return;
    one(`#${field.getAttribute("aria-describedby")}`).hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }
  function decide(position) {
    const key = form() && form().querySelectorAll("[name=decision]")[position - 1];
    if (!key) return;
    key.checked = true;
    tell(null);
    if (key.value === "adopted") form().requestSubmit();
    else form().elements.reason.focus();
  }

  let sent = false; // a key held down, or pressed twice, decides once
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    const field = missing();
    if (field || sent || !chosen()) {
      event.preventDefault();
      if (field) tell(field);
      return;
    }
    sent = true;
  });

  document.addEventListener("keydown", (event) => {
    const typing = types(event.target);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form() && form().contains(event.target)) {
      event.preventDefault();
      form().requestSubmit();
      return;
    }
    if (typing && event.key === "Escape") { event.target.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (isOff() || one("#keys").open) return;
    const isRadio = event.target.matches && event.target.matches("[type=radio]"); // its arrows choose
    const onward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = onward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    if (!isRadio && event.key === onward) follow("next");
    else if (!isRadio && event.key === back) follow("prev");
    else if (/^[1-6]$/.test(event.key)) decide(Number(event.key));
    else if (event.key === "?") one("#keys").showModal();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) one("#keys").showModal();
    if (event.target.closest("[data-close]")) one("#keys").close();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-keys]")) switchTo(event.target.checked);
  });
  addEventListener("pageshow", () => { sent = false; }); // who goes back may decide again
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-help]").forEach((button) => { button.hidden = false; });
    switchTo(!isOff());
  });
})();
