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

const drawn = ['visited', 'here', 'incident', 'problem'];

export function paint(viewer, state) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  registry.forEach(element => drawn.forEach(marker => canvas.removeMarker(element, marker)));
  overlays.clear();
  const each = (ids, act) => (ids ?? []).forEach(id => {
    const element = registry.get(id);
    if (element) act(element);
  });
  each(state.visited, element => canvas.addMarker(element, 'visited'));
  each(state.problems, element => canvas.addMarker(element, 'problem'));
  each(state.here, element => {
    canvas.addMarker(element, 'here');
    if (!state.counts) put(overlays, element, 'token', '●', { top: -11, right: 11 });
  });
  each(state.incidents, element => {
    canvas.addMarker(element, 'incident');
    put(overlays, element, 'token incident', '!', { top: -11, right: 11 });
  });
  for (const [id, heat] of Object.entries(state.counts ?? {})) {
    const element = registry.get(id);
    if (element) put(overlays, element, `heat ${heat.kind ?? ''}`, heat.text, { bottom: 10, left: 6 });
  }
}

function put(overlays, element, className, text, position) {
  const html = document.createElement('span');
  html.className = className;
  html.textContent = text;
  overlays.add(element, { position, html });
}
