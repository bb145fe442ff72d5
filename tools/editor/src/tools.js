// The buttons: what each does, when it is pressed, when it cannot be used.

const toggle = (name, command, shortcut) => ({
  name,
  shortcut,
  run: (chain) => chain[command](),
  active: (editor) => editor.isActive(name),
});

const heading = (level) => ({
  name: `heading${level}`,
  glyph: `H${level}`,
  shortcut: `Ctrl+Alt+${level}`,
  run: (chain) => chain.toggleHeading({ level }),
  active: (editor) => editor.isActive("heading", { level }),
});

// `again`: usually wanted several times, so the keyboard stays on the button.
const act = (name, command, extra = {}) => ({
  name,
  run: (chain) => chain[command](),
  can: (editor) => editor.can()[command](),
  ...extra,
});

const onItem = (name, command) => ({
  name,
  again: true,
  run: (chain) => chain[command]("listItem"),
  can: (editor) => editor.can()[command]("listItem"),
});

// Pressed again, the block goes back to where it was.
const aligned = (name, way) => ({
  name,
  active: (editor) => editor.isActive({ align: way }),
  run: (chain) => chain.command(({ commands, editor }) => {
    const align = editor.isActive({ align: way }) ? null : way;
    return commands.updateAttributes(editor.isActive("heading") ? "heading" : "paragraph", { align });
  }),
});

// Links are content, not clothing. With nothing chosen, the whole paragraph is meant.
function clearMarks({ state, tr }) {
  const { empty, $from, from, to } = state.selection;
  const [start, end] = empty && $from.parent.isTextblock ? [$from.start(), $from.end()] : [from, to];
  for (const [name, type] of Object.entries(state.schema.marks)) if (name !== "link") tr.removeMark(start, end, type);
  return true;
}

const inFirst = (editor, along) => {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name !== "table") continue;
    const table = $from.node(depth);
    const cells = along === "row" ? [...children(table.firstChild)] : [...children(table)].map((row) => row.firstChild);
    return cells.every((cell) => cell.type.name === "tableHeader");
  }
  return false;
};

function* children(node) {
  for (let index = 0; index < node.childCount; index += 1) yield node.child(index);
}

export const TOOLS = [
  [act("undo", "undo", { again: true, shortcut: "Ctrl+Z" }), act("redo", "redo", { again: true, shortcut: "Ctrl+Y" })],
  [
    { name: "paragraph", glyph: "¶", shortcut: "Ctrl+Alt+0", run: (chain) => chain.setParagraph(), active: (editor) => editor.isActive("paragraph") },
    heading(2),
    heading(3),
    heading(4),
  ],
  [
    { ...toggle("bold", "toggleBold", "Ctrl+B"), glyph: "B" },
    { ...toggle("italic", "toggleItalic", "Ctrl+I"), glyph: "I" },
    { ...toggle("underline", "toggleUnderline", "Ctrl+U"), glyph: "U" },
    { ...toggle("strike", "toggleStrike", "Ctrl+Shift+S"), glyph: "S" },
    { name: "subscript", glyph: "x₂", run: (chain) => chain.toggleMark("subscript"), active: (editor) => editor.isActive("subscript") },
    { name: "superscript", glyph: "x²", run: (chain) => chain.toggleMark("superscript"), active: (editor) => editor.isActive("superscript") },
  ],
  [
    toggle("bulletList", "toggleBulletList", "Ctrl+Shift+8"),
    toggle("orderedList", "toggleOrderedList", "Ctrl+Shift+7"),
    onItem("lift", "liftListItem"),
    onItem("sink", "sinkListItem"),
    toggle("blockquote", "toggleBlockquote", "Ctrl+Shift+B"),
    aligned("alignCenter", "center"),
    aligned("alignRight", "right"),
    act("rule", "setHorizontalRule"),
  ],
  [
    { name: "link", shortcut: "Ctrl+K", panel: "link", active: (editor) => editor.isActive("link") },
    { name: "table", run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), can: (editor) => !editor.isActive("table") },
    { name: "imageAlt", panel: "imageAlt", can: (editor) => editor.isActive("image") },
    { name: "clear", run: (chain) => chain.command(clearMarks).clearNodes() },
  ],
];

export const TABLE_TOOLS = [
  act("rowBefore", "addRowBefore", { again: true }),
  act("rowAfter", "addRowAfter", { again: true }),
  act("rowDelete", "deleteRow", { again: true }),
  act("columnBefore", "addColumnBefore", { again: true }),
  act("columnAfter", "addColumnAfter", { again: true }),
  act("columnDelete", "deleteColumn", { again: true }),
  act("merge", "mergeCells", { hint: "mergeHint" }),
  act("split", "splitCell"),
  { name: "headerRow", again: true, run: (chain) => chain.toggleHeaderRow(), active: (editor) => inFirst(editor, "row") },
  { name: "headerColumn", again: true, run: (chain) => chain.toggleHeaderColumn(), active: (editor) => inFirst(editor, "column") },
  { name: "caption", panel: "caption" },
  act("tableDelete", "deleteTable"),
];

// 24 × 24, drawn with a pen of 2: one path a tool.
export const ICONS = {
  undo: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6v1",
  redo: "m15 7 5 5-5 5M20 12H10a6 6 0 0 0-6 6v1",
  bulletList: "M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01",
  orderedList: "M10 6h11M10 12h11M10 18h11M4 4l1.5-.5V9M3.5 15.5a1.5 1.5 0 1 1 2.6 1L3.5 20H7",
  lift: "M11 6h10M11 12h10M11 18h10M7 8l-4 4 4 4",
  sink: "M11 6h10M11 12h10M11 18h10M3 8l4 4-4 4",
  blockquote: "M5 5v14M9 7h11M9 12h11M9 17h7",
  alignCenter: "M4 6h16M7 12h10M4 18h16",
  alignRight: "M4 6h16M10 12h10M4 18h16",
  rule: "M3 12h18M7 6h10M7 18h10",
  link: "M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 1 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 1 0 5.7 5.7l1-1",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M12 5v14",
  imageAlt: "M4 5h16v14H4zM4 16l5-5 5 5 2-2 4 4M15.5 9h.01",
  clear: "M6 5h13M11.5 5 9 19M15 14l6 6M21 14l-6 6",
};
