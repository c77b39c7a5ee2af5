// Works the list of a register the way people do, by keyboard alone: sort, filter, search, share the address, follow
// a record and come back; then the same list without script, and from file:// in a build made with --portable.
// Relies on roles, not on class names: see LIST below.
//
//   node lists.mjs OUTPUT [--list massnahmen/index.html …] [--portable FOLDER]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { launch, listen } from './browser.mjs';
import { Report } from './report.mjs';
import { serve } from './serve.mjs';
import { basePath, pagesByKind } from './site.mjs';

// What a list page has to offer: a table with sort buttons in its column headers, a form with the filters,
// and a status message that names how many rows are left.
const LIST = { buttons: 'main table thead th button', form: 'main form', message: 'main [role=status]' };
const FEW = 12; // rows up to which a list may do without filters
const PATIENCE = 5000; // milliseconds until a change has to show
const LATE = 700; // milliseconds that a script is held back: by then the page was drawn
const SHIFT = 0.05; // most that a page may move by itself; from 0.1 on it is no longer good (web.dev/articles/cls)

const { values: options, positionals: [folder = 'output'] } = parseArgs({
  allowPositionals: true, options: { list: { type: 'string', multiple: true }, portable: { type: 'string' } },
});
const report = new Report('lists');
const counts = { lists: 0, steps: 0 };

// --- read the page

// Rows of the list that can be seen: the address of each record and the texts of the cells, by column.
// Charts have their tables too; the list is the one whose rows are headed by links.
const TABLE = 'main table:has(tbody tr > :is(th, td) > a)';
const rows = (page) => page.evaluate((selector) => {
  const tables = [...document.querySelectorAll(selector)].filter((table) => table.checkVisibility());
  const list = tables.sort((a, b) => b.rows.length - a.rows.length)[0] ?? document.querySelector(selector);
  return [...(list?.querySelectorAll('tbody tr') ?? [])].filter((row) => row.checkVisibility()).map((row) => ({
    href: row.querySelector('a')?.href ?? '',
    cells: [...row.cells].map((cell) => cell.dataset.v ?? cell.textContent.trim().replace(/\s+/g, ' ')),
  }));
}, TABLE);
const addresses = (list) => list.map(({ href }) => href).join('\n');
const message = (page) => page.locator(LIST.message).first().innerText();
// The numbers in the status message; dots and narrow spaces group thousands.
const numbers = async (page) => ((await message(page)).match(/\d[\d.\u202f]*/g) ?? []).map((digits) => Number(digits.replace(/\D/g, '')));
const sorted = (page) => page.evaluate(() => [...document.querySelectorAll('main th[aria-sort]')]
  .map((head) => [head.cellIndex, head.getAttribute('aria-sort')]).filter(([, order]) => order !== 'none'));

// --- act by keyboard

async function tabTo(page, selector) {
  for (let stop = 0; stop < 1000; stop += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return true;
    if (await page.evaluate(() => document.activeElement === document.body)) return false;
  }
  return false;
}

async function changed(page, read, before) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const now = await read(page);
    if (now !== before) return now;
    await page.waitForTimeout(50);
  }
  return before;
}

// --- the steps

async function sort(page, where) {
  const heads = await page.locator(LIST.buttons).count();
  if (!heads) return report.add('list has no sort buttons in its column headers', where);
  // The column that names the records: the one with their links.
  const column = await page.evaluate(() => document.querySelector('main table:has(thead th button) tbody tr > :is(th, td) > a').closest('td, th').cellIndex);
  const button = `main thead th:nth-child(${column + 1}) button`;
  if (!await tabTo(page, button)) return report.add('sort button cannot be reached by Tab', where, button);
  const compare = new Intl.Collator('de', { numeric: true }).compare;
  const seen = [];
  for (const key of ['Enter', 'Space']) {
    const before = JSON.stringify(await sorted(page));
    await page.keyboard.press(key);
    if (await changed(page, async () => JSON.stringify(await sorted(page)), before) === before) {
      return report.add(`${key} on a sort button does not change aria-sort`, where, before);
    }
    const now = await sorted(page);
    if (now.length !== 1 || now[0][0] !== column) report.add('aria-sort is not on the sorted column alone', where, JSON.stringify(now));
    const texts = (await rows(page)).map(({ cells }) => cells[column]);
    const up = now[0]?.[1] === 'ascending';
    const wrong = texts.findIndex((text, row) => row > 0 && (up ? compare(texts[row - 1], text) > 0 : compare(texts[row - 1], text) < 0));
    if (wrong > 0) report.add(`rows are not in the order that aria-sort="${now[0]?.[1]}" says`, where, `“${texts[wrong - 1]}” before “${texts[wrong]}”`);
    const inHead = await page.evaluate((wanted) => document.activeElement.matches(wanted), button);
    if (!inHead) report.add('sorting takes the focus away from its button', where);
    seen.push(now[0]?.[1]);
    counts.steps += 1;
  }
  if (new Set(seen).size !== 2) report.add('a sort button does not offer both directions', where, seen.join(', '));
}

// The message has to name the number of rows that are left, as digits; a long list may show the first of them
// and a button for more.
async function said(page, where, what) {
  const right = async () => {
    const there = (await rows(page)).length;
    const more = await page.locator('main button').filter({ hasText: /weitere|mehr|more/i }).filter({ visible: true }).count();
    return (await numbers(page)).some((number) => (more ? number > there : number === there));
  };
  if (!await changed(page, right, false)) {
    report.add(`${what}: status message does not name the ${(await rows(page)).length} rows that are shown`, where, await message(page));
  }
}

// On a list of several pages, sorting and filtering have to reach the rows of all of them.
async function reach(page, where, own) {
  if (!await page.locator('main a[rel=next]').count()) return;
  if (!await changed(page, async () => (await numbers(page)).some((number) => number > own), false)) {
    report.add('sorting does not reach the rows of the other pages', where, await message(page));
  }
  counts.steps += 1;
}

// Uses each control of the form once and takes it back; ends with the last one in use, and says whether there is one.
async function filter(page, where) {
  const all = await rows(page);
  const controls = await page.evaluate((form) => [...document.querySelectorAll(`${form} select, ${form} input:not([type=hidden])`)]
    .filter((control) => control.checkVisibility()).map((control, index) => {
      control.dataset.check = index;
      return { type: control.type, labelled: control.labels.length > 0, name: control.name };
    }), LIST.form);
  if (!controls.length) {
    if (all.length > FEW) report.add('list has no filters', where);
    return false;
  }
  const used = new Set();
  for (const [index, { type, labelled, name }] of controls.entries()) {
    if (!labelled) report.add('filter has no visible label', where, name);
    if (used.has(`${type} ${name}`)) continue; // one checkbox of a group is enough
    used.add(`${type} ${name}`);
    const last = used.size === new Set(controls.map((control) => `${control.type} ${control.name}`)).size;
    const what = `filter “${name}”`;
    await page.evaluate(() => document.activeElement.blur());
    if (!await tabTo(page, `[data-check="${index}"]`) && !await tabTo(page, `[data-check="${index}"]`)) {
      report.add(`${what} cannot be reached by Tab`, where);
      continue;
    }
    const before = { text: await message(page), list: addresses(await rows(page)), url: page.url() };
    if (['search', 'text'].includes(type)) {
      // A word of the last row that some other row does not have.
      const words = all.at(-1).cells.join(' ').match(/\p{L}{5,}/gu) ?? all.at(-1).cells;
      await page.keyboard.type(words.find((word) => all.some(({ cells }) => !cells.join(' ').includes(word))) ?? words[0]);
    } else {
      await page.keyboard.press(type.startsWith('select') ? 'ArrowDown' : 'Space');
    }
    const read = async () => addresses(await rows(page)) + await message(page);
    const sorts = name === 'sort'; // another way to sort: it may well choose the order that is there already
    if (!sorts && await changed(page, read, before.list + before.text) === before.list + before.text) report.add(`${what} changes nothing`, where);
    if (!sorts) await said(page, where, what);
    if (await changed(page, () => page.url(), before.url) === before.url) report.add(`${what} does not show in the address`, where, page.url());
    counts.steps += 1;
    if (last) break;
    if (['search', 'text'].includes(type)) {
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Delete');
    } else {
      await page.keyboard.press(type.startsWith('select') ? 'ArrowUp' : 'Space');
    }
    const length = async () => (await rows(page)).length;
    const end = Date.now() + PATIENCE;
    while (await length() !== all.length && Date.now() < end) await page.waitForTimeout(50);
    if (await length() !== all.length) report.add(`${what}, taken back, does not bring all rows back`, where, `${await length()} of ${all.length}`);
  }
  return true;
}

// The address alone has to bring the same rows back, for anyone, and after a visit to a record.
async function share(page, where, open) {
  await page.waitForTimeout(600);
  const before = addresses(await rows(page));
  const guest = await open(page.url());
  if (await changed(guest, async () => addresses(await rows(guest)) === before, false) !== true) {
    report.add('shared address does not bring the same rows', where, page.url());
  }
  await guest.context().close();
  const link = page.locator('main table:has(thead th button) tbody tr > :is(th, td) > a').first();
  if (await link.count()) {
    const list = page.url();
    await link.focus();
    await Promise.all([page.waitForURL((url) => url.href !== list), page.keyboard.press('Enter')]);
    // The call itself must end before the page goes away.
    await Promise.all([page.waitForURL(list), page.evaluate(() => { setTimeout(() => history.back(), 0); })]);
    if (await changed(page, async () => addresses(await rows(page)) === before, false) !== true) {
      report.add('the back button does not bring the same rows', where, page.url());
    }
  }
  counts.steps += 2;
}

async function reset(page, where) {
  const button = page.locator('main button').filter({ hasText: /zurücksetzen|reset/i }).first();
  if (!await button.count() || !await button.isVisible()) return report.add('filters in use, but no button that resets them', where);
  await button.focus();
  await page.keyboard.press('Enter');
  if (await changed(page, () => new URL(page.url()).search, new URL(page.url()).search)) report.add('reset leaves filters in the address', where, page.url());
  counts.steps += 1;
  return undefined;
}

// Without script every row stands there, and nothing that would need one.
async function plain(page, where, expected) {
  const there = (await rows(page)).length;
  if (there !== expected) report.add('rows differ without script', where, `${there} instead of ${expected}`);
  const dead = await page.evaluate(() => [...document.querySelectorAll('main form, main form :is(input, select, button), main th button')]
    .filter((control) => control.checkVisibility()).map((control) => control.outerHTML.slice(0, 120)));
  for (const control of dead) report.add('control is shown although it needs a script', where, control);
  counts.steps += 1;
}

// Nothing moves under the eyes of those who read already, however late the script comes.
async function still(browser, address, viewport, where) {
  const context = await browser.newContext({ locale: 'de-DE', viewport });
  const page = await context.newPage();
  await page.route('**/*.js', async (route) => {
    await new Promise((done) => { setTimeout(done, LATE); });
    await route.continue();
  });
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { window.moved += value; }))
      .observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(address);
  await page.waitForTimeout(LATE);
  const moved = await page.evaluate(() => window.moved);
  if (moved > SHIFT) report.add('list moves when its script comes', where, `${moved.toFixed(3)} at ${viewport.width} px, at most ${SHIFT}`);
  await context.close();
  counts.steps += 1;
}

async function work(browser, url, where) {
  const open = async (address, settings = {}) => {
    const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1280, height: 900 }, ...settings });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    listen(page, new URL(address).origin, (what, detail) => report.add(what, where, detail));
    await page.goto(address);
    return page;
  };
  const page = await open(url);
  const first = await rows(page);
  if (!first.length) report.add('list has no rows', where);
  await sort(page, where);
  if (!url.startsWith('file:')) await reach(page, where, first.length);
  await page.goto(url);
  if (await filter(page, where)) {
    await share(page, where, open);
    await reset(page, where);
  }
  await page.context().close();
  if (!url.startsWith('file:')) {
    await still(browser, url, { width: 360, height: 740 }, where);
    await still(browser, url, { width: 1280, height: 900 }, where);
  }
  const bare = await open(url, { javaScriptEnabled: false });
  await plain(bare, where, first.length);
  await bare.context().close();
  counts.lists += 1;
}

const kinds = pagesByKind(folder);
const lists = options.list ?? [...kinds.get('register list'), ...kinds.get('second register list')];
if (!lists.length) report.add('site has no list of a register', folder);
const site = await serve(folder, { base: basePath(folder) });
const browser = await launch();
const tasks = lists.map((list) => [site.url + list.replace(/index\.html$/, ''), list]);
if (options.portable) {
  for (const list of lists) tasks.push([pathToFileURL(path.resolve(options.portable, list)).href, `${list} from file://`]);
}
for (const [url, where] of tasks) await work(browser, url, where).catch((error) => report.add('check could not run', where, error));
await browser.close();
site.close();
report.finish(counts);
