// Proves that the checks can fail: builds a small site of broken pages and expects every finding by name,
// and none on the page where nothing is broken.
//
//   node selftest.mjs
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const site = fs.mkdtempSync(path.join(os.tmpdir(), 'sachstand-selftest-'));

const STYLE = `:root { color-scheme: light dark } body { margin: 0; background: Canvas; color: CanvasText } h1 { overflow-wrap: anywhere } a { display: inline-block; padding: .5rem }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid } .skip { position: absolute; left: -99rem } .skip:focus { left: 0 }
.wide { width: 700px } .box { overflow-x: auto; width: 300px } .tight { height: 20px; line-height: 20px; overflow: hidden }
.faint { color: #999 } .blind a:focus-visible { outline: none } .over { position: fixed; inset: 0; background: Canvas }
.move { animation: move 1s infinite } @keyframes move { to { opacity: 0 } } @media print { .gone { display: none } }
.vanish path { fill: Canvas }`;

const page = (name, main, { skip = '<a class="skip" href="#inhalt">Zum Inhalt</a>', head = '', script = '' } = {}) => `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title><link rel="canonical" href="https://city.example/d/${name}.html"><link rel="icon" href="data:,">
<link rel="stylesheet" href="style.css">${head}</head>
<body>${skip}<main id="inhalt" tabindex="-1"><h1>${name}</h1>${main}</main>${script}</body></html>
`;

// Page -> what is wrong on it and the finding that has to name it.
const BROKEN = {
  contrast: [page('contrast', '<p class="faint">Kaum zu lesen</p>'), 'axe color-contrast'],
  reflow: [page('reflow', '<p class="wide">Breiter als ein Telefon</p>'), 'page scrolls sideways (WCAG 1.4.10)'],
  spacing: [page('spacing', '<p class="tight">Ein Satz, der mit mehr Abstand auf zwei Zeilen steht und dann fehlt</p>'), 'text is cut off with wider text spacing'],
  skip: [page('skip', '<p><a href="index.html">Zurück</a></p>', { skip: '' }), 'first Tab stop is not a skip link'],
  target: [page('target', '<p>Text</p>', { skip: '<a class="skip" href="#nirgends">Zum Inhalt</a>' }), 'skip link does not lead to main'],
  focus: [page('focus', '<p class="blind"><a href="index.html">Zurück</a></p>'), 'focus cannot be seen'],
  covered: [page('covered', '<p><a href="index.html">Zurück</a></p><div class="over"></div>'), 'focused element is covered'],
  foreign: [page('foreign', '<p><img src="https://elsewhere.example/a.png" alt=""></p>'), 'request to a foreign host'],
  console: [page('console', '<p style="color: black">Text</p>'), 'console error'],
  script: [page('script', '<p id="late"></p>', { script: '<script src="late.js"></script>' }), 'text is missing without script'],
  motion: [page('motion', '<p class="move">Text</p>'), 'animation although reduced motion is asked for'],
  paper: [page('paper', '<h2 class="gone">Fehlt</h2>'), 'part of the page is missing on paper'],
  cut: [page('cut', '<div class="box" tabindex="0" role="region" aria-label="Tabelle"><p class="wide">Breit</p></div>'), 'part of the page is cut off on paper'],
  forced: [page('forced', '<svg class="vanish" role="img" aria-label="Anteil" width="9" height="9"><path d="M0 0h9v9H0z"/></svg>'), 'chart vanishes with forced colours'],
};
const LINKS = {
  links: [page('links', `<p id="a"><a href="nowhere.html">Weg</a> <a href="index.html#nowhere">Stelle</a> <a href="/d/index.html">Absolut</a>
<a href="folder">Ordner</a> <a href="../out.html">Hinaus</a></p><p id="a" aria-labelledby="b"></p><script src="//elsewhere.example/x.js"></script>`),
  'dead link', 'fragment without a target', 'link is not relative', 'link to a folder without its final slash', 'link leaves the folder of the site',
  'duplicate id', 'names an id that is not there', 'page loads from elsewhere', 'no path of links leads here', 'page is not in the sitemap', 'listed address has no page'],
};
const MARKUP = { markup: [page('markup', '<p><div style="color: red"></p><img src="x.png">'), 'vnu error', 'html-validate no-inline-style'] };
const LIST = { list: [page('list', '<table><thead><tr><th>Titel</th></tr></thead><tbody>' + '<tr><td><a href="index.html">Akte</a></td></tr>'.repeat(20) + '</tbody></table>'),
  'list has no sort buttons', 'list has no filters'] };

const write = (name, text) => { fs.mkdirSync(path.dirname(path.join(site, name)), { recursive: true }); fs.writeFileSync(path.join(site, name), text); };
write('index.html', page('index', '<p>Alles in Ordnung. <a href="index.html">Hierher</a></p>'));
write('style.css', STYLE);
write('late.js', "document.getElementById('late').textContent = 'Nur mit Skript';\n");
write('folder/index.html', page('folder', ''));
write('sitemap.xml', '<urlset><url><loc>https://city.example/d/index.html</loc></url><url><loc>https://city.example/d/gone/</loc></url></urlset>\n');
for (const [name, [html]] of Object.entries({ ...BROKEN, ...LINKS, ...MARKUP, ...LIST })) write(`${name}.html`, html);

let failures = 0;
const faults = [BROKEN, LINKS, MARKUP, LIST].flatMap(Object.values).reduce((sum, [, ...findings]) => sum + findings.length, 0);
const fail = (text) => { failures += 1; console.log(text); };
function run(check, ...args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(here, check), site, ...args], { encoding: 'utf8' });
  return { text: stdout + stderr, status };
}
// A finding is a line of its own; the pages it was found on are indented below it.
const finds = (text, finding, name) => text.split(/\n(?=\S)/).some((block) => block.includes(finding) && block.includes(`\n  ${name}`));

const all = run('pages.mjs', ...Object.keys(BROKEN).map((name) => `${name}.html`));
if (all.status !== 1) fail(`pages.mjs ends with ${all.status} on broken pages\n${all.text}`);
for (const [name, [, finding]] of Object.entries(BROKEN)) {
  if (!finds(all.text, finding, `${name}.html`)) fail(`pages.mjs does not find “${finding}” in ${name}.html`);
}
const clean = run('pages.mjs', 'index.html');
if (clean.status !== 0) fail(`pages.mjs finds something where nothing is:\n${clean.text}`);
for (const [check, cases, ...args] of [['links.mjs', LINKS], ['html.mjs', MARKUP], ['lists.mjs', LIST, '--list', 'list.html']]) {
  const { text, status } = run(check, ...args);
  if (status !== 1) fail(`${check} ends with ${status} on broken pages\n${text}`);
  for (const finding of Object.values(cases)[0].slice(1)) if (!text.includes(finding)) fail(`${check} does not find “${finding}”`);
}
fs.rmSync(site, { recursive: true });
console.log(`selftest: ${faults} faults made, ${failures} problems with the checks`);
process.exitCode = failures ? 1 : 0;
