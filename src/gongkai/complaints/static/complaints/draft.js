// A draft of the matter on this device. Everything works without this file.
// What was typed on the other pages of the form travels in hidden fields, so each page keeps all of it.
(() => {
  "use strict";
  const KEY = "gongkai.matter.draft";
  const DAYS = 7;
  // Who reports, whom it is against and the photos never stay on the device; nor what is the form's own.
  const NOT_KEPT = new Set([
    "name", "telephone", "email", "by_email", "against_unit", "against_words", "photos",
    "csrfmiddlewaretoken", "token", "at", "safe", "back", "homepage", "same",
  ]);
  const $ = (selector, within = document) => within.querySelector(selector);

  // A browser may forbid storage altogether; then there are no drafts.
  const store = {
    read() {
      try {
        const draft = JSON.parse(localStorage.getItem(KEY) || "null");
        if (draft && Date.now() - draft.at < DAYS * 864e5 && draft.values instanceof Object) return draft;
        localStorage.removeItem(KEY);
      } catch { /* no storage, or not ours */ }
      return null;
    },
    write(values) {
      try {
        localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), values }));
        return true;
      } catch {
        return false;
      }
    },
    drop() {
      try {
        localStorage.removeItem(KEY);
      } catch { /* nothing was kept */ }
    },
  };

  if ($("[data-draft-over]")) store.drop();
  const form = $("[data-report]"), said = $("[data-draft-said]");
  if (!form || !said) {
    store.read(); // lets one that is too old go
    return;
  }
  const offer = $("[data-draft-offer]"), status = $("[data-draft-status]", said);
  const offered = () => offer && !offer.hidden;
  const fields = () => [...form.elements].filter((field) => field.name && field.type !== "submit" && !NOT_KEPT.has(field.name));
  const ticked = (field) => field.type === "radio" || field.type === "checkbox";

  // ------------------------------------------------------------------ keeping
  const values = () => {
    const kept = {};
    for (const field of fields()) {
      kept[field.name] ||= [];
      if (!ticked(field) || field.checked) kept[field.name].push(field.value);
    }
    return kept;
  };
  const beginning = JSON.stringify(values());
  let timer = 0;
  const rest = () => {
    clearTimeout(timer);
    timer = 0;
  };
  const save = () => {
    rest();
    if (!form.hasAttribute("data-sent") && JSON.stringify(values()) === beginning) return;
    if (!store.write(values())) return;
    said.hidden = false;
    status.textContent = "";
  };
  form.addEventListener("input", () => {
    // While an older draft is on offer it is not written over: nothing that was typed is lost.
    if (offered()) return;
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  form.addEventListener("submit", () => {
    if (!offered()) save();
  });
  addEventListener("pagehide", () => {
    if (timer && !offered()) save();
  });

  // ------------------------------------------------------------------ bringing back
  const restore = (kept) => {
    for (const [name, found] of Object.entries(kept)) {
      if (NOT_KEPT.has(name) || !Array.isArray(found)) continue;
      const here = fields().filter((field) => field.name === name);
      for (const field of here) {
        if (ticked(field)) field.checked = found.includes(field.value);
        else field.value = String(found[0] ?? "");
      }
      // What belongs on the pages that follow travels along, as it does when somebody goes back.
      for (const value of here.length ? [] : found) {
        const hidden = document.createElement("input");
        Object.assign(hidden, { type: "hidden", name, value: String(value) });
        form.append(hidden);
      }
    }
  };
  const draft = store.read();
  if (offer && draft) {
    $("[data-draft-time]", offer).textContent = new Date(draft.at).toLocaleString(document.documentElement.lang);
    offer.hidden = false;
    $("[data-draft-restore]", offer).addEventListener("click", () => {
      restore(draft.values);
      offer.hidden = true;
      said.hidden = false;
      form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
      form.elements.text.focus();
    });
  }
  for (const button of document.querySelectorAll("[data-draft-drop]")) {
    button.addEventListener("click", () => {
      rest();
      store.drop();
      if (offered()) {
        offer.hidden = true;
        form.elements.text.focus();
      }
      status.textContent = status.dataset.textDropped;
    });
  }
  if (form.hasAttribute("data-sent")) save();
})();
