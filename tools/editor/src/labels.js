// Every word the editor says, in English. Templates hand over the reader's language as JSON in
// `data-editor-labels` and `data-autosave-labels`, so translation stays with Django's catalogues.

export const EDITOR_LABELS = {
  toolbar: "Formatting",
  tableTools: "Table",
  help: "Alt+F10: toolbar. Esc: back to the text.",
  characters: "{count} characters",
  undo: "Undo",
  redo: "Redo",
  paragraph: "Plain paragraph",
  heading2: "Heading, first level",
  heading3: "Heading, second level",
  heading4: "Heading, third level",
  bold: "Bold",
  italic: "Italic",
  underline: "Underline",
  strike: "Struck through",
  subscript: "Subscript",
  superscript: "Superscript",
  bulletList: "Bulleted list",
  orderedList: "Numbered list",
  sink: "One level deeper in the list",
  lift: "One level up in the list",
  blockquote: "Quotation",
  alignCenter: "Centred",
  alignRight: "On the right",
  rule: "Dividing line",
  link: "Link",
  clear: "Clear formatting",
  table: "Insert a table",
  imageAlt: "Describe the picture",
  rowBefore: "Row above",
  rowAfter: "Row below",
  rowDelete: "Delete row",
  columnBefore: "Column before",
  columnAfter: "Column after",
  columnDelete: "Delete column",
  merge: "Merge cells",
  mergeHint: "Select the cells first: drag, or Shift and the arrow keys.",
  split: "Split cell",
  headerRow: "Header row",
  headerColumn: "Header column",
  caption: "Table caption",
  tableDelete: "Delete table",
  linkAddress: "Address (https://…, mailto:… or a page of this site beginning with /)",
  captionText: "What the table shows",
  imageAltText: "What the picture shows, for readers who cannot see it",
  apply: "Apply",
  remove: "Remove",
  cancel: "Cancel",
  badLink: "This address cannot be used. Begin it with https://, http://, mailto: or /.",
  imageRefused: "Pictures cannot be pasted into the text. Save the picture and add it in the file field of this page.",
  pasted: "The pasted text was cleaned: headings, lists and tables were kept, fonts and colours were not.",
};

export const AUTOSAVE_LABELS = {
  unsaved: "Not saved yet",
  saving: "Saving…",
  saved: "Saved {time}",
  failed: "Not saved: {reason}. A copy is kept on this device and saving is tried again.",
  refused: "Not saved: {reason}",
  offline: "no connection",
  server: "the server did not answer as expected",
  signedOut: "you have been signed out. Sign in again in another tab, then go on here",
  conflict: "Saving has stopped. {message}",
  conflictDefault: "Somebody else has saved this record in the meantime.",
  offer: "A copy of {time} on this device is newer than what is saved.",
  restore: "Bring the copy back",
  discard: "Discard the copy",
  restored: "The copy was brought back. Please check it.",
};

/** The labels of an element: its JSON attribute over the English defaults. */
export function labelsOf(element, attribute, defaults) {
  const text = element.getAttribute(attribute);
  if (!text) return { ...defaults };
  try {
    return { ...defaults, ...JSON.parse(text) };
  } catch {
    console.warn(`${attribute} is not valid JSON`);
    return { ...defaults };
  }
}

/** Put values into a sentence: fill("Saved {time}", {time: "10:32"}). */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
