// Changes to the drawing, each one undoable.
import { getBusinessObject } from 'bpmn-js/lib/util/ModelUtil';

export class Change {
  constructor(modeler, element) {
    this.element = element;
    this.object = getBusinessObject(element);
    this.modeling = modeler.get('modeling');
    this.factory = modeler.get('bpmnFactory');
    this.registry = modeler.get('elementRegistry');
    this.root = modeler.getDefinitions();
  }

  set(properties) {
    this.modeling.updateProperties(this.element, properties);
  }

  /** On something inside the element, as its timer. */
  on(part, properties) {
    if (part === this.object) this.set(properties);
    else this.modeling.updateModdleProperties(this.element, part, properties);
  }

  documentation(value) {
    this.set({ documentation: value ? [this.factory.create('bpmn:Documentation', { text: value })] : [] });
  }

  expression(name, body) {
    this.set({ [name]: body ? this.factory.create('bpmn:FormalExpression', { body }) : undefined });
  }

  default(gateway, flow) {
    const shape = this.registry.get(gateway.id);
    if (flow) this.expression('conditionExpression', undefined);
    this.modeling.updateProperties(shape, { default: flow });
  }

  timer(definition, kind, body) {
    const properties = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined };
    properties[kind] = this.factory.create('bpmn:FormalExpression', { body: body ?? '' });
    properties[kind].$parent = definition;
    this.on(definition, properties);
  }

  message(holder, name) {
    const messages = this.root.rootElements.filter(each => each.$type === 'bpmn:Message');
    let message = name ? messages.find(each => each.name === name) : undefined;
    if (name && !message) {
      message = this.factory.create('bpmn:Message', { name });
      message.$parent = this.root;
      this.modeling.updateModdleProperties(this.element, this.root, { rootElements: [...this.root.rootElements, message] });
    }
    this.on(holder, { messageRef: message });
  }

  /** Rows of name and source, whether they stand in a mapping element or on their own. */
  mappings(kind) {
    const inside = kind === 'Input' ? 'inputs' : 'outputs';
    return (this.object.extensionElements?.values ?? [])
      .flatMap(each => (each.$type === 'graballo:Mapping' ? each.get(inside) : each.$type === `graballo:${kind}` ? [each] : []))
      .map(each => ({ name: each.name, source: each.source }));
  }

  putMappings(kind, rows) {
    const both = { Input: this.mappings('Input'), Output: this.mappings('Output'), [kind]: rows };
    const make = of => both[of].map(row => this.factory.create(`graballo:${of}`, row));
    const others = (this.object.extensionElements?.values ?? [])
      .filter(each => !['graballo:Mapping', 'graballo:Input', 'graballo:Output'].includes(each.$type));
    const mapping = this.factory.create('graballo:Mapping', { inputs: make('Input'), outputs: make('Output') });
    [...mapping.inputs, ...mapping.outputs].forEach(each => { each.$parent = mapping; });
    const filled = mapping.inputs.length + mapping.outputs.length > 0;
    this.extend(filled ? [...others, mapping] : others);
  }

  /** What a person fills in to complete the task. */
  fields() {
    return (this.object.extensionElements?.values ?? []).filter(each => each.$type === 'graballo:Field')
      .map(({ name, label, labelEn, type, required, options }) => ({
        name, label, labelEn, type, required, options: (options ?? []).map(option => ({ value: option.value, label: option.label, labelEn: option.labelEn })),
      }));
  }

  putFields(rows) {
    const others = (this.object.extensionElements?.values ?? []).filter(each => each.$type !== 'graballo:Field');
    this.extend([...rows.map(row => {
      const field = this.factory.create('graballo:Field', { ...row, options: row.options.map(option => this.factory.create('graballo:Option', option)) });
      field.options.forEach(option => { option.$parent = field; });
      return field;
    }), ...others]);
  }

  /** All that stands in the element's extensions, at once. */
  extend(values) {
    const holder = this.factory.create('bpmn:ExtensionElements', { values });
    holder.$parent = this.object;
    values.forEach(each => { each.$parent = holder; });
    this.set({ extensionElements: values.length ? holder : undefined });
  }
}
