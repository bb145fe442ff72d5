// Word's painted lists made real. Numbers citizens quote by heart (一、 （一） 第三条 2.1) are text,
// not decoration: those stay as written, in a paragraph of their own.

const BULLETS = /^[·•●○■□◆◇▪▫►▶➢➤✓✔※\uf000-\uf0ff\u2013\u2014–—*-]$|^[lnuovqwØüþ§]$/;
const CHINESE = /^[（(]?[一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己庚辛壬癸]+[）)]?[、.．。:：]?$/;
const ARTICLE = /^第.+[编章节条款项目]$/;
const SEVERAL = /^[（(]?\d+([.．-]\d+)+[）)]?[.．、]?$/;
const ARABIC = /^[（([【]?(\d+)[）)\]】.．、,，:：]*$/;
const LETTER = /^[（(]?([a-z])[）).．、]+$/i;
const ROMAN = /^[（(]?([ivxlc]{2,})[）).．、]+$/i;

/**
 * Read one `mso-list` paragraph and take its painted marker out.
 * Returns {element, list, level, kind: "ol"|"ul"|"text", type, number, marker} or null.
 */
export function listItem(element, sheets) {
  const rule = (element.getAttribute("data-style") || "").match(/mso-list:\s*(l\d+)\s+level(\d+)/i);
  if (!rule || !/^(p|li|div)$/.test(element.localName)) return null;
  const [, list, level] = rule;
  const marker = takeMarker(element).replace(/[\s\u00a0\u3000]+/g, "");
  const definition = sheets.match(new RegExp(`@list\\s+${list}:level${level}\\b[^{]*\\{([^}]*)\\}`, "i"))?.[1] || "";
  const format = definition.match(/mso-level-number-format:\s*([\w-]+)/i)?.[1].toLowerCase() || "";
  const item = { element, list, level: Number(level), marker, ...kindOf(marker, format, definition !== "") };
  if (item.kind === "text") {
    element.prepend(spelled(marker));
    return null;
  }
  return item;
}

/** A painted number as words: Chinese punctuation needs no space after it, a figure does. */
export function spelled(marker) {
  const text = marker.replace(/[\s\u00a0\u3000]+/g, "");
  return /[\w.)]$/.test(text) ? `${text} ` : text;
}

function takeMarker(element) {
  const painted = [...element.querySelectorAll("[data-style]")].find((span) =>
    /mso-list:\s*ignore/i.test(span.getAttribute("data-style")));
  if (painted) {
    const text = painted.textContent;
    painted.remove();
    return text;
  }
  return takeConditional(element);
}

/** `<![if !supportLists]>1、 <![endif]>`: the parser leaves the two marks behind as comments. */
function takeConditional(element) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_TEXT);
  let inside = false;
  let text = "";
  const taken = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.COMMENT_NODE) {
      if (/if\s+!supportLists/i.test(node.data)) inside = true;
      else if (/endif/i.test(node.data)) break;
    } else if (inside) {
      text += node.data;
      taken.push(node);
    }
  }
  taken.forEach((node) => node.remove());
  return text;
}

function kindOf(marker, format, defined) {
  if (format === "bullet" || (marker && BULLETS.test(marker))) return { kind: "ul" };
  if (CHINESE.test(marker) || ARTICLE.test(marker) || SEVERAL.test(marker)) return { kind: "text" };
  const plain = marker.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  const arabic = plain.match(ARABIC);
  if (arabic) return { kind: "ol", number: Number(arabic[1]) };
  if (/^[①-⑳]$/.test(marker)) return { kind: "ol", number: marker.charCodeAt(0) - 0x245f };
  const roman = plain.match(ROMAN);
  if (roman || (format.startsWith("roman") && LETTER.test(plain))) {
    const letters = (roman || plain.match(LETTER))[1];
    return { kind: "ol", type: letters === letters.toUpperCase() ? "I" : "i", number: romanNumber(letters) };
  }
  const letter = plain.match(LETTER)?.[1];
  // A lone "i." opens a Roman list far more often than it is the ninth letter of another.
  if (letter && /i/i.test(letter)) return { kind: "ol", type: letter, number: 1 };
  if (letter) {
    const capital = letter === letter.toUpperCase();
    return { kind: "ol", type: capital ? "A" : "a", number: letter.toLowerCase().charCodeAt(0) - 96 };
  }
  return marker || !defined ? { kind: "ul" } : { kind: "ol", number: undefined };
}

function romanNumber(letters) {
  const worth = { i: 1, v: 5, x: 10, l: 50, c: 100 };
  return [...letters.toLowerCase()].reduce((sum, letter, at, all) => {
    const next = worth[all[at + 1]] || 0;
    return sum + (worth[letter] < next ? -worth[letter] : worth[letter]);
  }, 0);
}

/** Put neighbouring items into lists, nested by level. The items' order is the document's. */
export function buildLists(items) {
  let open = [];
  let last = null;
  for (const item of items) {
    if (!item.element.isConnected) continue;
    if (!last || !follows(open[0].holder, item.element)) open = [];
    while (open.length && open.at(-1).level > item.level) open.pop();
    const top = open.at(-1);
    if (!top || top.level < item.level || !continues(top, item)) openList(open, item);
    last = append(open.at(-1), item);
  }
}

/** Nothing but white space lies between the list and the next paragraph. */
function follows(holder, element) {
  let next = holder.nextSibling;
  while (next?.nodeType === Node.COMMENT_NODE || (next?.nodeType === Node.TEXT_NODE && !next.data.trim())) {
    next = next.nextSibling;
  }
  return next === element;
}

function continues(top, item) {
  if (top.kind !== item.kind) return false;
  return top.list === item.list || item.kind === "ul" || item.number === top.number + 1;
}

function openList(open, item) {
  const top = open.at(-1);
  const sibling = top && top.level === item.level;
  if (sibling) open.pop();
  const parent = open.at(-1);
  const node = item.element.ownerDocument.createElement(item.kind);
  if (item.type) node.setAttribute("type", item.type);
  if (item.number > 1) node.setAttribute("start", String(item.number));
  if (parent) parent.node.lastElementChild.append(node);
  else item.element.before(node);
  const holder = parent ? parent.holder : node;
  open.push({ node, holder, level: item.level, kind: item.kind, list: item.list, number: item.number });
}

function append(top, item) {
  const entry = item.element.ownerDocument.createElement("li");
  const words = item.element.ownerDocument.createElement("p");
  words.append(...item.element.childNodes);
  entry.append(words);
  top.node.append(entry);
  top.number = item.number;
  item.element.remove();
  return entry;
}
