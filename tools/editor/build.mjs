// Bundles the editor into the product's static files and writes the licences of what is inside.
// Run `npm ci && npm run build` in this folder after changing anything in src/ or a version.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../src/gongkai/core/static/gongkai");
const BUDGET = 160 * 1024; // bytes, gzipped

const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/index.js"],
  outfile: join(target, "editor.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* Gongkai editor, Apache-2.0. Built from tools/editor; licences of its parts: editor.LICENSES.txt */" },
  metafile: true,
});

const packages = new Set();
for (const path of Object.keys(result.metafile.inputs)) {
  const name = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
  if (name) packages.add(name);
}

const licences = new Map();
for (const name of [...packages].sort()) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (license !== "MIT") throw new Error(`${name} is under ${license}: decide before shipping it`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = readFileSync(join(folder, file), "utf8").trim();
  licences.set(text, [...(licences.get(text) || []), `${name} ${version}`]);
}
const chapters = [...licences].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`);
writeFileSync(
  join(target, "editor.LICENSES.txt"),
  `editor.js contains these packages, each under the MIT licence printed below its name.\n\n${chapters.join(`\n${"-".repeat(72)}\n\n`)}`,
);

const bundle = readFileSync(join(target, "editor.js"));
const packed = gzipSync(bundle, { level: 9 }).length;
if (/\beval\(|new Function\(/.test(bundle.toString())) throw new Error("The bundle would break the content security policy");
if (packed > BUDGET) throw new Error(`The bundle weighs ${packed} bytes gzipped, more than ${BUDGET}`);
console.log(`editor.js ${bundle.length} bytes, ${packed} gzipped, ${packages.size} packages`);
