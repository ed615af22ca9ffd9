// Takes a template into the composer: [data-template-version][data-template-body] buttons of the picker
// (templates/templates_app/picker/), which come by htmx. What stood there before comes back with one press.

const before = new WeakMap();

function put(field, value) {
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function taken(form, names) {
  return Object.fromEntries(names.map((name) => [name, form.elements[name]?.value ?? ""]));
}

function choosePurpose(form, purpose) {
  const box = form.querySelector(`input[name=purpose][value="${CSS.escape(purpose)}"]`);
  if (!box || box.checked) return;
  box.checked = true;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function take(form, { templateBody, templateSubject, templatePurpose, templateVersion }) {
  const undo = form.querySelector("[data-template-undo]");
  const own = taken(form, ["body", "subject", "purpose", "template_version"]);
  if (own.body.trim() !== "") before.set(form, own);
  undo?.classList.toggle("d-none", !before.has(form));
  put(form.elements.body, templateBody);
  // A subject of one's own is left alone.
  if (templateSubject && own.subject === "") put(form.elements.subject, templateSubject);
  if (templatePurpose) choosePurpose(form, templatePurpose);
  form.elements.template_version.value = templateVersion;
  form.elements.body.focus();
}

function giveBack(form, button) {
  const own = before.get(form);
  if (!own) return;
  before.delete(form);
  button.classList.add("d-none");
  put(form.elements.body, own.body);
  put(form.elements.subject, own.subject);
  choosePurpose(form, own.purpose);
  form.elements.template_version.value = own.template_version;
  form.elements.body.focus();
}

document.addEventListener("click", ({ target }) => {
  const chosen = target.closest("button[data-template-version][data-template-body]");
  const form = document.getElementById("composer");
  if (chosen && form) {
    const picker = chosen.closest(".offcanvas");
    // The field has the focus once the picker has gone, and not the button that opened it.
    if (picker) {
      picker.addEventListener("hidden.bs.offcanvas", () => form.elements.body.focus(), { once: true });
      window.bootstrap?.Offcanvas.getInstance(picker)?.hide();
    }
    take(form, chosen.dataset);
    return;
  }
  const undo = target.closest("[data-template-undo]");
  if (undo && form) giveBack(form, undo);
});
