import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import words from './bpmn-words.json';
import { needs } from './css.js';
import { fit, looks, paint } from './flow-looks.js';

/** A drawing to read: { xml, here, visited, incidents, counts, focus }. */
export async function view(container, state, owner) {
  await needs('flow');
  const viewer = new NavigatedViewer({ container, moddleExtensions: { graballo: words }, ...looks });
  const handle = new FlowView(viewer, container);
  if (owner) {
    viewer.get('eventBus').on('element.click', event => {
      const element = event.element.labelTarget ?? event.element;
      if (element.parent && !element.waypoints) owner.invokeMethodAsync('ElementPicked', element.id);
    });
  }
  await handle.show(state);
  return handle;
}

class FlowView {
  #viewer;
  #container;
  #xml = '';
  #watch;

  constructor(viewer, container) {
    this.#viewer = viewer;
    this.#container = container;
    this.#watch = new ResizeObserver(() => this.#viewer.get('canvas').resized());
    this.#watch.observe(container);
  }

  async show(state) {
    if (state.xml !== this.#xml) {
      await this.#viewer.importXML(state.xml);
      this.#xml = state.xml;
      this.fit();
    }
    paint(this.#viewer, state);
    if (state.focus?.length) this.look(state.focus);
  }

  fit() {
    fit(this.#viewer);
  }

  zoom(by) {
    this.#viewer.get('zoomScroll').stepZoom(by);
  }

  /** Brings the given elements to the middle, near enough to read. */
  look(ids) {
    const element = ids.map(id => this.#viewer.get('elementRegistry').get(id)).find(Boolean);
    if (!element) return;
    const canvas = this.#viewer.get('canvas');
    canvas.zoom(0.62);
    const box = canvas.viewbox();
    canvas.viewbox({
      x: element.x + (element.width ?? 0) / 2 - box.width / 2,
      y: element.y + (element.height ?? 0) / 2 - box.height / 2,
      width: box.width,
      height: box.height,
    });
  }

  dispose() {
    this.#watch.disconnect();
    this.#viewer.destroy();
    this.#container.replaceChildren();
  }
}

export async function edit(container, panel, options, owner) {
  await needs('flow');
  const { FlowEditor } = await import('./flow-editor.js');
  return FlowEditor.open(container, panel, options, owner);
}
