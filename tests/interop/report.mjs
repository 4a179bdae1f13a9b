// The table client × step × ok.
import { AssertionError } from "node:assert";

export class Report {
  #rows = [];

  /** Runs one step of a client; a failure is kept, and the steps after it still run. */
  async step(client, name, run) {
    const row = { client, name, why: undefined };
    const began = performance.now();
    this.#rows.push(row);
    try {
      await run();
    } catch (error) {
      row.why = error instanceof AssertionError ? error.message : (error.stack ?? String(error));
    }
    row.took = performance.now() - began;
  }

  /** What was found without a step of its own, such as a violation of the specification. */
  complain(client, name, why) {
    this.#rows.push({ client, name, why });
  }

  get failures() {
    return this.#rows.filter((row) => row.why !== undefined).length;
  }

  print() {
    const width = (key) => Math.max(...this.#rows.map((row) => row[key].length));
    const [clients, names] = [width("client"), width("name")];
    for (const row of this.#rows) {
      const took = row.took === undefined ? "" : `  ${Math.round(row.took)} ms`;
      console.log(
        `${row.client.padEnd(clients)}  ${row.name.padEnd(names)}  ${row.why === undefined ? "ok" : "FAILED"}${took}`,
      );
      if (row.why !== undefined) console.log(row.why.replace(/^/gm, "        "));
    }
    console.log(`\n${this.#rows.length - this.failures} passed, ${this.failures} failed`);
  }
}
