// What the checks know about a published site: its files, the address it is meant for, the kinds of its pages.
import fs from 'node:fs';
import path from 'node:path';

// All files below a folder, as sorted relative paths with forward slashes.
export function files(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'))
    .sort();
}

// The address the site is built for (base_url), as its start page states it.
export function baseUrl(folder) {
  const start = fs.readFileSync(path.join(folder, 'index.html'), 'utf8');
  const link = /<link\b[^>]*\brel="?canonical"?[^>]*>/i.exec(start)?.[0] ?? '';
  const href = /\bhref="?([^"\s>]+)/i.exec(link)?.[1];
  if (!href) throw new Error(`${folder}/index.html has no <link rel="canonical">`);
  return href.replace(/index\.html$/, '');
}

export const basePath = (folder) => new URL(baseUrl(folder)).pathname;

// One line per kind of page: its name and the addresses it has. The first line that matches wins.
// A page below a language folder (en/…) is of the same kind as without it.
// Kinds in `rare` stand only in some sites; every other kind must be there.
const KINDS = [
  ['start', /^index\.html$/],
  ['404', /^404\.html$/],
  ['easy language', /^leichte-sprache\/index\.html$/],
  ['counting', /^zaehlweise\/index\.html$/],
  ['open data', /^daten\/index\.html$/],
  ['organisation', /^organisation\/index\.html$/],
  ['division', /^organisation\/[ivx]+\/index\.html$/], // numbered in Roman here, as cities like to do
  ['unit', /^organisation\/[^/]+\/index\.html$/],
  ['programmes', /^programme\/index\.html$/],
  ['programme', /^programme\/[^/]+\/index\.html$/],
  ['reports', /^berichte\/index\.html$/],
  ['report', /^berichte\/\d{4}-\d\d-\d\d\/index\.html$/],
  ['reporting date', /^stand\/\d{4}-\d\d-\d\d\/index\.html$/],
  ['figures in detail', /^stand\/[^/]+\/[^/]+\/zahlen\/index\.html$/],
  ['comparison', /^vergleich\/[^/]+\/index\.html$/],
  ['register list', /^massnahmen\/index\.html$/],
  ['list page 2', /^[^/]+\/(seite[-/]?)?2\/index\.html$/],
  ['record measure', /^massnahmen\/[^/]+\/index\.html$/],
  ['record service', /^online-dienste\/[^/]+\/index\.html$/],
  ['second register list', /^online-dienste\/index\.html$/],
  ['withdrawn', /^frueher\/[^/]+\/index\.html$/],
  ['free page', /^[^/]+\/index\.html$/],
  ['other', /\.html$/],
];
const RARE = new Set(['list page 2', 'second register list', 'withdrawn', 'other']);

export function kindOf(page) {
  const bare = page.replace(/^(de|en)\//, '');
  return KINDS.find(([, address]) => address.test(bare))?.[0];
}

// Map of kind -> pages of that kind, in the order of KINDS. Pages that lead on at once are no pages to look at.
export function pagesByKind(folder) {
  const kinds = new Map(KINDS.map(([kind]) => [kind, []]));
  const leadsOn = (file) => file.endsWith('.html') && /http-equiv="?refresh/i.test(fs.readFileSync(path.join(folder, file), 'utf8'));
  for (const file of files(folder)) if (!leadsOn(file)) kinds.get(kindOf(file))?.push(file);
  return kinds;
}

export const missingKinds = (kinds) => [...kinds].filter(([kind, pages]) => !pages.length && !RARE.has(kind)).map(([kind]) => kind);
