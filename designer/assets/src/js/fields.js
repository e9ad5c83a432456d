// Small form fields for the panels: each reads and writes one thing of the drawing.
let serial = 0;

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'value') node.value = value;
    else if (name === 'checked') node.checked = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `/_content/Graballo.Designer/dist/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** @param at what it is called among the controls of the panel, so that the focus finds it again when the panel is drawn anew */
export function field(label, control, hint, at) {
  const id = `prop-${++serial}`;
  control.id = id;
  control.dataset.at = at ?? label;
  const wrap = el('div', { class: 'field' }, el('label', { for: id }, label), control);
  if (hint) {
    const note = el('span', { class: 'hint', id: `${id}-hint` }, hint);
    control.setAttribute('aria-describedby', note.id);
    wrap.append(note);
  }
  return wrap;
}

export function text(label, value, onchange, { hint, feel, list, placeholder, at } = {}) {
  const input = el('input', {
    class: feel ? 'input feel' : 'input', value: value ?? '', placeholder, spellcheck: feel ? 'false' : null,
    autocomplete: 'off', onchange: event => onchange(event.target.value.trim() || undefined),
  });
  const wrap = field(label, input, hint, at);
  if (list?.length) {
    const options = el('datalist', { id: `${input.id}-list` }, ...list.map(item => el('option', { value: item.key }, item.name)));
    input.setAttribute('list', options.id);
    wrap.append(options);
  }
  return wrap;
}

export function area(label, value, onchange, { hint, feel, at } = {}) {
  const input = el('textarea', {
    class: feel ? 'input feel' : 'input', value: value ?? '', rows: 2, spellcheck: feel ? 'false' : null,
    onchange: event => onchange(event.target.value.trim() || undefined),
  });
  return field(label, input, hint, at);
}

export function choice(label, value, options, onchange, { hint, none, at } = {}) {
  const known = options.some(option => option.key === value) || !value;
  const all = known ? options : [...options, { key: value, name: value }];
  const select = el('select', { class: 'input', onchange: event => onchange(event.target.value || undefined) },
    none === undefined ? null : el('option', { value: '' }, none),
    ...all.map(option => el('option', { value: option.key }, option.name)));
  select.value = value ?? '';
  return field(label, select, hint, at);
}

export function tick(label, checked, onchange, at) {
  return el('label', { class: 'check' },
    el('input', { type: 'checkbox', 'data-at': at ?? label, checked, onchange: event => onchange(event.target.checked) }), label);
}

export function section(title, ...children) {
  return el('section', {}, title ? el('h3', {}, title) : null, ...children);
}

/**
 * Rows of name and value with add and remove.
 * @param read the rows as they are when something is done: the panel is drawn anew only after the focus has moved
 */
export function pairs(t, title, read, onchange) {
  const draw = () => read().map((row, index) => el('div', { class: 'pair' },
    el('input', { class: 'input', 'data-at': `${title}-${index}-name`, value: row.name ?? '', 'aria-label': t.name, onchange: event => put(index, { name: event.target.value.trim() }) }),
    el('input', { class: 'input feel', 'data-at': `${title}-${index}-value`, value: row.source ?? '', 'aria-label': t.value, spellcheck: 'false', onchange: event => put(index, { source: event.target.value.trim() }) }),
    el('button', { type: 'button', class: 'btn ghost square small', 'data-at': `${title}-${index}-remove`, title: t.remove, 'aria-label': `${t.remove} ${row.name ?? ''}`, onclick: () => onchange(read().filter((_, at) => at !== index)) }, icon('x'))));
  const put = (index, change) => onchange(read().map((row, at) => (at === index ? { ...row, ...change } : row)));
  return section(title, ...draw(),
    el('button', { type: 'button', class: 'btn small', 'data-at': `${title}-add`, onclick: () => onchange([...read(), { name: '', source: '' }]) }, icon('plus'), t.add));
}
