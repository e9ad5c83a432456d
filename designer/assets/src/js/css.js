// A module's style sheet, loaded once and before the module draws.
const loaded = new Map();

export function needs(name) {
  const href = new URL(`${name}.css`, new URL('/_content/Graballo.Designer/dist/', location.origin)).href;
  if (!loaded.has(href)) {
    loaded.set(href, new Promise((resolve, reject) => {
      const link = document.createElement('link');
      // ApexCharts looks for this id and, finding it, adds no style element of its own (our policy would refuse it).
      link.id = `${name}-css`;
      link.rel = 'stylesheet';
      link.href = href;
      link.onload = resolve;
      link.onerror = reject;
      document.head.append(link);
    }));
  }
  return loaded.get(href);
}
