// What the venue refuses the SDK, and what is left when the trading is done.
import { strict as assert } from "node:assert";
import { NotFoundError, PermissionError, ValidationError } from "@alpacahq/alpaca-trade-api";

import { cashFlow, money, nanos } from "./decimals.mjs";
import { eventually } from "./exchange.mjs";

export async function refusals(desk) {
  const refused = (name, kind, status, code, ask) =>
    desk.step(`refusal: ${name}`, () =>
      assert.rejects(ask(), (error) => {
        assert.ok(error instanceof kind, `${error.constructor.name}: ${error.message}`);
        assert.deepEqual([error.status, error.code], [status, code]);
        assert.ok(error.requestId);
        return true;
      }),
    );
  const order = (changes) =>
    desk.orders.limit({ symbol: "AAPL", qty: 1, side: "buy", limitPrice: 90, ...changes });
  await refused("client id used before", ValidationError, 422, 40010001, () => order({ clientOrderId: "m-1" }));
  await refused("price in tenths of a cent", ValidationError, 422, 42210000, () =>
    order({ limitPrice: 90.001 }),
  );
  await refused("more than the account can pay", PermissionError, 403, 40310000, () =>
    order({ qty: 1_000_000 }),
  );
  await refused("more than is held", PermissionError, 403, 40310000, () =>
    order({ side: "sell", qty: 7, limitPrice: 200 }),
  );
  await refused("an order that is not there", NotFoundError, 404, 40410000, () =>
    desk.orders.getOrderByOrderID({ orderId: "00000000-0000-4000-8000-000000000000" }),
  );
  await refused("cancelling what is filled", ValidationError, 422, 42210000, async () =>
    desk.orders.deleteOrderByOrderID({ orderId: (await desk.byClientId("m-1")).id }),
  );
}

export async function after(desk) {
  const { trading } = desk.alpaca;
  await desk.step("positions", async () => {
    await desk.exchange.setPrice("AAPL", "110");
    const held = await trading.positions.getAllOpenPositions();
    assert.deepEqual(held.map((each) => each.symbol).sort(), ["AAPL", "BTCUSD", "SPY"]);
    const one = await trading.positions.getOpenPosition({ symbolOrAssetId: "AAPL" });
    assert.deepEqual(
      [one.qty, one.side, one.avgEntryPrice, one.currentPrice, one.marketValue],
      ["6", "long", "100.01", "110", "660"],
    );
    assert.equal(one.unrealizedPl, "59.94");
  });
  await desk.step("close a part, then everything", async () => {
    const part = await trading.positions.deleteOpenPosition({ symbolOrAssetId: "AAPL", qty: 2 });
    await desk.exchange.fillAt("AAPL", "110", part.clientOrderId);
    assert.equal(await desk.exchange.held("AAPL"), "4");
    const closed = await trading.closeAllPositions({ cancelOrders: true });
    assert.deepEqual(
      closed.map((each) => each.status),
      [200, 200, 200],
    );
    const series = { AAPL: ["AAPL", "110"], "BTC/USD": ["BTCUSDT", "50000"], SPY: ["SPY", "200"] };
    for (const { body } of closed)
      await desk.exchange.fillAt(...series[body.symbol], body.clientOrderId ?? body.client_order_id);
    assert.deepEqual((await desk.exchange.books()).positions, []);
    assert.deepEqual(await trading.positions.getAllOpenPositions(), []);
    await assert.rejects(trading.positions.getOpenPosition({ symbolOrAssetId: "AAPL" }), NotFoundError);
  });
  await desk.step("activities, several pages", async () => {
    const rows = await trading.collectActivities({ activityTypes: ["FILL"], pageSize: 3, direction: "asc" });
    const { fills } = await desk.exchange.books();
    assert.ok(fills.length > 6);
    const told = rows.map((row) => [row.orderId, row.symbol, row.qty, row.price]);
    assert.deepEqual(
      told,
      fills.map((fill) => [fill.order_id, fill.symbol, fill.quantity, fill.price]),
    );
  });
  await desk.step("portfolio history", async () => {
    await desk.exchange.playUntil("2026-06-16T15:40:00.000Z");
    const history = await trading.portfolioHistory.getAccountPortfolioHistory({
      period: "1D",
      timeframe: "1Min",
    });
    assert.ok(history.timestamp.length >= 10);
    assert.equal(history.equity.length, history.timestamp.length);
    assert.equal(history.baseValue, 100000);
    assert.equal(history.equity.at(-1), Number((await trading.account.getAccount()).equity));
  });
  await desk.step("configuration", async () => {
    const api = trading.accountConfigurations;
    assert.equal((await api.getAccountConfig()).noShorting, false);
    assert.equal(
      (await api.patchAccountConfig({ accountConfigurations: { noShorting: true } })).noShorting,
      true,
    );
    assert.equal((await trading.account.getAccount()).shortingEnabled, false);
  });
  await desk.step("the venue's books agree", async () => {
    const { cash, fills, orders } = await desk.exchange.books();
    assert.equal((await trading.account.getAccount()).cash, cash.alpaca);
    assert.equal(money(cash.alpaca), money("100000") + cashFlow(fills));
    const told = await eventually("event of the last fill", async () => {
      const ids = desk.updates.filter((each) => each.executionId).map((each) => each.executionId);
      return ids.includes(fills.at(-1).id) ? ids : undefined;
    });
    assert.deepEqual(
      told,
      fills.map((fill) => fill.id),
    ); // each once, in order, none missing
    assert.ok(orders.every((order) => ["filled", "canceled", "replaced"].includes(order.status)));
  });
}
