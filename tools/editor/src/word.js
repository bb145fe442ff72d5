// Word and WPS put their own dialect on the clipboard: lists are paragraphs with a painted number,
// headings are classes, and every word wears a style. This file knows that dialect and nothing else.

import { markStyles, styleOf } from "./stylemarks.js";
import { buildLists, listItem, spelled } from "./wordlists.js";

const CJK = "[\\u2e80-\\u9fff\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uffef\\u3000-\\u303f\\u201c\\u201d\\u2018\\u2019]";
const KEPT = {
  a: ["href"], img: ["src", "alt", "width", "height"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"],
  tr: ["data-first-row"], ol: ["start", "type"], p: ["align"],
};

export function isWord(html) {
  return /\bmso-|class=["']?Mso|urn:schemas-microsoft-com|<\/?o:p|content=["']?(Microsoft Word|Word\.|WPS|Kingsoft)/i.test(html);
}

/** Rewrite `body`, a parsed Word clipboard, in place. `sheets` is the text of its style elements. */
export function cleanWord(body, sheets) {
  removeUnseen(body);
  const levels = outlineClasses(sheets);
  body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, div").forEach((block) => retitle(block, levels));
  const items = [...body.querySelectorAll("[data-style*='mso-list' i]")]
    .map((element) => listItem(element, sheets))
    .filter(Boolean);
  body.querySelectorAll("tr").forEach((row) => {
    if (/mso-yfti-irow:\s*0\b/i.test(styleOf(row))) row.setAttribute("data-first-row", "");
  });
  body.querySelectorAll("span[data-style*='mso-tab-count' i]").forEach((tab) => tab.replaceChildren(" "));
  markStyles(body);
  unwrapScaffolding(body);
  removeBlankParagraphs(body);
  buildLists(items);
  tidyText(body);
  body.querySelectorAll("*").forEach((element) => {
    const kept = KEPT[element.localName] || [];
    for (const name of element.getAttributeNames()) if (!kept.includes(name)) element.removeAttribute(name);
  });
}

/** What Word's reader does not see: hidden text, deletions, comments, page headers, page breaks. */
function removeUnseen(body) {
  for (const element of body.querySelectorAll("[data-style], del, .MsoCommentReference")) {
    const style = styleOf(element);
    const unseen =
      element.matches("del, .MsoCommentReference") ||
      /mso-hide:\s*all|mso-element:\s*(header|footer|comment)|mso-special-character:\s*comment/i.test(style) ||
      (element.localName === "br" && /page-break|mso-break-type/i.test(style));
    if (unseen) element.remove();
  }
}

function outlineClasses(sheets) {
  const levels = new Map();
  for (const [, selectors, rules] of sheets.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const level = rules.match(/mso-outline-level:\s*(\d)/i) || rules.match(/mso-style-name:\s*"?(?:heading|标题)\s*(\d)/i);
    if (!level) continue;
    for (const [, name] of selectors.matchAll(/\.([\w\u4e00-\u9fff-]+)/g)) levels.set(name, Number(level[1]));
  }
  return levels;
}

function wordLevel(block, levels) {
  const tag = block.localName.match(/^h([1-6])$/);
  if (tag) return Number(tag[1]);
  const outline = styleOf(block).match(/mso-outline-level:\s*(\d)/i);
  if (outline) return Number(outline[1]);
  const named = block.className.match(/(?:MsoHeading|Heading|标题)\s*-?(\d)/i);
  if (named) return Number(named[1]);
  if (/\bMsoTitle\b/.test(block.className)) return 1;
  return [...block.classList].map((name) => levels.get(name)).find(Boolean);
}

/** Word's first level stands under the page's title here: 1 → h2, 2 → h3, deeper → h4. */
function retitle(block, levels) {
  const level = wordLevel(block, levels);
  if (!level || level > 6 || block.closest("td, th, li") || block.querySelector("p, table, ul, ol")) return;
  // The number Word paints before a heading is quoted by heart: it becomes part of the heading's words.
  block.querySelectorAll("[data-style*='mso-list' i]").forEach((painted) => painted.replaceWith(spelled(painted.textContent)));
  const heading = block.ownerDocument.createElement(`h${Math.min(level + 1, 4)}`);
  heading.append(...block.childNodes);
  heading.querySelectorAll("b, strong").forEach((bold) => bold.replaceWith(...bold.childNodes));
  block.replaceWith(heading);
}

function unwrapScaffolding(body) {
  for (const element of [...body.querySelectorAll("*")]) {
    // Bookmarks, footnote marks and files on the writer's own disk lead nowhere once published.
    const deadLink = element.localName === "a" && /^(#|file:|$)/i.test(element.getAttribute("href") || "");
    if (element.localName.includes(":") || deadLink || /^(span|font|ins|section)$/.test(element.localName)) {
      element.replaceWith(...element.childNodes);
    }
  }
  body.normalize();
}

function removeBlankParagraphs(body) {
  for (const paragraph of body.querySelectorAll("p")) {
    const blank = !paragraph.textContent.replace(/[\s\u00a0\u3000]/g, "") && !paragraph.querySelector("img");
    if (blank && !paragraph.closest("td, th")) paragraph.remove();
  }
}

/** Word breaks its lines anywhere in the source: between Chinese characters such a break is no space. */
function tidyText(body) {
  const lineBreak = new RegExp(`(${CJK})[ \\t]*[\\r\\n]+[ \\t]*(?=${CJK})`, "g");
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    node.data = node.data.replace(lineBreak, "$1").replace(/([^\s\u00a0])\u00a0(?=[^\s\u00a0])/g, "$1 ");
  }
}
