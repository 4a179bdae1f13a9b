// Every request that our own Alpaca client can make, judged by Prism in the venue's place.
import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { Prism, violationsOf } from "./prism.mjs";

async function ask(address, { method, target, body }) {
  const headers = { "APCA-API-KEY-ID": "key", "APCA-API-SECRET-KEY": "secret" };
  if (body) headers["Content-Type"] = "application/json";
  return fetch(address + target, { method, headers, body: body || undefined });
}

/** What Prism has against one request; an answer of failure without a word of why is one too. */
async function objections(address, request) {
  const reply = await ask(address, request);
  const said = await reply.text();
  const path = request.target.split("?")[0];
  const found = violationsOf(request.method, path, reply).filter((each) => each.isRequest);
  if (found.length > 0 || reply.ok) return found.map((each) => each.what);
  return [`${request.method} ${path}: refused with ${reply.status} ${said.slice(0, 200)}`];
}

/** `program` prints the requests, a JSON object a line. */
export async function judgeOwnRequests(report, client, program, document, specifications) {
  const requests = execFileSync(program, { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  await report.step(client, `${requests.length} requests of our own client accepted`, async () => {
    assert.ok(requests.length > 100, "some of the requests are missing");
    const mocks = {
      trading: await Prism.mock(join(specifications, document.trading)),
      data: await Prism.mock(join(specifications, document.data)),
    };
    const found = new Set();
    for (const request of requests)
      for (const what of await objections(mocks[request.host].address, request)) found.add(what);
    for (const mock of Object.values(mocks)) mock.stop();
    assert.deepEqual([...found].sort(), [...document.knownOfRequests].sort());
  });
}
