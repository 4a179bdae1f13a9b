// ccxt's `alpaca` with its unified methods: coins only, as it trades nothing else there.
import { strict as assert } from "node:assert";
import ccxt from "ccxt";

import { cashFlow, money, nanos } from "./decimals.mjs";
import { eventually } from "./exchange.mjs";

const pair = "BTC/USD";

class CcxtRound {
  constructor(report, name, exchange, hosts, heard = () => {}) {
    this.report = report;
    this.name = name;
    this.exchange = exchange;
    this.client = new ccxt.pro.alpaca({
      apiKey: exchange.key,
      secret: exchange.secret,
      enableRateLimit: false,
    });
    this.client.fetchImplementation = async (url, { method, headers, body, signal }) => {
      const reply = await fetch(url, { method, headers, body, signal });
      heard(method, new URL(url).pathname, reply);
      return reply;
    };
    this.client.urls.api = {
      broker: "http://127.0.0.1:1", // nobody
      trader: hosts.trading,
      market: hosts.data,
      ws: { crypto: `${exchange.marketStream}/v1beta3/crypto/us`, trading: exchange.orderStream },
    };
  }

  #step(name, run) {
    return this.report.step(this.name, name, run);
  }

  async run() {
    await this.client.loadHttpProxyAgent(); // what it needs for ws:// without encryption
    await this.#reading();
    await this.#market();
    await this.#streams();
    await this.#trading();
    await this.#refusals();
    await this.#after();
    await this.client.close();
  }

  async #reading() {
    await this.#step("markets", async () => {
      const markets = await this.client.loadMarkets();
      assert.deepEqual(Object.keys(markets).sort(), ["BTC/USD", "ETH/USD"]);
      assert.equal(markets[pair].precision.amount, 1e-9);
      assert.equal(markets[pair].precision.price, 0.01);
      assert.equal(markets[pair].active, true);
    });
    await this.#step("time", async () => {
      assert.equal(await this.client.fetchTime(), (await this.exchange.marketTime()).getTime());
    });
    await this.#step("balance", async () => {
      const balance = await this.client.fetchBalance();
      assert.deepEqual(balance.USD, { free: 100000, used: 0, total: 100000 });
    });
  }

  async #market() {
    const since = Date.parse("2026-06-16T14:00:00Z");
    await this.#step("OHLCV, one page and several", async () => {
      const page = await this.client.fetchOHLCV(pair, "1m", since, 10);
      assert.deepEqual(
        page.map((row) => row[0]),
        Array.from({ length: 10 }, (_, i) => since + i * 60_000),
      );
      assert.ok(
        page.every(
          ([, open, high, low, close]) => low <= Math.min(open, close) && high >= Math.max(open, close),
        ),
      );
      const before = (await this.exchange.books()).requests.length;
      const all = await this.client.fetchOHLCV(pair, "1m", since, undefined, {
        paginate: true,
        limit: 12,
        until: since + 29 * 60_000,
      });
      assert.deepEqual(
        all.map((row) => row[0]),
        Array.from({ length: 30 }, (_, i) => since + i * 60_000),
      );
      assert.equal((await this.exchange.books()).requests.length - before, 3); // in pages of 12
      assert.deepEqual(all.slice(0, 10), page);
      const [hour] = await this.client.fetchOHLCV(pair, "1h", since, 1);
      assert.equal(hour[1], page[0][1]);
    });
    await this.#step("ticker, order book, trades", async () => {
      await this.exchange.setPrice("BTCUSDT", "50000");
      const ticker = await this.client.fetchTicker(pair);
      assert.deepEqual([ticker.bid, ticker.ask, Number(ticker.info.latestTrade.p)], [49995, 50005, 50000]);
      assert.ok(ticker.low <= ticker.open && ticker.open <= ticker.high);
      const book = await this.client.fetchOrderBook(pair);
      assert.deepEqual([book.bids[0][0], book.asks[0][0]], [49995, 50005]);
      const trades = await this.client.fetchTrades(pair, since);
      assert.equal(trades.at(-1).price, 50000);
      assert.ok(["buy", "sell"].includes(trades.at(-1).side));
    });
  }

  async #streams() {
    await this.#step("streams of trades and order books", async () => {
      const books = this.client.watchOrderBook(pair);
      const trades = this.client.watchTrades(pair);
      await eventually("both subscriptions", async () => {
        const asked = (await this.exchange.books()).requests.map((each) => each.body ?? "");
        return (
          ["orderbooks", "trades"].every((channel) => asked.some((body) => body.includes(`"${channel}"`))) ||
          undefined
        );
      });
      await this.exchange.setPrice("BTCUSDT", "52000");
      assert.equal((await trades).at(-1).price, 52000);
      const book = await books;
      assert.deepEqual([book.bids[0][0], book.asks[0][0]], [51994.8, 52005.2]);
    });
  }

  async #trading() {
    await this.#step("limit order: rest, find, replace, cancel", () => this.#limitOrder());
    await this.#step("market order, told by the order stream", async () => {
      await this.exchange.setPrice("BTCUSDT", "50000");
      const orders = [];
      this.#watchOrders(orders);
      await eventually("subscription", async () => {
        const asked = (await this.exchange.books()).requests.map((each) => each.body ?? "");
        return asked.some((body) => body.includes('"listen"')) || undefined;
      });
      const order = await this.client.createOrder(pair, "market", "buy", 0.03, undefined, {
        clientOrderId: "m-1",
      });
      assert.equal(order.amount, 0.03);
      await this.exchange.fillAt("BTCUSDT", "50000", "m-1");
      const told = await eventually("closed order", async () =>
        orders.find((each) => each.id === order.id && each.status === "closed"),
      );
      assert.deepEqual([told.filled, told.average, told.side], [0.03, 50005, "buy"]);
      assert.equal((await this.client.fetchOrder(order.id)).status, "closed");
    });
    await this.#step("order of an amount of money", async () => {
      const order = await this.client.createMarketBuyOrderWithCost(pair, 500, { clientOrderId: "n-1" });
      assert.equal(order.info.notional, "500");
      await this.exchange.fillAt("BTCUSDT", "50000", "n-1");
      const { filled, average } = await this.client.fetchOrder(order.id);
      assert.ok(Math.abs(filled * average - 500) < 0.001);
    });
    await this.#step("stop-limit order", async () => {
      const params = { triggerPrice: 48000, clientOrderId: "s-1" };
      const order = await this.client.createOrder(pair, "limit", "sell", 0.01, 47000, params);
      assert.deepEqual([order.triggerPrice, order.price], [48000, 47000]);
      await this.exchange.setPrice("BTCUSDT", "48500");
      assert.equal((await this.client.fetchOrder(order.id)).status, "open");
      await this.exchange.fillAt("BTCUSDT", "47900", "s-1");
      assert.equal((await this.client.fetchOrder(order.id)).status, "closed");
    });
  }

  /** Collects every order the stream tells of, until the client is closed. */
  #watchOrders(orders) {
    const next = () =>
      this.client.watchOrders().then(
        (told) => {
          orders.push(...told.map((each) => ({ ...each })));
          next();
        },
        () => {}, // the client was closed
      );
    next();
  }

  async #limitOrder() {
    const order = await this.client.createOrder(pair, "limit", "buy", 0.5, 40000.25, { clientOrderId: "l-1" });
    assert.deepEqual(
      [order.status, order.clientOrderId, order.price, order.timeInForce],
      ["open", "l-1", 40000.25, "GTC"],
    );
    const found = await this.client.fetchOrder(order.id);
    assert.deepEqual([found.id, found.amount, found.filled, found.symbol], [order.id, 0.5, 0, pair]);
    const changed = await this.client.editOrder(order.id, pair, "limit", "buy", undefined, 41000, {
      clientOrderId: "l-2",
    });
    assert.notEqual(changed.id, order.id);
    assert.equal(changed.price, 41000);
    assert.deepEqual(
      (await this.client.fetchOpenOrders(pair)).map((each) => each.id),
      [changed.id],
    );
    await this.client.cancelOrder(changed.id);
    assert.deepEqual(await this.client.fetchOpenOrders(pair), []);
    const closed = await this.client.fetchClosedOrders(pair);
    assert.deepEqual(closed.map((each) => each.clientOrderId).sort(), ["l-1", "l-2"]);
    assert.equal((await this.exchange.order("l-1")).status, "replaced");
    assert.equal((await this.exchange.order("l-2")).status, "canceled");
  }

  async #refusals() {
    const refused = (name, kind, ask) => this.#step(`refusal: ${name}`, () => assert.rejects(ask(), kind));
    const buy = (amount, price) => this.client.createOrder(pair, "limit", "buy", amount, price);
    await refused("below the least amount of money", ccxt.InvalidOrder, () => buy(0.0001, 40000));
    await refused("an order that is not there", ccxt.InvalidOrder, () =>
      this.client.fetchOrder("00000000-0000-4000-8000-000000000000"),
    );
    await refused("more than the account can pay", ccxt.BaseError, () => buy(4, 40000));
    await refused("more coins than are held", ccxt.InsufficientFunds, () =>
      this.client.createOrder(pair, "limit", "sell", 3, 60000),
    );
    await refused("time in force of stocks", ccxt.BadRequest, () =>
      this.client.createOrder(pair, "limit", "buy", 0.01, 40000, { timeInForce: "day" }),
    );
  }

  async #after() {
    await this.#step("positions", async () => {
      const held = await this.client.traderPrivateGetV2Positions();
      assert.deepEqual(
        held.map((each) => each.symbol),
        ["BTCUSD"],
      );
      assert.equal(held[0].qty, await this.exchange.held(pair));
      const balance = await this.client.fetchBalance();
      assert.equal(balance.BTC.total, Number(await this.exchange.held(pair)));
    });
    await this.#step("own trades", async () => {
      const { fills } = await this.exchange.books();
      const trades = (await this.client.fetchMyTrades(pair)).sort((a, b) => a.timestamp - b.timestamp || 0);
      assert.ok(fills.length >= 3);
      const rows = (list) => list.map((each) => each.join(" ")).sort();
      assert.deepEqual(
        rows(trades.map((each) => [each.order, each.side, each.amount, each.price])),
        rows(fills.map((each) => [each.order_id, each.side, Number(each.quantity), Number(each.price)])),
      );
    });
    await this.#step("cancel everything", async () => {
      await this.client.createOrder(pair, "limit", "buy", 0.1, 30000, { clientOrderId: "x-1" });
      await this.client.createOrder(pair, "limit", "buy", 0.1, 31000, { clientOrderId: "x-2" });
      await this.client.cancelAllOrders();
      assert.deepEqual(await this.client.fetchOpenOrders(), []);
    });
    await this.#step("the venue's books agree", async () => {
      const { cash, fills } = await this.exchange.books();
      const balance = await this.client.fetchBalance();
      assert.equal(balance.USD.total.toFixed(2), Number(cash.alpaca).toFixed(2));
      assert.equal(balance.info.account.cash, cash.alpaca);
      assert.equal(money(cash.alpaca), money("100000") + cashFlow(fills));
      assert.ok(nanos(await this.exchange.held(pair)) > 0n);
    });
  }
}

/** Everything ccxt is asked to do, on an exchange of its own; `hosts` may be proxies, `heard` gets every answer. */
export function ccxtRound(report, name, exchange, hosts, heard) {
  return new CcxtRound(report, name, exchange, hosts, heard).run();
}
