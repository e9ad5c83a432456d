// Every action names its key in data-key; this presses it. '?' and the palette read the same attributes.
let pending = '';
let timer = 0;

const editable = element => element?.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=""], [contenteditable=true], .djs-container, .dmn-js-parent');
const seen = element => element.offsetParent !== null || element.getClientRects().length > 0;

function scope() {
  const open = [...document.querySelectorAll('dialog[open]')];
  return open.length ? open[open.length - 1] : document;
}

export function press(keys) {
  const found = [...scope().querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].filter(seen)[0];
  if (!found) return false;
  if (found.matches('input, textarea, select')) found.focus();
  else found.click();
  return true;
}

function move(step) {
  const rows = [...scope().querySelectorAll('[data-row]')].filter(seen);
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement?.closest('[data-row]'));
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[next].focus();
  rows[next].scrollIntoView({ block: 'nearest' });
  return true;
}

// Choosing rows: x turns the one in hand, Shift and J or K take the next ones along, Shift and a click all in between.
let anchor = null;

const picks = () => [...scope().querySelectorAll('[data-pick]')].filter(seen);
const pickOf = element => element?.closest('[role=row]')?.querySelector('[data-pick]');

function pickTo(box) {
  const all = picks();
  const [from, to] = [all.indexOf(anchor?.isConnected ? anchor : box), all.indexOf(box)].sort((a, b) => a - b);
  for (const each of all.slice(Math.max(0, from), to + 1)) if (!each.checked) each.click();
}

function pick() {
  const box = pickOf(document.activeElement);
  if (!box) return false;
  box.click();
  anchor = box;
  return true;
}

function pickAlong(step) {
  const here = pickOf(document.activeElement);
  if (here && !here.checked) {
    here.click();
    anchor = here;
  }
  if (!move(step)) return false;
  const next = pickOf(document.activeElement);
  if (next && !next.checked) next.click();
  return true;
}

function onPick(event) {
  const box = event.target instanceof Element ? event.target.closest('[data-pick]') : null;
  if (!box) return;
  if (event.shiftKey && event.isTrusted && box.checked) pickTo(box);
  if (event.isTrusted) anchor = box;
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    if (press('mod k')) event.preventDefault();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
    const send = event.target.closest?.('form, .composer, dialog')?.querySelector('[data-send]');
    if (send) {
      event.preventDefault();
      send.click();
    }
    return;
  }
  if (event.altKey && !event.ctrlKey && !event.metaKey && /^Key[A-Z]$/.test(event.code)) {
    if (press(`alt ${event.code[3].toLowerCase()}`)) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || editable(event.target)) return;
  const key = event.key.toLowerCase();
  if (event.shiftKey && (key === 'j' || key === 'k') && pickAlong(key === 'j' ? 1 : -1)) {
    event.preventDefault();
    return;
  }
  if (key === 'x' && !pending && (event.shiftKey ? press('shift x') : pick())) {
    event.preventDefault();
    return;
  }
  if ((key === 'j' || key === 'k') && !pending && move(key === 'j' ? 1 : -1)) {
    event.preventDefault();
    return;
  }
  const keys = pending ? `${pending} ${key}` : key;
  pending = '';
  clearTimeout(timer);
  if (press(keys)) event.preventDefault();
  else if (key === 'g') {
    pending = 'g';
    timer = setTimeout(() => { pending = ''; }, 1200);
  }
}

export function listenForKeys() {
  if (document.documentElement.dataset.keys) return;
  document.documentElement.dataset.keys = 'on';
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onPick);
}

/** The keys of what is on the screen now: [{ keys, label }]. */
export function keysOnScreen() {
  const found = new Map();
  for (const element of document.querySelectorAll('[data-key]')) {
    if (!seen(element)) continue;
    const label = (element.dataset.keyLabel || element.getAttribute('aria-label') || element.title || element.textContent).trim().replace(/\s+/g, ' ');
    if (!found.has(element.dataset.key)) found.set(element.dataset.key, label);
  }
  return [...found].map(([keys, label]) => ({ keys, label }));
}
