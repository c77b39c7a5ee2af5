/* Sorts and filters the table of records. Progressive: without it the list is complete, and every page of it has links.
   The state lives in the address (?q=&status=&gk=&unit=&year=&sort=), the words come from the form, the rows of other
   pages from an index file (its shape is described with the view `List`). Asks no one else, stores nothing. */
(function () {
  'use strict';
  var form = document.getElementById('filter');
  var table = form && document.getElementById(form.dataset.table);
  if (!table) return;
  var T = form.dataset, body = table.tBodies[0], heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var result = document.getElementById('f-result'), pager = document.querySelector('.pager');
  var STEP = 250, shown = STEP, timer = 0, loading = false, complete = !T.index, failed = false;
  var collator = new Intl.Collator(T.lang, { numeric: true, sensitivity: 'base' });
  var tags = {}, rank = {}, units = {};
  each(form.elements.status, function (o, i) {
    rank[o.value] = i;
    tags[o.value] = { label: o.text, name: o.dataset.class, mark: o.dataset.mark };
  });
  each(form.elements.unit, function (o) { units[o.value] = o.text; });

  function each(select, f) { if (select) Array.prototype.forEach.call(select.options, f); }
  function make(name, className, text) {
    var e = document.createElement(name);
    if (className) e.className = className;
    if (text) e.textContent = text;
    return e;
  }

  /* Umlauts in both spellings, without accents, with and without hyphens. */
  function fold(s) {
    var low = s.toLowerCase().replace(/ß/g, 'ss');
    var long = low.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue');
    return [long, low].map(function (x) { return x.normalize('NFD').replace(/[\u0300-\u036f]/g, ''); });
  }
  function haystack(s) {
    var f = fold(s), all = f[0] === f[1] ? f[0] : f.join(' ');
    return all + ' ' + all.replace(/[-–/]/g, '');
  }

  function fromPage(tr, order) {
    var keys = {};
    heads.forEach(function (h, i) {
      var k = h.dataset.k, cell = tr.cells[i];
      if (k && cell) keys[k] = k.charAt(0) === 'v' ? (cell.querySelector('.vh') ? '' : cell.textContent.trim()) : cell.textContent.trim();
    });
    keys.s = tr.dataset.s;
    return { tr: tr, order: order, s: tr.dataset.s, d: tr.dataset.d, u: tr.dataset.u, y: tr.dataset.y, keys: keys,
      hay: haystack([keys.n, keys.t, keys.u].join(' ')) };
  }
  function fromIndex(a, order) {
    var keys = { n: a[1], t: a[2], s: a[3], u: units[a[5]] || a[5], c: a[7] };
    a[8].forEach(function (v, i) { keys['v' + i] = v === '~' || v === '?' ? '' : v; });
    a[9].forEach(function (v, i) { keys['x' + i] = v; });
    return { data: a, order: order, s: a[3], d: a[4], u: a[5], y: a[6], keys: keys, hay: haystack([a[1], a[2], keys.u].join(' ')) };
  }
  function spoken(v) { return v === '~' ? T.tBefore : v === '?' ? T.tGap : T.tEmpty; }
  function draw(row) {
    var a = row.data, tr = make('tr');
    heads.forEach(function (h) {
      var k = h.dataset.k || 'g', at = Number(k.slice(1)), cell, v;
      if (k === 't') {
        cell = make('th', 'r-t');
        cell.scope = 'row';
        var link = make('a', '', a[2]);
        link.href = T.root + a[0];
        cell.appendChild(link);
      } else if (k === 's') {
        cell = make('td', 'r-s');
        var tag = tags[a[3]];
        if (a[3] && tag) {
          var strong = make('strong', 'tag tag-' + tag.name), mark = make('span', '', tag.mark);
          mark.setAttribute('aria-hidden', 'true');
          strong.append(mark, ' ' + tag.label);
          cell.appendChild(strong);
        } else cell.textContent = spoken(a[8][a[8].length - 1]);
      } else if (k.charAt(0) === 'v') {
        v = a[8][at];
        cell = make('td', '', v && v !== '~' && v !== '?' ? v : '');
        cell.dataset.l = h.dataset.l;
        if (!cell.textContent) {
          var dash = make('span', '', v === '~' ? '·' : '–');
          dash.setAttribute('aria-hidden', 'true');
          cell.append(dash, make('span', 'vh', spoken(v)));
        }
      } else if (k === 'g') {
        cell = make('td', 'r-g');
        if (a[10]) cell.appendChild(new DOMParser().parseFromString(a[10], 'text/html').body.firstChild);
      } else {
        cell = make('td', 'r-' + k.charAt(0), row.keys[k]);
        if (h.dataset.l) cell.dataset.l = h.dataset.l;
        if (k.charAt(0) === 'x' && h.classList.contains('num')) cell.classList.add('num');
      }
      tr.appendChild(cell);
    });
    return tr;
  }

  /* The rows of this page; read when somebody asks for them, for a phone is busy enough while it shows them. */
  var own, rows;
  function read() {
    if (!own) own = rows = Array.prototype.map.call(body.rows, fromPage);
  }

  function state() {
    var s = {};
    ['q', 'status', 'gk', 'unit', 'year', 'sort'].forEach(function (k) {
      var e = form.elements[k];
      s[k] = e ? e.value.trim() : '';
    });
    return s;
  }
  function active(s) { return Object.keys(s).some(function (k) { return s[k]; }); }

  function compare(sort) {
    var down = sort.charAt(0) === '-', k = down ? sort.slice(1) : sort;
    return function (a, b) {
      var x = a.keys[k] || '', y = b.keys[k] || '', c;
      if (!x || !y) return x ? -1 : y ? 1 : a.order - b.order;
      c = k === 's' ? rank[x] - rank[y] : collator.compare(x, y);
      return (down ? -c : c) || a.order - b.order;
    };
  }

  function apply() {
    read();
    var s = state(), on = active(s), list = own;
    if (on) {
      need();
      var words = s.q.split(/\s+/).filter(Boolean).map(function (w) {
        var f = fold(w)[0];
        return [f, f.replace(/[-–/]/g, '')];
      });
      list = rows.filter(function (r) {
        return (!s.status || r.s === s.status) && (!s.gk || r.d === s.gk) && (!s.unit || r.u === s.unit) && (!s.year || r.y === s.year) &&
          words.every(function (w) { return r.hay.indexOf(w[0]) >= 0 || (w[1] && r.hay.indexOf(w[1]) >= 0); });
      });
      if (s.sort) list = list.slice().sort(compare(s.sort));
    }
    var part = document.createDocumentFragment();
    list.slice(0, on ? shown : list.length).forEach(function (r) {
      if (!r.tr) r.tr = draw(r);
      part.appendChild(r.tr);
    });
    body.textContent = '';
    body.appendChild(part);
    if (narrow.matches) roles();
    if (pager) pager.hidden = on;
    more.hidden = !on || list.length <= shown;
    heads.forEach(function (h) {
      var k = h.dataset.k, icon = h.querySelector('.icon');
      if (!icon) return;
      var way = s.sort === k ? 'ascending' : s.sort === '-' + k ? 'descending' : '';
      if (way) h.setAttribute('aria-sort', way); else h.removeAttribute('aria-sort');
      icon.textContent = way === 'ascending' ? ' ▲' : way === 'descending' ? ' ▼' : ' ♢';
    });
    var query = Object.keys(s).filter(function (k) { return s[k]; }).map(function (k) {
      return k + '=' + encodeURIComponent(s[k]);
    }).join('&');
    try { history.replaceState(null, '', location.pathname + (query ? '?' + query : '') + location.hash); } catch (e) { /* file:// */ }
    clearTimeout(timer);
    timer = setTimeout(function () {
      var total = complete ? rows.length : Number(T.total);
      var text = on ? (list.length ? T.tCount.replace('{shown}', list.length).replace('{total}', failed ? rows.length : total) : T.tNone) : '';
      result.textContent = text + (on && failed ? ' ' + T.tPage : '');
    }, 300);
  }

  /* The rows of the other pages, once, when somebody asks for them. */
  function need() {
    read();
    if (complete || loading || failed) return;
    if (location.protocol === 'file:') { failed = true; return; }
    loading = true;
    fetch(T.index).then(function (r) {
      if (!r.ok) throw new Error(r.status);
      return r.json();
    }).then(function (all) {
      var here = {};
      own.forEach(function (r) { here[r.tr.querySelector('.r-t a').getAttribute('href')] = r.tr; });
      rows = all.map(fromIndex);
      rows.forEach(function (r) { r.tr = here[T.root + r.data[0]]; });
      complete = true;
      apply();
    }).catch(function () { failed = true; apply(); });
  }

  /* Stacked rows lose their meaning in some browsers; say it again. */
  var narrow = matchMedia('(max-width: 47.99rem)');
  function roles() {
    table.setAttribute('role', 'table');
    [['thead,tbody', 'rowgroup'], ['tr', 'row'], ['td', 'cell'], ['thead th', 'columnheader'], ['tbody th', 'rowheader']].forEach(function (p) {
      table.querySelectorAll(p[0]).forEach(function (e) { e.setAttribute('role', p[1]); });
    });
  }

  var more = make('p', 'more');
  var button = make('button', 'plain', T.tMore);
  button.type = 'button';
  more.hidden = true;
  more.appendChild(button);
  table.parentNode.after(more);
  button.addEventListener('click', function () {
    var next = body.rows.length;
    shown += STEP;
    apply();
    var first = body.rows[next];
    if (first) first.querySelector('a').focus();
  });

  heads.forEach(function (h) {
    if (!h.dataset.k) return;
    var name = (h.querySelector('.vh') || h).textContent.trim().replace(/\s+/g, ' ');
    [['', T.tUp], ['-', T.tDown]].forEach(function (w) {
      var o = make('option', '', name + ', ' + w[1]);
      o.value = w[0] + h.dataset.k;
      form.elements.sort.appendChild(o);
    });
    var b = make('button'), icon = make('span', 'icon', ' ♢');
    b.type = 'button';
    icon.setAttribute('aria-hidden', 'true');
    while (h.firstChild) b.appendChild(h.firstChild);
    b.insertBefore(icon, b.querySelector('.th-date'));
    h.appendChild(b);
    b.addEventListener('click', function () {
      var s = form.elements.sort;
      s.value = s.value === h.dataset.k ? '-' + h.dataset.k : h.dataset.k;
      apply();
    });
  });
  table.caption.appendChild(make('span', 'vh', ', ' + T.tSort));

  new URLSearchParams(location.search).forEach(function (v, k) {
    var e = form.elements[k];
    if (e && /^(q|status|gk|unit|year|sort)$/.test(k)) e.value = v;
  });
  form.hidden = !('long' in T) && !active(state());
  var typing = 0;
  function soon() {
    clearTimeout(typing);
    typing = setTimeout(function () { shown = STEP; apply(); }, 120);
  }
  form.addEventListener('input', soon);
  form.addEventListener('submit', function (e) { e.preventDefault(); apply(); });
  form.addEventListener('reset', function () { setTimeout(apply, 0); });
  form.addEventListener('focusin', need);
  if (narrow.matches) roles();
  narrow.addEventListener('change', function () { if (narrow.matches) roles(); });
  if (active(state())) apply();
})();
