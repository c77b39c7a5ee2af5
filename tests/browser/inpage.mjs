// Functions that run inside a page (Playwright sends their source there): each is self-contained
// and answers with plain data. Answers are lists of findings unless said otherwise.

// What sticks out to the right when the page scrolls sideways (WCAG 1.4.10), else null.
export function overflow() {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width + 1) return null;
  // A box that scrolls holds back what is inside it, but not what is placed absolutely against a box further out.
  const scrolls = (element) => {
    let placed = false;
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (up !== element && (!placed || style.position !== 'static') && style.overflowX !== 'visible') return true;
      if (placed ? style.position !== 'static' : style.position === 'absolute') placed = style.position === 'absolute';
    }
    return false;
  };
  const range = document.createRange();
  const out = (element) => [element, ...element.childNodes].some((node) => {
    if (node === element) return element.getBoundingClientRect().right > width + 1;
    if (node.nodeType !== Node.TEXT_NODE || getComputedStyle(element).overflowX !== 'visible') return false;
    range.selectNodeContents(node);
    return [...range.getClientRects()].some((box) => box.right > width + 1);
  });
  // The innermost one that does not scroll by itself says most.
  const wide = [...document.body.querySelectorAll('*')].filter((element) => !scrolls(element) && out(element));
  const culprit = wide.find((element) => !wide.some((other) => other !== element && element.contains(other)));
  return `${document.scrollingElement.scrollWidth} px wide: ${culprit?.outerHTML.slice(0, 160) ?? 'element not found'}`;
}

// The distances of WCAG 1.4.12, by a constructed sheet, which a strict CSP allows.
export function spaceText() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

// Boxes that cut off the text inside them, where it can neither be scrolled to nor is meant to be hidden.
export function clipped() {
  return [...document.body.querySelectorAll('*')].filter((element) => {
    const style = getComputedStyle(element);
    if (!['hidden', 'clip'].includes(style.overflowX) && !['hidden', 'clip'].includes(style.overflowY)) return false;
    if (element.clientWidth <= 1 || element.clientHeight <= 1 || element.closest('svg') || style.clipPath !== 'none') return false;
    return element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2;
  }).map((element) => element.outerHTML.slice(0, 160));
}

// The element that has the focus: null at the end of the page, else how it shows itself.
export function focusStop() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  window.focusStops ??= new Set();
  if (window.focusStops.has(element)) return null;
  window.focusStops.add(element);
  const look = (one) => {
    const style = getComputedStyle(one);
    return [style.boxShadow, style.backgroundColor, style.borderColor, style.color, style.textDecoration].join();
  };
  const ring = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && (style.outlineStyle === 'auto' || parseFloat(style.outlineWidth) >= 2) && !/, 0\)|transparent/.test(style.outlineColor);
  };
  // A row or card may show the focus of the link inside it.
  const shows = [element, element.parentElement, element.closest('tr, li, label')].filter(Boolean);
  const focused = shows.map(look);
  const ringed = shows.some(ring);
  element.blur();
  const changed = shows.some((one, index) => look(one) !== focused[index]);
  element.focus({ preventScroll: true });
  // Links over two lines have several boxes, tall boxes reach out of the window: look at what is inside it.
  const inView = [...element.getClientRects()].flatMap((box) => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right <= left || bottom <= top) return [];
    return [0.02, 0.25, 0.5, 0.75, 0.98].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + (right - left) * x, top + (bottom - top) * y]));
  });
  const free = inView.filter(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (element.contains(hit) || hit.contains(element) || hit.closest('label')?.control === element);
  });
  return {
    html: element.outerHTML.slice(0, 160), href: element.getAttribute('href') ?? '',
    visible: ringed || changed, inView: inView.length > 0, free: free.length > 0,
  };
}

// The words a reader sees, without what a script may add: controls, messages, a hint in the caption of a table.
export function words() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest('script, style, noscript, button, form, select, output, caption span, [role=status], [role=search]')) continue;
    if (parent.closest('svg') || parent.checkVisibility({ visibilityProperty: true })) seen.push(...node.data.split(/\s+/).filter(Boolean));
  }
  return seen;
}

// Parts of main that paper loses: not drawn at all, or cut off by a box that scrolls on screen.
export function lostOnPaper() {
  const name = (element) => element.outerHTML.slice(0, 160);
  const lost = [...document.querySelectorAll('h1, main h2, main table, main svg[role=img]')]
    .filter((element) => !element.closest('details:not([open]), [hidden], form, nav'))
    .filter((element) => !element.checkVisibility({ visibilityProperty: true }));
  const cut = [...document.querySelectorAll('main *')].filter((element) => !element.closest('svg'))
    .filter((element) => getComputedStyle(element).overflowX !== 'visible' && element.clientWidth > 1)
    .filter((element) => element.scrollWidth > element.clientWidth + 2);
  return { lost: lost.map(name), cut: cut.map(name) };
}

// Chart parts that vanish when the user's own colours are forced: filled like the ground and without an outline.
export function vanishedShapes() {
  const ground = getComputedStyle(document.body).backgroundColor;
  return [...document.querySelectorAll('main svg[role=img]')].filter((svg) => {
    const shapes = [...svg.querySelectorAll('rect, path, circle, polygon, line, polyline')];
    return shapes.length && shapes.every((shape) => {
      const style = getComputedStyle(shape);
      return [style.fill, style.stroke].every((paint) => paint === 'none' || paint === ground);
    });
  }).map((svg) => svg.outerHTML.slice(0, 160));
}
