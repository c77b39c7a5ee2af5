// Starts the system's Chromium for the checks; no browser is ever downloaded.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const folder of process.env.PATH.split(path.delimiter)) {
    for (const name of NAMES) {
      const file = path.join(folder, name);
      if (fs.existsSync(file)) return file;
    }
  }
  throw new Error('no Chromium on the PATH; install it (Debian: apt install chromium) or set CHROMIUM to its path');
}

export const launch = () => chromium.launch({ executablePath: executable(), args: FLAGS });

// Hears what a page must not do, and tells `add(what, detail)`: requests to anyone else, errors on the console.
export function listen(page, origin, add) {
  page.on('request', (request) => {
    const { protocol, origin: target } = new URL(request.url());
    if (!['data:', 'blob:', 'about:'].includes(protocol) && protocol !== 'file:' && target !== origin) {
      add('request to a foreign host', request.url());
    }
  });
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    const { url } = message.location();
    // The answer 404 to the 404 page itself is what the page is for.
    if (/status of 404/.test(message.text()) && url === page.url()) return;
    add(`console ${message.type()}`, `${message.text()} ${url}`);
  });
  page.on('pageerror', (error) => add('script error', error));
}

// Runs `work` over all items, `width` of them at a time, each in its own browser context.
export async function inParallel(items, width, work) {
  const queue = [...items];
  await Promise.all(Array.from({ length: width }, async () => {
    while (queue.length) await work(queue.shift());
  }));
}
