// ccxt's `bybit` with its unified methods: spot and perpetuals.
import { strict as assert } from "node:assert";
import ccxt from "ccxt";

import { eventually } from "./exchange.mjs";

const perpetual = "BTC/USDT:USDT";
const pair = "BTC/USDT";

class CcxtBybitRound {
  constructor(report, name, exchange) {
    this.report = report;
    this.name = name;
    this.exchange = exchange;
    const { rest, public_stream: open, private_stream: own, key, secret } = exchange.bybit;
    this.client = new ccxt.pro.bybit({ apiKey: key, secret, enableRateLimit: false });
    for (const name of ["spot", "futures", "v2", "public", "private"]) this.client.urls.api[name] = rest;
    const ws = this.client.urls.api.ws;
    ws.public = { spot: `${open}/v5/public/spot`, linear: `${open}/v5/public/linear` };
    ws.private = { spot: { unified: own, nonUnified: own }, contract: own, usdc: own, trade: own };
  }

  #step(name, run) {
    return this.report.step(this.name, name, run);
  }

  async run() {
    await this.client.loadHttpProxyAgent(); // what it needs for ws:// without encryption
    await this.#reading();
    await this.#streams();
    await this.#trading();
    await this.#exits();
    await this.#refusals();
    await this.#after();
    await this.client.close();
  }

  async #reading() {
    await this.#step("markets", async () => {
      const markets = await this.client.loadMarkets();
      assert.ok([pair, perpetual, "ETH/USDT", "ETH/USDT:USDT"].every((each) => each in markets));
      assert.deepEqual([markets[perpetual].precision.amount, markets[perpetual].precision.price], [0.001, 0.1]);
      assert.equal(markets[pair].precision.amount, 0.000001);
    });
    await this.#step("time and balance", async () => {
      assert.ok(Math.abs((await this.client.fetchTime()) - Date.now()) < 60_000);
      const { USDT } = await this.client.fetchBalance();
      assert.deepEqual([USDT.total, USDT.used], [100000, 0]);
    });
    await this.#step("OHLCV, ticker, order book, trades", async () => {
      await this.exchange.setPrice("BTCUSDT", "50000");
      const bars = await this.client.fetchOHLCV(perpetual, "1m", undefined, 5);
      assert.ok(bars.length === 5 && bars.every((bar, i) => i === 0 || bar[0] - bars[i - 1][0] === 60_000));
      const ticker = await this.client.fetchTicker(perpetual);
      const book = await this.client.fetchOrderBook(perpetual);
      assert.deepEqual([ticker.last, ticker.bid, ticker.ask], [50000, book.bids[0][0], book.asks[0][0]]);
      assert.equal((await this.client.fetchTrades(perpetual)).at(-1).price, 50000);
    });
  }

  async #streams() {
    await this.#step("streams of trades, order books and tickers", async () => {
      const waiting = [
        this.client.watchTrades(perpetual),
        this.client.watchOrderBook(perpetual),
        this.client.watchTicker(perpetual),
      ];
      await eventually("subscriptions", async () => {
        const asked = (await this.exchange.books()).requests.map((each) => each.body ?? "");
        return (
          ["publicTrade", "orderbook", "tickers"].every((topic) => asked.some((body) => body.includes(topic))) || undefined
        );
      });
      await this.exchange.setPrice("BTCUSDT", "50020");
      const [trades, book] = await Promise.all(waiting);
      assert.equal(trades.at(-1).price, 50020);
      assert.ok(book.bids[0][0] < book.asks[0][0]);
    });
  }

  async #trading() {
    await this.#step("leverage", async () => {
      await this.client.setLeverage(4, perpetual);
      assert.equal((await this.client.fetchLeverage(perpetual)).longLeverage, 4);
    });
    await this.#step("limit order: rest, find, edit, cancel", async () => {
      const order = await this.client.createOrder(perpetual, "limit", "buy", 0.1, 49000, { clientOrderId: "l-1" });
      const [open] = await this.client.fetchOpenOrders(perpetual);
      assert.deepEqual([open.id, open.clientOrderId, open.price, open.amount], [order.id, "l-1", 49000, 0.1]);
      await this.client.editOrder(order.id, perpetual, "limit", "buy", 0.2, 49100);
      const changed = await this.client.fetchOpenOrder(order.id, perpetual);
      assert.deepEqual([changed.price, changed.amount], [49100, 0.2]);
      await this.client.cancelOrder(order.id, perpetual);
      assert.deepEqual(await this.client.fetchOpenOrders(perpetual), []);
      const [closed] = await this.client.fetchCanceledOrders(perpetual);
      assert.deepEqual([closed.id, closed.status], [order.id, "canceled"]);
    });
    await this.#step("market order, told by the order stream", async () => {
      const watched = this.#watchOrder("m-1");
      await eventually("subscription", async () => {
        const asked = (await this.exchange.books()).requests.map((each) => each.body ?? "");
        return asked.some((body) => body.includes('"order"')) || undefined;
      });
      const order = await this.client.createOrder(perpetual, "market", "buy", 0.05, undefined, { clientOrderId: "m-1" });
      assert.deepEqual([(await watched).id, (await watched).filled], [order.id, 0.05]);
      const [position] = await this.client.fetchPositions([perpetual]);
      assert.deepEqual([position.side, position.contracts, position.leverage], ["long", 0.05, 4]);
    });
    await this.#step("several orders at once", async () => {
      const wanted = [48000, 48100].map((price, i) => ({
        symbol: perpetual, type: "limit", side: "buy", amount: 0.01, price, params: { clientOrderId: `b-${i}` },
      }));
      const made = await this.client.createOrders(wanted);
      assert.equal((await this.client.fetchOpenOrders(perpetual)).length, 2);
      await this.client.cancelOrders(made.map((each) => each.id), perpetual);
      assert.deepEqual(await this.client.fetchOpenOrders(perpetual), []);
    });
    await this.#step("spot: buy for an amount of money, sell the coins", async () => {
      await this.client.createMarketBuyOrderWithCost(pair, 400);
      const { BTC } = await this.client.fetchBalance();
      assert.ok(BTC.total > 0.0078 && BTC.total < 0.008);
      await this.client.createOrder(pair, "limit", "sell", 0.004, 52000, { clientOrderId: "c-1" });
      assert.equal((await this.client.cancelAllOrders(pair)).length, 1);
    });
  }

  /** The order as the stream tells it once it is closed. */
  async #watchOrder(clientId) {
    for (;;) {
      const found = (await this.client.watchOrders(perpetual)).find(
        (each) => each.clientOrderId === clientId && each.status === "closed",
      );
      if (found) return found;
    }
  }

  async #exits() {
    await this.#step("stop of the position", async () => {
      const stop = { triggerPrice: 49500, triggerDirection: "descending", reduceOnly: true, clientOrderId: "s-1" };
      await this.client.createOrder(perpetual, "market", "sell", 0.05, undefined, stop);
      const [open] = await this.client.fetchOpenOrders(perpetual);
      assert.deepEqual([open.triggerPrice, open.reduceOnly], [49500, true]);
      await this.exchange.setPrice("BTCUSDT", "49450");
      assert.deepEqual(await this.client.fetchOpenOrders(perpetual), []);
      assert.equal((await this.exchange.order("s-1")).status, "Filled");
    });
    await this.#step("entry with stop and target attached", async () => {
      const exits = { stopLoss: { triggerPrice: 49000 }, takeProfit: { triggerPrice: 51000 }, clientOrderId: "e-1" };
      await this.client.createOrder(perpetual, "market", "buy", 0.02, undefined, exits);
      const [position] = await this.client.fetchPositions([perpetual]);
      assert.deepEqual([position.stopLossPrice, position.takeProfitPrice], [49000, 51000]);
      await this.exchange.setPrice("BTCUSDT", "51050");
      await eventually("flat position", async () => {
        const held = await this.client.fetchPositions([perpetual]);
        return held.every((each) => !each.contracts) || undefined;
      });
    });
  }

  async #refusals() {
    const refused = (name, kind, ask) => this.#step(`refusal: ${name}`, () => assert.rejects(ask(), kind));
    await refused("more than the account can pay", ccxt.InsufficientFunds, () =>
      this.client.createOrder(perpetual, "limit", "buy", 90, 49500),
    );
    await refused("an order that is not there", ccxt.OrderNotFound, () => this.client.cancelOrder("none", perpetual));
    await refused("below the least quantity", ccxt.InvalidOrder, () =>
      this.client.createOrder(perpetual, "limit", "buy", 0.0001, 49500),
    );
  }

  async #after() {
    await this.#step("funding rates and the ledger", async () => {
      const rates = await this.client.fetchFundingRateHistory(perpetual, undefined, 3);
      assert.ok(rates.length === 3 && rates.every((each) => each.timestamp % (8 * 3600_000) === 0));
      const ledger = await this.client.fetchLedger("USDT");
      assert.ok(ledger.length > 0 && ledger.every((each) => each.type === "trade"));
    });
    await this.#step("own trades are the venue's fills", async () => {
      const { fills } = await this.exchange.books();
      const trades = [...(await this.client.fetchMyTrades(perpetual)), ...(await this.client.fetchMyTrades(pair))];
      const rows = (list) => list.map((each) => each.join(" ")).sort();
      assert.deepEqual(
        rows(trades.map((each) => [each.order, each.side, each.amount, each.price])),
        rows(fills.map((each) => [each.order_id, each.side, Number(each.quantity), Number(each.price)])),
      );
      const { USDT } = await this.client.fetchBalance();
      assert.ok(Math.abs(USDT.total - Number((await this.exchange.books()).cash.bybit)) < 1e-6);
    });
  }
}

/** Everything ccxt is asked to do at Bybit, on an exchange of its own. */
export function ccxtBybitRound(report, name, exchange) {
  return new CcxtBybitRound(report, name, exchange).run();
}
