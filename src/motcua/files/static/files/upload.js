/* <motcua-upload> around <input type=file name=paper>: sends piece by piece (tus 1.0) and goes on after a broken line.
   The form then carries paper-upload=<token>; without script it is a plain multipart form. Markup: files/README.md */
const PIECE = 4 << 20, TUS = { "Tus-Resumable": "1.0.0" };
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const pause = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));

class MotcuaUpload extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.input?.addEventListener("change", () => this.begin());
    if (this.input?.files.length) this.begin();  // chosen before this script had arrived
  }

  async begin() {
    if (!this.input.multiple) this.querySelectorAll(".upload-row").forEach((row) => row.remove());
    const sent = await Promise.all([...this.input.files].map((file) => this.send(file)));
    if (sent.some(Boolean)) this.input.value = "";
    this.dispatchEvent(new CustomEvent("uploaded", { bubbles: true }));
  }

  row(file) {
    const [row, bar, text, cancel] = ["p", "progress", "span", "button"].map((tag) => document.createElement(tag));
    row.className = "upload-row";
    text.role = "status";
    cancel.type = "button";
    cancel.textContent = this.dataset.cancel;
    cancel.ariaLabel = `${this.dataset.cancel}: ${file.name}`;
    bar.max = file.size;
    bar.ariaLabel = file.name;
    row.append(`${file.name} `, bar, " ", text, " ", cancel);
    this.append(row);
    return { row, bar, text, cancel };
  }

  async send(file) {
    const shown = this.row(file), stop = new AbortController();
    shown.cancel.onclick = () => stop.abort();
    shown.text.textContent = this.dataset.sending;
    try {
      const address = await this.create(file, stop.signal);
      await this.push(file, address, shown, stop.signal);
      const token = address.split("/").filter(Boolean).pop();
      const name = `${this.input.name}-upload`;
      shown.row.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: token }));
      shown.text.textContent = this.dataset.done;
      shown.cancel.onclick = () => { shown.row.remove(); this.ask(address, { method: "DELETE" }); };
      return token;
    } catch (error) {
      if (stop.signal.aborted) shown.row.remove();
      else shown.text.textContent = error.told || this.dataset.failed;
      return "";
    }
  }

  async create(file, signal) {
    const accepts = this.dataset.accepts || "pdf,image";
    const about = `filename ${base64(file.name)},accepts ${base64(accepts)}`;
    const headers = { "Upload-Length": file.size, "Upload-Metadata": about };
    return (await this.ask(this.dataset.endpoint, { method: "POST", headers, signal })).headers.get("Location");
  }

  async push(file, address, shown, signal) {
    for (let at = 0, tries = 0; at < file.size; shown.bar.value = at) {
      try {
        const headers = { "Upload-Offset": at, "Content-Type": "application/offset+octet-stream" };
        const body = file.slice(at, at + PIECE);
        at = +(await this.ask(address, { method: "PATCH", headers, body, signal })).headers.get("Upload-Offset");
        tries = 0;
        shown.text.textContent = this.dataset.sending;
      } catch (error) {
        if (signal.aborted || error.told || ++tries > 8) throw error;
        shown.text.textContent = this.dataset.waiting;
        await pause(Math.min(2 ** tries, 30));
        const place = await this.ask(address, { method: "HEAD", signal }).catch(() => null);
        if (place) at = +place.headers.get("Upload-Offset");
      }
    }
  }

  async ask(address, options) {
    const secret = this.closest("form").elements.csrfmiddlewaretoken.value;
    const answer = await fetch(address, { ...options, headers: { ...TUS, "X-CSRFToken": secret, ...options.headers } });
    if (answer.ok) return answer;
    const error = new Error(answer.status);
    if (answer.status < 500 && answer.status !== 409) error.told = await answer.text();
    throw error;
  }
}
customElements.define("motcua-upload", MotcuaUpload);
