import DmnModeler from 'dmn-js/lib/Modeler';
import { needs } from './css.js';
import { fit } from './flow-looks.js';
import { speak } from './words.js';
import DefinitionPropertiesEdit from 'dmn-js-drd/lib/features/definition-properties/DefinitionPropertiesEdit';
import DefinitionPropertiesView from 'dmn-js-drd/lib/features/definition-properties/DefinitionPropertiesView';

// Taken off the page while its box has the focus, the view is asked to redraw a drawing that is gone.
const redraw = DefinitionPropertiesView.prototype.update;
DefinitionPropertiesView.prototype.update = function () {
  if (this._canvas.getRootElement()?.businessObject) redraw.call(this);
};

// Name and identifier are kept a moment after the typing: when one has gone to a table meanwhile they were kept on leaving the box.
const { update, _setup } = DefinitionPropertiesEdit.prototype;
DefinitionPropertiesEdit.prototype.update = function (type, value) {
  if (this._canvas.getRootElement()?.businessObject) update.call(this, type, value);
};
DefinitionPropertiesEdit.prototype._setup = function (node, type) {
  node.addEventListener('blur', () => {
    const now = this._canvas.getRootElement()?.businessObject?.[type];
    if (now !== undefined && node.textContent.trim() !== now) this.update(type, node.textContent.trim());
  });
  _setup.call(this, node, type);
};

// The palette's width and the name's height, which float over the graph.
const beside = 56;
const above = 76;

/** Decision tables and their graph, to change. */
export async function edit(container, options, owner) {
  await needs('rules');
  const additionalModules = [{ translate: ['value', speak(options.phrases)] }];
  const modeler = new DmnModeler({
    container,
    decisionTable: { additionalModules },
    literalExpression: { additionalModules },
    drd: {
      additionalModules,
      drdRenderer: { defaultFillColor: 'var(--surface)', defaultStrokeColor: 'var(--ink-2)', defaultLabelColor: 'var(--ink)' },
      textRenderer: { defaultStyle: { fontFamily: 'Inter Variable, Inter, sans-serif', fontSize: '12px' } },
    },
  });
  const editor = new RulesEditor(modeler, owner, options);
  await editor.load(options.xml);
  return editor;
}

class RulesEditor {
  #modeler;
  #owner;
  #timer = 0;

  constructor(modeler, owner, options) {
    this.#modeler = modeler;
    this.#owner = owner;
    this.options = options;
    const heard = new WeakSet();
    modeler.on('views.changed', event => {
      const viewer = modeler.getActiveViewer();
      const bus = viewer?.get('eventBus');
      if (bus && !heard.has(bus)) {
        heard.add(bus);
        bus.on('elements.changed', () => this.#changed());
      }
      owner?.invokeMethodAsync('ViewsChanged', event.views.map((view, at) => ({
        key: String(at), name: view.name || view.id || '', type: view.type, active: view === event.activeView,
      })));
    });
  }

  #changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#owner?.invokeMethodAsync('DrawingChanged'), 600);
  }

  async load(xml) {
    await this.#modeler.importXML(xml);
    const table = this.#modeler.getViews().find(view => view.type === 'decisionTable');
    const views = this.#modeler.getViews();
    if (table && views.filter(view => view.type !== 'drd').length === 1) await this.#modeler.open(table);
    this.#settle();
  }

  #settle() {
    if (this.#modeler.getActiveView()?.type === 'drd') fit(this.#modeler.getActiveViewer(), beside, above);
  }

  async open(key) {
    await this.#modeler.open(this.#modeler.getViews()[Number(key)]);
    this.#settle();
  }

  /** Opens the decision that the element belongs to. */
  async go(id) {
    const view = this.#modeler.getViews().find(each => each.element?.id === id);
    if (view) await this.#modeler.open(view);
  }

  async xml() {
    const { xml } = await this.#modeler.saveXML({ format: true });
    return new TextEncoder().encode(xml);
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#modeler.destroy();
  }
}
