// Checks every reference of a published site without opening a connection: pages, fragments, assets, style sheets,
// duplicate ids, sitemap, feed, pages that nothing links to, foreign hosts that a page would load from.
//
//   node links.mjs OUTPUT [--portable]       --portable: every link must also work from file://
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Report } from './report.mjs';
import { baseUrl, files } from './site.mjs';

const { values: options, positionals: [folder = 'output'] } = parseArgs({
  allowPositionals: true, options: { portable: { type: 'boolean' } },
});
const report = new Report('links');
const base = new URL(baseUrl(folder));
const all = files(folder);
const known = new Set(all);
const text = (file) => fs.readFileSync(path.join(folder, file), 'utf8');
const hosts = new Map();

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = (value) => value.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, dec, name) => (
  hex || dec ? String.fromCodePoint(hex ? parseInt(hex, 16) : Number(dec)) : ENTITIES[name] ?? whole));

// Tags with their attributes, in order; comments and the text of scripts and styles are left out.
function tags(html) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, '').replace(/(<(script|style)\b[^>]*>)[\s\S]*?(<\/\2>)/gi, '$1$3');
  return [...bare.matchAll(/<([a-z][\w:-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/gi)].map(([, name, rest]) => {
    const attributes = {};
    for (const [, key, quoted, single, plain] of rest.matchAll(/([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
      attributes[key.toLowerCase()] = decode(quoted ?? single ?? plain ?? '');
    }
    return { name: name.toLowerCase(), attributes };
  });
}

const pages = new Map();
for (const file of all.filter((name) => name.endsWith('.html'))) {
  const elements = tags(text(file));
  const ids = new Set();
  for (const { name, attributes: { id } } of elements) {
    if (id === undefined) continue;
    if (ids.has(id)) report.add('duplicate id', file, `<${name} id="${id}">`);
    ids.add(id);
  }
  pages.set(file, { elements, ids, links: new Set() });
}

// The file a path of the site stands for, or undefined.
function fileAt(address) {
  let file;
  try {
    file = decodeURIComponent(address.slice(base.pathname.length));
  } catch {
    return undefined;
  }
  return [file, `${file}index.html`].find((name) => known.has(name) && (name === file || file === '' || file.endsWith('/')));
}

const LOADS = new Set(['script', 'img', 'iframe', 'source', 'video', 'audio', 'embed', 'object', 'use', 'image', 'input', 'track']);
const LOADING_RELS = /\b(stylesheet|icon|preload|modulepreload|prefetch|preconnect|dns-prefetch|manifest)\b/;
let references = 0;

function follow(from, name, attributes, reference) {
  references += 1;
  const where = `<${name}> ${reference.slice(0, 120)}`;
  if (/^(mailto|tel|data):/i.test(reference)) return;
  let target;
  try {
    target = new URL(reference, new URL(from, base));
  } catch {
    report.add('address cannot be read', from, where);
    return;
  }
  const loads = LOADS.has(name) || (name === 'link' && LOADING_RELS.test(attributes.rel ?? ''));
  if (!/^https?:$/.test(target.protocol)) {
    report.add('address of a kind that no page should have', from, where);
    return;
  }
  if (target.origin !== base.origin || !target.pathname.startsWith(base.pathname)) {
    if (loads) report.add('page loads from elsewhere', from, where);
    else if (!/^[a-z]+:/i.test(reference)) report.add('link leaves the folder of the site', from, where);
    else hosts.set(target.host, (hosts.get(target.host) ?? 0) + 1);
    return;
  }
  const absolute = /^(https?:)?\/\//i.test(reference);
  const rooted = reference.startsWith('/');
  // Only the 404 page answers at any depth; everywhere else the site must be free to move.
  if ((absolute || rooted) && (name === 'a' || loads) && from !== '404.html') report.add('link is not relative', from, where);
  const file = fileAt(target.pathname);
  if (!file) {
    const slashless = fileAt(`${target.pathname}/`);
    report.add(slashless ? 'link to a folder without its final slash' : 'dead link', from, where);
    return;
  }
  if (options.portable && !absolute && from !== '404.html' && target.pathname.endsWith('/')) report.add('link does not work from file://', from, where);
  const page = pages.get(file);
  if (!page) return;
  if (name === 'a') pages.get(from)?.links.add(file);
  const fragment = decodeURIComponent(target.hash.slice(1));
  if (fragment && !fragment.startsWith(':~:') && !page.ids.has(fragment)) report.add('fragment without a target', from, where);
}

const ADDRESSES = ['href', 'src', 'poster', 'data', 'action', 'formaction', 'xlink:href'];
for (const [file, { elements }] of pages) {
  for (const { name, attributes } of elements) {
    if (name === 'base') report.add('<base> breaks links to fragments', file);
    // An old address leads on to the page that took its place.
    if (name === 'meta' && /^refresh$/i.test(attributes['http-equiv'] ?? '')) {
      const target = /^0;\s*url=(.+)$/i.exec(attributes.content ?? '')?.[1];
      if (target) follow(file, 'meta', attributes, target);
      else report.add('page leads on after a while, not at once (WCAG 2.2.1)', file, attributes.content);
    }
    for (const key of ADDRESSES) {
      if (attributes[key] !== undefined && !(name === 'form' && attributes[key] === '')) follow(file, name, attributes, attributes[key]);
    }
    for (const source of (attributes.srcset ?? '').split(',').filter((part) => part.trim())) {
      follow(file, name, attributes, source.trim().split(/\s+/)[0]);
    }
    for (const key of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'list', 'headers']) {
      for (const id of (attributes[key] ?? '').split(/\s+/).filter(Boolean)) {
        if (!pages.get(file).ids.has(id)) report.add(`${key} names an id that is not there`, file, `<${name} ${key}="${id}">`);
      }
    }
  }
}

for (const file of all.filter((name) => name.endsWith('.css'))) {
  for (const [, reference] of text(file).replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/url\(\s*["']?([^"')]+)/g)) {
    if (!reference.startsWith('#')) follow(file, 'use', {}, reference);
  }
}

// Machine-readable lists of addresses: absolute, and each stands for a file.
const listed = new Set();
for (const [file, pattern] of [['sitemap.xml', /<loc>([^<]+)<\/loc>/g], ['feed.atom', /<link\b[^>]*href="([^"]+)"/g], ['robots.txt', /^Sitemap:\s*(\S+)/gm]]) {
  if (!known.has(file)) {
    if (file === 'sitemap.xml') report.add('file is missing', file);
    continue;
  }
  for (const [, escaped] of text(file).matchAll(pattern)) {
    const address = decode(escaped.trim());
    const own = address.startsWith(base.href);
    const target = own ? fileAt(new URL(address).pathname) : undefined;
    if (!target) report.add(own ? 'listed address has no page' : 'listed address is not one of the site', file, address);
    else if (file === 'sitemap.xml') listed.add(target);
  }
}
const hidden = ({ elements }) => elements.some(({ name, attributes }) => name === 'meta' && attributes.name === 'robots' && /noindex/.test(attributes.content));

const reached = new Set(['index.html']);
for (const page of reached) for (const next of pages.get(page).links) reached.add(next);
for (const [file, page] of pages) {
  if (file === '404.html') continue;
  // Old addresses are reached from outside, by those who cited them.
  if (!reached.has(file) && !hidden(page)) report.add('no path of links leads here from the start page', file);
  if (known.has('sitemap.xml') && !hidden(page) && !listed.has(file)) report.add('page is not in the sitemap', file);
}

report.finish({ pages: pages.size, files: all.length, references, 'in the sitemap': listed.size, 'foreign hosts linked': hosts.size });
if (hosts.size) console.log(`  hosts: ${[...hosts].sort((a, b) => b[1] - a[1]).slice(0, 20).map(([host, n]) => `${host} (${n})`).join(', ')}`);
