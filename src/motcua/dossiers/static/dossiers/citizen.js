// Small helps for filing; every page works without them.
"use strict";

// <div data-when="question=value …">: shown only while every condition holds. The server decides again when it is sent.
const parts = [...document.querySelectorAll("[data-when]")];
const answer = (form, name) => {
  const field = form.elements[name];
  if (!field) return "";
  return field.type === "checkbox" ? String(field.checked) : field.value;
};
const open = () => {
  for (const part of parts) {
    const form = part.closest("form");
    part.hidden = !part.dataset.when.split(" ").every((pair) => {
      const at = pair.indexOf("=");
      return answer(form, pair.slice(0, at)) === pair.slice(at + 1);
    });
  }
};
if (parts.length) {
  for (const hint of document.querySelectorAll("[data-plain]")) hint.hidden = true;
  document.addEventListener("change", open);
  open();
}

// <form data-keep="Saved at">: a quiet save some seconds after typing stops; each save gives the next revision.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let timer, under;
  const said = (text) => { form.querySelector("[data-saved-at]").textContent = text; };
  const keep = async () => {
    const response = await fetch(location.href, {
      method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" },
    }).catch(() => null);
    under = undefined;
    if (response?.status === 204) {
      form.elements.revision.value = response.headers.get("X-Revision");
      delete form.dataset.changed;
      said(`${form.dataset.keep} ${new Date().toTimeString().slice(0, 5)}`);
    } else if (response?.status === 409) said(form.dataset.clash);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { under = keep(); }, 3000);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!under) return;
    event.preventDefault();  // a save is under way: send when it has told the new revision
    event.stopPropagation();
    under.then(() => form.requestSubmit(event.submitter));
  });
}

// <form data-uploads="…">: not sent while a file is still on its way.
for (const form of document.querySelectorAll("form[data-uploads]")) {
  const busy = (upload) => [...upload.querySelectorAll(".upload-row span")]
    .some((said) => [upload.dataset.sending, upload.dataset.waiting].includes(said.textContent));
  form.addEventListener("submit", (event) => {
    if (![...form.querySelectorAll("motcua-upload")].some(busy)) return;
    event.preventDefault();
    event.stopPropagation();
    const place = document.getElementById("status");
    place.textContent = form.dataset.uploads;
    place.classList.remove("hidden");
  });
}

// <motcua-picker> around a select with many options: a box that shortens the list, with or without marks.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
customElements.define("motcua-picker", class extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select"), options = [...select.options];
    const id = `${select.id}-words`;
    const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: this.dataset.label });
    const box = Object.assign(document.createElement("input"), { type: "search", id, autocomplete: "off" });
    const found = Object.assign(document.createElement("span"), { className: "hint", role: "status" });
    const field = Object.assign(document.createElement("div"), { className: "field" });
    field.append(label, box, found);
    this.prepend(field);
    box.addEventListener("input", () => {
      const words = plain(box.value).split(/\s+/).filter(Boolean);
      const fits = options.filter((option) => option.value && words.every((word) => plain(option.text).includes(word)));
      select.replaceChildren(...(words.length ? fits : options));
      if (words.length && fits.length) select.value = fits[0].value;
      found.textContent = words.length && !fits.length ? this.dataset.none : words.length ? String(fits.length) : "";
    });
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
});
