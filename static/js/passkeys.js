// Passkeys: asks the browser for one and sends its answer with the form it belongs to. The form
// is shown only where there are passkeys; beside it always stand ways that need no script.
"use strict";

const bytes = (text) => Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// What the server sent as text, as the browser wants it: bytes.
function opened(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    options[list] = (options[list] || []).map((key) => ({ ...key, id: bytes(key.id) }));
  }
  return options;
}

// What the browser answered, as text.
function closed(key) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) response[part] = text(key.response[part]);
  }
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
}

// The challenge; when the server wants something else first, it leads to a page.
async function asked(form) {
  const answer = await fetch(form.dataset.passkey, { method: "POST", body: new FormData(form) });
  const isOurs = (answer.headers.get("content-type") || "").startsWith("application/json");
  if (answer.ok && isOurs) return opened(await answer.json());
  if (answer.redirected) location.assign(answer.url);
  throw new Error("refused");
}

async function show(form) {
  const said = form.querySelector("[data-said]");
  const button = form.querySelector("button");
  said.textContent = form.dataset.wait;
  button.disabled = true;
  try {
    const publicKey = await asked(form);
    const isNew = "user" in publicKey;
    const key = await navigator.credentials[isNew ? "create" : "get"]({ publicKey });
    form.querySelector("[name=answer]").value = closed(key);
    form.submit();
  } catch (fault) {
    const known = { NotAllowedError: "none", InvalidStateError: "twice" };
    said.textContent = form.dataset[known[fault.name]] || form.dataset.fault;
    button.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-passkey]")) return;
  event.preventDefault();
  show(event.target);
});
document.addEventListener("DOMContentLoaded", () => {
  // They belong to a name: at an address of figures there are none.
  if (!window.PublicKeyCredential || /^[\d.]+$|^\[/.test(location.hostname)) return;
  document.querySelectorAll("[data-passkey]").forEach((form) => { form.hidden = false; });
  document.querySelectorAll("[data-without-passkey]").forEach((line) => { line.hidden = true; });
});
