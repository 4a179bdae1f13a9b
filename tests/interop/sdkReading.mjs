// What the SDK reads: account, clock, calendar, assets, and the market's past and present.
import { strict as assert } from "node:assert";
import { AuthError, TimeFrame, withResponse } from "@alpacahq/alpaca-trade-api";

export async function reading(desk) {
  const { trading } = desk.alpaca;
  await desk.step("account", async () => {
    const { data, status, rateLimit } = await withResponse(trading.account.getAccountRaw());
    assert.equal(status, 200);
    assert.equal(data.status, "ACTIVE");
    assert.equal(data.cash, "100000");
    assert.equal(data.equity, "100000");
    assert.equal(data.buyingPower, "200000");
    assert.equal(data.patternDayTrader, undefined);
    assert.equal(rateLimit.limit, 200);
    assert.ok(rateLimit.remaining < 200);
  });
  await desk.step("account with a wrong key", async () => {
    const wrong = desk.client("wrong").trading.account.getAccount();
    await assert.rejects(wrong, (error) => error instanceof AuthError && error.code === 40110000);
  });
  await desk.step("clock", async () => {
    const clock = await trading.clock.legacyClock();
    assert.deepEqual(clock.timestamp, await desk.exchange.marketTime());
    assert.equal(clock.isOpen, true);
    assert.equal(clock.nextClose.toISOString(), "2026-06-16T20:00:00.000Z");
    assert.equal(clock.nextOpen.toISOString(), "2026-06-17T13:30:00.000Z");
  });
  await desk.step("calendar", async () => {
    const days = await trading.calendar.legacyCalendar({
      start: new Date("2026-11-25"),
      end: new Date("2026-11-30"),
    });
    const said = days.map((day) => `${day.date.toISOString().slice(0, 10)} ${day.open} ${day.close}`);
    assert.deepEqual(said, ["2026-11-25 09:30 16:00", "2026-11-27 09:30 13:00", "2026-11-30 09:30 16:00"]);
  });
  await desk.step("assets", async () => {
    const stocks = await trading.assets.getV2Assets({ status: "active", assetClass: "us_equity" });
    assert.deepEqual(stocks.map((each) => each.symbol).sort(), ["AAPL", "PLTR", "SPY", "TSLA"]);
    assert.ok(stocks.every((each) => each.tradable && each._class === "us_equity"));
    const coin = await trading.assets.getV2AssetsSymbolOrAssetId({ symbolOrAssetId: "BTC/USD" });
    assert.equal(coin._class, "crypto");
    assert.equal(coin.minTradeIncrement, "0.000000001");
  });
}

export async function market(desk) {
  const { marketData } = desk.alpaca;
  const window = { start: new Date("2026-06-16T13:30:00Z"), end: new Date("2026-06-16T14:29:00Z") };
  await desk.step("bars, several pages", async () => {
    const before = (await desk.exchange.books()).requests.length;
    const request = { symbols: ["TSLA", "AAPL"], timeframe: TimeFrame.Minute, limit: 50, ...window };
    const bars = await marketData.getStockBars(request);
    assert.deepEqual(Object.keys(bars).sort(), ["AAPL", "TSLA"]);
    for (const rows of Object.values(bars)) {
      assert.deepEqual(
        rows.map((bar) => bar.timestamp.getTime()),
        Array.from({ length: 60 }, (_, i) => window.start.getTime() + i * 60_000),
      );
      assert.ok(
        rows.every(
          (bar) => bar.low <= Math.min(bar.open, bar.close) && bar.high >= Math.max(bar.open, bar.close),
        ),
      );
    }
    const asked = (await desk.exchange.books()).requests.slice(before);
    assert.equal(asked.length, 3); // 120 rows in pages of 50, over both symbols
    assert.ok(asked.slice(1).every((each) => each.path.includes("page_token=")));
  });
  await desk.step("bars of days add up to their minutes", async () => {
    const one = {
      symbols: ["AAPL"],
      start: new Date("2026-06-15T04:00:00Z"),
      end: new Date("2026-06-16T03:59:00Z"),
    };
    const [day] = (await marketData.getStockBars({ ...one, timeframe: TimeFrame.Day })).AAPL;
    const minutes = (await marketData.getStockBars({ ...one, timeframe: TimeFrame.Minute })).AAPL;
    assert.equal(minutes.length, 390);
    assert.equal(day.high, Math.max(...minutes.map((bar) => bar.high)));
    assert.equal(day.low, Math.min(...minutes.map((bar) => bar.low)));
    assert.equal(day.open, minutes[0].open);
    assert.equal(day.close, minutes.at(-1).close);
    assert.equal(
      day.volume,
      minutes.reduce((total, bar) => total + bar.volume, 0),
    );
  });
  await desk.step("latest trade, quote and snapshot", async () => {
    await desk.exchange.setPrice("AAPL", "100");
    assert.equal(await marketData.getLatestPrice("AAPL"), 100);
    const { quotes } = await marketData.stocks.stockLatestQuotes({ symbols: "AAPL" });
    assert.deepEqual([quotes.AAPL.bp, quotes.AAPL.ap], [99.99, 100.01]);
    const snapshot = (await marketData.stocks.stockSnapshots({ symbols: "AAPL" })).AAPL;
    assert.equal(snapshot.latestTrade.p, 100);
    assert.ok(snapshot.dailyBar.h >= snapshot.minuteBar.h && snapshot.dailyBar.l <= snapshot.minuteBar.l);
  });
  await desk.step("coins: latest trade, exact ids, bars", async () => {
    await desk.exchange.setPrice("BTCUSDT", "50000");
    const start = { start: new Date("2026-06-16T15:00:00Z") };
    const trade = (await marketData.getCryptoTrades({ loc: "us", symbols: ["BTC/USD"], ...start }))[
      "BTC/USD"
    ].at(-1);
    assert.equal(trade.price, 50000);
    assert.ok(BigInt(trade.idRaw) > 2n ** 53n);
    const bars = await marketData.getCryptoBars({
      loc: "us",
      symbols: ["BTC/USD"],
      timeframe: TimeFrame.Minute,
      limit: 5,
      ...start,
    });
    assert.equal(bars["BTC/USD"][0].timestamp.toISOString(), "2026-06-16T15:00:00.000Z");
    assert.ok(bars["BTC/USD"].length >= 24);
  });
  await desk.step("every other way of asking for prices", () => otherPrices(desk));
  await desk.step("option contracts, several pages", () => contracts(desk));
  await desk.step("option chain, quotes, trades and bars", () => optionPrices(desk));
}

const july = new Date("2026-07-17");
const thisJuly = { expirationDateGte: july, expirationDateLte: july };

async function contracts(desk) {
  const { assets } = desk.alpaca.trading;
  const found = [];
  let pageToken;
  do {
    const page = await assets.getOptionsContracts({
      underlyingSymbols: "AAPL",
      limit: 20,
      pageToken,
      ...thisJuly,
    });
    assert.ok(page.optionContracts.length <= 20);
    found.push(...page.optionContracts);
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken);
  assert.equal(found.length, 42); // 21 strikes, calls and puts
  assert.equal(new Set(found.map((each) => each.symbol)).size, 42);
  assert.ok(found.every((each) => each.multiplier === "100" && each.tradable));
  assert.ok(found.every((each) => each.expirationDate.getTime() === july.getTime()));
  const { symbol, id } = found[0];
  assert.equal((await assets.getOptionContractSymbolOrId({ symbolOrId: symbol })).id, id);
  assert.equal((await assets.getOptionContractSymbolOrId({ symbolOrId: id })).symbol, symbol);
  await assert.rejects(assets.getOptionContractSymbolOrId({ symbolOrId: "AAPL260717C00000001" }));
}

async function optionPrices(desk) {
  const { marketData } = desk.alpaca;
  await desk.exchange.setPrice("AAPL", "228");
  const request = { underlyingSymbol: "AAPL", limit: 10, type: "call", ...thisJuly };
  const chain = await marketData.collectOptionChainBySymbol(request);
  const symbols = Object.keys(chain);
  assert.equal(symbols.length, 21);
  const deltas = symbols.map((each) => chain[each].greeks.delta);
  assert.deepEqual(deltas, [...deltas].sort((a, b) => b - a)); // a call is the surer the lower its strike
  const { options } = marketData;
  const first = symbols[0];
  const { quotes } = await options.optionLatestQuotes({ symbols: first });
  assert.ok(quotes[first].bp > 0 && quotes[first].bp < quotes[first].ap);
  const { snapshots } = await options.optionSnapshots({ symbols: symbols.join(",") });
  assert.deepEqual(Object.keys(snapshots).sort(), symbols);
  const start = new Date("2026-06-15T04:00:00Z");
  const all = { symbols: symbols.join(","), start, limit: 10_000 };
  const { trades } = await options.optionTrades(all);
  const { bars } = await options.optionBars({ ...all, timeframe: "1Day" });
  const total = (rows, size) => rows.reduce((sum, each) => sum + each[size], 0);
  for (const [symbol, rows] of Object.entries(bars))
    assert.equal(total(rows, "v"), total(trades[symbol], "s"));
  assert.ok(Object.keys(bars).length > 5);
  await options.optionLatestTrades({ symbols: first });
  await desk.exchange.setPrice("AAPL", "100");
}

async function otherPrices(desk) {
  const { stocks, crypto } = desk.alpaca.marketData;
  const [symbol, loc, symbols] = ["AAPL", "us", "BTC/USD"];
  assert.equal((await stocks.stockLatestTradeSingle({ symbol })).trade.p, 100);
  assert.equal((await stocks.stockLatestTrades({ symbols: symbol })).trades.AAPL.p, 100);
  assert.equal((await stocks.stockLatestQuoteSingle({ symbol })).quote.ap, 100.01);
  const bar = (await stocks.stockLatestBarSingle({ symbol })).bar;
  assert.equal(bar.c, (await stocks.stockLatestBars({ symbols: symbol })).bars.AAPL.c);
  const day = (
    await stocks.stockBarSingle({
      symbol,
      timeframe: "1Day",
      start: new Date("2026-06-15T00:00:00Z"),
      limit: 1,
    })
  ).bars[0];
  assert.equal(day.t.toISOString(), "2026-06-15T04:00:00.000Z");
  assert.equal((await stocks.stockTradeSingle({ symbol })).trades.at(-1).p, 100);
  assert.equal((await stocks.stockTrades({ symbols: symbol })).trades.AAPL.at(-1).p, 100);
  assert.equal((await stocks.stockQuoteSingle({ symbol })).quotes.at(-1).ap, 100.01);
  assert.equal((await stocks.stockQuotes({ symbols: symbol })).quotes.AAPL.at(-1).bp, 99.99);
  assert.equal((await stocks.stockSnapshotSingle({ symbol })).latestTrade.p, 100);
  assert.equal((await crypto.cryptoLatestTrades({ loc, symbols })).trades[symbols].p, 50000);
  assert.equal((await crypto.cryptoLatestQuotes({ loc, symbols })).quotes[symbols].ap, 50005);
  assert.equal((await crypto.cryptoQuotes({ loc, symbols })).quotes[symbols].at(-1).bp, 49995);
  assert.equal((await crypto.cryptoLatestOrderbooks({ loc, symbols })).orderbooks[symbols].a[0].p, 50005);
  assert.ok((await crypto.cryptoLatestBars({ loc, symbols })).bars[symbols].c > 0);
  assert.equal((await crypto.cryptoSnapshots({ loc, symbols })).snapshots[symbols].latestTrade.p, 50000);
}
