// Collects what a check found and prints it: one line per finding with its pages, then the summary.

export class Report {
  #found = new Map();
  constructor(name) {
    this.name = name;
    this.started = Date.now();
  }

  // `what` names the rule, `where` the page, `detail` the element or the values that show it.
  add(what, where, detail = '') {
    const places = this.#found.get(what) ?? new Map();
    const place = `${where}${detail && `\n      ${String(detail).replace(/\s+/g, ' ').slice(0, 220)}`}`;
    places.set(place, (places.get(place) ?? 0) + 1);
    this.#found.set(what, places);
  }

  // Prints everything and sets the exit code: 1 with findings, else 0. What was found at a place several times, as a page
  // is opened several times, has one line, so that it takes no room from other places.
  finish(counts) {
    const shown = 8;
    let total = 0;
    for (const [what, places] of this.#found) {
      const times = [...places.values()].reduce((sum, n) => sum + n, 0);
      total += times;
      console.log(`\n${what} (${times})`);
      for (const place of [...places.keys()].slice(0, shown)) console.log(`  ${place}`);
      if (places.size > shown) console.log(`  … and ${places.size - shown} more places`);
    }
    const summary = Object.entries(counts).map(([key, n]) => `${n} ${key}`).join(', ');
    const seconds = ((Date.now() - this.started) / 1000).toFixed(1);
    console.log(`${total ? '\n' : ''}${this.name}: ${summary}; ${total} findings (${seconds} s)`);
    process.exitCode = total ? 1 : 0;
  }
}
