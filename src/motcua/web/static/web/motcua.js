// Small helps for pages that already work without them. No framework, no inline code.
"use strict";

const status = (text) => {
  const place = document.getElementById("status");
  if (place) place.textContent = text;
};

// A form is sent once: the pressed button stays focusable and says what happens.
document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  delete form.dataset.changed;
  if (!button?.dataset.busy) return;
  button.dataset.words = button.textContent;
  setTimeout(() => {
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy;
    status(button.dataset.busy);
  });
});

// Coming back through the browser's history, or a downloaded answer, frees the form again.
const free = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-words]")) {
    button.textContent = button.dataset.words;
    button.removeAttribute("aria-disabled");
  }
};
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));
document.addEventListener("htmx:after:request", (event) => {
  const form = event.target.closest?.("form");
  if (form) free(form);
});

// <form data-guard>: leaving with unsaved changes asks first.
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && "guard" in form.dataset) form.dataset.changed = "yes";
});
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]")) event.preventDefault();
});

// <form data-autosave="/address/" data-saved="Saved at">: a quiet POST some seconds after typing stops.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" },
      }).catch(() => null);
      if (!answer?.ok) return;
      delete form.dataset.changed;
      const said = `${form.dataset.saved ?? ""} ${new Date().toTimeString().slice(0, 5)}`;
      const place = form.querySelector("[data-saved-at]");
      if (place) place.textContent = said;
    }, 3000);
  });
}

// <textarea data-count="Characters left:" maxlength>
for (const area of document.querySelectorAll("textarea[data-count]")) {
  const left = document.createElement("span");
  left.className = "hint";
  const count = () => { left.textContent = `${area.dataset.count} ${area.maxLength - area.value.length}`; };
  const hint = area.nextElementSibling;
  hint?.classList.contains("hint") ? hint.replaceWith(left) : area.after(left);
  area.addEventListener("input", count);
  count();
}

// Buttons that only make sense with JavaScript are hidden until now.
for (const button of document.querySelectorAll("[data-copy],[data-print]")) button.hidden = false;
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy],[data-print]");
  if (!button) return;
  if ("print" in button.dataset) return print();
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.closest("[data-copied]")?.dataset.copied ?? "✓";
  button.textContent = words;
  status(words);
});

// <input type=checkbox data-all="name">: ticks every box of that name in its form.
document.addEventListener("change", (event) => {
  const name = event.target.dataset.all;
  if (!name) return;
  for (const box of event.target.form.querySelectorAll(`input[name="${name}"]`)) box.checked = event.target.checked;
});

// After a swap: the error summary or whatever asks for it gets the focus; others are announced.
document.addEventListener("htmx:after:swap", () => {
  document.querySelector(".errors[autofocus], [data-focus]")?.focus();
  const said = document.querySelector("[data-announce]");
  if (said) status(said.dataset.announce);
});
document.querySelector(".errors[autofocus]")?.focus();
