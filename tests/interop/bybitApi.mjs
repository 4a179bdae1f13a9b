// `bybit-api`, the usual JavaScript client of Bybit v5, with its defaults.
import { strict as assert } from "node:assert";
import { RestClientV5, WebsocketClient } from "bybit-api";

import { nanos, sum } from "./decimals.mjs";
import { eventually } from "./exchange.mjs";

const symbol = "BTCUSDT";
const linear = { category: "linear", symbol };
const spot = { category: "spot", symbol };
const quiet = { trace() {}, info() {}, error() {} };

/** The result of an answer that must be a success. */
async function done(asked) {
  const { retCode, retMsg, result } = await asked;
  assert.equal(retCode, 0, retMsg);
  return result;
}

class BybitApiRound {
  constructor(report, name, exchange) {
    this.report = report;
    this.name = name;
    this.exchange = exchange;
    const { rest, key, secret } = exchange.bybit;
    this.client = new RestClientV5({ baseUrl: rest, key, secret });
    this.told = [];
  }

  #step(name, run) {
    return this.report.step(this.name, name, run);
  }

  async run() {
    await this.#reading();
    await this.#streams();
    await this.#account();
    await this.#orders();
    await this.#trading();
    await this.#batches();
    await this.#exits();
    await this.#spot();
    await this.#refusals();
    await this.#after();
    for (const socket of this.sockets ?? []) socket.closeAll(true);
  }

  async #reading() {
    await this.#step("server time is real", async () => {
      const { timeNano } = await done(this.client.getServerTime());
      assert.ok(Math.abs(Number(BigInt(timeNano) / 1_000_000n) - Date.now()) < 60_000);
    });
    await this.#step("instruments", async () => {
      const [contract] = (await done(this.client.getInstrumentsInfo(linear))).list;
      assert.equal(contract.lotSizeFilter.qtyStep, "0.001");
      assert.equal(contract.priceFilter.tickSize, "0.1");
      const [pair] = (await done(this.client.getInstrumentsInfo(spot))).list;
      assert.equal(pair.lotSizeFilter.basePrecision, "0.000001");
    });
    await this.#step("klines, newest first", async () => {
      const { list } = await done(this.client.getKline({ ...linear, interval: "1", limit: 10 }));
      const times = list.map((row) => Number(row[0]));
      assert.deepEqual(
        times,
        Array.from({ length: 10 }, (_, i) => times[0] - i * 60_000),
      );
      assert.ok(list.every(([, open, high, low, close]) => +low <= Math.min(+open, +close) && +high >= Math.max(+open, +close)));
      const before = await done(this.client.getKline({ ...linear, interval: "1", end: times[9] - 1, limit: 5 }));
      assert.equal(Number(before.list[0][0]), times[9] - 60_000);
    });
    await this.#step("ticker, order book and trades fit together", async () => {
      await this.exchange.setPrice(symbol, "50000");
      const [ticker] = (await done(this.client.getTickers(linear))).list;
      const book = await done(this.client.getOrderbook({ ...linear, limit: 50 }));
      const { list } = await done(this.client.getPublicTradingHistory(linear));
      assert.equal(ticker.lastPrice, "50000");
      assert.equal(list[0].price, "50000");
      assert.deepEqual([ticker.bid1Price, ticker.ask1Price], [book.b[0][0], book.a[0][0]]);
      assert.ok(nanos(book.b[0][0]) < nanos(book.a[0][0]));
    });
  }

  /** Keeps what both sockets tell from here on. */
  async #streams() {
    await this.#step("streams: signing in and subscribing", async () => {
      const { public_stream: open, private_stream: own, key, secret } = this.exchange.bybit;
      const market = new WebsocketClient({ wsUrl: `${open}/v5/public/linear` }, quiet);
      const account = new WebsocketClient({ wsUrl: own, key, secret }, quiet);
      this.sockets = [market, account];
      for (const socket of this.sockets) {
        socket.on("update", (message) => this.told.push(message));
        socket.on("exception", (trouble) => this.report.complain(this.name, "a socket's trouble", JSON.stringify(trouble)));
      }
      await Promise.all([
        ...market.subscribeV5([`orderbook.50.${symbol}`, `publicTrade.${symbol}`, `tickers.${symbol}`, `kline.1.${symbol}`], "linear"),
        ...account.subscribeV5(["order", "execution", "position", "wallet"], "linear"),
      ]);
      await this.#heard("the first book", (each) => each.topic?.startsWith("orderbook") && each.type === "snapshot");
    });
    await this.#step("public stream: trade, ticker, candle, book", async () => {
      await this.exchange.setPrice(symbol, "50010");
      await this.#heard("trade", (each) => each.topic === `publicTrade.${symbol}` && each.data.at(-1).p === "50010");
      await this.#heard("ticker", (each) => each.topic === `tickers.${symbol}` && each.data.lastPrice === "50010");
      await this.#heard("candle", (each) => each.topic === `kline.1.${symbol}` && each.data[0].close === "50010");
      await this.#heard("change of the book", (each) => each.topic?.startsWith("orderbook") && each.type === "delta");
    });
  }

  #heard(what, matches) {
    return eventually(what, async () => this.told.find(matches));
  }
  /** The order as the private stream told it in that state. */
  async #toldOrder(linkId, status) {
    const rows = () => this.told.filter((each) => each.topic === "order").flatMap((each) => each.data);
    return eventually(`${status} of ${linkId}`, async () =>
      rows().find((row) => row.orderLinkId === linkId && row.orderStatus === status),
    );
  }

  async #account() {
    await this.#step("wallet, account, fees, key", async () => {
      const [wallet] = (await done(this.client.getWalletBalance({ accountType: "UNIFIED" }))).list;
      assert.equal(wallet.coin[0].walletBalance, "100000");
      assert.equal((await done(this.client.getAccountInfo())).unifiedMarginStatus, 6);
      const [fee] = (await done(this.client.getFeeRate(linear))).list;
      assert.deepEqual([fee.takerFeeRate, fee.makerFeeRate], ["0.00055", "0.0002"]);
      assert.equal((await done(this.client.getQueryApiKey())).readOnly, 0);
    });
    await this.#step("leverage; the same again is said to be so", async () => {
      await done(this.client.setLeverage({ ...linear, buyLeverage: "5", sellLeverage: "5" }));
      const again = await this.client.setLeverage({ ...linear, buyLeverage: "5", sellLeverage: "5" });
      assert.equal(again.retCode, 110043);
      const [flat] = (await done(this.client.getPositionInfo(linear))).list;
      assert.deepEqual([flat.leverage, flat.size], ["5", "0"]);
    });
  }

  #limit(linkId, price, more = {}) {
    const order = { side: "Buy", orderType: "Limit", qty: "0.1", price, timeInForce: "GTC", orderLinkId: linkId };
    return { ...linear, ...order, ...more };
  }

  async #orders() {
    await this.#step("limit order: rest, find, amend, cancel", async () => {
      const { orderId } = await done(this.client.submitOrder(this.#limit("l-1", "49000")));
      assert.equal((await this.#toldOrder("l-1", "New")).orderId, orderId);
      const [open] = (await done(this.client.getActiveOrders({ ...linear, orderLinkId: "l-1" }))).list;
      assert.deepEqual([open.orderId, open.price, open.leavesQty], [orderId, "49000", "0.1"]);
      await done(this.client.amendOrder({ ...linear, orderId, price: "49100", qty: "0.2" }));
      await eventually("amended order", async () =>
        this.told.find((each) => each.topic === "order" && each.data.some((row) => row.orderId === orderId && row.price === "49100")),
      );
      await done(this.client.cancelOrder({ ...linear, orderLinkId: "l-1" }));
      assert.equal((await this.#toldOrder("l-1", "Cancelled")).qty, "0.2");
      const [closed] = (await done(this.client.getHistoricOrders({ ...linear, orderId }))).list;
      assert.deepEqual([closed.orderStatus, closed.cumExecQty], ["Cancelled", "0"]);
      assert.equal((await this.exchange.order("l-1")).status, "Cancelled");
    });
    await this.#step("cancel all", async () => {
      for (const id of ["a-1", "a-2"]) await done(this.client.submitOrder(this.#limit(id, "48800")));
      const { list } = await done(this.client.cancelAllOrders({ category: "linear", settleCoin: "USDT" }));
      assert.equal(list.length, 2);
      assert.deepEqual((await done(this.client.getActiveOrders(linear))).list, []);
    });
  }

  async #trading() {
    await this.#step("market order, told by the private stream", async () => {
      const market = { ...linear, side: "Buy", orderType: "Market", qty: "0.05", orderLinkId: "m-1" };
      const { orderId } = await done(this.client.submitOrder(market));
      assert.equal((await this.#toldOrder("m-1", "Filled")).cumExecQty, "0.05");
      await this.#heard("execution", (each) => each.topic === "execution" && each.data.some((row) => row.orderId === orderId));
      await this.#heard("position", (each) => each.topic === "position" && each.data.some((row) => row.size === "0.05"));
      await this.#heard("wallet", (each) => each.topic === "wallet" && each.data[0].accountType === "UNIFIED");
      const [position] = (await done(this.client.getPositionInfo(linear))).list;
      assert.deepEqual([position.side, position.size], ["Buy", "0.05"]);
    });
    await this.#step("stop of the position fires and closes it", async () => {
      const stop = { side: "Sell", orderType: "Market", qty: "0.05", triggerPrice: "49500", triggerDirection: 2 };
      await done(this.client.submitOrder({ ...linear, ...stop, reduceOnly: true, orderLinkId: "s-1" }));
      assert.equal((await this.#toldOrder("s-1", "Untriggered")).triggerPrice, "49500");
      await this.exchange.setPrice(symbol, "49400");
      await this.#toldOrder("s-1", "Filled");
      const [position] = (await done(this.client.getPositionInfo(linear))).list;
      assert.equal(position.size, "0");
    });
  }

  async #batches() {
    await this.#step("batch: create, amend and cancel, each with its own verdict", async () => {
      const orders = [this.#limit("b-1", "48000"), this.#limit("b-2", "48000"), this.#limit("b-3", "1")];
      const made = await this.client.batchSubmitOrders("linear", orders);
      assert.equal(made.retCode, 0, made.retMsg);
      assert.deepEqual(
        made.retExtInfo.list.map((each) => each.code === 0),
        [true, true, false],
      );
      assert.deepEqual(
        made.result.list.map((each) => each.orderLinkId),
        ["b-1", "b-2", "b-3"],
      );
      const changes = ["b-1", "b-2"].map((orderLinkId) => ({ symbol, orderLinkId, price: "48100" }));
      assert.ok((await this.client.batchAmendOrders("linear", changes)).retExtInfo.list.every((each) => each.code === 0));
      const names = ["b-1", "b-2", "b-9"].map((orderLinkId) => ({ symbol, orderLinkId }));
      const gone = await this.client.batchCancelOrders("linear", names);
      assert.deepEqual(
        gone.retExtInfo.list.map((each) => each.code),
        [0, 0, 110001],
      );
      assert.equal((await this.exchange.order("b-2")).status, "Cancelled");
    });
  }

  /** What the venue itself holds for a position. */
  async #exits() {
    await this.#step("trading stop: set, seen, fired", async () => {
      await this.exchange.setPrice(symbol, "50000");
      await done(this.client.submitOrder({ ...linear, side: "Buy", orderType: "Market", qty: "0.02", orderLinkId: "t-1" }));
      const levels = { tpslMode: "Full", positionIdx: 0, stopLoss: "49600", takeProfit: "51500" };
      await done(this.client.setTradingStop({ ...linear, ...levels }));
      const [held] = (await done(this.client.getPositionInfo(linear))).list;
      assert.deepEqual([held.stopLoss, held.takeProfit], ["49600", "51500"]);
      const { list } = await done(this.client.getActiveOrders(linear));
      assert.deepEqual(list.map((each) => each.stopOrderType).sort(), ["StopLoss", "TakeProfit"]);
      await this.exchange.setPrice(symbol, "49550");
      await eventually("flat position", async () => {
        const [position] = (await done(this.client.getPositionInfo(linear))).list;
        return position.size === "0" || undefined;
      });
      assert.deepEqual((await done(this.client.getActiveOrders(linear))).list, []); // the target went with it
    });
  }

  async #spot() {
    await this.#step("spot: buy for money, sell coins", async () => {
      const buy = { ...spot, side: "Buy", orderType: "Market", qty: "500", marketUnit: "quoteCoin", orderLinkId: "c-1" };
      await done(this.client.submitOrder(buy));
      const bought = await eventually("spot fill", async () => {
        const [order] = (await done(this.client.getHistoricOrders({ ...spot, orderLinkId: "c-1" }))).list;
        return order?.cumExecQty > 0 ? order : undefined;
      });
      assert.ok(Number(bought.cumExecValue) <= 500 && Number(bought.cumExecValue) > 490);
      const sell = { ...spot, side: "Sell", orderType: "Limit", qty: "0.004", price: "52000", orderLinkId: "c-2" };
      await done(this.client.submitOrder(sell));
      await done(this.client.cancelOrder({ ...spot, orderLinkId: "c-2" }));
    });
  }

  async #refusals() {
    const refused = (name, code, ask) =>
      this.#step(`refusal: ${name}`, async () => assert.equal((await ask()).retCode, code));
    await refused("more than the account can pay", 110007, () =>
      this.client.submitOrder(this.#limit("r-1", "49000", { qty: "90" })),
    );
    await refused("an id that was used", 110072, () => this.client.submitOrder(this.#limit("l-1", "49000")));
    await refused("an order that is not there", 110001, () => this.client.cancelOrder({ ...linear, orderLinkId: "none" }));
    await refused("nothing to reduce", 110017, () =>
      this.client.submitOrder(this.#limit("r-2", "49000", { reduceOnly: true })),
    );
    await refused("a symbol that nobody knows", 10001, () => this.client.getTickers({ category: "linear", symbol: "NOUSDT" }));
  }

  async #after() {
    await this.#step("funding and transactions", async () => {
      const { list } = await done(this.client.getFundingRateHistory({ ...linear, limit: 3 }));
      assert.ok(list.length === 3 && Number(list[0].fundingRateTimestamp) % (8 * 3600_000) === 0);
      const log = await done(this.client.getTransactionLog({ accountType: "UNIFIED", category: "linear" }));
      const { cash } = await this.exchange.books();
      assert.ok(log.list.length > 0 && log.list.every((each) => each.type === "TRADE"));
      assert.ok(Math.abs(Number(log.list[0].cashBalance) - Number(cash.bybit)) < 1000);
    });
    await this.#step("the venue's books agree", async () => {
      const books = await this.exchange.books();
      const executions = [];
      for (const category of ["linear", "spot"])
        executions.push(...(await done(this.client.getExecutionList({ category, limit: 100 }))).list);
      assert.equal(executions.length, books.fills.length);
      assert.equal(sum(executions.map((each) => each.execQty)), sum(books.fills.map((each) => each.quantity)));
      const [wallet] = (await done(this.client.getWalletBalance({ accountType: "UNIFIED", coin: "USDT" }))).list;
      assert.equal(wallet.coin[0].walletBalance, books.cash.bybit);
    });
  }
}

/** Everything bybit-api is asked to do, on an exchange of its own. */
export function bybitApiRound(report, name, exchange) {
  return new BybitApiRound(report, name, exchange).run();
}
