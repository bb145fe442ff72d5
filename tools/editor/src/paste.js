// Turns what the clipboard carries into what a document may contain, before it is parsed.
// The text itself is kept to the letter; only indentation made of spaces goes (the style sheet indents).

import { safeImage } from "./links.js";
import { markStyles, shield } from "./stylemarks.js";
import { cleanWord, isWord } from "./word.js";

const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, td, th, div";

/** Clean pasted HTML. Returns the HTML and how many pictures had to be refused. */
export function cleanPaste(html) {
  const word = isWord(html);
  const { html: shielded, sheets } = shield(html);
  const { body } = new DOMParser().parseFromString(shielded, "text/html");
  const own = body.querySelector("[data-pm-slice]") !== null;
  body.querySelectorAll("style, script, meta, link, title, xml, iframe, object, embed").forEach((e) => e.remove());
  if (word && !own) cleanWord(body, sheets);
  removeComments(body);
  markStyles(body);
  const refused = removeForeignImages(body);
  if (!own) {
    body.querySelectorAll("table").forEach(headFirstRow);
    body.querySelectorAll(BLOCKS).forEach(stripIndent);
  }
  return { html: body.innerHTML, refused, word: word && !own };
}

function removeComments(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  comments.forEach((comment) => comment.remove());
}

function removeForeignImages(body) {
  let refused = 0;
  body.querySelectorAll("img").forEach((image) => {
    if (safeImage(image.getAttribute("src"))) return;
    // Tracking pixels and spacer pictures are not worth a message.
    if (image.getAttribute("width") !== "1") refused += 1;
    image.remove();
  });
  return refused;
}

/** The first row of a table heads it when Word says it is the first one or when all its words are bold. */
function headFirstRow(table) {
  const [row] = table.rows;
  if (table.rows.length < 2 || table.querySelector("th") || row.cells.length === 0) return;
  const wordRow = row.hasAttribute("data-first-row");
  if (!wordRow && !(row.textContent.trim() && [...row.cells].every(isBold))) return;
  for (const cell of [...row.cells]) {
    const head = table.ownerDocument.createElement("th");
    for (const name of ["colspan", "rowspan"]) {
      if (cell.hasAttribute(name)) head.setAttribute(name, cell.getAttribute(name));
    }
    head.append(...cell.childNodes);
    head.querySelectorAll("b, strong").forEach((bold) => bold.replaceWith(...bold.childNodes));
    cell.replaceWith(head);
  }
}

function isBold(cell) {
  const plain = cell.cloneNode(true);
  plain.querySelectorAll("b, strong").forEach((bold) => bold.remove());
  return !plain.textContent.trim();
}

function stripIndent(block) {
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      // Underlined blanks are a form to fill in, not an indent; an inner block strips its own.
      if (node.matches(`u, img, br, ${BLOCKS}`)) return;
      continue;
    }
    node.data = node.data.replace(/^[\s\u00a0\u3000]+/, "");
    if (node.data) return;
  }
}
