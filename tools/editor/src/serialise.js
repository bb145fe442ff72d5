// The document as the HTML that is stored: no classes, no styles, no editor's scaffolding.

import { DOMSerializer } from "@tiptap/pm/model";

/** HTML of the editor's document; "" when it says nothing. */
export function serialise(editor) {
  const holder = document.implementation.createHTMLDocument("").createElement("div");
  const serialiser = DOMSerializer.fromSchema(editor.schema);
  holder.append(serialiser.serializeFragment(editor.state.doc.content, { document: holder.ownerDocument }));
  holder.querySelectorAll("[contenteditable]").forEach((element) => element.removeAttribute("contenteditable"));
  holder.querySelectorAll("li, td, th, figure").forEach(unwrapOnlyParagraph);
  holder.querySelectorAll("table").forEach(nameHeaders);
  while (isEmptyParagraph(holder.lastElementChild)) holder.lastElementChild.remove();
  return holder.innerHTML;
}

function isEmptyParagraph(element) {
  return element?.tagName === "P" && !element.textContent.trim() && !element.querySelector("img");
}

/** `<td><p>x</p></td>` says no more than `<td>x</td>`; in an item, nested lists may follow the paragraph. */
function unwrapOnlyParagraph(element) {
  const [first, ...rest] = element.children;
  const mayFollow = { LI: /^[OU]L$/, FIGURE: /^FIGCAPTION$/ }[element.tagName] || /^$/;
  if (first?.tagName === "P" && !first.attributes.length && rest.every((child) => mayFollow.test(child.tagName))) {
    first.replaceWith(...first.childNodes);
  }
}

/** Header cells say what they head, and header rows become a thead unless a cell reaches out of them. */
function nameHeaders(table) {
  const rows = [...table.rows];
  const isHeader = (row) => [...row.cells].every((cell) => cell.tagName === "TH");
  let heading = 0;
  while (heading < rows.length && rows[heading].cells.length && isHeader(rows[heading])) heading += 1;
  rows.forEach((row, index) => {
    for (const cell of row.cells) {
      if (cell.tagName === "TH") cell.setAttribute("scope", index < heading ? "col" : "row");
    }
  });
  const reachesOut = rows.slice(0, heading).some((row, index) =>
    [...row.cells].some((cell) => index + cell.rowSpan > heading));
  if (heading && heading < rows.length && !reachesOut) {
    const head = table.ownerDocument.createElement("thead");
    head.append(...rows.slice(0, heading));
    table.tBodies[0].before(head);
  }
}

/** What the textarea holds, as HTML: plain text becomes one paragraph a line. */
export function toHtml(text) {
  if (/<\/?[a-z][^>]*>/i.test(text)) return text;
  const holder = document.createElement("div");
  for (const line of text.split(/\r?\n/)) {
    const words = line.replace(/^[\s\u3000]+/, "").trimEnd();
    if (!words) continue;
    const paragraph = document.createElement("p");
    paragraph.textContent = words;
    holder.append(paragraph);
  }
  return holder.innerHTML;
}
