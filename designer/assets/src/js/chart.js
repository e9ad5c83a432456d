import ApexCharts from 'apexcharts';
import { needs } from './css.js';

const word = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Colours as this browser resolves them now: ApexCharts wants literals. */
function resolved(name) {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** { kind, series: [{ name, values }], labels, colors: ['--accent'], height } */
export async function draw(container, data) {
  await needs('apexcharts');
  const chart = new ApexCharts(container, options(data, container.clientWidth));
  chart.render();
  const redraw = () => chart.updateOptions(options(data, container.clientWidth), false, false);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw);
  const watch = new MutationObserver(redraw);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return {
    update(next) {
      data = next;
      redraw();
    },
    dispose() {
      dark.removeEventListener('change', redraw);
      watch.disconnect();
      chart.destroy();
    },
  };
}

// A label of a day takes about this many pixels.
const LABEL = 62;

function options(data, width) {
  const ink = resolved('--ink-3');
  const line = resolved('--line');
  return {
    chart: {
      type: data.kind ?? 'area', height: data.height ?? 240, toolbar: { show: false },
      animations: { enabled: false }, fontFamily: word('--sans'), background: 'transparent', zoom: { enabled: false },
    },
    series: data.series.map(each => ({ name: each.name, data: each.values })),
    colors: data.colors.map(resolved),
    stroke: { curve: 'straight', width: data.kind === 'bar' ? 0 : 2 },
    fill: data.kind === 'bar' ? { opacity: 1 } : { type: 'solid', opacity: 0.12 },
    dataLabels: { enabled: false },
    plotOptions: { bar: { borderRadius: 3, columnWidth: '58%' } },
    grid: { borderColor: line, strokeDashArray: 0, padding: { left: 4, right: 8 } },
    legend: { show: false },
    xaxis: { categories: data.labels, labels: { style: { colors: ink }, rotate: 0, hideOverlappingLabels: true }, axisBorder: { color: line }, axisTicks: { show: false }, tickAmount: Math.max(2, Math.min(10, Math.floor(width / LABEL), data.labels.length - 1)), tooltip: { enabled: false } },
    yaxis: { labels: { style: { colors: ink }, formatter: value => String(Math.round(value)) }, forceNiceScale: true, min: 0 },
    tooltip: { theme: 'light' },
  };
}
