// The toolbar of the ARIA practices: one stop for Tab, arrow keys inside, Home and End to its ends.

import { ICONS, TABLE_TOOLS, TOOLS } from "./tools.js";

const SVG = "http://www.w3.org/2000/svg";

/** Build the toolbar. `perform(tool, byKeyboard, button)` is called when a button is used. */
export function buildToolbar(labels, perform) {
  const root = document.createElement("div");
  root.className = "editor-toolbar";
  root.setAttribute("role", "toolbar");
  root.setAttribute("aria-label", labels.toolbar);
  const buttons = new Map();
  const group = (tools, className) => {
    const holder = document.createElement("div");
    holder.className = className;
    for (const tool of tools) {
      const button = buildButton(tool, labels);
      button.addEventListener("click", (event) => {
        if (button.getAttribute("aria-disabled") !== "true") perform(tool, event.detail === 0, button);
      });
      buttons.set(button, tool);
      holder.append(button);
    }
    root.append(holder);
    return holder;
  };
  TOOLS.forEach((tools) => group(tools, "editor-group"));
  const tableGroup = group(TABLE_TOOLS, "editor-group editor-group-table");
  tableGroup.setAttribute("role", "group");
  tableGroup.setAttribute("aria-label", labels.tableTools);
  tableGroup.hidden = true;
  rove(root, [...buttons.keys()]);
  return { root, refresh: (editor) => refresh(editor, buttons, tableGroup), focus: () => currentOf([...buttons.keys()]).focus() };
}

function buildButton(tool, labels) {
  const button = document.createElement("button");
  const label = labels[tool.name];
  button.type = "button";
  button.className = `editor-button editor-button-${tool.name}`;
  button.tabIndex = -1;
  button.dataset.tool = tool.name;
  const hint = labels[tool.hint] ? ` — ${labels[tool.hint]}` : "";
  button.title = label + (tool.shortcut ? ` (${tool.shortcut})` : "") + hint;
  if (tool.shortcut) button.setAttribute("aria-keyshortcuts", tool.shortcut.replace("Ctrl", "Control"));
  if (tool.active) button.setAttribute("aria-pressed", "false");
  if (TABLE_TOOLS.includes(tool)) {
    button.textContent = label;
    return button;
  }
  button.setAttribute("aria-label", label);
  button.append(ICONS[tool.name] ? icon(ICONS[tool.name]) : glyph(tool.glyph));
  return button;
}

function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "editor-icon");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

function glyph(text) {
  const span = document.createElement("span");
  span.setAttribute("aria-hidden", "true");
  span.textContent = text;
  return span;
}

function refresh(editor, buttons, tableGroup) {
  tableGroup.hidden = !editor.isActive("table");
  for (const [button, tool] of buttons) {
    if (tool.active) button.setAttribute("aria-pressed", String(tool.active(editor)));
    if (tool.can && !button.parentElement.hidden) {
      if (tool.can(editor)) button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
    }
  }
  currentOf([...buttons.keys()]);
}

const visible = (buttons) => buttons.filter((button) => !button.parentElement.hidden);

/** The one button Tab reaches; the first visible one when that was hidden meanwhile. */
function currentOf(buttons) {
  const shown = visible(buttons);
  const current = shown.find((button) => button.tabIndex === 0) || shown[0];
  buttons.forEach((button) => { button.tabIndex = button === current ? 0 : -1; });
  return current;
}

function rove(root, buttons) {
  currentOf(buttons);
  root.addEventListener("focusin", (event) => {
    if (!buttons.includes(event.target)) return;
    buttons.forEach((button) => { button.tabIndex = button === event.target ? 0 : -1; });
  });
  root.addEventListener("keydown", (event) => {
    const shown = visible(buttons);
    const at = shown.indexOf(event.target);
    const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (at < 0 || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    shown.at(steps[event.key] % shown.length).focus();
  });
}
