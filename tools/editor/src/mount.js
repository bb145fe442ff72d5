// Puts the editor in front of a textarea. The textarea stays in the form and is what is submitted:
// without this script it takes HTML or plain text, and the server treats both alike.

import { Editor } from "@tiptap/core";

import { fill, labelsOf, EDITOR_LABELS } from "./labels.js";
import { safeLink } from "./links.js";
import { buildPanel } from "./panel.js";
import { cleanPaste } from "./paste.js";
import { extensions } from "./schema.js";
import { serialise, toHtml } from "./serialise.js";
import { buildToolbar } from "./toolbar.js";

const QUIET = 150; // ms of rest before the text is written back to the textarea

let mounted = 0;

/** Enhance one textarea; returns {editor, flush} or nothing when it already was. */
export function mount(textarea) {
  if (textarea.dataset.editorReady) return null;
  textarea.dataset.editorReady = "true";
  mounted += 1;
  const labels = labelsOf(textarea, "data-editor-labels", EDITOR_LABELS);
  const uid = `editor-${mounted}`;
  const frame = buildFrame(labels, uid);
  const attributes = takeOver(textarea, frame, uid, labels);

  const editor = new Editor({
    element: frame.body,
    extensions: extensions(),
    content: toHtml(textarea.value),
    editable: !textarea.readOnly && !textarea.disabled,
    injectCSS: false,
    enableInputRules: false,
    enablePasteRules: false,
    editorProps: {
      attributes,
      transformPastedHTML: (html) => tidyPaste(html, frame, labels),
      transformPastedText: (text) => (text.includes("\n") ? text.replace(/^[\t \u3000]+/gm, "") : text),
      handlePaste: (view, event) => refuseFiles(event.clipboardData, frame, labels),
      handleDrop: (view, event) => refuseFiles(event.dataTransfer, frame, labels),
      handleKeyDown: (view, event) => handleKey(event),
    },
  });

  // The editor's own focus command waits for the next frame: a key pressed meanwhile would go astray.
  const backToText = () => editor.view.focus();
  const panel = buildPanel(labels, backToText, uid);
  const toolbar = buildToolbar(labels, perform);
  frame.root.prepend(toolbar.root, panel.root);
  toolbar.root.hidden = !editor.isEditable;
  toolbar.root.setAttribute("aria-controls", attributes.id);
  toolbar.root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") backToText();
  });

  function perform(tool, byKeyboard, button) {
    if (tool.panel) {
      panel.open(QUESTIONS[tool.panel](editor, labels));
      return;
    }
    tool.run(editor.chain()).run();
    // After what is wanted several times the keyboard stays on its button, while that is there.
    if (!byKeyboard || !tool.again || button.parentElement.hidden) backToText();
  }

  function handleKey(event) {
    const command = event.ctrlKey || event.metaKey;
    if (event.altKey && event.key === "F10") toolbar.focus();
    else if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      panel.open(QUESTIONS.link(editor, labels));
    } else return false;
    event.preventDefault();
    return true;
  }

  // Serialising once at the start tells a change of the words from one of mere notation.
  let written = serialise(editor);
  let seen = textarea.value;
  let timer = 0;
  const flush = () => {
    clearTimeout(timer);
    const html = serialise(editor);
    if (html === written || textarea.disabled) return;
    written = html;
    seen = html;
    textarea.value = html;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const refresh = () => {
    toolbar.refresh(editor);
    frame.count.textContent = fill(labels.characters, { count: countCharacters(editor) });
  };
  refresh();
  editor.on("transaction", refresh);
  editor.on("update", () => {
    clearTimeout(timer);
    timer = setTimeout(flush, QUIET);
  });
  editor.on("blur", flush);
  // Another script, or the browser going back, may put text into the textarea: show it.
  textarea.addEventListener("change", () => {
    if (textarea.value === seen) return;
    seen = textarea.value;
    editor.commands.setContent(toHtml(seen), { emitUpdate: false });
    written = serialise(editor);
  });
  followForm(textarea, editor, flush);
  return { editor, flush };
}

function buildFrame(labels, uid) {
  const make = (tag, className) => Object.assign(document.createElement(tag), { className });
  const root = make("div", "editor");
  const body = make("div", "editor-body");
  const foot = make("div", "editor-foot");
  const help = make("span", "editor-help");
  const count = make("span", "editor-count");
  const message = make("p", "editor-message");
  help.id = `${uid}-help`;
  help.textContent = labels.help;
  message.setAttribute("role", "status");
  message.setAttribute("aria-live", "polite");
  foot.append(help, count);
  root.append(body, message, foot);
  return { root, body, count, help, message };
}

/** Hide the textarea and let the editor answer to its id, label, hint and error. */
function takeOver(textarea, frame, uid, labels) {
  const label = textarea.labels?.[0];
  const id = textarea.id || uid;
  const attributes = { id, role: "textbox", "aria-multiline": "true", class: "editor-text" };
  const described = [textarea.getAttribute("aria-describedby"), frame.help.id].filter(Boolean);
  attributes["aria-describedby"] = described.join(" ");
  if (label) {
    label.id = label.id || `${uid}-label`;
    attributes["aria-labelledby"] = label.id;
    label.addEventListener("click", () => document.getElementById(id)?.focus());
  } else attributes["aria-label"] = textarea.getAttribute("aria-label") || labels.toolbar;
  if (textarea.getAttribute("aria-invalid")) attributes["aria-invalid"] = textarea.getAttribute("aria-invalid");
  // A hidden field cannot show the browser's own complaint; the server says it on the page.
  if (textarea.required) attributes["aria-required"] = "true";
  textarea.required = false;
  if (textarea.id) textarea.id = `${textarea.id}-source`;
  textarea.hidden = true;
  textarea.after(frame.root);
  if (textarea.readOnly || textarea.disabled) {
    attributes["aria-readonly"] = "true";
    frame.root.classList.add("editor-readonly");
  }
  return attributes;
}

function tidyPaste(html, frame, labels) {
  const cleaned = cleanPaste(html);
  frame.message.textContent = "";
  if (cleaned.refused) frame.message.textContent = labels.imageRefused;
  else if (cleaned.word) frame.message.textContent = labels.pasted;
  return cleaned.html;
}

/** Files have their own field, where they are checked, described and listed; words that come along are kept. */
function refuseFiles(transfer, frame, labels) {
  if (!transfer?.files.length || transfer.getData("text/html") || transfer.getData("text/plain")) return false;
  frame.message.textContent = labels.imageRefused;
  return true;
}

function countCharacters(editor) {
  const { doc } = editor.state;
  const text = doc.textBetween(0, doc.content.size, "", "").replace(/\s/g, "");
  return [...text].length.toLocaleString(document.documentElement.lang || undefined);
}

function followForm(textarea, editor, flush) {
  const { form } = textarea;
  if (!form) return;
  form.addEventListener("submit", flush, true);
  form.addEventListener("formdata", (event) => {
    flush();
    if (textarea.name && !textarea.disabled) event.formData.set(textarea.name, textarea.value);
  });
  form.addEventListener("reset", () => setTimeout(() => textarea.dispatchEvent(new Event("change"))));
}

const tableOf = (editor) => {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === "table") return { node: $from.node(depth), position: $from.before(depth) };
  }
  return null;
};

const QUESTIONS = {
  link(editor, labels) {
    const present = editor.getAttributes("link").href;
    return {
      label: labels.linkAddress,
      value: present || "",
      onApply(address) {
        const href = safeLink(address);
        if (!href) return labels.badLink;
        const { empty } = editor.state.selection;
        const chain = editor.chain();
        // With nothing chosen and no link under the cursor the address itself becomes the words.
        if (empty && !present) chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href } }] }).run();
        else chain.extendMarkRange("link").setMark("link", { href }).run();
        return "";
      },
      onRemove: present ? () => editor.chain().extendMarkRange("link").unsetMark("link").run() : null,
    };
  },
  caption(editor, labels) {
    const set = (caption) => {
      const table = tableOf(editor);
      if (table) editor.view.dispatch(editor.state.tr.setNodeAttribute(table.position, "caption", caption));
      return "";
    };
    const present = tableOf(editor)?.node.attrs.caption;
    return { label: labels.captionText, value: present, onApply: set, onRemove: present ? () => set("") : null };
  },
  imageAlt(editor, labels) {
    return {
      label: labels.imageAltText,
      value: editor.getAttributes("image").alt,
      onApply: (alt) => {
        editor.commands.updateAttributes("image", { alt });
        return "";
      },
    };
  },
};
