// Checks pages of a published site in a real browser: accessibility (axe: WCAG 2.2 AA and best practice) at
// phone and desktop width, in light and dark; reflow, text spacing, keyboard, forced colours, paper, no script,
// no foreign request, a clean console. The site is served under its own sub-path with a strict CSP.
//
//   node pages.mjs OUTPUT                    one page of every kind; a kind that is missing is a finding
//   node pages.mjs OUTPUT --all              every page
//   node pages.mjs OUTPUT --kind "report"    the pages of one kind (repeatable)
//   node pages.mjs OUTPUT PAGE…              these pages, as paths in the output folder
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { inParallel, launch, listen } from './browser.mjs';
import { clipped, focusStop, lostOnPaper, overflow, spaceText, vanishedShapes, words } from './inpage.mjs';
import { Report } from './report.mjs';
import { serve } from './serve.mjs';
import { basePath, files, missingKinds, pagesByKind } from './site.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PHONE = { width: 320, height: 800 };
const DESKTOP = { width: 1280, height: 900 };
const PAPER = { width: 718, height: 1000 }; // A4 less 1 cm of margin on each side, in CSS pixels

const { values: options, positionals } = parseArgs({
  allowPositionals: true, options: { all: { type: 'boolean' }, kind: { type: 'string', multiple: true } },
});
const [folder = 'output', ...named] = positionals;
const report = new Report('pages');
const counts = { pages: 0, kinds: 0, 'axe runs': 0, 'tab stops': 0, 'undecided by axe': 0 };

function choose() {
  if (named.length) return named;
  if (options.all) return files(folder).filter((file) => file.endsWith('.html'));
  const kinds = pagesByKind(folder);
  if (options.kind) {
    for (const kind of options.kind) if (!kinds.get(kind)?.length) report.add('kind of page that no page has', kind);
    return options.kind.flatMap((kind) => kinds.get(kind) ?? []);
  }
  for (const kind of missingKinds(kinds)) report.add('kind of page that no page has', kind);
  const found = [...kinds].filter(([, pages]) => pages.length);
  counts.kinds = found.length;
  return found.map(([, pages]) => pages[Math.floor(pages.length / 2)]);
}

async function axe(page, where) {
  await page.evaluate(AXE);
  const { violations, incomplete } = await page.evaluate((tags) => window.axe.run(document, {
    runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'incomplete'], preload: false,
  }), RULES);
  for (const { id, help, nodes } of violations) {
    for (const node of nodes) report.add(`axe ${id}: ${help}`, where, `${node.target.join(' ')}  ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`);
  }
  counts['undecided by axe'] += incomplete.reduce((n, { nodes }) => n + nodes.length, 0);
  counts['axe runs'] += 1;
}

// Everything that needs one open page; each check leaves the page as the next one needs it.
async function layout(page, rel, viewport) {
  const where = `${rel} at ${viewport.width} px`;
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await axe(page, `${where}, ${colorScheme}`);
  }
  const wide = await page.evaluate(overflow);
  if (wide) report.add('page scrolls sideways (WCAG 1.4.10)', where, wide);
  const moving = await page.evaluate(() => document.getAnimations().length);
  if (moving) report.add('animation although reduced motion is asked for', where, `${moving} animations`);
  const before = new Set(await page.evaluate(clipped));
  await page.evaluate(spaceText);
  const spaced = await page.evaluate(overflow);
  if (spaced && !wide) report.add('page scrolls sideways with wider text spacing (WCAG 1.4.12)', where, spaced);
  for (const box of await page.evaluate(clipped)) {
    if (!before.has(box)) report.add('text is cut off with wider text spacing (WCAG 1.4.12)', where, box);
  }
}

async function keyboard(page, rel, viewport) {
  const where = `${rel} at ${viewport.width} px`;
  for (let stop = 0; ; stop += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(focusStop);
    if (!focus) {
      if (stop === 0) report.add('Tab reaches nothing', where);
      break;
    }
    counts['tab stops'] += 1;
    if (stop === 0 && !focus.href.startsWith('#')) report.add('first Tab stop is not a skip link', where, focus.html);
    if (!focus.visible) report.add('focus cannot be seen (WCAG 2.4.7)', where, focus.html);
    if (!focus.inView) report.add('focused element is outside the window', where, focus.html);
    else if (!focus.free) report.add('focused element is covered (WCAG 2.4.11)', where, focus.html);
  }
  // The skip link has to take the next Tab stop into main.
  await page.reload();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const target = await page.evaluate(() => Boolean(document.querySelector(':target')?.closest('main')));
  if (!target) report.add('skip link does not lead to main', where, page.url());
}

async function media(page, rel) {
  await page.emulateMedia({ forcedColors: 'active' });
  for (const svg of await page.evaluate(vanishedShapes)) report.add('chart vanishes with forced colours', rel, svg);
  await page.screenshot({ caret: 'initial' });
  await page.setViewportSize(PAPER);
  await page.emulateMedia({ forcedColors: 'none', media: 'print' });
  const { lost, cut } = await page.evaluate(lostOnPaper);
  for (const part of lost) report.add('part of the page is missing on paper', rel, part);
  for (const part of cut) report.add('part of the page is cut off on paper', rel, part);
  await page.pdf({ format: 'A4' });
}

async function check(browser, site, rel) {
  const open = async (settings = {}) => {
    const context = await browser.newContext({ locale: 'de-DE', reducedMotion: 'reduce', viewport: DESKTOP, ...settings });
    const page = await context.newPage();
    listen(page, new URL(site.url).origin, (what, detail) => report.add(what, rel, detail));
    const response = await page.goto(new URL(rel === '404.html' ? 'no/such/page/' : rel, site.url).href);
    if (response.status() !== (rel === '404.html' ? 404 : 200)) report.add(`answer ${response.status()}`, rel);
    return page;
  };
  for (const viewport of [PHONE, DESKTOP]) {
    const page = await open({ viewport });
    await layout(page, rel, viewport);
    await page.reload();
    await keyboard(page, rel, viewport);
    await page.context().close();
  }
  const page = await open();
  const scripted = await page.evaluate(words);
  await media(page, rel);
  await page.context().close();
  const plain = await open({ javaScriptEnabled: false });
  const left = new Map();
  for (const word of await plain.evaluate(words)) left.set(word, (left.get(word) ?? 0) + 1);
  const missing = scripted.filter((word) => { left.set(word, (left.get(word) ?? 0) - 1); return left.get(word) < 0; });
  if (missing.length) report.add('text is missing without script', rel, missing.join(' '));
  await plain.context().close();
  counts.pages += 1;
}

const pages = choose();
const site = await serve(folder, { base: basePath(folder) });
const browser = await launch();
await inParallel(pages, 2, (rel) => check(browser, site, rel).catch((error) => report.add('check could not run', rel, error)));
await browser.close();
site.close();
report.finish(counts);
