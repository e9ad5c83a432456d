// Evaluations a second of each expression, one JSON line each: {name, rate, value}.
import { readFileSync } from 'node:fs';
import { evaluate } from 'feelin';

const { context, expressions } = JSON.parse(readFileSync(new URL('expressions.json', import.meta.url)));
const [rounds, milliseconds] = process.argv.slice(2).map(Number);

for (const { name, text } of expressions) {
  let best = 0;
  for (let round = 0; round <= rounds; round++) {
    const began = performance.now();
    let count = 0;
    while (performance.now() - began < milliseconds) {
      for (let i = 0; i < 100; i++) evaluate(text, context);
      count += 100;
    }
    // The first round warms up.
    if (round > 0) best = Math.max(best, count / (performance.now() - began) * 1000);
  }
  console.log(JSON.stringify({ name, rate: best, value: evaluate(text, context).value }));
}
