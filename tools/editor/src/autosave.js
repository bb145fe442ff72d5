// Saves a form by itself after a moment of quiet and says so; keeps a copy on this device until the
// server has it. See docs/decisions/0005-editor.md for what the server answers.

import { AUTOSAVE_LABELS, fill, labelsOf } from "./labels.js";
import { LocalCopy, showOffer } from "./localcopy.js";

const QUIET = 2000; // ms without typing before a save
const RETRIES = [5000, 10000, 20000, 40000, 60000]; // ms between tries while the server is away

/** Watch one `<form data-autosave-url>`. Options are for the editors inside it: {flush()} each. */
export function autosave(form, editors) {
  const labels = labelsOf(form, "data-autosave-labels", AUTOSAVE_LABELS);
  const status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
  const copy = new LocalCopy(form);
  const state = { dirty: false, busy: false, stopped: false, leaving: false, tries: 0, timer: 0 };

  if (status && !status.hasAttribute("role")) status.setAttribute("role", "status");
  const say = (name, sentence) => {
    if (!status) return;
    status.dataset.state = name;
    if (status.textContent !== sentence) status.textContent = sentence;
  };
  const later = (wait) => {
    clearTimeout(state.timer);
    state.timer = setTimeout(save, wait);
  };

  async function save() {
    clearTimeout(state.timer);
    if (state.busy || state.stopped || state.leaving || !state.dirty) return;
    const data = new FormData(form);
    for (const field of form.querySelectorAll("input[type=file][name]")) data.delete(field.name);
    state.busy = true;
    state.dirty = false;
    say("saving", labels.saving);
    const outcome = await post(form, data);
    state.busy = false;
    receive(outcome);
    if (state.resubmit) state.resubmit();
    else if (state.dirty && outcome.kind === "saved") later(QUIET);
  }

  function receive({ kind, answer }) {
    if (kind === "saved") {
      state.tries = 0;
      const version = form.elements.namedItem("version");
      if (version && answer.version !== undefined) version.value = answer.version;
      if (!state.dirty) copy.forget();
      say("saved", fill(labels.saved, { time: answer.saved_at || "" }));
      return;
    }
    state.dirty = true;
    copy.keep();
    if (kind === "conflict") {
      state.stopped = true;
      say("conflict", fill(labels.conflict, { message: answer.message || labels.conflictDefault }));
    } else if (kind === "refused") {
      // Trying again unchanged would be refused again: wait for the next keystroke.
      say("failed", fill(labels.refused, { reason: answer.message || labels.server }));
    } else {
      say("failed", fill(labels.failed, { reason: labels[kind] }));
      later(RETRIES[Math.min(state.tries, RETRIES.length - 1)]);
      state.tries += 1;
    }
  }

  function changed(event) {
    if (state.leaving || event.target.matches?.("[type=file], [data-autosave-ignore], :not([name])")) return;
    state.dirty = true;
    copy.keepSoon();
    if (state.stopped) return;
    if (!state.busy) say("unsaved", labels.unsaved);
    later(QUIET);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    editors.forEach((editor) => editor.flush());
    save();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(state.timer);
    if (event.defaultPrevented) return;
    if (state.busy) {
      // The save under way raises the version: going ahead now would make the writer collide with themselves.
      event.preventDefault();
      const { submitter } = event;
      state.resubmit = () => {
        state.resubmit = null;
        form.requestSubmit(submitter);
      };
      return;
    }
    state.leaving = true;
    copy.keep();
  });
  window.addEventListener("pageshow", () => { state.leaving = false; });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) save();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!state.leaving && (state.dirty || state.busy)) event.preventDefault();
  });

  const newer = copy.newer();
  if (newer) {
    showOffer(form, newer, labels, {
      restore: () => {
        copy.restore(newer);
        say("unsaved", labels.restored);
      },
      discard: () => copy.forget(),
    });
  }
}

/** Post the form's data; {kind, answer} where kind is saved, conflict, refused, signedOut, offline or server. */
async function post(form, data) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  let response;
  try {
    response = await fetch(form.dataset.autosaveUrl, {
      method: "POST",
      body: data,
      credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
    });
  } catch {
    return { kind: "offline", answer: {} };
  }
  const json = (response.headers.get("Content-Type") || "").includes("application/json");
  const answer = json ? await response.json().catch(() => ({})) : {};
  if (response.ok && json) return { kind: "saved", answer };
  if (response.status === 409) return { kind: "conflict", answer };
  // A sign-in page instead of an answer means the session is over.
  if (response.redirected || response.status === 401) return { kind: "signedOut", answer };
  if (response.status >= 400 && response.status < 500 && response.status !== 429) return { kind: "refused", answer };
  return { kind: "server", answer };
}
