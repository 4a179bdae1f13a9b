// The SDK's streams: orders, stocks and coins; the market's are MessagePack, as the SDK knows no other.
import { strict as assert } from "node:assert";
import { TimeFrame } from "@alpacahq/alpaca-trade-api";

import { eventually, patience } from "./exchange.mjs";

export async function streams(desk) {
  await desk.step("order stream", async () => {
    const events = desk.alpaca.trading.stream({ url: desk.exchange.orderStream });
    desk.orderEvents = events;
    const subscribed = new Promise((resolve) => events.on("subscription", resolve));
    events.onTradeUpdate((update) => desk.updates.push(update));
    events.onConnect(() => events.subscribeTradeUpdates());
    events.connect();
    assert.equal(await events.waitForAuthentication(patience), true);
    assert.deepEqual(await subscribed, ["trade_updates"]);
  });
  await desk.step("order stream with a wrong key", async () => {
    const events = desk.client("wrong").trading.stream({ url: desk.exchange.orderStream });
    events.onError(() => {});
    events.connect();
    const result = await events.whenAuthenticated();
    events.disconnect();
    assert.equal(result.status, "server_rejected");
  });
  await desk.step("stock stream", async () => {
    const stocks = desk.alpaca.marketData.stockStream({
      feed: "iex",
      url: `${desk.exchange.marketStream}/v2/iex`,
    });
    desk.stocks = stocks;
    const [trades, quotes, bars] = [[], [], []];
    stocks.onTrade((each) => trades.push(each));
    stocks.onQuote((each) => quotes.push(each));
    stocks.onBar((each) => bars.push(each));
    await subscribed(stocks, ["trades", "quotes", "bars"], (stream) => {
      stream.subscribeForTrades(["AAPL"]);
      stream.subscribeForQuotes(["AAPL"]);
      stream.subscribeForBars(["AAPL"]);
    });
    await desk.exchange.setPrice("AAPL", "101.25");
    const trade = await eventually("trade at 101.25", async () => trades.find((each) => each.price === 101.25));
    assert.equal(trade.symbol, "AAPL");
    assert.ok(trade.timestampRaw.startsWith("2026-06-16T15:2"));
    const quote = await eventually("quote around 101.25", async () =>
      quotes.find((each) => each.askPrice > 101.25),
    );
    assert.ok(quote.bidPrice < 101.25);
    await desk.exchange.playUntil("2026-06-16T15:27:00.000Z");
    const bar = await eventually("minute bar", async () => bars.at(-1));
    const [asked] = (
      await desk.alpaca.marketData.getStockBars({
        symbols: ["AAPL"],
        timeframe: TimeFrame.Minute,
        start: bar.timestamp,
        end: bar.timestamp,
      })
    ).AAPL;
    assert.deepEqual(
      [bar.open, bar.high, bar.low, bar.close, bar.volume],
      [asked.open, asked.high, asked.low, asked.close, asked.volume],
    );
  });
  await desk.step("crypto stream", async () => {
    const coins = desk.alpaca.marketData.cryptoStream({
      url: `${desk.exchange.marketStream}/v1beta3/crypto/us`,
    });
    desk.coins = coins;
    const trades = [];
    coins.onTrade((each) => trades.push(each));
    await subscribed(coins, ["trades"], (stream) => stream.subscribeForTrades(["BTC/USD"]));
    await desk.exchange.setPrice("BTCUSDT", "51000.5");
    const trade = await eventually("trade at 51000.5", async () =>
      trades.find((each) => each.price === 51000.5),
    );
    assert.equal(trade.symbol, "BTC/USD");
    assert.ok(BigInt(trade.idRaw) > 2n ** 53n);
  });
}

/** Connects a market stream and waits until the venue has acknowledged each of the channels, one by one. */
async function subscribed(stream, channels, subscribe) {
  const errors = [];
  stream.onError((error) => errors.push(error));
  let acknowledged = {};
  stream.on("subscription", (now) => {
    acknowledged = now;
  });
  stream.onConnect(() => subscribe(stream));
  stream.connect();
  const result = await stream.waitForAuthenticationResult(patience);
  assert.equal(result.authenticated, true, `${result.message}; ${errors.join("; ")}`);
  await eventually(`acknowledgement of ${channels}`, async () =>
    channels.every((channel) => acknowledged[channel]?.length > 0) ? true : undefined,
  );
}
