// The properties of the chosen element, in its owner's words.
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { area, choice, el, pairs, section, text, tick } from './fields.js';
import { Change } from './flow-change.js';
import { taskFields } from './flow-fields.js';

const outside = ['webhook', 'lookup', 'callback'];

const serviceFields = {
  notify: ['template', 'to'],
  property: ['priority', 'subject'],
  handoff: ['unit', 'request', 'ola'],
  webhook: ['url', 'body', 'credential'],
  lookup: ['url', 'query', 'credential'],
  callback: ['url', 'body', 'expires', 'variable'],
};

export class PropertiesPanel {
  constructor(modeler, root, options) {
    this.modeler = modeler;
    this.root = root;
    this.t = options.texts;
    this.options = options;
    const bus = modeler.get('eventBus');
    bus.on('selection.changed', event => this.show(event.newSelection.length === 1 ? event.newSelection[0] : null));
    bus.on('elements.changed', event => {
      if (event.elements.some(element => element === this.element)) this.again();
    });
    bus.on('import.done', () => this.show(null));
    root.addEventListener('pointerdown', () => this.press());
    this.show(null);
  }

  /** Draws it anew once the focus has moved on, and leaves the focus where it is: not under a pressed button, nor under an open list. */
  again() {
    if (this.pressed) this.late = true;
    if (this.pressed || this.due) return;
    this.due = setTimeout(() => {
      this.due = undefined;
      const here = this.root.contains(document.activeElement) ? document.activeElement : undefined;
      const at = this.wanted ?? here?.dataset.at;
      this.wanted = undefined;
      this.show(this.element);
      if (at) [...this.root.querySelectorAll('[data-at]')].find(control => control.dataset.at === at && !control.disabled)?.focus();
    });
  }

  press() {
    this.pressed = true;
    const release = () => {
      const list = document.activeElement?.matches('select') && this.root.contains(document.activeElement) ? document.activeElement : undefined;
      const done = () => {
        this.pressed = false;
        if (!this.late) return;
        this.late = false;
        this.again();
      };
      if (!list || !this.late) done();
      else ['change', 'blur'].forEach(name => list.addEventListener(name, done, { once: true }));
    };
    ['pointerup', 'pointercancel'].forEach(name => addEventListener(name, release, { once: true }));
  }

  show(element) {
    const target = element ?? this.modeler.get('canvas').getRootElement();
    if (!target) return;
    this.element = target;
    const labelled = target.labelTarget ?? target;
    const object = getBusinessObject(labelled);
    const change = new Change(this.modeler, labelled);
    const parts = [this.head(object), this.common(object, change), ...this.own(object, change)];
    this.root.replaceChildren(el('div', { class: 'props' }, ...parts.filter(Boolean)));
  }

  head(object) {
    const kind = object.$type.replace('bpmn:', '');
    return el('div', { class: 'props-head' },
      el('strong', {}, object.name || this.t[`kind.${kind}`] || kind),
      el('span', {}, `${this.t[`kind.${kind}`] ?? kind} · ${object.id}`));
  }

  common(object, change) {
    const t = this.t;
    return section(null,
      area(t.title, object.name, value => change.set({ name: value })),
      area(t.purpose, object.documentation?.[0]?.text, value => change.documentation(value)));
  }

  own(object, change) {
    const make = [
      ['bpmn:UserTask', () => this.person(object, change)],
      ['bpmn:BusinessRuleTask', () => this.decision(object, change)],
      ['bpmn:ServiceTask', () => this.service(object, change)],
      ['bpmn:SendTask', () => this.service(object, change)],
      ['bpmn:ScriptTask', () => this.script(object, change)],
      ['bpmn:CallActivity', () => this.call(object, change)],
      ['bpmn:SubProcess', () => this.stage(object, change)],
      ['bpmn:SequenceFlow', () => this.condition(object, change)],
      ['bpmn:Event', () => this.event(object, change)],
      ['bpmn:ReceiveTask', () => [this.message(object, object, change)]],
    ];
    const found = make.find(([type]) => is(object, type));
    return found ? found[1]() : [];
  }

  person(object, change) {
    const { t, options } = this;
    const put = name => value => change.set({ [`graballo:${name}`]: value });
    return [
      section(t.who,
        text(t.group, object.get('graballo:candidateGroup'), put('candidateGroup'), { feel: true, list: options.groups, hint: t.groupHint }),
        text(t.unit, object.get('graballo:candidateUnit'), put('candidateUnit'), { feel: true, list: options.units }),
        text(t.assignee, object.get('graballo:assignee'), put('assignee'), { feel: true, hint: t.assigneeHint })),
      section(t.what,
        choice(t.form, object.get('graballo:form'), options.forms ?? [], put('form'), { none: t.formNone }),
        text(t.due, object.get('graballo:due'), put('due'), { feel: true, hint: t.dueHint }),
        choice(t.calendar, object.get('graballo:calendar'), options.calendars ?? [], put('calendar'), { none: t.calendarNone })),
      taskFields(t, () => change.fields(), (options.forms ?? []).some(form => form.key === object.get('graballo:form')), (rows, focus) => {
        this.wanted = focus;
        change.putFields(rows);
      }),
      this.mapping(object, change),
    ].flat();
  }

  decision(object, change) {
    const { t, options } = this;
    return [section(t.decides,
      choice(t.decision, object.get('graballo:decisionRef'), options.decisions ?? [], value => change.set({ 'graballo:decisionRef': value }), { none: t.choose }),
      text(t.result, object.get('graballo:resultVariable'), value => change.set({ 'graballo:resultVariable': value }), { feel: true, hint: t.resultHint })),
      ...this.mapping(object, change)];
  }

  service(object, change) {
    const { t, options } = this;
    const type = object.get('graballo:serviceType');
    return [section(t.does,
      choice(t.service, type, options.services ?? [], value => change.set({ 'graballo:serviceType': value }), { none: t.choose })),
      this.fields(type, change),
      ...this.policy(type, object, change),
      ...this.mapping(object, change)];
  }

  /** The inputs that a service type knows, each as a field of its own; they are the same mappings as below. */
  fields(type, change) {
    const { t } = this;
    const names = serviceFields[type];
    if (!names) return null;
    const rows = change.mappings('Input');
    const put = name => value => change.putMappings('Input', [...change.mappings('Input').filter(row => row.name !== name), ...(value ? [{ name, source: value }] : [])]);
    return section(t.fields, ...names.map(name =>
      text(t[`field.${name}`], rows.find(row => row.name === name)?.source, put(name), { feel: true, hint: t[`field.${name}Hint`] })));
  }

  policy(type, object, change) {
    const { t } = this;
    if (!outside.includes(type)) return [];
    const put = name => value => change.set({ [`graballo:${name}`]: value });
    return [
      section(null, text(t.result, object.get('graballo:resultVariable'), put('resultVariable'), { feel: true, hint: t.resultHint })),
      section(t.policy, ...['retries', 'backOff', 'timeout'].map(name => text(t[name], object.get(`graballo:${name}`), put(name), { hint: t[`${name}Hint`] }))),
    ];
  }

  mapping(object, change) {
    const words = { name: this.t.mapName, value: this.t.mapValue, add: this.t.add, remove: this.t.remove };
    return ['Input', 'Output'].map(kind => pairs(words, this.t[`map${kind}`], () => change.mappings(kind), rows => change.putMappings(kind, rows)));
  }

  script(object, change) {
    const { t } = this;
    return [section(t.computes,
      area(t.formula, object.script, value => change.set({ script: value, scriptFormat: 'feel' }), { feel: true }),
      text(t.result, object.get('graballo:resultVariable'), value => change.set({ 'graballo:resultVariable': value }), { feel: true }))];
  }

  call(object, change) {
    const { t, options } = this;
    return [section(t.calls,
      choice(t.called, object.calledElement, options.flows ?? [], value => change.set({ calledElement: value }), { none: t.choose })),
      ...this.mapping(object, change)];
  }

  stage(object, change) {
    const { t, options } = this;
    return [section(t.moment,
      choice(t.stage, object.get('graballo:stage'), options.stages, value => change.set({ 'graballo:stage': value }), { none: t.stageNone, hint: t.stageHint }))];
  }

  condition(object, change) {
    const { t } = this;
    const source = object.sourceRef;
    if (!is(source, 'bpmn:ExclusiveGateway') && !is(source, 'bpmn:InclusiveGateway')) return [];
    const isDefault = source.default === object;
    return [section(t.when,
      isDefault ? null : area(t.condition, object.conditionExpression?.body, value => change.expression('conditionExpression', value), { feel: true, hint: t.conditionHint }),
      tick(t.otherwise, isDefault, value => change.default(source, value ? object : undefined)))];
  }

  event(object, change) {
    const definition = object.eventDefinitions?.[0];
    const parts = [];
    if (is(object, 'bpmn:BoundaryEvent'))
      parts.push(section(this.t.boundary, tick(this.t.interrupts, object.cancelActivity !== false, value => change.set({ cancelActivity: value }))));
    if (definition && is(definition, 'bpmn:TimerEventDefinition')) parts.push(this.timer(definition, change));
    if (definition && is(definition, 'bpmn:MessageEventDefinition')) parts.push(this.message(object, definition, change));
    return parts;
  }

  timer(definition, change) {
    const { t, options } = this;
    const kinds = [{ key: 'timeDuration', name: t.timerAfter }, { key: 'timeDate', name: t.timerAt }, { key: 'timeCycle', name: t.timerEvery }];
    const kind = kinds.find(each => definition[each.key])?.key ?? 'timeDuration';
    const body = definition[kind]?.body;
    return section(t.timer,
      choice(t.timerKind, kind, kinds, value => change.timer(definition, value, definition[kind]?.body)),
      text(t.timerValue, body, value => change.timer(definition, kind, value), { feel: true, hint: t.timerHint }),
      choice(t.calendar, definition.get('graballo:calendar'), options.calendars ?? [], value => change.on(definition, { 'graballo:calendar': value }), { none: t.calendarNone }));
  }

  message(object, holder, change) {
    const { t } = this;
    return section(t.message,
      text(t.messageName, holder.messageRef?.name, value => change.message(holder, value)),
      text(t.correlation, holder.get('graballo:correlationKey'), value => change.on(holder, { 'graballo:correlationKey': value }), { feel: true, hint: t.correlationHint }));
  }
}
