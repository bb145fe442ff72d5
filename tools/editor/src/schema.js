// What a document may contain. Input rules stay off (see mount.js): official numbering such as
// "1." or 一、 is typed by hand and must never be turned into something else behind the writer's back.

import { Mark, Node } from "@tiptap/core";
import Blockquote from "@tiptap/extension-blockquote";
import Bold from "@tiptap/extension-bold";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Heading from "@tiptap/extension-heading";
import HorizontalRule from "@tiptap/extension-horizontal-rule";
import Italic from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import Paragraph from "@tiptap/extension-paragraph";
import Strike from "@tiptap/extension-strike";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import Text from "@tiptap/extension-text";
import Underline from "@tiptap/extension-underline";
import { Gapcursor, TrailingNode, UndoRedo } from "@tiptap/extensions";

import { safeImage, safeLink } from "./links.js";

// A title in the middle, a signature and its date on the right: the official layout needs no more.
const ALIGNED = ["center", "right"];

const align = (parent) => ({
  ...parent,
  align: {
    default: null,
    parseHTML: (element) => {
      if (element.closest("td, th")) return null;
      const said = element.getAttribute("align") || element.style.textAlign;
      return ALIGNED.find((way) => element.classList.contains(way) || said === way) || null;
    },
    renderHTML: ({ align: way }) => (way ? { class: way } : {}),
  },
});

const DocumentParagraph = Paragraph.extend({
  addAttributes() {
    return align(this.parent?.());
  },
});

const DocumentHeading = Heading.extend({
  addAttributes() {
    return align(this.parent?.());
  },
  parseHTML() {
    // The page's own title is the only h1; h5 has no button, but comes in with imported documents.
    return [
      { tag: "h1", attrs: { level: 2 } },
      ...this.parent(),
      { tag: "h6", attrs: { level: 5 } },
    ];
  },
}).configure({ levels: [2, 3, 4, 5] });

const NumberedList = OrderedList.extend({
  // The stock extension turns plain text such as "1. …" into a list when pasted.
  addProseMirrorPlugins: () => [],
});

function scriptMark(name, tag, align, excludes) {
  return Mark.create({
    name,
    excludes,
    parseHTML: () => [{ tag }, { style: "vertical-align", getAttrs: (value) => (value === align ? {} : false) }],
    renderHTML: () => [tag, 0],
  });
}

const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: null }, title: { default: null } }),
  parseHTML: () => [
    {
      tag: "a[href]",
      getAttrs: (element) => {
        const href = safeLink(element.getAttribute("href"));
        return href ? { href, title: element.getAttribute("title") } : false;
      },
    },
  ],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});

const IMAGE_ATTRIBUTES = ["src", "alt", "title", "width", "height"];

const Image = Node.create({
  name: "image",
  group: "inline",
  inline: true,
  draggable: true,
  addAttributes: () => Object.fromEntries(IMAGE_ATTRIBUTES.map((name) => [name, { default: null }])),
  parseHTML: () => [
    {
      tag: "img[src]",
      getAttrs: (element) => {
        const src = safeImage(element.getAttribute("src"));
        if (!src) return false;
        const attributes = IMAGE_ATTRIBUTES.map((name) => [name, element.getAttribute(name)]);
        return { ...Object.fromEntries(attributes), src };
      },
    },
  ],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
});

// No buttons for these: they come in with imported documents and must not be lost by opening one.
const Preformatted = Node.create({
  name: "preformatted",
  group: "block",
  content: "text*",
  marks: "",
  code: true,
  defining: true,
  parseHTML: () => [{ tag: "pre", preserveWhitespace: "full" }],
  renderHTML: () => ["pre", 0],
});

const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "(paragraph | table) figcaption?",
  isolating: true,
  parseHTML: () => [{ tag: "figure" }],
  renderHTML: () => ["figure", 0],
});

const FigureCaption = Node.create({
  name: "figcaption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", 0],
});

const CaptionedTable = Table.extend({
  addAttributes: () => ({
    caption: {
      default: "",
      parseHTML: (element) => element.querySelector(":scope > caption")?.textContent.trim() || "",
      rendered: false,
    },
  }),
  // The caption is an attribute (the attribute above reads it); its text is not content of the first cell.
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML: ({ node }) =>
    node.attrs.caption
      ? ["table", ["caption", { contenteditable: "false" }, node.attrs.caption], ["tbody", 0]]
      : ["table", ["tbody", 0]],
  addNodeView: () => null,
  addKeyboardShortcuts() {
    // Tab walks through the cells and leaves the table at its end: a keyboard must never be caught.
    return { ...this.parent(), Tab: () => this.editor.commands.goToNextCell() };
  },
});

const spans = () => ({
  colspan: { default: 1, parseHTML: (cell) => Number(cell.getAttribute("colspan")) || 1 },
  rowspan: { default: 1, parseHTML: (cell) => Number(cell.getAttribute("rowspan")) || 1 },
  colwidth: { default: null, rendered: false, parseHTML: () => null },
});

export function extensions() {
  return [
    Document,
    DocumentParagraph,
    Text,
    DocumentHeading,
    Bold,
    Italic,
    Underline,
    Strike,
    scriptMark("subscript", "sub", "sub", "superscript"),
    scriptMark("superscript", "sup", "super", "subscript"),
    Link,
    Image,
    Preformatted,
    Figure,
    FigureCaption,
    HardBreak,
    HorizontalRule,
    Blockquote,
    BulletList,
    NumberedList,
    ListItem,
    ListKeymap,
    CaptionedTable,
    TableRow,
    TableHeader.extend({ addAttributes: spans }),
    TableCell.extend({ addAttributes: spans }),
    UndoRedo,
    Gapcursor,
    TrailingNode,
  ];
}
