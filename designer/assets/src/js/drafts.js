// What a client writes is kept in this window until it was sent: the session may end before.
const place = form => `draft:${form.dataset.draft}`;
const fields = form => [...form.querySelectorAll('input.input:not([type=file]), select.input, textarea.input')].filter(field => field.name);

function keep(form) {
  sessionStorage.setItem(place(form), JSON.stringify(Object.fromEntries(fields(form).map(field => [field.name, field.value]))));
}

function restore(form) {
  const kept = JSON.parse(sessionStorage.getItem(place(form)) ?? '{}');
  for (const field of fields(form)) {
    if (!field.value && kept[field.name]) field.value = kept[field.name];
  }
}

export function keepDrafts() {
  for (const sent of document.querySelectorAll('[data-draft-sent]')) sessionStorage.removeItem(`draft:${sent.dataset.draftSent}`);
  for (const form of document.querySelectorAll('form[data-draft]')) restore(form);
  for (const kind of ['input', 'change']) {
    document.addEventListener(kind, event => {
      const form = event.target.closest?.('form[data-draft]');
      if (form) keep(form);
    });
  }
  document.addEventListener('submit', event => {
    if (new URL(event.target.action).pathname === '/sign-out') sessionStorage.clear();
  });
}
