// What the console needs from the browser. Small functions, called through Browser.cs.
import { listenForCells } from './cells.js';
import { listenForClicks } from './clicks.js';
import { keysOnScreen, listenForKeys, press } from './keys.js';

listenForCells();
listenForClicks();
listenForKeys();

export { keysOnScreen, press };

export function openDialog(dialog) {
  if (!dialog?.isConnected || dialog.open) return;
  dialog.showModal();
  dialog.querySelector('[autofocus], .body input, .body select, .body textarea')?.focus();
  if (dialog.dataset.light) return;
  dialog.dataset.light = 'on';
  dialog.addEventListener('mousedown', event => {
    if (event.target === dialog) dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
  });
}

export function closeDialog(dialog) {
  if (dialog?.open) dialog.close();
}

export function focus(element) {
  element?.focus?.();
}

export function insert(field, text) {
  if (!field) return;
  // After the dialog has given the focus back.
  setTimeout(() => {
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, 50);
}

export function focusMain() {
  document.getElementById('main')?.focus({ preventScroll: true });
}

export function scrollToEnd(element) {
  if (element) element.scrollTop = element.scrollHeight;
}

export function title(text) {
  // On a phone the places are a row that scrolls: the one where we are is in sight.
  document.querySelector('.sidenav a.active')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  document.title = text;
}

export function say(text) {
  const region = document.getElementById('spoken');
  if (region) region.textContent = text;
}

/** Arrows and Enter inside a list of options under an input. */
export function palette(root) {
  if (!root || root.dataset.wired) return;
  root.dataset.wired = 'on';
  root.addEventListener('keydown', event => {
    const items = [...root.querySelectorAll('.palette-item')];
    if (!items.length) return;
    const at = items.findIndex(item => item.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = (at + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length;
      items.forEach((item, index) => item.setAttribute('aria-selected', index === next ? 'true' : 'false'));
      items[next].scrollIntoView({ block: 'nearest' });
      root.querySelector('input')?.setAttribute('aria-activedescendant', items[next].id);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      items[Math.max(at, 0)].click();
    }
  });
}

/** Keeps what is being written in this browser until it is sent. */
export function draft(field, key) {
  if (!field) return '';
  const name = `draft:${key}`;
  if (field.dataset.draft !== name) {
    field.dataset.draft = name;
    field.addEventListener('input', () => {
      if (field.dataset.draft !== name) return;
      if (field.value) localStorage.setItem(name, field.value);
      else localStorage.removeItem(name);
    });
  }
  return localStorage.getItem(name) ?? '';
}

export function dropDraft(key) {
  localStorage.removeItem(`draft:${key}`);
}

export function remember(key, value) {
  localStorage.setItem(`graballo:${key}`, value);
}

export function recall(key) {
  return localStorage.getItem(`graballo:${key}`);
}
