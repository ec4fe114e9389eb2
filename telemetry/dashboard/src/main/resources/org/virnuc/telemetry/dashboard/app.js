'use strict';
// The pages work without this script. It keeps them up to date in place: what the reader has scrolled to, opened, ticked or typed stays.
(() => {
  const live = document.getElementById('live');
  const root = new URL('.', document.currentScript.src);
  document.documentElement.classList.add('js');
  let heard = 0, asked = 0;

  /** Makes the children of one element those of another, changing only what differs. */
  function renew(old, fresh) {
    const keyed = new Map();
    for (const child of old.children) if (child.id) keyed.set(child.id, child);
    let at = old.firstChild;
    for (const next of [...fresh.childNodes]) {
      let same = next.id && keyed.get(next.id) || (at && !at.id && at.nodeName === next.nodeName && !next.id ? at : null);
      if (same && same.nodeName === next.nodeName) {
        if (same !== at) old.insertBefore(same, at); else at = at.nextSibling;
        change(same, next);
      } else {
        old.insertBefore(document.importNode(next, true), at);
      }
    }
    if (old.added) return;
    while (at) { const gone = at; at = at.nextSibling; gone.remove(); }
  }

  function change(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    const own = old.nodeName === 'DETAILS' ? ['open'] : old.nodeName === 'INPUT' ? ['value', 'checked'] : [];
    for (const {name, value} of [...fresh.attributes]) if (!own.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const {name} of [...old.attributes]) if (!own.includes(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
    if (old.id === 'more' && rows()?.added) return;
    const chosen = old.nodeName === 'SELECT' ? old.value : null;
    renew(old, fresh);
    if (chosen !== null) old.value = chosen;
  }

  async function show(address, remember) {
    const mine = ++asked;
    const answer = await fetch(address);
    const text = await answer.text();
    if (mine !== asked || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    if (remember) {
      history.pushState(null, '', address);
      if (rows()) rows().added = false;
    }
    document.title = fresh.title;
    renew(document.getElementById('main'), fresh.getElementById('main'));
    tick();
  }

  /** Ages go on counting between updates. */
  function tick() {
    const now = Date.now();
    for (const time of document.querySelectorAll('time[data-since]')) {
      const s = Math.max(0, Math.floor((now - time.dataset.since) / 1000));
      const text = (s < 120 ? s + ' s' : s < 7200 ? Math.floor(s / 60) + ' min' : s < 172800 ? Math.floor(s / 3600) + ' h' : Math.floor(s / 86400) + ' d') + ' ago';
      if (time.textContent !== text) time.textContent = text;
    }
    if (heard) {
      const silent = Math.floor((now - heard) / 1000);
      const on = silent < 12;
      live.className = 'live ' + (on ? 'on' : 'off');
      const text = on ? 'live' : 'not connected for ' + silent + ' s; trying again';
      if (live.textContent !== text) live.textContent = text;
    }
  }

  const events = new EventSource(new URL('events', root));
  let seen = document.querySelector('meta[name=changes]')?.content ?? null;
  events.addEventListener('change', event => {
    heard = Date.now();
    if (seen !== null && seen !== event.data) show(location.href, false);
    seen = event.data;
    tick();
  });
  events.addEventListener('alive', () => { heard = Date.now(); tick(); });
  setInterval(tick, 1000);

  document.addEventListener('click', event => {
    const copy = event.target.closest('.copy');
    if (copy) navigator.clipboard.writeText(copy.parentNode.querySelector('code').textContent).then(() => { copy.textContent = 'Copied'; });
    const link = event.target.closest('a');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const here = new URL(location.href), there = new URL(link.href);
    if (there.origin !== here.origin || there.pathname !== here.pathname || !link.closest('#main')) return;
    event.preventDefault();
    show(link.href, true).then(() => {
      if (matchMedia('(max-width:1179px)').matches && link.closest('td.name')) document.getElementById('run').scrollIntoView();
    });
  });
  addEventListener('popstate', () => show(location.href, false));

  // Rows that were added while scrolling stay when the list is renewed, up to a number that browsers draw without a stall.
  const most = 10000;
  let adding = false;
  const rows = () => document.querySelector('#runs tbody');

  async function add(link) {
    adding = true;
    const answer = await fetch(link.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const body = rows(), added = document.createDocumentFragment();
    for (const row of fresh.querySelectorAll('#runs tbody tr')) if (!document.getElementById(row.id)) added.append(document.importNode(row, true));
    body.append(added);
    body.added = true;
    const next = fresh.getElementById('more');
    if (next) { link.href = next.getAttribute('href'); } else link.remove();
    adding = false;
    watch();
  }

  const more = new IntersectionObserver(entries => {
    for (const entry of entries) if (entry.isIntersecting && !adding && rows().rows.length < most) add(entry.target);
  }, {rootMargin: '1500px'});
  const watch = () => { more.disconnect(); const link = document.getElementById('more'); if (link && scrollY > 0) more.observe(link); };
  addEventListener('scroll', () => { if (!adding) watch(); }, {passive: true});
  addEventListener('keydown', event => {
    if (event.key === '/' && !event.target.closest('input,select,textarea')) { event.preventDefault(); document.querySelector('input[type=search]').focus(); }
  });
})();
