#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "tests/support/CoreBuilders.h"
#include "tests/support/InProcessVenue.h"

#include "app/exchange/SyntheticMarket.h"
#include "app/exchange/alpaca/options/BlackScholes.h"
#include "core/brokers/alpaca/AlpacaAccountRequests.h"
#include "core/brokers/alpaca/AlpacaAuth.h"
#include "core/brokers/alpaca/AlpacaMarketRequests.h"
#include "core/brokers/alpaca/AlpacaOptions.h"
#endif

#include <QTest>

#include <cmath>
#include <set>

using namespace core;
using namespace core::net;
using namespace support;
using namespace std::chrono_literals;
using app::alpaca::blackScholes;

namespace {

InProcessVenue::Setup setupOf(std::uint64_t seed)
{
    InProcessVenue::Setup setup;
    setup.venues.cash = usd("100000");
    setup.venues.seed = seed;
    setup.venues.alpacaKeys = {"PKTEST", "secret"};
    setup.realStart = sessionTime();
    setup.marketSpeed = 0; // prices move when the test says so
    return setup;
}

/// Our own client's words to a venue with a synthetic market, and our own client's reading of what it says.
struct Client {
    explicit Client(std::uint64_t seed = 1) : venue(app::syntheticMarket(6, seed), setupOf(seed)) {}

    [[nodiscard]] std::string ask(const alpaca::Request &request)
    {
        const auto keys = alpaca::checkedKeys("PKTEST", "secret", alpaca::Environment::Paper);
        std::string body;
        bool isAnswered = false;
        http->send(alpaca::toHttp(request, alpaca::usualEndpoints(alpaca::Environment::Paper), *keys),
                   [&](HttpOutcome outcome) {
                       const auto *answer = std::get_if<HttpAnswer>(&outcome);
                       body = answer && answer->status == 200 ? answer->body : "";
                       isAnswered = true;
                   });
        (void)venue.playUntil([&] { return isAnswered; }, 10s);
        return body;
    }
    [[nodiscard]] alpaca::ContractQuery wholeYear(const char *underlying = "AAPL") const
    {
        const auto today = std::chrono::floor<std::chrono::days>(sessionTime());
        return {.underlying = underlying, .from = today, .to = today + std::chrono::days(365)};
    }
    [[nodiscard]] std::vector<alpaca::OptionContract> contracts(alpaca::ContractQuery query)
    {
        std::vector<alpaca::OptionContract> all;
        do {
            const auto page = alpaca::parseContracts(ask(alpaca::optionContracts(query)));
            if (!page)
                return {};
            all.insert(all.end(), page->contracts.begin(), page->contracts.end());
            query.pageToken = page->nextToken;
        } while (query.pageToken);
        return all;
    }
    [[nodiscard]] std::vector<alpaca::ChainEntry> chain(const alpaca::ContractQuery &span)
    {
        std::vector<alpaca::ChainEntry> all;
        alpaca::ChainQuery query{.underlying = span.underlying, .from = span.from, .to = span.to};
        do {
            const auto page = alpaca::parseChain(ask(alpaca::optionChain({}, query)));
            if (!page)
                return {};
            all.insert(all.end(), page->entries.begin(), page->entries.end());
            query.pageToken = page->nextToken;
        } while (query.pageToken);
        return all;
    }
    void setPrice(const char *price)
    {
        venue.venues().played().playPrice({{"alpaca", "AAPL"}, Timeframe::M1}, px(price));
    }
    void playMinutes(int minutes)
    {
        const Timestamp until = venue.venues().played().now() + minutes * 1min;
        while (*venue.venues().played().nextAt() <= until)
            QVERIFY(venue.venues().played().playNext());
    }

    InProcessVenue venue;
    std::unique_ptr<HttpPort> http = venue.http();
};

double middle(const alpaca::ChainEntry &entry)
{
    const auto quote = entry.prices.quote->both();
    return quote ? (quote->bid.toDouble() + quote->ask.toDouble()) / 2 : entry.prices.quote->ask->toDouble() / 2;
}

bool isNear(double a, double b, double within)
{
    return std::abs(a - b) <= within;
}

} // namespace

class OptionChainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- the arithmetic ------------------------------------------------------------------------------

    /// The worked examples of J. Hull, Options, Futures, and Other Derivatives.
    void pricesAndSensitivitiesAreThoseOfTheTextbook()
    {
        const auto call = blackScholes({true, 42, 40, 0.5, 0.2, 0.1});
        const auto put = blackScholes({false, 42, 40, 0.5, 0.2, 0.1});
        const auto greeks = blackScholes({true, 49, 50, 20.0 / 52, 0.2, 0.05});

        QVERIFY2(isNear(call.price, 4.759422, 1e-6), qPrintable(QString::number(call.price, 'f', 8)));
        QVERIFY2(isNear(put.price, 0.808600, 1e-6), qPrintable(QString::number(put.price, 'f', 8)));
        QVERIFY(isNear(greeks.delta, 0.522, 5e-4));
        QVERIFY(isNear(greeks.gamma, 0.066, 5e-4));
        QVERIFY(isNear(greeks.theta * 365, -4.31, 5e-3));
        QVERIFY(isNear(greeks.vega * 100, 12.1, 5e-2));
        QVERIFY(isNear(greeks.rho * 100, 8.91, 5e-3));
    }

    void sensitivitiesAreTheSlopesOfThePrice_data()
    {
        QTest::addColumn<bool>("isCall");
        QTest::addColumn<double>("strike");
        for (const bool isCall : {true, false})
            for (const double strike : {60.0, 95.0, 100.0, 130.0})
                QTest::addRow("%s %.0f", isCall ? "call" : "put", strike) << isCall << strike;
    }
    void sensitivitiesAreTheSlopesOfThePrice()
    {
        QFETCH(bool, isCall);
        QFETCH(double, strike);
        const app::alpaca::OptionInputs in{isCall, 100, strike, 0.4, 0.3, 0.04};
        const auto slope = [&](double app::alpaca::OptionInputs::*member, double step) {
            auto up = in;
            auto down = in;
            up.*member += step;
            down.*member -= step;
            return (blackScholes(up).price - blackScholes(down).price) / (2 * step);
        };
        const auto value = blackScholes(in);

        using Inputs = app::alpaca::OptionInputs;
        QVERIFY(isNear(value.delta, slope(&Inputs::spot, 1e-3), 1e-6));
        QVERIFY(isNear(value.theta * 365, -slope(&Inputs::years, 1e-5), 1e-5));
        QVERIFY(isNear(value.vega * 100, slope(&Inputs::volatility, 1e-4), 1e-5));
        QVERIFY(isNear(value.rho * 100, slope(&Inputs::rate, 1e-4), 1e-5));
    }

    void atTheEndAContractIsWorthWhatExercisingBrings()
    {
        QCOMPARE(blackScholes({true, 105, 100, 0, 0.3, 0.04}).price, 5.0);
        QCOMPARE(blackScholes({false, 105, 100, 0, 0.3, 0.04}).price, 0.0);
        QCOMPARE(blackScholes({false, 95, 100, 0, 0.3, 0.04}).delta, -1.0);
    }

    // --- the list of contracts -------------------------------------------------------------------------

    void ourClientReadsEveryContractOnceInPages()
    {
        Client client;
        const auto all = client.contracts(client.wholeYear());
        std::set<std::string> symbols;
        std::set<std::chrono::sys_days> expiries;
        for (const auto &contract : all) {
            symbols.insert(contract.symbol);
            expiries.insert(contract.expiry);
            const auto said = alpaca::readOptionSymbol(contract.symbol);
            QVERIFY(said && said->expiry == contract.expiry && said->strike == contract.strike &&
                    said->right == contract.right && said->root == "AAPL");
            QVERIFY(contract.isActive && contract.isTradable && contract.closePrice);
            QCOMPARE(contract.multiplier, dec("100"));
        }

        QVERIFY2(all.size() > 200, qPrintable(QString::number(all.size())));
        QCOMPARE(symbols.size(), all.size());
        QCOMPARE(all.size(), expiries.size() * 21 * 2);
        const auto june = std::chrono::sys_days(std::chrono::year(2026) / 6 / 18);
        QCOMPARE(*expiries.begin(), june); // Friday the 19th is a holiday
        QVERIFY(expiries.contains(std::chrono::sys_days(std::chrono::year(2026) / 7 / 17)));
    }

    void pagesFollowOneAnotherWithoutGapOrRepetition()
    {
        Client client;
        std::vector<std::string> paged;
        std::optional<std::string> token;
        int pages = 0;
        do {
            const auto query = alpaca::Query().add("underlying_symbols", "AAPL,TSLA").add("expiration_date_lte", "2027-06-01")
                                   .add("limit", 90).add("page_token", token);
            const auto page = alpaca::parseContracts(client.ask(alpaca::get(alpaca::Host::Trading, "/v2/options/contracts", query)));
            QVERIFY(page && page->contracts.size() <= 90 && !page->contracts.empty());
            for (const auto &contract : page->contracts)
                paged.push_back(contract.symbol);
            token = page->nextToken;
            ++pages;
        } while (token);
        std::vector<std::string> whole;
        for (const char *underlying : {"AAPL", "TSLA"})
            for (const auto &contract : client.contracts(client.wholeYear(underlying)))
                whole.push_back(contract.symbol);

        QVERIFY(pages > 5);
        QCOMPARE(paged, whole);
    }

    void withoutSpanOnlyThisWeeksContractsAreListed()
    {
        Client client;
        const auto page = alpaca::parseContracts(
            client.ask(alpaca::get(alpaca::Host::Trading, "/v2/options/contracts", alpaca::Query().add("limit", 1000))));

        QVERIFY(page.has_value());
        QVERIFY(!page->contracts.empty());
        std::set<std::string> underlyings;
        for (const auto &contract : page->contracts) {
            QCOMPARE(contract.expiry, std::chrono::sys_days(std::chrono::year(2026) / 6 / 18));
            underlyings.insert(contract.underlying);
        }
        QCOMPARE(underlyings, (std::set<std::string>{"AAPL", "PLTR", "SPY", "TSLA"}));
    }

    void oneContractIsFoundBySymbolAndById()
    {
        Client client;
        const auto first = client.contracts(client.wholeYear()).front();
        const std::string bySymbol = client.ask(
            alpaca::get(alpaca::Host::Trading, "/v2/options/contracts/" + first.symbol));
        const auto at = bySymbol.find("\"id\":\"") + 6;
        const std::string byId = client.ask(
            alpaca::get(alpaca::Host::Trading, "/v2/options/contracts/" + bySymbol.substr(at, 36)));

        QVERIFY(bySymbol.find("\"symbol\":\"" + first.symbol + "\"") != std::string::npos);
        QCOMPARE(byId, bySymbol);
        QVERIFY(client.ask(alpaca::get(alpaca::Host::Trading, "/v2/options/contracts/AAPL260618C00000001")).empty());
    }

    void strikesFollowThePriceAndStay()
    {
        Client client;
        const auto before = client.contracts(client.wholeYear());
        client.setPrice("400");
        client.playMinutes(5 * 60); // beyond the close at 16:00
        const auto after = client.contracts(client.wholeYear());

        QVERIFY(after.size() >= before.size());
        std::set<std::string> symbols;
        for (const auto &contract : after)
            symbols.insert(contract.symbol);
        for (const auto &contract : before)
            QVERIFY(symbols.contains(contract.symbol));
    }

    // --- prices ------------------------------------------------------------------------------------------

    void theChainHasWhatTheListHas()
    {
        Client client;
        const auto listed = client.contracts(client.wholeYear());
        const auto chain = client.chain(client.wholeYear());

        QCOMPARE(chain.size(), listed.size());
        for (std::size_t i = 0; i < chain.size(); ++i) {
            QCOMPARE(chain[i].symbol, listed[i].symbol);
            QVERIFY(chain[i].prices.quote && chain[i].prices.quote->ask && chain[i].greeks && chain[i].impliedVolatility);
            const auto quote = chain[i].prices.quote;
            QVERIFY(!quote->bid || *quote->bid < *quote->ask);
            QCOMPARE(quote->ask->value().nanos() % (Decimal::one / 100), 0);
            QVERIFY(listed[i].right == alpaca::OptionRight::Call ? chain[i].greeks->delta >= 0 : chain[i].greeks->delta <= 0);
        }
    }

    /// call - put = spot - strike, discounted: of the middles, within their spreads.
    void callsAndPutsFitTogether()
    {
        Client client;
        client.setPrice("230");
        const auto chain = client.chain(client.wholeYear());
        std::map<std::pair<std::chrono::sys_days, Price>, std::pair<const alpaca::ChainEntry *, const alpaca::ChainEntry *>> pairs;
        for (const auto &entry : chain) {
            const auto symbol = *alpaca::readOptionSymbol(entry.symbol);
            auto &pair = pairs[{symbol.expiry, symbol.strike}];
            (symbol.right == alpaca::OptionRight::Call ? pair.first : pair.second) = &entry;
        }
        int compared = 0;
        for (const auto &[key, pair] : pairs) {
            const double years = std::chrono::duration<double>(key.first + 20h - sessionTime()).count() / (365.0 * 86400);
            const double expected = 230 - key.second.toDouble() * std::exp(-0.04 * years);
            const double spread = 0.02 + 0.011 * (middle(*pair.first) + middle(*pair.second));
            const double got = middle(*pair.first) - middle(*pair.second);
            QVERIFY2(isNear(got, expected, spread), qPrintable(QString::number(got) + u' ' + QString::number(expected)));
            ++compared;
        }
        QVERIFY(compared > 100);
    }

    void callsRiseWithTheUnderlyingAndPutsFall()
    {
        Client client;
        client.setPrice("225");
        const auto before = client.chain(client.wholeYear());
        client.setPrice("240");
        const auto after = client.chain(client.wholeYear());

        QCOMPARE(before.size(), after.size());
        QVERIFY(!before.empty());
        for (std::size_t i = 0; i < before.size(); ++i)
            if (std::abs(before[i].greeks->delta) > 0.2)
                QVERIFY(before[i].greeks->delta > 0 ? middle(after[i]) > middle(before[i])
                                                    : middle(after[i]) < middle(before[i]));
    }

    void theSameSeedGivesTheSameChainAndAnotherDoesNot()
    {
        Client one(1);
        Client two(1);
        Client other(2);
        for (Client *each : {&one, &two, &other})
            each->setPrice("230");
        const auto chainOf = [](Client &client) {
            return client.ask(alpaca::optionChain({}, {.underlying = "AAPL", .from = client.wholeYear().from,
                                                       .to = client.wholeYear().to}));
        };
        const std::string first = chainOf(one);

        QVERIFY(!first.empty());
        QCOMPARE(chainOf(two), first);
        QVERIFY(chainOf(other) != first);
    }

    void tradesMakeTheBarsAndTheLatestOfThem()
    {
        Client client;
        client.playMinutes(60);
        const auto chain = client.chain(client.wholeYear());
        QVERIFY(!chain.empty());
        const auto nearest = std::max_element(chain.begin(), chain.end(), [](const auto &a, const auto &b) {
            return a.greeks->gamma < b.greeks->gamma;
        });
        const std::vector<std::string> symbols{nearest->symbol};
        const alpaca::SpanQuery span{.symbols = symbols, .from = sessionTime() - 90min};
        const auto trades = alpaca::parseTrades(client.ask(alpaca::trades(alpaca::OptionPrices{}, span)));
        const auto bars = alpaca::parseBars(client.ask(alpaca::bars(alpaca::OptionPrices{}, Timeframe::H1, span)));
        const auto latest = alpaca::parseTrades(client.ask(alpaca::latestTrades(alpaca::OptionPrices{.isIndicative = false}, symbols)));
        const auto quotes = alpaca::parseQuotes(client.ask(alpaca::latestQuotes(alpaca::OptionPrices{}, symbols)));
        const auto snapshots = alpaca::parseChain(client.ask(alpaca::snapshots(alpaca::OptionPrices{}, symbols)));

        QVERIFY(trades && bars && latest && quotes && snapshots);
        QVERIFY(trades->items.contains(nearest->symbol));
        const auto &rows = trades->items.at(nearest->symbol);
        QVERIFY2(rows.size() > 10, qPrintable(QString::number(rows.size())));
        QCOMPARE(latest->items.at(nearest->symbol).back().price, rows.back().price);
        QCOMPARE(quotes->items.at(nearest->symbol).back().ask, nearest->prices.quote->ask);
        QCOMPARE(snapshots->entries.size(), std::size_t(1));
        double traded = 0;
        double inBars = 0;
        for (const auto &trade : rows)
            traded += trade.at >= bars->items.at(nearest->symbol).front().bar.openTime ? trade.size : 0;
        for (const auto &bar : bars->items.at(nearest->symbol))
            inBars += bar.bar.volume;
        QCOMPARE(inBars, traded);
    }

    void theFreeFeedsTradesAreLate()
    {
        Client client;
        client.playMinutes(60);
        const auto symbols = [&] {
            std::vector<std::string> some;
            for (const auto &entry : client.chain(client.wholeYear()))
                if (some.size() < 100)
                    some.push_back(entry.symbol);
            return some;
        }();
        const auto late = alpaca::parseTrades(client.ask(alpaca::latestTrades(alpaca::OptionPrices{}, symbols)));
        const Timestamp now = client.venue.venues().played().now();

        QVERIFY(late && late->items.size() > 20);
        for (const auto &[symbol, rows] : late->items)
            QVERIFY(rows.back().at <= now - 15min);
    }
};

QTEST_GUILESS_MAIN(OptionChainTest)
#include "OptionChainTest.moc"
