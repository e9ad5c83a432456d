// Pages for clients stay as the desk has them: the server says that something changed, the page is read again and its parts are
// exchanged, except where the reader is writing.
let source = null;
let reading = null;

const region = () => document.querySelector('[data-live]');

/** True when exchanging the part would take something from under the reader's hands. */
function busy(part) {
  if (part.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')) return true;
  return [...part.querySelectorAll('input, textarea')].some(field =>
    field.type === 'hidden' ? false
      : field.type === 'radio' || field.type === 'checkbox' ? field.checked !== field.defaultChecked
        : field.type === 'file' ? field.files.length > 0
          : field.value !== field.defaultValue);
}

// What differs at every rendering and means nothing to the reader.
const meaning = part => part.innerHTML
  .replace(/name="__RequestVerificationToken"[^>]*/g, '')
  .replace(/<time[^>]*>[^<]*<\/time>/g, time => /datetime="([^"]*)"/.exec(time)?.[1] ?? '');

function exchange(fresh) {
  let changed = false;
  for (const part of document.querySelectorAll('[data-part]')) {
    const other = fresh.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (!other || meaning(part) === meaning(other) || busy(part)) continue;
    const focused = part.contains(document.activeElement);
    part.replaceChildren(...document.adoptNode(other).childNodes);
    if (focused) document.getElementById('main')?.focus({ preventScroll: true });
    changed = true;
  }
  return changed;
}

function say(text) {
  const spoken = document.getElementById('spoken');
  if (!spoken || !text) return;
  spoken.textContent = '';
  setTimeout(() => { spoken.textContent = text; }, 100);
}

async function read() {
  const here = region();
  const page = await fetch(location.pathname + (here.dataset.query ?? ''), { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
  if (!page.ok || page.redirected) return;
  const fresh = new DOMParser().parseFromString(await page.text(), 'text/html');
  const now = fresh.querySelector('[data-live]');
  if (!now) return;
  here.dataset.since = now.dataset.since;
  if (exchange(fresh)) say(now.dataset.news);
}

/** One reading at a time; what comes meanwhile is read once after it. */
function refresh() {
  if (reading) {
    reading.again = true;
    return;
  }
  const mine = { again: false };
  reading = mine;
  read().catch(() => {}).finally(() => {
    reading = null;
    if (mine.again) refresh();
  });
}

function listen() {
  const here = region();
  if (!here || source || document.hidden) return;
  source = new EventSource(`${here.dataset.live}since=${here.dataset.since}`);
  source.addEventListener('change', refresh);
  source.addEventListener('error', () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    rest();
    setTimeout(listen, 30000);
  });
}

function rest() {
  source?.close();
  source = null;
}

export function stayLive() {
  if (!region()) return;
  document.addEventListener('visibilitychange', () => (document.hidden ? rest() : listen()));
  addEventListener('pagehide', rest);
  addEventListener('pageshow', listen);
  listen();
}
