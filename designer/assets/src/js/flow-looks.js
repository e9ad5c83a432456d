// Colours come from the page's own words, so the drawing follows the theme.
export const looks = {
  bpmnRenderer: {
    defaultFillColor: 'var(--surface)',
    defaultStrokeColor: 'var(--ink-2)',
    defaultLabelColor: 'var(--ink)',
  },
  textRenderer: {
    defaultStyle: { fontFamily: 'Inter Variable, Inter, sans-serif', fontSize: '12px' },
    externalStyle: { fontSize: '11px' },
  },
};

/** The whole drawing, clear of what floats over the canvas at the left and above. */
export function fit(viewer, left = 0, above = 0) {
  const canvas = viewer.get('canvas');
  const { inner, outer } = canvas.viewbox();
  const room = { width: outer.width - left - 48, height: outer.height - above - 48 };
  if (inner.width <= 0 || room.width <= 0 || room.height <= 0) return;
  const scale = Math.min(room.width / inner.width, room.height / inner.height, 1);
  canvas.viewbox({
    x: inner.x - (left + 24 + (room.width - inner.width * scale) / 2) / scale,
    y: inner.y - (above + 24 + (room.height - inner.height * scale) / 2) / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

/** Near enough to read the names, from where the flow begins; the whole drawing when that can be read. */
export function start(viewer, left = 0, least = 0.75) {
  fit(viewer, left);
  const canvas = viewer.get('canvas');
  if (canvas.zoom() >= least) return;
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(Math.max((outer.width - left - 48) / inner.width, least), 1);
  const room = (outer.height - 48) / scale;
  const first = viewer.get('elementRegistry').filter(element => element.type === 'bpmn:StartEvent' && !element.labelTarget)
    .sort((one, two) => one.x - two.x)[0];
  const middle = first ? first.y + first.height / 2 : inner.y + inner.height / 2;
  const top = inner.height <= room
    ? inner.y - (room - inner.height) / 2
    : Math.min(Math.max(middle - room / 2, inner.y), inner.y + inner.height - room);
  canvas.viewbox({ x: inner.x - (left + 24) / scale, y: top - 24 / scale, width: outer.width / scale, height: outer.height / scale });
}

const drawn = ['visited', 'here', 'incident', 'problem'];

export function paint(viewer, state) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  registry.forEach(element => drawn.forEach(marker => canvas.removeMarker(element, marker)));
  overlays.remove({ type: 'graballo' });
  const each = (ids, act) => (ids ?? []).forEach(id => {
    const element = registry.get(id);
    if (element) act(element);
  });
  each(state.visited, element => canvas.addMarker(element, 'visited'));
  each(state.problems, element => canvas.addMarker(element, 'problem'));
  each(state.here, element => {
    canvas.addMarker(element, 'here');
    if (!state.counts && element.type !== 'bpmn:SubProcess') put(overlays, element, 'token', '●', { top: -11, right: 11 });
  });
  each(state.incidents, element => {
    canvas.addMarker(element, 'incident');
    put(overlays, element, 'token incident', '!', { top: -11, right: 11 });
  });
  for (const [id, heat] of Object.entries(state.counts ?? {})) {
    const element = registry.get(id);
    // A stage that is open shows its steps' own figures.
    if (element && (element.type !== 'bpmn:SubProcess' || element.collapsed)) put(overlays, element, `heat ${heat.kind ?? ''}`, heat.text, { top: -23, left: 4 });
  }
}

function put(overlays, element, className, text, position) {
  const html = document.createElement('span');
  html.className = className;
  html.textContent = text;
  overlays.add(element, 'graballo', { position, html, scale: { min: 0.9 } });
}
