// Light, dark or as the system says. The choice is a cookie, so the server renders it from the first byte.
const order = ['auto', 'light', 'dark'];

export function currentTheme() {
  return document.documentElement.dataset.theme ?? 'auto';
}

export function setTheme(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const age = theme === 'auto' ? 0 : 31536000;
  document.cookie = `theme=${theme};path=/;max-age=${age};samesite=lax`;
  for (const button of document.querySelectorAll('[data-theme-toggle]')) label(button);
}

function label(button) {
  const text = button.dataset[`text${currentTheme()[0].toUpperCase()}${currentTheme().slice(1)}`];
  if (!text) return;
  button.title = text;
  const word = button.querySelector('.sr');
  if (word) word.textContent = text;
}

export function nextTheme() {
  setTheme(order[(order.indexOf(currentTheme()) + 1) % order.length]);
}
