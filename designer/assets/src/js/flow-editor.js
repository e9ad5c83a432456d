import Modeler from 'bpmn-js/lib/Modeler';
import words from './bpmn-words.json';
import { fit, looks, paint, start } from './flow-looks.js';
import { PropertiesPanel } from './flow-panel.js';
import { speak } from './words.js';

// The palette's width.
const beside = 116;

/** The drawing to change. Tells its owner (a .NET object) after each change, in peace: 600 ms after the last. */
export class FlowEditor {
  #modeler;
  #owner;
  #timer = 0;
  #state = {};
  #watch;

  static async open(container, panel, options, owner) {
    const modeler = new Modeler({
      container,
      moddleExtensions: { graballo: words },
      additionalModules: [{ translate: ['value', speak(options.phrases)] }],
      ...looks,
    });
    const editor = new FlowEditor(modeler, owner);
    await modeler.importXML(options.xml);
    start(modeler, beside);
    editor.panel = new PropertiesPanel(modeler, panel, options);
    modeler.on('commandStack.changed', () => editor.#changed());
    editor.#watch = new ResizeObserver(() => modeler.get('canvas').resized());
    editor.#watch.observe(container);
    return editor;
  }

  constructor(modeler, owner) {
    this.#modeler = modeler;
    this.#owner = owner;
  }

  #changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#owner.invokeMethodAsync('DrawingChanged'), 600);
  }

  /** The drawing's XML as UTF-8: it may be longer than one message to the server. */
  async xml() {
    const { xml } = await this.#modeler.saveXML({ format: true });
    return new TextEncoder().encode(xml);
  }

  async load(xml) {
    await this.#modeler.importXML(xml);
    start(this.#modeler, beside);
    paint(this.#modeler, this.#state);
  }

  problems(ids) {
    this.#state.problems = ids;
    paint(this.#modeler, this.#state);
  }

  /** Where the tickets stand: { id: { text, kind } }, or null for none. */
  heat(counts) {
    this.#state.counts = counts;
    paint(this.#modeler, this.#state);
  }

  go(id) {
    const element = this.#modeler.get('elementRegistry').get(id);
    if (!element) return;
    this.#modeler.get('canvas').scrollToElement(element, { top: 120, bottom: 120, left: 160, right: 160 });
    this.#modeler.get('selection').select(element);
  }

  undo() { this.#modeler.get('commandStack').undo(); }
  redo() { this.#modeler.get('commandStack').redo(); }
  zoom(by) { this.#modeler.get('zoomScroll').stepZoom(by); }
  fit() { fit(this.#modeler, beside); }

  dispose() {
    clearTimeout(this.#timer);
    this.#watch?.disconnect();
    this.#modeler.destroy();
  }
}
