// node main.mjs EXCHANGE REQUESTS [SPECIFICATIONS]: every client against the venue, and a table of what went well.
// With the folder of Alpaca's specification files all is done again through Prism, which checks each answer;
// and Prism alone judges every request of our own client, as the program REQUESTS prints them.
import { join } from "node:path";

import { sdkRound } from "./alpacaSdk.mjs";
import { bybitApiRound } from "./bybitApi.mjs";
import { ccxtRound } from "./ccxtAlpaca.mjs";
import { ccxtBybitRound } from "./ccxtBybit.mjs";
import { documents, judge } from "./differences.mjs";
import { Exchange } from "./exchange.mjs";
import { judgeOwnRequests } from "./ownRequests.mjs";
import { Prism, Violations } from "./prism.mjs";
import { Report } from "./report.mjs";

const [, , program, requests, specifications] = process.argv;
const report = new Report();
process.on("unhandledRejection", (error) =>
  report.complain("-", "a promise that nobody waited for", error.stack),
);

/** Runs one client on an exchange of its own. */
async function round(client, run) {
  const exchange = await Exchange.start(program);
  try {
    await run(exchange);
  } finally {
    await report.step(client, "the exchange ends in good order", async () => {
      if (!(await exchange.stop())) throw new Error("it did not");
    });
  }
}

/** The same client through Prism, one proxy for each of Alpaca's hosts. */
async function checkedRound(client, document, violations, run) {
  await round(client, async (exchange) => {
    const proxies = await Promise.all([
      Prism.proxy(join(specifications, document.trading), exchange.trading),
      Prism.proxy(join(specifications, document.data), exchange.data),
    ]);
    const hosts = { trading: proxies[0].address, data: proxies[1].address };
    const heard = (method, path, reply) => violations.hear(method, path, reply);
    await run(report, client, exchange, hosts, heard);
    for (const proxy of proxies) proxy.stop();
  });
}

await round("alpaca-sdk", (exchange) => sdkRound(report, "alpaca-sdk", exchange, exchange));
await round("ccxt", (exchange) => ccxtRound(report, "ccxt", exchange, exchange));
await round("bybit-api", (exchange) => bybitApiRound(report, "bybit-api", exchange));
await round("ccxt at Bybit", (exchange) => ccxtBybitRound(report, "ccxt at Bybit", exchange));
for (const document of specifications ? documents : []) {
  const violations = new Violations();
  const client = `prism ${document.name}`;
  await checkedRound(`${client}, alpaca-sdk`, document, violations, sdkRound);
  await checkedRound(`${client}, ccxt`, document, violations, ccxtRound);
  await judge(report, client, document, violations);
  await judgeOwnRequests(report, client, requests, document, specifications);
}

report.print();
process.exit(report.failures === 0 ? 0 : 1); // clients may keep timers for what they have closed
