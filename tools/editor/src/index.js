import { autosave } from "./autosave.js";
import { mount } from "./mount.js";

function start() {
  const editors = new Map();
  for (const textarea of document.querySelectorAll("textarea[data-editor]")) {
    try {
      const mounted = mount(textarea);
      if (mounted) editors.set(textarea, mounted);
    } catch (error) {
      // The plain field still works: better a simple form than none.
      textarea.hidden = false;
      console.error(error);
    }
  }
  for (const form of document.querySelectorAll("form[data-autosave-url]")) {
    autosave(form, [...editors].filter(([textarea]) => textarea.form === form).map(([, mounted]) => mounted));
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
