// What the server does not have yet, kept on this device under `data-autosave-key`.

import { fill } from "./labels.js";

const PREFIX = "gongkai.copy.";
const KEEP_DAYS = 7; // an office computer is shared: unsaved words do not lie about for ever
const NEVER = ["csrfmiddlewaretoken", "version"];

const keepable = (field) => field.name && !field.disabled && !NEVER.includes(field.name)
  && !/^(hidden|file|password|submit|button|reset|image|fieldset|output|object)$/.test(field.type);

export class LocalCopy {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.autosaveKey ? PREFIX + form.dataset.autosaveKey : "";
    this.timer = 0;
    if (this.key) forgetOld();
  }

  keepSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 400);
  }

  keep() {
    clearTimeout(this.timer);
    if (!this.key) return;
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields: this.fields() }));
    } catch {
      // Full or forbidden storage: the server copy is the one that counts.
    }
  }

  forget() {
    clearTimeout(this.timer);
    if (this.key) localStorage.removeItem(this.key);
  }

  fields() {
    const names = new Set([...this.form.elements].filter(keepable).map((field) => field.name));
    return [...new FormData(this.form)].filter(([name, value]) => names.has(name) && typeof value === "string");
  }

  /** The copy, when it is younger than what the server sent and says something else. */
  newer() {
    let kept = null;
    try {
      kept = this.key && JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
    if (!kept) return null;
    const savedAt = Date.parse(this.form.dataset.autosaveSavedAt || "") || 0;
    if (kept.at > savedAt && JSON.stringify(kept.fields) !== JSON.stringify(this.fields())) return kept;
    this.forget();
    return null;
  }

  restore({ fields }) {
    const values = new Map();
    for (const [name, value] of fields) values.set(name, [...(values.get(name) || []), value]);
    for (const field of [...this.form.elements].filter(keepable)) {
      const given = values.get(field.name) || [];
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = given.includes(field.value);
      else if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = given.includes(option.value);
      } else if (given.length) field.value = given.shift();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

function forgetOld() {
  const oldest = Date.now() - KEEP_DAYS * 86400000;
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    try {
      if (JSON.parse(localStorage.getItem(key)).at < oldest) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}

/** Ask, at the top of the form, whether the copy is to come back. Nothing is replaced unasked. */
export function showOffer(form, copy, labels, actions) {
  const box = document.createElement("div");
  box.className = "editor-offer notice";
  box.setAttribute("role", "region");
  const sentence = document.createElement("p");
  const time = new Date(copy.at).toLocaleString(document.documentElement.lang || undefined, { dateStyle: "medium", timeStyle: "short" });
  sentence.textContent = fill(labels.offer, { time });
  box.setAttribute("aria-label", sentence.textContent);
  box.append(sentence);
  for (const name of ["restore", "discard"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button editor-button";
    button.dataset.offer = name;
    button.textContent = labels[name];
    button.addEventListener("click", () => {
      actions[name]();
      box.remove();
    });
    box.append(button);
  }
  form.prepend(box);
}
