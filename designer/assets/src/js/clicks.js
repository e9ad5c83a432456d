// Clicks that need no server: copy, theme, closing open menus.
import { nextTheme } from './theme.js';

export async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  button.classList.add('copied');
  const region = document.getElementById('spoken');
  if (region) region.textContent = button.dataset.copied ?? '';
  setTimeout(() => button.classList.remove('copied'), 1600);
}

export function listenForClicks() {
  if (document.documentElement.dataset.clicks) return;
  document.documentElement.dataset.clicks = 'on';
  // The second press of a double click sends nothing again.
  document.addEventListener('click', event => {
    if (event.detail < 2 || !(event.target instanceof Element) || !event.target.closest('button[data-send], button.primary')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  // Without data some browsers do not begin to drag.
  document.addEventListener('dragstart', event => event.dataTransfer?.setData('text/plain', ''));
  document.addEventListener('click', event => {
    const target = event.target instanceof Element ? event.target : null;
    const copied = target?.closest('[data-copy]');
    if (copied) {
      event.preventDefault();
      copy(copied);
    }
    if (target?.closest('[data-theme-toggle]')) nextTheme();
    if (target?.closest('[data-reload]')) location.reload();
    if (target?.closest('[data-reconnect]')) window.Blazor?.reconnect();
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(target) || target?.closest('.menu-item')) menu.removeAttribute('open');
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      menu.removeAttribute('open');
      menu.querySelector('summary')?.focus();
    }
  });
}
