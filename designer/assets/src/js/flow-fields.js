// What a person fills in to complete a task: the fields of a user task, one box each.
import { area, choice, el, icon, section, text, tick } from './fields.js';

const types = ['text', 'longText', 'number', 'date', 'boolean', 'choice'];

const nameOf = type => `field${type[0].toUpperCase()}${type.slice(1)}`;

/** One option a line: value = Label = Label in English. */
export function readOptions(written) {
  return (written ?? '').split('\n').map(line => line.split('=').map(part => part.trim()))
    .filter(([value]) => value)
    .map(([value, label, labelEn]) => ({ value, label: label || undefined, labelEn: labelEn || undefined }));
}

export function writeOptions(options) {
  return options.map(({ value, label, labelEn }) => [value, label ?? '', labelEn ?? ''].join(' = ').replace(/(\s*=\s*)+$/, '')).join('\n');
}

/**
 * @param t the panel's texts
 * @param read the fields as they are when something is done
 * @param onchange takes the fields as they should be, and where the focus belongs afterwards
 */
export function taskFields(t, read, hidden, onchange) {
  const rows = read();
  const put = (index, change) => onchange(read().map((row, at) => (at === index ? { ...row, ...change } : row)));
  const move = (index, to) => {
    const moved = read();
    moved.splice(to, 0, ...moved.splice(index, 1));
    onchange(moved, `field-${to}-${to < index ? 'up' : 'down'}`);
  };
  const button = (index, what, words, look, disabled, onclick) => el('button', {
    type: 'button', class: 'btn ghost square small', 'data-at': `field-${index}-${what}`, title: words, disabled,
    'aria-label': `${words}: ${rows[index].label || rows[index].name || index + 1}`, onclick,
  }, icon(look));
  const box = (row, index) => {
    const at = name => ({ at: `field-${index}-${name}` });
    return el('fieldset', { class: 'prop-field' },
      el('legend', {}, row.label || row.name || `${index + 1}`),
      text(t.fieldName, row.name, value => put(index, { name: value ?? '' }), { feel: true, ...at('name') }),
      text(t.fieldLabel, row.label, value => put(index, { label: value }), at('label')),
      text(t.fieldLabelEn, row.labelEn, value => put(index, { labelEn: value }), at('labelEn')),
      choice(t.fieldType, row.type ?? 'text', types.map(type => ({ key: type, name: t[nameOf(type)] })),
        value => put(index, { type: value, options: value === 'choice' ? row.options : [] }), at('type')),
      row.type === 'choice'
        ? area(t.fieldOptions, writeOptions(row.options), value => put(index, { options: readOptions(value) }), { hint: t.fieldOptionsHint, ...at('options') })
        : null,
      el('div', { class: 'prop-field-foot' },
        tick(t.fieldRequired, row.required === 'true', value => put(index, { required: value ? 'true' : undefined }), `field-${index}-required`),
        button(index, 'up', t.fieldUp, 'arrow-up', index === 0, () => move(index, index - 1)),
        button(index, 'down', t.fieldDown, 'arrow-down', index === rows.length - 1, () => move(index, index + 1)),
        button(index, 'remove', t.fieldRemove, 'x', false,
          () => onchange(read().filter((_, each) => each !== index), rows.length > 1 ? `field-${Math.max(0, index - 1)}-name` : 'field-add'))));
  };
  return section(t.asks,
    hidden && rows.length ? el('p', { class: 'hint' }, t.fieldsHidden) : null,
    ...rows.map(box),
    el('button', {
      type: 'button', class: 'btn small', 'data-at': 'field-add',
      onclick: () => onchange([...read(), { name: '', type: 'text', options: [] }], `field-${rows.length}-name`),
    }, icon('plus'), t.fieldAdd));
}
