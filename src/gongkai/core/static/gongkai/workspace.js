// The workspace's small conveniences. Every page works without this file, and nothing breaks when what
// it looks for is absent. Words come from data attributes, so that translation stays in Django; the
// attributes are listed in docs/decisions/0005-editor.md.
(() => {
  "use strict";

  const { body } = document;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (target, types, deed, capture) =>
    types.split(" ").forEach((type) => target.addEventListener(type, deed, capture));
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const csrf = () => $("[name=csrfmiddlewaretoken]")?.value || $("meta[name=csrf-token]")?.content || "";
  const headers = () => ({ Accept: "application/json", "X-CSRFToken": csrf() });

  const labels = {
    cancel: "Cancel",
    comma: ", ",
    people: "Also here: {people}",
    locked: "{person} is editing this record",
    tooLarge: "{name} is {size}. Files may be at most {max}.",
    wrongType: "{name} is of a kind that is not accepted. Accepted: {accept}.",
    uploading: "Sending {name}: {percent} %",
    uploaded: "{name} has arrived.",
    uploadFailed: "{name} could not be sent. Please try again.",
    selected: "{count} selected",
  };
  try {
    Object.assign(labels, JSON.parse(body.dataset.workspaceLabels || "{}"));
  } catch {
    console.warn("data-workspace-labels is not valid JSON");
  }

  // For kept pages: who was here.
  const who = body.dataset.person;
  try { if (who) localStorage["gongkai.person"] = who; } catch {}

  // --- Keyboard: j k through a list, / search, ? help, g and a letter to go
  // Single keys can be switched off (WCAG 2.1.4) by a checkbox [data-keyboard-toggle].
  const keys = (value) => {
    try {
      if (value) localStorage["gongkai.keyboard"] = value;
      return localStorage["gongkai.keyboard"] !== "off";
    } catch {
      return true;
    }
  };
  const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable], [role=toolbar]";
  const DOOR = "a[href], button";
  const FOCUSABLE = `${DOOR}, [tabindex]`;

  function step(by) {
    const items = $$("[data-list-item]").filter((item) => item.offsetParent);
    const at = items.indexOf(document.activeElement.closest("[data-list-item]") || $("[data-list-item].is-current"));
    const next = at < 0 ? items.at(by > 0 ? 0 : -1) : items[at + by];
    if (!next) return;
    items.forEach((item) => item.classList.toggle("is-current", item === next));
    const handle = next.matches(FOCUSABLE) ? next : $(DOOR, next) || next;
    if (!handle.matches(FOCUSABLE)) handle.tabIndex = -1;
    handle.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  const help = () => $("dialog#keyboard-help:not([open])")?.showModal();
  const search = () => ($("[data-search]") || $("input[type=search]"))?.focus();

  const deeds = { j: () => step(1), k: () => step(-1), "/": search, "?": help, "？": help };
  let goUntil = 0; // a letter after g means "go" until this moment

  on(document, "keydown", (event) => {
    const { target } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest?.(FIELDS) || $("dialog[open]") || body.dataset.keyboard === "off" || !keys()) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let deed = deeds[key];
    if (goUntil > event.timeStamp) {
      const door = $$("[data-go]").find((link) => link.dataset.go === key);
      deed = door && (() => door.click());
      goUntil = 0;
    } else if (key === "g") goUntil = event.timeStamp + 1500;
    else if (key === "Enter" && target.matches?.("[data-list-item]:not(a, button)")) deed = () => $(DOOR, target)?.click();
    if (deed) {
      event.preventDefault();
      deed();
    }
  });
  $$("dialog [data-close]").forEach((button) => on(button, "click", () => button.closest("dialog").close()));
  $$("[data-keyboard-help]").forEach((button) => {
    button.hidden = false;
    on(button, "click", help);
  });
  $$("[data-keyboard-toggle]").forEach((box) => {
    box.checked = keys();
    on(box, "change", () => keys(box.checked ? "on" : "off"));
  });

  // --- Presence: who else has this record open
  $$("[data-presence-url]").forEach((element) => {
    const shown = $("[data-presence]");
    let timer = 0;
    const show = ({ people = [], locked_by: person }) => {
      if (!shown) return;
      const locked = person && fill(labels.locked, { person });
      const text = [locked, people.length && fill(labels.people, { people: people.join(labels.comma) })].filter(Boolean).join(" · ");
      if (shown.textContent !== text) shown.textContent = text;
      shown.hidden = !text;
    };
    const beat = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      timer = setTimeout(beat, 20000);
      try {
        const response = await fetch(element.dataset.presenceUrl, { method: "POST", headers: headers() });
        if (response.ok && !response.redirected) show(await response.json());
        // Signed out, or the record is gone: no use asking again.
        else if (response.status < 500) clearTimeout(timer);
      } catch {
        // No connection: the next beat tries again.
      }
    };
    on(document, "visibilitychange", beat);
    beat();
  });

  // --- Files: name, size and type said beforehand, checked here and again by the server
  function sizeOf(bytes) {
    const at = Math.min(3, Math.floor(Math.log2(bytes || 1) / 10));
    const size = bytes / 1024 ** at;
    return `${at && size < 10 ? size.toFixed(1) : Math.round(size)} ${["B", "KB", "MB", "GB"][at]}`;
  }

  function accepted(file, accept) {
    const rules = accept.toLowerCase().split(/[\s,]+/).filter(Boolean);
    return !rules.length || rules.some((rule) => (rule.startsWith(".") ? file.name.toLowerCase().endsWith(rule)
      : rule.endsWith("/*") ? file.type.startsWith(rule.slice(0, -1)) : file.type === rule));
  }

  function place(zone, name, tag, role) {
    const found = $(`[${name}]`, zone);
    if (found) return found;
    const element = make(tag);
    element.setAttribute(name, "");
    if (role) element.setAttribute("role", role);
    zone.append(element);
    return element;
  }

  function drop(zone) {
    const input = $("input[type=file]", zone);
    if (!input) return;
    const { accept = input.accept, maxBytes, uploadUrl, textTooLarge, textWrongType } = zone.dataset;
    const max = Number(maxBytes) || Infinity;
    const list = place(zone, "data-drop-list", "ul");
    const problem = place(zone, "data-drop-error", "p", "alert");

    const complaint = (file) => {
      const words = { name: file.name, size: sizeOf(file.size), max: sizeOf(max), accept };
      if (file.size > max) return fill(textTooLarge || labels.tooLarge, words);
      return accepted(file, accept) ? "" : fill(textWrongType || labels.wrongType, words);
    };

    on(input, "change", async () => {
      const files = [...input.files];
      problem.textContent = files.map(complaint).filter(Boolean).join(" ");
      list.replaceChildren();
      input.removeAttribute("aria-invalid");
      if (problem.textContent) {
        input.value = "";
        input.setAttribute("aria-invalid", "true");
        return;
      }
      const rows = files.map((file) => {
        const kind = file.name.includes(".") ? file.name.split(".").pop().toUpperCase() : file.type;
        return make("li", { textContent: [file.name, sizeOf(file.size), kind].filter(Boolean).join(" · ") });
      });
      list.append(...rows);
      if (!uploadUrl || !files.length) return;
      input.disabled = true;
      const answers = [];
      for (const [at, file] of files.entries()) answers.push(await upload(zone, input.name, file, rows[at]));
      input.disabled = false;
      input.value = "";
      problem.textContent = answers.filter((answer) => !answer.ok).map((answer) => answer.message).join(" ");
      const form = zone.closest("form");
      const version = form?.elements.namedItem("version");
      for (const { version: now } of answers) if (version && now) version.value = Math.max(version.value, now);
      const last = answers.at(-1);
      if (last.location && !problem.textContent) arrive(form, last.location);
    });
    on(zone, "dragenter dragover", (event) => {
      if (input.disabled || !event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.add("drop--over");
    });
    on(zone, "dragleave drop", (event) => {
      if (event.type === "drop" || !zone.contains(event.relatedTarget)) zone.classList.remove("drop--over");
    });
    on(zone, "drop", (event) => {
      if (input.disabled || !event.dataTransfer.files.length) return;
      event.preventDefault();
      const files = new DataTransfer();
      [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1).forEach((file) => files.items.add(file));
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  /** Show the files that arrived. A form that saves itself is sent along: nothing typed into it is lost. */
  function arrive(form, address) {
    if (form?.dataset.autosaveUrl) {
      const button = make("button", { type: "submit", name: "do", value: "attached", hidden: true });
      form.append(button);
      form.requestSubmit(button);
      return;
    }
    const target = new URL(address, location);
    const here = target.pathname + target.search === location.pathname + location.search;
    location.assign(target);
    if (here) location.reload(); // only the part after # differs, and that alone loads nothing
  }

  /** Send one file; resolves to {ok, message, location, version}, never rejects. */
  function upload(zone, name, file, row) {
    const data = new FormData();
    $$("input[type=hidden]", zone).forEach((field) => data.set(field.name, field.value));
    data.append(name || "file", file);
    const bar = make("progress", { max: 100, value: 0 });
    const say = (percent) => {
      bar.value = percent;
      bar.ariaLabel = fill(labels.uploading, { name: file.name, percent });
    };
    say(0);
    row.append(" ", bar);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", zone.dataset.uploadUrl);
      Object.entries(headers()).forEach((header) => request.setRequestHeader(...header));
      on(request.upload, "progress", ({ loaded, total }) => total && say(Math.round((loaded / total) * 100)));
      request.responseType = "json"; // anything else reads as null: then the status alone speaks
      on(request, "loadend", () => {
        const answer = request.response || {};
        const ok = request.status >= 200 && request.status < 300;
        const message = answer.message || fill(ok ? labels.uploaded : labels.uploadFailed, { name: file.name });
        bar.replaceWith(ok ? message : "");
        resolve({ ...answer, ok, message });
      });
      request.send(data);
    });
  }
  $$("[data-drop]").forEach(drop);

  // --- Bulk selection
  $$("[data-select-all]").forEach((all) => {
    const scope = all.closest("[data-select-scope]") || all.closest("form, table") || body;
    const boxes = $$("input[type=checkbox][data-select-item]:not(:disabled)", scope);
    let last = -1;
    const count = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && !all.checked;
      $$("[data-select-count]", scope).forEach((line) => {
        line.textContent = fill(line.dataset.text || labels.selected, { count: ticked });
      });
      $$("[data-select-action]", scope).forEach((button) => { button.disabled = !ticked; });
    };
    on(all, "change", () => {
      boxes.forEach((box) => { box.checked = all.checked; });
      count();
    });
    boxes.forEach((box, at) => on(box, "click", (event) => {
      // With Shift, everything between the last box and this one.
      const between = event.shiftKey && last >= 0 ? boxes.slice(Math.min(at, last), Math.max(at, last) + 1) : [];
      between.forEach((other) => { other.checked = box.checked; });
      last = at;
      count();
    }));
    count();
  });

  // --- Asking before what cannot be taken back
  let confirmed = null;

  function ask(button) {
    const dialog = make("dialog", { role: "alertdialog", ariaLabel: button.dataset.confirm });
    const row = make("div", { className: "buttons" });
    const choice = (textContent, className) => make("button", { type: "button", textContent, className });
    const yes = choice(button.dataset.confirmOk || button.textContent.trim() || button.value, "button");
    yes.classList.toggle("button--danger", button.classList.contains("button--danger"));
    const no = choice(labels.cancel, "button button--secondary");
    row.append(yes, no);
    dialog.append(make("p", { textContent: button.dataset.confirm }), row);
    body.append(dialog);
    on(dialog, "close", () => {
      dialog.remove();
      button.focus();
    });
    on(no, "click", () => dialog.close());
    on(yes, "click", () => {
      dialog.close();
      confirmed = button;
      button.click();
      confirmed = null;
    });
    dialog.showModal();
    no.focus();
  }

  on(document, "click", (event) => {
    const button = event.target.closest?.("[data-confirm]");
    if (!button || button === confirmed || button.ariaDisabled === "true") return;
    // An incomplete form complains first: the question would be asked for nothing.
    if (button.form && !button.formNoValidate && !button.form.noValidate && !button.form.checkValidity()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(button);
  }, true);

  // --- One submission a form
  const sent = new Map();
  const release = (form) => {
    sent.get(form).forEach((button) => button.removeAttribute("aria-disabled"));
    sent.delete(form);
  };

  on(document, "submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
    if (form.target === "_blank" || "repeatable" in form.dataset) return;
    if (sent.has(form)) return event.preventDefault();
    const buttons = [...form.elements].filter((field) => field.type === "submit" && field.ariaDisabled !== "true");
    buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
    sent.set(form, buttons);
    // A page stopped on its way must not stay locked for ever.
    setTimeout(() => sent.has(form) && release(form), 30000);
  });
  on(window, "pageshow", () => [...sent.keys()].forEach(release));

  // --- Filters apply themselves when chosen with a pointer
  // With the keyboard every arrow would send the form (WCAG 3.2.2): Enter or the button does it there.
  $$("[data-filter-auto]").forEach((field) => {
    let byKey = false;
    on(field, "pointerdown", () => { byKey = false; });
    on(field, "keydown", (event) => {
      if (event.key === "Enter" && byKey) field.form.requestSubmit();
      byKey = /^(Arrow|Home|End|Page)|^.$/.test(event.key);
    });
    on(field, "change", () => byKey || field.form.requestSubmit());
  });

  // --- The summary of errors takes the focus
  $$("[data-error-summary]").forEach((summary) => {
    summary.tabIndex = -1;
    summary.focus();
    on(summary, "click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      field.focus();
    });
  });
})();
