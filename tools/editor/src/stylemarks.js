// Bold, italic, struck and raised words of other programs often say so in a style alone. Styles are
// never stored, so what they mean is written as an element first.

const MARKS = [
  [/(^|;)\s*font-weight:\s*(bold|[6-9]00)/i, "strong"],
  [/(^|;)\s*font-style:\s*italic/i, "em"],
  [/(^|;)\s*text-decoration[^;:]*:[^;]*underline/i, "u"],
  [/(^|;)\s*text-decoration[^;:]*:[^;]*line-through/i, "s"],
  [/(^|;)\s*vertical-align:\s*super/i, "sup"],
  [/(^|;)\s*vertical-align:\s*sub\s*(;|$)/i, "sub"],
];

/** The style attribute, which waits under another name while pasted text is read. */
export const styleOf = (element) => element.getAttribute("data-style") || "";

/**
 * Take out what the content security policy would report merely for being parsed: style sheets, style
 * attributes (kept as data-style) and handlers. Returns {html, sheets}.
 */
export function shield(text) {
  const sheets = [];
  const html = text
    .replace(/<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi, (whole, sheet) => {
      sheets.push(sheet);
      return "";
    })
    .replace(/<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=[^<>]*>/gi, (tag) =>
      tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son[a-z]+\s*=/gi, " data-handler="));
  return { html, sheets: sheets.join("\n") };
}

/** Write what the styles mean as elements, inside `body`'s spans, and drop the styles. */
export function markStyles(body) {
  for (const element of body.querySelectorAll("[data-style]")) {
    const style = styleOf(element);
    element.removeAttribute("data-style");
    const side = style.match(/(^|;)\s*text-align:\s*(center|right)/i);
    if (side && /^(p|h[1-6])$/.test(element.localName)) element.setAttribute("align", side[2].toLowerCase());
    if (/^(b|strong)$/.test(element.localName) && /(^|;)\s*font-weight:\s*(normal|[1-4]00)/i.test(style)) {
      element.replaceWith(...element.childNodes);
    } else if (/^(span|font)$/.test(element.localName)) {
      const inHeading = element.closest("h1, h2, h3, h4, h5, h6") !== null;
      for (const [pattern, tag] of MARKS) {
        if (pattern.test(style) && !(inHeading && tag === "strong")) wrapInside(element, tag);
      }
    }
  }
}

function wrapInside(element, tag) {
  const mark = element.ownerDocument.createElement(tag);
  mark.append(...element.childNodes);
  element.append(mark);
}
