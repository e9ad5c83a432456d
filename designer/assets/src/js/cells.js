// Drawings made of buttons in lines, as a week of hours or a year of days: one stop of the Tab key, arrows inside.
const steps = { ArrowLeft: () => -1, ArrowRight: () => 1, ArrowUp: width => -width, ArrowDown: width => width };

function onKey(event) {
  const here = event.target.closest?.('[data-cells] button');
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const root = here.closest('[data-cells]');
  const cells = [...root.querySelectorAll('button')];
  const width = Number(root.dataset.cells);
  const at = cells.indexOf(here);
  const line = at - (at % width);
  const next = steps[event.key] ? at + steps[event.key](width) : event.key === 'Home' ? line : event.key === 'End' ? line + width - 1 : at;
  const target = cells[Math.min(cells.length - 1, next)];
  if (!target || next < 0 || next === at) return;
  event.preventDefault();
  target.focus();
}

// Whoever has the focus is where the Tab key comes back to.
function onFocus(event) {
  const here = event.target.closest?.('[data-cells] button');
  if (!here) return;
  for (const each of here.closest('[data-cells]').querySelectorAll('button[tabindex="0"]')) each.tabIndex = -1;
  here.tabIndex = 0;
}

export function listenForCells() {
  if (document.documentElement.dataset.cellKeys) return;
  document.documentElement.dataset.cellKeys = 'on';
  document.addEventListener('keydown', onKey);
  document.addEventListener('focusin', onFocus);
}
