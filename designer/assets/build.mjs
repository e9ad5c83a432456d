// Bundles what the browser needs into ../Graballo.Designer/wwwroot/dist. Run by MSBuild; `npm run build` by hand.
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(here, '../Graballo.Designer/wwwroot/dist');
const at = (...parts) => path.join(here, ...parts);

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: {
    site: 'src/css/site.css',
    portal: 'src/css/portal-entry.css',
    flow: 'src/css/flow.css',
    rules: 'src/css/rules.css',
    apexcharts: 'src/css/chart.css',
  },
  outdir: out,
  bundle: true,
  minify: true,
  loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty', '.eot': 'empty', '.svg': 'empty' },
  assetNames: 'files/[name]-[hash]',
  logLevel: 'warning',
});

// Style elements are refused by our content policy; chart.css says all that we show of ApexCharts.
const withoutStyleElements = {
  name: 'without-style-elements',
  setup(builder) {
    // The decision editor's cells hand their rules to the page as an object when they are let: that the policy takes.
    builder.onLoad({ filter: /style-mod[\\/]src[\\/].*\.js$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')).replace('!root.head && root.adoptedStyleSheets', 'root.adoptedStyleSheets'),
    }));
    builder.onLoad({ filter: /apexcharts[\\/]dist[\\/].*\.js$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')).replaceAll('createElement("style")', 'createElement("template")'),
    }));
  },
};

await build({
  absWorkingDir: here,
  plugins: [withoutStyleElements],
  entryPoints: {
    console: 'src/js/console.js',
    portal: 'src/js/portal.js',
    flow: 'src/js/flow.js',
    rules: 'src/js/rules.js',
    chart: 'src/js/chart.js',
  },
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'linked',
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
});

const names = JSON.parse(await readFile(at('icons.json'), 'utf8'));
const symbols = await Promise.all(names.map(async name => {
  const svg = await readFile(at('node_modules/lucide-static/icons', `${name}.svg`), 'utf8');
  const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, ' ').trim()}</symbol>`;
}));
await writeFile(
  path.join(out, 'icons.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`);

// The mark of the product, in the accent that tokens.css names.
const tokens = await readFile(at('src/css/tokens.css'), 'utf8');
const accent = /--accent: light-dark\(([^,]+),/.exec(tokens)[1];
const slabs = Array.from({ length: 6 }, (_, level) => {
  const half = 1.9 + level * 1.75;
  return `<rect x="${12 - half}" y="${(1.6 + level * 3.55).toFixed(2)}" width="${half * 2}" height="2.75" rx="1"${level < 3 ? ' opacity="0.45"' : ''}/>`;
});
await writeFile(
  path.join(out, 'favicon.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="${accent}">${slabs.join('')}</svg>\n`);
