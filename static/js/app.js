// What every page has: forms that go out once, notices when a live part cannot be updated, shown passwords.
// Its words come from the page (data-text-* on <body>), so that they are translated in one place.
"use strict";

const body = document.body;

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

// A tab left open over a new sign-in in another tab holds an old token; the cookie holds the one that counts.
function freshenToken(form) {
  const field = form.querySelector("input[name=csrfmiddlewaretoken]");
  const token = cookie("csrftoken");
  if (field && token) field.value = token;
}

// A form goes out once. The buttons are disabled only after the browser has read them: the pressed one's name counts.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  freshenToken(form);
  // data-repeatable: the answer is a download, the page stays.
  if ("repeatable" in form.dataset) return;
  form.dataset.sent = "yes";
  setTimeout(() => setButtons(form, true), 0);
  // A load that was stopped must not leave dead buttons; the server knows a form by its one-time key.
  setTimeout(() => release(form), 20000);
});

function release(form) {
  delete form.dataset.sent;
  setButtons(form, false);
}

function setButtons(form, busy) {
  for (const button of form.elements) {
    if (button.type !== "submit" || (busy && button.disabled)) continue;
    if (!busy && !button.hasAttribute("aria-busy")) continue;
    button.disabled = busy;
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}

// "Back" shows the page as it was left.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach(release);
});

// Live parts (htmx)
const place = document.getElementById("live-notice");

function showNotice(text, link) {
  // A part that asks every few seconds must not announce the same thing every few seconds.
  if (place.dataset.text === text) return;
  place.dataset.text = text;
  const notice = document.getElementById("notice").content.cloneNode(true);
  const words = notice.querySelector("[data-words]");
  words.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.target = "_blank";
    anchor.textContent = link.text;
    words.append(" ", anchor);
  }
  place.replaceChildren(notice);
}

function clearNotice() {
  delete place.dataset.text;
  place.replaceChildren();
}

body.addEventListener("htmx:configRequest", (event) => {
  const token = cookie("csrftoken");
  if (!token || event.detail.verb === "get") return;
  event.detail.headers["X-CSRFToken"] = token;
  if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = token;
});

// The sign-in page came instead of a part: it must not be put into this one.
body.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL || location.href);
  if (answered.pathname !== body.dataset.signIn) {
    if (event.detail.xhr.status < 400) clearNotice();
    return;
  }
  event.detail.shouldSwap = false;
  showNotice(body.dataset.textEnded, { href: body.dataset.signIn, text: body.dataset.textEndedLink });
});
body.addEventListener("htmx:responseError", () => showNotice(body.dataset.textFailed));
body.addEventListener("htmx:sendError", () => showNotice(body.dataset.textOffline));
body.addEventListener("htmx:timeout", () => showNotice(body.dataset.textOffline));

// Passwords can be looked at.
for (const button of document.querySelectorAll("[data-reveal]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.reveal);
    const shown = input.type === "password";
    const label = button.getAttribute("aria-label");
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-label", button.dataset.otherLabel);
    button.dataset.otherLabel = label;
    const drawing = button.querySelector("use");
    drawing.setAttribute("href", drawing.getAttribute("href").replace(/#.*$/, shown ? "#eye-slash" : "#eye"));
  });
}

// A word of the server about a text that has been changed since: the next look at the form says what is true then.
document.addEventListener("input", ({ target }) => {
  if (target.getAttribute("aria-invalid") !== "true") return;
  target.removeAttribute("aria-invalid");
  target.classList.remove("is-invalid");
  document.getElementById(`${target.id}_error`)?.classList.add("d-none");
}, true);

// After a refused form the first field in question has the focus.
document.querySelector("main [aria-invalid=true]")?.focus();
