// Prism knows a specification. As a proxy it passes everything on and says where an answer is not what it promises;
// as a mock it stands for the venue and says where a request is not what it allows.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

import { patience } from "./exchange.mjs";

const program = createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");

export class Prism {
  /** Starts Prism with a specification file before a venue; it ends with `stop`. */
  static proxy(specification, upstream) {
    return Prism.#start(["proxy", specification, upstream]);
  }
  /** Starts Prism in the place of a venue: it refuses what the specification does not allow. */
  static mock(specification) {
    return Prism.#start(["mock", specification]);
  }

  static async #start(command) {
    const words = [program, ...command, "--port", "0", "--verboseLevel", "info"];
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

/** What Prism says of one request and its answer, in words that are the same for each of its kind. */
export function violationsOf(method, path, reply) {
  const found = JSON.parse(reply.headers.get("sl-violations") ?? "[]");
  return found.map(({ location, message }) => ({
    isRequest: location[0] === "request",
    what: `${method} ${shape(path)} ${reply.status}: ${shape(message)}`,
  }));
}

/** What Prism found in answers, gathered over many requests. */
export class Violations {
  answers = new Set();
  checked = 0;

  /** Takes the answer that came through a proxy; `path` is the request's. */
  hear(method, path, reply) {
    this.checked += 1;
    for (const { isRequest, what } of violationsOf(method, path, reply)) if (!isRequest) this.answers.add(what);
  }
}

/** A path or sentence without what differs each time: ids and places in a list. */
function shape(text) {
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}").replace(/(property |\.)\d+(?=[. ])/g, "$1N");
}
