// Collects what a check found and prints it: one line per finding with its pages, then the summary.

export class Report {
  #found = new Map();
  constructor(name) {
    this.name = name;
    this.started = Date.now();
  }

  // `what` names the rule, `where` the page, `detail` the element or the values that show it.
  add(what, where, detail = '') {
    const places = this.#found.get(what) ?? [];
    places.push([where, String(detail).replace(/\s+/g, ' ').slice(0, 220)]);
    this.#found.set(what, places);
  }

  // Prints everything and sets the exit code: 1 with findings, else 0.
  finish(counts) {
    const shown = 8;
    let total = 0;
    for (const [what, places] of this.#found) {
      total += places.length;
      console.log(`\n${what} (${places.length})`);
      for (const [where, detail] of places.slice(0, shown)) console.log(`  ${where}${detail && `\n      ${detail}`}`);
      if (places.length > shown) console.log(`  … and ${places.length - shown} more`);
    }
    const summary = Object.entries(counts).map(([key, n]) => `${n} ${key}`).join(', ');
    const seconds = ((Date.now() - this.started) / 1000).toFixed(1);
    console.log(`${total ? '\n' : ''}${this.name}: ${summary}; ${total} findings (${seconds} s)`);
    process.exitCode = total ? 1 : 0;
  }
}
