// Orders by the SDK: each is followed by its events, its answers and the venue's own books.
import { strict as assert } from "node:assert";

import { nanos, sum } from "./decimals.mjs";
import { eventually } from "./exchange.mjs";

export async function trading(desk) {
  await desk.step("market order, fills told one by one", async () => {
    await desk.exchange.setPrice("AAPL", "100");
    const order = await desk.orders.market({ symbol: "AAPL", qty: 10, side: "buy", clientOrderId: "m-1" });
    assert.equal(order.clientOrderId, "m-1");
    assert.equal(order.qty, "10");
    await desk.exchange.fillAt("AAPL", "100", "m-1");
    const filled = await desk.told("fill", "m-1");
    assert.equal(filled.order.id, order.id);
    assert.equal(filled.order.status, "filled");
    assert.equal(filled.order.filledAvgPrice, "100.01");
    assert.equal(filled.positionQty, "10");
    assert.equal(sum(desk.fillsOf("m-1").map((each) => each.qty)), nanos("10"));
    assert.equal((await desk.exchange.order("m-1")).filled, "10");
  });
  await desk.step("limit order: rest, find, replace, cancel", () => limitOrder(desk));
  await desk.step("stop order", async () => {
    const order = await desk.orders.stop({
      symbol: "AAPL",
      qty: 4,
      side: "sell",
      stopPrice: 95,
      clientOrderId: "s-1",
    });
    assert.equal(order.type, "stop");
    assert.equal(order.stopPrice, "95");
    await desk.exchange.setPrice("AAPL", "96");
    assert.notEqual((await desk.exchange.order("s-1")).status, "filled");
    await desk.exchange.fillAt("AAPL", "94", "s-1");
    assert.equal((await desk.told("fill", "s-1")).positionQty, "6");
    assert.equal(await desk.exchange.held("AAPL"), "6");
  });
  await desk.step("bracket order", () => bracketOrder(desk));
  await desk.step("stop-limit, trailing stop, oto and oco orders", () => otherKinds(desk));
  await desk.step("order of an amount of money", async () => {
    const order = await desk.orders.market({ symbol: "SPY", notional: 150, side: "buy", clientOrderId: "n-1" });
    assert.equal(order.notional, "150");
    assert.equal(order.qty ?? null, null);
    await desk.exchange.fillAt("SPY", "200", "n-1");
    assert.equal((await desk.byClientId("n-1")).filledQty, await desk.exchange.held("SPY"));
  });
  await desk.step("coin order", async () => {
    await desk.exchange.setPrice("BTCUSDT", "50000");
    await desk.orders.market({
      symbol: "BTC/USD",
      qty: "0.02",
      side: "buy",
      timeInForce: "gtc",
      clientOrderId: "c-1",
    });
    await desk.exchange.fillAt("BTCUSDT", "50000", "c-1");
    assert.equal((await desk.byClientId("c-1")).filledQty, "0.02");
    const { fills } = await desk.exchange.books();
    const fees = sum(fills.filter((fill) => fill.client_order_id === "c-1").map((fill) => fill.fee));
    assert.equal(nanos(await desk.exchange.held("BTC/USD")), nanos("0.02") - fees); // taken in coins
    assert.ok(fees > 0n);
  });
}

async function limitOrder(desk) {
  const order = await desk.orders.limit({
    symbol: "AAPL",
    qty: 3,
    side: "buy",
    limitPrice: 90,
    timeInForce: "gtc",
    clientOrderId: "l-1",
  });
  await desk.told("new", "l-1");
  const found = await desk.byClientId("l-1");
  assert.deepEqual(
    [found.id, found.status, found.limitPrice, found.timeInForce],
    [order.id, "new", "90", "gtc"],
  );
  const changed = { limitPrice: "91", qty: "5", clientOrderId: "l-2" };
  const successor = await desk.orders.patchOrderByOrderId({ orderId: order.id, patchOrderRequest: changed });
  assert.notEqual(successor.id, order.id);
  assert.equal(successor.replaces, order.id);
  const replaced = await desk.told("replaced", "l-1");
  assert.equal(replaced.order.replacedBy, successor.id);
  await desk.told("new", "l-2");
  const open = await desk.orders.getAllOrders({ status: "open", symbols: "AAPL" });
  assert.deepEqual(
    open.map((each) => [each.clientOrderId, each.qty, each.limitPrice]),
    [["l-2", "5", "91"]],
  );
  await desk.orders.deleteOrderByOrderID({ orderId: successor.id });
  assert.equal((await desk.told("canceled", "l-2")).order.filledQty, "0");
  assert.equal((await desk.orders.getOrderByOrderID({ orderId: order.id })).status, "replaced");
  assert.equal((await desk.exchange.order("l-1")).status, "replaced");
  assert.equal((await desk.exchange.order("l-2")).status, "canceled");
}

async function bracketOrder(desk) {
  await desk.exchange.setPrice("TSLA", "200");
  const wanted = {
    symbol: "TSLA",
    qty: 2,
    side: "buy",
    limitPrice: 201,
    timeInForce: "gtc",
    clientOrderId: "b-1",
  };
  const order = await desk.orders.bracket({
    ...wanted,
    takeProfit: { limitPrice: 220 },
    stopLoss: { stopPrice: 180 },
  });
  assert.equal(order.orderClass, "bracket");
  assert.deepEqual(
    order.legs.map((leg) => [leg.type, leg.side, leg.qty]),
    [
      ["limit", "sell", "2"],
      ["stop", "sell", "2"],
    ],
  );
  await desk.exchange.fillAt("TSLA", "200", "b-1");
  const [profit, loss] = order.legs;
  await desk.exchange.fillAt("TSLA", "221", profit.clientOrderId);
  const ends = await eventually("end of both legs", async () => {
    const legs = await Promise.all(
      [profit, loss].map((leg) => desk.orders.getOrderByOrderID({ orderId: leg.id })),
    );
    return legs.some((leg) => leg.status === "held" || leg.status === "new") ? undefined : legs;
  });
  assert.deepEqual(
    ends.map((leg) => leg.status),
    ["filled", "canceled"],
  );
  assert.equal(await desk.exchange.held("TSLA"), "0");
  const nested = await desk.orders.getAllOrders({ status: "all", symbols: "TSLA", nested: true });
  assert.deepEqual(
    nested.map((each) => [each.clientOrderId, each.legs.length]),
    [["b-1", 2]],
  );
}

async function otherKinds(desk) {
  await desk.exchange.setPrice("AAPL", "100");
  const held = { symbol: "AAPL", qty: 2, side: "sell", timeInForce: "gtc" };
  const orders = [
    await desk.orders.stopLimit({ ...held, stopPrice: 90, limitPrice: 89.5, clientOrderId: "k-1" }),
    await desk.orders.trailingStop({ ...held, trailPercent: 5, clientOrderId: "k-2" }),
    await desk.orders.oco({
      ...held,
      takeProfit: { limitPrice: 120 },
      stopLoss: { stopPrice: 80 },
      clientOrderId: "k-3",
    }),
    await desk.orders.oto({
      ...held,
      symbol: "PLTR",
      side: "buy",
      type: "limit",
      limitPrice: 5,
      stopLoss: { stopPrice: 4 },
      clientOrderId: "k-4",
    }),
  ];
  const said = orders.map((order) => [order.type, order.orderClass, order.legs?.length ?? 0]);
  assert.deepEqual(said, [
    ["stop_limit", "", 0],
    ["trailing_stop", "", 0],
    ["limit", "oco", 1],
    ["limit", "oto", 1],
  ]);
  await desk.exchange.setPrice("AAPL", "110");
  const trailing = await desk.byClientId("k-2");
  assert.deepEqual([trailing.hwm, trailing.stopPrice, trailing.trailPercent], ["110", "104.5", "5"]);
  await desk.orders.deleteAllOrders();
  for (const each of ["k-1", "k-2", "k-3", "k-4"]) await desk.told("canceled", each);
  assert.deepEqual(await desk.orders.getAllOrders({ status: "open" }), []);
}
