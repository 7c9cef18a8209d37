/** `npm run test:packagings -- --times 50`: two packagings at a time in this checkout, with growing delays. */
import { parseArgs } from "node:util";
import { race } from "./race.ts";

const { values } = parseArgs({ options: { times: { type: "string", default: "50" } } });
const times = Number(values.times);

/** In ms. The first packaging takes a few seconds. */
const STEP = 100;

for (let time = 1; time <= times; time += 1) {
  const delay = ((time - 1) % 20) * STEP;
  await race(delay);
  console.log(`${time} of ${times}: prod, and dev ${delay} ms later, are each of their own stage`);
}
