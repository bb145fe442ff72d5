// The form for requests: a draft on this device, a look for what is public already, one click one request.
// Everything works without this file; the server keeps one request however often a form is sent.
(() => {
  "use strict";
  const KEY = "gongkai.request.draft";
  const DAYS = 7;
  // The number of the document and the files never leave the page before it is sent.
  const NOT_KEPT = new Set(["identity_number", "proof", "attachments", "csrfmiddlewaretoken", "token", "confirm"]);
  const $ = (selector, within = document) => within.querySelector(selector);
  const each = (selector, deed, within = document) => within.querySelectorAll(selector).forEach(deed);

  // A browser may forbid storage altogether; then there are no drafts.
  const store = {
    read() {
      try {
        const draft = JSON.parse(localStorage.getItem(KEY) || "null");
        if (draft && Date.now() - draft.at < DAYS * 864e5) return draft;
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
  const form = $("[data-apply]");
  if (!form) {
    store.read(); // lets one that is too old go
    return;
  }

  // ------------------------------------------------------------------ draft
  const offer = $("[data-draft-offer]");
  const said = $("[data-draft-said]");
  const status = $("[data-draft-status]");
  const fields = () => [...form.elements].filter((field) => field.name && !NOT_KEPT.has(field.name));
  const values = () => {
    const kept = {};
    for (const field of fields()) {
      if (field.type === "radio" || field.type === "checkbox") {
        kept[field.name] ||= [];
        if (field.checked) kept[field.name].push(field.value);
      } else if (field.type !== "submit") kept[field.name] = field.value;
    }
    return kept;
  };
  const beginning = JSON.stringify(values());
  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    if (JSON.stringify(values()) === beginning && !form.hasAttribute("data-sent")) return;
    if (!store.write(values())) return;
    said.hidden = false;
    status.textContent = "";
  };
  const restore = (kept) => {
    for (const field of fields()) {
      if (!(field.name in kept)) continue;
      const value = kept[field.name];
      if (field.type === "radio" || field.type === "checkbox") field.checked = value.includes(field.value);
      else if (field.type !== "submit" && field.type !== "hidden") field.value = value;
    }
  };
  const draft = store.read();
  if (draft && !form.hasAttribute("data-sent")) {
    const time = $("[data-draft-time]", offer);
    time.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang);
    offer.hidden = false;
  }
  $("[data-draft-restore]", offer).addEventListener("click", () => {
    restore(draft.values);
    offer.hidden = true;
    said.hidden = false;
    form.elements.subject.dispatchEvent(new Event("change"));
    (form.elements.name || form).focus();
  });
  each("[data-draft-drop]", (button) => button.addEventListener("click", () => {
    clearTimeout(timer);
    timer = 0; // or leaving the page would keep it again
    store.drop();
    if (!offer.hidden) {
      offer.hidden = true;
      form.elements.name.focus();
    }
    status.textContent = status.dataset.textDropped;
  }));
  form.addEventListener("input", () => {
    // While an older draft is on offer it is not written over: nothing that was typed is lost.
    if (!offer.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  addEventListener("pagehide", () => {
    if (timer && offer.hidden) save();
  });
  if (form.hasAttribute("data-sent")) save();

  // -------------------------------------------------------- already public?
  const found = $("[data-found]");
  const subject = form.elements.subject;
  let asked = "";
  let wait = 0;
  const show = (items) => {
    found.replaceChildren();
    if (!items.length) return;
    const title = document.createElement("p");
    title.textContent = form.dataset.textFound;
    const list = document.createElement("ul");
    for (const item of items.slice(0, 5)) {
      const link = document.createElement("a");
      link.href = new URL(item.url, location.href).pathname;
      link.target = "_blank";
      link.lang = "zh-Hans";
      link.textContent = item.title;
      const row = document.createElement("li");
      row.append(link);
      list.append(row);
    }
    found.append(title, list);
  };
  // A sentence rarely stands in a document as it is: if it is not found whole, its first telling words are tried.
  const tries = (words) => {
    if (!window.Intl?.Segmenter) return [words];
    const parts = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(words)];
    const telling = parts.filter((part) => part.isWordLike && !/\d/.test(part.segment) && part.segment.length > 1);
    const short = [3, 2].filter((most) => telling.length > most || (most === 2 && telling.length === 2));
    return [words, ...short.map((most) => telling.slice(0, most).map((part) => part.segment).join(" "))];
  };
  const ask = async (words) => {
    const answer = await fetch(`${form.dataset.search}?${new URLSearchParams({ q: words, limit: "5" })}`, {
      headers: { Accept: "application/json" },
      credentials: "omit",
    });
    return answer.ok ? (await answer.json()).items || [] : [];
  };
  const look = async () => {
    const words = subject.value.trim();
    if (words === asked) return;
    asked = words;
    let items = [];
    try {
      for (const some of words.length > 1 ? tries(words) : []) {
        items = await ask(some);
        if (items.length || words !== asked) break;
      }
    } catch {
      items = []; // a hint only: without it the form works as well
    }
    if (words === asked) show(items);
  };
  subject.addEventListener("change", look);
  subject.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(look, 700);
  });

  // ------------------------------------------------------------------ files
  each("input[type=file]", (input) => input.addEventListener("change", () => {
    const most = Number(form.dataset.maxBytes);
    const large = [...input.files].find((file) => file.size > most);
    input.setCustomValidity(large ? form.dataset.textLarge.replace("{name}", large.name) : "");
    if (large) input.reportValidity();
  }), form);

  // ---------------------------------------------------------------- sending
  const button = $("[data-send]", form);
  const label = button.textContent;
  let sending = false;
  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    if (offer.hidden) save();
    button.setAttribute("aria-disabled", "true");
    button.textContent = form.dataset.textSending;
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = false;
    button.removeAttribute("aria-disabled");
    button.textContent = label;
  });
})();
