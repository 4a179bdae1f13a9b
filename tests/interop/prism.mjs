// Prism as a proxy: it passes everything on and says where an answer is not what the specification promises.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

import { patience } from "./exchange.mjs";

const program = createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");

export class Prism {
  /** Starts Prism with a specification file before a venue; it ends with `stop`. */
  static async start(specification, upstream) {
    const words = [program, "proxy", specification, upstream, "--port", "0", "--verboseLevel", "info"];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
    const said = [];
    const address = await new Promise((resolve, reject) => {
      const hear = (line) => {
        said.push(line);
        const found = /Prism is listening on (http:\/\/\S+)/.exec(line);
        if (found) resolve(found[1]);
      };
      createInterface({ input: child.stdout }).on("line", hear);
      createInterface({ input: child.stderr }).on("line", hear);
      child.once("exit", (code) =>
        reject(new Error(`Prism ended with code ${code}:\n${said.slice(-20).join("\n")}`)),
      );
      setTimeout(() => reject(new Error("Prism did not start in time")), patience).unref();
    });
    return new Prism(child, address);
  }

  constructor(child, address) {
    this.child = child;
    this.address = address;
  }

  stop() {
    this.child.kill();
  }
}

/** What Prism found in answers, gathered over many requests. */
export class Violations {
  /** By what was asked and what is wrong, with how often. */
  answers = new Map();
  requests = new Map();
  checked = 0;

  /** Takes the answer that came through a proxy; `path` is the request's. */
  hear(method, path, reply) {
    this.checked += 1;
    const found = reply.headers.get("sl-violations");
    if (!found) return;
    for (const { location, message } of JSON.parse(found)) {
      const side = location[0] === "request" ? this.requests : this.answers;
      const what = `${method} ${shape(path)} ${reply.status}: ${shape(message)}`;
      side.set(what, (side.get(what) ?? 0) + 1);
    }
  }
}

/** A path or sentence without what differs each time: ids and places in a list. */
function shape(text) {
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}").replace(/(property |\.)\d+(?=[. ])/g, "$1N");
}
