// The official Alpaca SDK as a trader's program would use it, with its own defaults; only the hosts are ours.
import { Alpaca } from "@alpacahq/alpaca-trade-api";

import { eventually } from "./exchange.mjs";
import { after, refusals } from "./sdkAfter.mjs";
import { market, reading } from "./sdkReading.mjs";
import { streams } from "./sdkStreams.mjs";
import { trading } from "./sdkTrading.mjs";

/** A `fetch` that sends what is meant for Alpaca's hosts to others; `heard` is given every answer. */
export function fetchFrom(hosts, heard = () => {}) {
  return async (url, init) => {
    const asked = new URL(url);
    const base = asked.host.startsWith("data.") ? hosts.data : hosts.trading;
    const reply = await fetch(base + asked.pathname + asked.search, init);
    heard(init?.method ?? "GET", asked.pathname, reply);
    return reply;
  };
}

/** What the steps share: the client, its exchange, and the order events that were told so far. */
class Desk {
  updates = [];

  constructor(report, name, exchange, hosts, heard) {
    this.report = report;
    this.name = name;
    this.exchange = exchange;
    this.fetchApi = fetchFrom(hosts, heard);
    this.alpaca = this.client(exchange.secret);
  }

  client(secret) {
    return new Alpaca({ keyId: this.exchange.key, secret, paper: true, fetchApi: this.fetchApi });
  }
  get orders() {
    return this.alpaca.trading.orders;
  }
  byClientId(clientOrderId) {
    return this.orders.getOrderByClientOrderId({ clientOrderId });
  }
  /** The first event of this kind that was told for the order with this client id. */
  told(event, clientId) {
    return eventually(`event ${event} of ${clientId}`, async () =>
      this.updates.find((each) => each.event === event && each.order.clientOrderId === clientId),
    );
  }
  fillsOf(clientId) {
    return this.updates.filter((each) => each.executionId && each.order.clientOrderId === clientId);
  }
  step(name, run) {
    return this.report.step(this.name, name, run);
  }
}

/** Everything the SDK is asked to do, on an exchange of its own; `hosts` may be proxies before it. */
export async function sdkRound(report, name, exchange, hosts, heard) {
  const desk = new Desk(report, name, exchange, hosts, heard);
  await reading(desk);
  await market(desk);
  await streams(desk);
  await trading(desk);
  await refusals(desk);
  await after(desk);
  for (const stream of [desk.orderEvents, desk.stocks, desk.coins]) stream?.disconnect();
}
