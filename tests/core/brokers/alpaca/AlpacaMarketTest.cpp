#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaMarketReader.h"
#include "core/brokers/alpaca/AlpacaMarketRequests.h"
#include "core/brokers/alpaca/AlpacaMarketStream.h"
#include "core/brokers/alpaca/AlpacaOptions.h"

#include "tests/core/brokers/alpaca/Builders.h"
#include "tests/core/brokers/alpaca/Payloads.h"
#include "tests/support/SharedData.h"

using namespace core;
using namespace core::alpaca;
using namespace support;

Q_DECLARE_METATYPE(core::alpaca::Request)

class AlpacaMarketTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBars()
    {
        const auto page = parseBars(payload("bars.json"));

        VERIFY_RESULT(page);
        QVERIFY(page->nextToken == "VE9LRU4=");
        const std::vector<MarketBar> &bars = page->items.at("PLTR");
        QCOMPARE(bars.size(), std::size_t(2));
        QVERIFY(bars[0].bar.openTime == at("2026-03-02T14:30:00Z") && bars[0].bar.open == px("81.1"));
        QVERIFY(bars[0].bar.high == px("81.5") && bars[0].bar.low == px("81.05") && bars[0].bar.close == px("81.37"));
        QVERIFY(bars[0].bar.volume == 120345 && bars[0].trades == 812 && bars[0].averagePrice == px("81.291234568"));
        QVERIFY(!bars[1].trades && !bars[1].averagePrice);
        QVERIFY(page->items.at("TSLA")[0].bar.openTime == at("2026-03-02T14:30:00Z"));
        QVERIFY(parseBars(payload("bars-one.json"))->items.at("PLTR").size() == 1);
        QVERIFY(parseBars(payload("bars-latest.json"))->items.at("ETH/USD")[0].bar.volume == 0);
    }

    void anEmptyPageMayHaveAToken()
    {
        const auto page = parseBars("{\"bars\":{},\"next_page_token\":\"more\"}");
        VERIFY_RESULT(page);
        QVERIFY(page->items.empty() && page->nextToken == "more");
        QVERIFY(parseBars("{\"bars\":null,\"symbol\":\"A\",\"next_page_token\":null}")->items.empty());
    }

    void readsTrades()
    {
        const auto page = parseTrades(payload("trades.json"));

        VERIFY_RESULT(page);
        const std::vector<MarketTrade> &trades = page->items.at("PLTR");
        QVERIFY(trades[1].at - trades[0].at == std::chrono::nanoseconds(1));
        QCOMPARE(trades[0].conditions, std::string("@,I"));
        QCOMPARE(trades[1].change, std::string("canceled"));
        const MarketTrade &coin = page->items.at("ETH/USD")[0];
        QCOMPARE(coin.id, std::string("9007199254740993123")); // more than a double holds
        QVERIFY(coin.price == px("2987.05") && coin.taker == "B");
        QVERIFY(parseTrades(payload("trade-latest-one.json"))->items.at("PLTR")[0].conditions == "@");
    }

    void aSideThatNobodyQuotesIsNone()
    {
        const auto page = parseQuotes(payload("quotes.json"));

        VERIFY_RESULT(page);
        const std::vector<MarketQuote> &quotes = page->items.at("PLTR");
        QVERIFY(quotes[0].both()->bid == px("81.36") && quotes[0].both()->ask == px("81.38"));
        QVERIFY(quotes[0].bidSize == 200 && quotes[0].askSize == 100);
        QVERIFY(quotes[1].bid == px("81.35") && !quotes[1].ask && !quotes[1].both());
    }

    void readsSnapshotsWithAndWithoutTheirWrapper()
    {
        const auto bare = parseSnapshots(payload("snapshots.json"));
        const auto wrapped = parseSnapshots(payload("snapshots-crypto.json"));

        VERIFY_RESULT(bare);
        QCOMPARE(bare->items.size(), std::size_t(1)); // the unknown instrument is null
        const Snapshot &snapshot = bare->items.at("PLTR")[0];
        QVERIFY(snapshot.trade->price == px("81.36") && snapshot.quote->ask == px("81.38"));
        QVERIFY(!snapshot.day && snapshot.previousDay->bar.close == px("80.9"));
        VERIFY_RESULT(wrapped);
        QVERIFY(wrapped->items.at("ETH/USD")[0].minute->bar.volume == 120345);
        QVERIFY(parseSnapshots("{}")->items.empty());
    }

    void readsContractsAndTheChain()
    {
        const auto contracts = parseContracts(payload("contracts.json"));
        const auto chain = parseChain(payload("chain.json"));

        VERIFY_RESULT(contracts);
        QVERIFY(contracts->nextToken == "bmV4dA==" && contracts->contracts[0].strike == px("85"));
        const OptionContract &put = contracts->contracts[1];
        QVERIFY(put.right == OptionRight::Put && put.expiry == day("2026-03-20") && put.size == dec("150"));
        QVERIFY(put.multiplier == dec("100") && !put.isTradable && !put.openInterest);
        VERIFY_RESULT(chain);
        const ChainEntry &last = chain->entries[1];
        QVERIFY(!last.greeks && !last.impliedVolatility && !last.prices.quote->bid);
        QVERIFY(chain->entries[0].greeks->theta == -0.062 && chain->entries[0].impliedVolatility == 0.531);
        QCOMPARE(chain->entries[0].prices.trade->conditions, std::string("g"));
    }

    void readsWhatAnOptionSymbolSays()
    {
        const auto symbol = readOptionSymbol("PLTR260320P00079500");
        QVERIFY(symbol && symbol->root == "PLTR" && symbol->expiry == day("2026-03-20"));
        QVERIFY(symbol->right == OptionRight::Put && symbol->strike == px("79.5"));
        QVERIFY(!readOptionSymbol("PLTR261320P00079500"));
        QVERIFY(!readOptionSymbol("PLTR"));
    }

    void malformedTwinsAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"bars", "bars-one", "bars-latest", "trades", "trade-latest-one", "quotes", "quotes-latest", "snapshots",
                                 "snapshots-crypto", "books", "contracts", "chain"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void malformedTwinsAreRefused()
    {
        QFETCH(QString, name);
        const auto reads = [&](const std::string &bytes) {
            if (name.startsWith(QStringLiteral("bars")))
                return parseBars(bytes).has_value();
            if (name.startsWith(QStringLiteral("trade")))
                return parseTrades(bytes).has_value();
            if (name.startsWith(QStringLiteral("snapshots")))
                return parseSnapshots(bytes).has_value();
            if (name.startsWith(QStringLiteral("quotes")))
                return parseQuotes(bytes).has_value();
            if (name == QStringLiteral("books"))
                return parseBooks(bytes).has_value();
            return name == QStringLiteral("chain") ? parseChain(bytes).has_value() : parseContracts(bytes).has_value();
        };
        const std::string good = payload((name + QStringLiteral(".json")).toLatin1().constData());

        QVERIFY(reads(good));
        QVERIFY(!reads(payload((name + QStringLiteral(".bad.json")).toLatin1().constData())));
        QVERIFY(!reads(good.substr(0, good.size() / 2)));
        QVERIFY(!reads("{\"message\":\"too many requests.\"}"));
        QVERIFY(!reads("[]"));
    }

    void requestsAreWrittenByteForByte_data()
    {
        QTest::addColumn<Request>("request");
        QTest::addColumn<QString>("target");
        const auto row = [](const char *name, const Request &request, const char *target) {
            QTest::newRow(name) << request << QString::fromLatin1(target);
        };
        const SpanQuery span{.symbols = {"PLTR", "TSLA"}, .from = at("2026-03-02"), .to = at("2026-03-03T00:00:00.5Z")};
        const SpanQuery coins{.symbols = {"ETH/USD"}, .from = at("2026-03-02"), .pageToken = "a+b/c=", .limit = 50};
        const char *spanText = "symbols=PLTR%2CTSLA&start=2026-03-02T00%3A00%3A00.000000000Z"
                               "&end=2026-03-03T00%3A00%3A00.500000000Z&limit=10000&sort=asc";
        const char *coinText = "symbols=ETH%2FUSD&start=2026-03-02T00%3A00%3A00.000000000Z&limit=50&sort=asc"
                               "&page_token=a%2Bb%2Fc%3D";
        const auto with = [](const char *path, const char *text, const char *rest) {
            return std::string(path) + "?" + text + rest;
        };
        const StockPrices iex{StockFeed::Iex};
        const StockPrices late{StockFeed::DelayedSip};
        const CryptoPrices crypto;
        row("stock bars", bars(iex, Timeframe::H1, span),
            with("/v2/stocks/bars", spanText, "&timeframe=1Hour&adjustment=raw&feed=iex").c_str());
        row("split-adjusted bars of the tape", bars(late, Timeframe::D1, span, "split"),
            with("/v2/stocks/bars", spanText, "&timeframe=1Day&adjustment=split&feed=sip").c_str());
        row("crypto bars", bars(crypto, Timeframe::M15, coins),
            with("/v1beta3/crypto/us/bars", coinText, "&timeframe=15Min").c_str());
        row("option bars", bars(OptionPrices{}, Timeframe::W1, span),
            with("/v1beta1/options/bars", spanText, "&timeframe=1Week").c_str());
        row("stock trades", trades(iex, span), with("/v2/stocks/trades", spanText, "&feed=iex").c_str());
        row("crypto trades", trades(crypto, coins), with("/v1beta3/crypto/us/trades", coinText, "").c_str());
        row("option trades", trades(OptionPrices{}, span), with("/v1beta1/options/trades", spanText, "").c_str());
        row("stock quotes", quotes(iex, span), with("/v2/stocks/quotes", spanText, "&feed=iex").c_str());
        row("crypto quotes", quotes(crypto, coins), with("/v1beta3/crypto/us/quotes", coinText, "").c_str());
        row("latest stock bars", latestBars(late, {"PLTR"}), "/v2/stocks/bars/latest?symbols=PLTR&feed=delayed_sip");
        row("latest stock trades", latestTrades(iex, {"PLTR", "A"}), "/v2/stocks/trades/latest?symbols=PLTR%2CA&feed=iex");
        row("latest stock quotes", latestQuotes(StockPrices{StockFeed::Sip}, {"PLTR"}),
            "/v2/stocks/quotes/latest?symbols=PLTR&feed=sip");
        row("latest crypto bars", latestBars(crypto, {"ETH/USD"}), "/v1beta3/crypto/us/latest/bars?symbols=ETH%2FUSD");
        row("latest crypto trades", latestTrades(crypto, {"ETH/USD"}), "/v1beta3/crypto/us/latest/trades?symbols=ETH%2FUSD");
        row("latest crypto quotes", latestQuotes(crypto, {"ETH/USD"}), "/v1beta3/crypto/us/latest/quotes?symbols=ETH%2FUSD");
        row("books", orderBooks(crypto, {"ETH/USD"}), "/v1beta3/crypto/us/latest/orderbooks?symbols=ETH%2FUSD");
        row("stock snapshots", snapshots(iex, {"PLTR"}), "/v2/stocks/snapshots?symbols=PLTR&feed=iex");
        row("crypto snapshots", snapshots(crypto, {"ETH/USD"}), "/v1beta3/crypto/us/snapshots?symbols=ETH%2FUSD");
        row("option snapshots", snapshots(OptionPrices{false}, {"PLTR260320C00085000"}),
            "/v1beta1/options/snapshots?symbols=PLTR260320C00085000&feed=opra");
        row("latest option quotes", latestQuotes(OptionPrices{}, {"X"}),
            "/v1beta1/options/quotes/latest?symbols=X&feed=indicative");
        row("latest option trades", latestTrades(OptionPrices{}, {"X"}),
            "/v1beta1/options/trades/latest?symbols=X&feed=indicative");
        row("chain",
            optionChain(OptionPrices{}, {.underlying = "PLTR", .from = day("2026-03-20"), .to = day("2026-04-17"),
                                         .leastStrike = dec("75"), .pageToken = "x"}),
            "/v1beta1/options/snapshots/PLTR?feed=indicative&expiration_date_gte=2026-03-20"
            "&expiration_date_lte=2026-04-17&strike_price_gte=75&limit=1000&page_token=x");
    }
    void requestsAreWrittenByteForByte()
    {
        QFETCH(Request, request);
        QFETCH(QString, target);

        QCOMPARE(QString::fromStdString(request.target()), target);
        QVERIFY(request.method == "GET" && request.host == Host::Data && request.body.empty());
    }
};

QTEST_GUILESS_MAIN(AlpacaMarketTest)
#include "AlpacaMarketTest.moc"
