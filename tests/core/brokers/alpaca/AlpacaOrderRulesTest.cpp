#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaOrderRules.h"

#include "tests/core/brokers/alpaca/Builders.h"

#include <QTest>

#include <functional>

using namespace core;
using namespace core::alpaca;
using namespace support;

namespace {

/// Friday 2026-11-20, 11:00 in New York.
const Timestamp morning = at("2026-11-20T16:00:00Z");

Asset plainStock()
{
    Asset asset;
    asset.instrument = {"alpaca", "PLTR"};
    asset.isActive = asset.isTradable = asset.isShortable = asset.isEasyToBorrow = asset.isFractionable = true;
    return asset;
}

Asset coin()
{
    Asset asset = plainStock();
    asset.instrument = {"alpaca-crypto", "ETH/USD"};
    asset.kind = TradedKind::Crypto;
    asset.minQuantity = qty("0.0002");
    asset.quantityStep = dec("0.0001");
    asset.priceStep = dec("0.05");
    return asset;
}

NewOrder coinBuy()
{
    NewOrder order = limitBuy("2987.05", "0.02");
    order.symbol = "ETH/USD";
    order.kind = TradedKind::Crypto;
    order.timeInForce = WireTimeInForce::Gtc;
    return order;
}

NewOrder contractBuy()
{
    NewOrder order = limitBuy("1.25", "2");
    order.symbol = "PLTR260320C00085000";
    order.kind = TradedKind::Option;
    return order;
}

NewOrder bracketBuy()
{
    NewOrder order = limitBuy();
    order.orderClass = OrderClass::Bracket;
    order.takeProfit = px("90.1");
    order.stopLoss = StopLoss{px("78.9")};
    return order;
}

NewOrder ocoSell()
{
    NewOrder order = bracketBuy();
    order.orderClass = OrderClass::Oco;
    order.side = Side::Sell;
    order.limit.reset();
    order.isExit = true;
    order.intent = PositionIntent::SellToClose;
    return order;
}

NewOrder trailingSell()
{
    NewOrder order = exitSell();
    order.type = WireType::TrailingStop;
    order.limit.reset();
    order.trailPercent = dec("2.5");
    return order;
}

/// One case: an order that passes, changed in one way, and the rule that speaks then (nothing: passes).
struct Case {
    const char *name;
    std::function<NewOrder()> make;
    std::function<void(NewOrder &, OrderContext &)> change;
    std::optional<OrderRule> rule;
};

const Asset stockFacts = plainStock();
const Asset coinFacts = coin();

OrderContext contextFor(const NewOrder &order)
{
    OrderContext context{.now = morning};
    if (order.kind == TradedKind::Stock)
        context.asset = &stockFacts;
    if (order.kind == TradedKind::Crypto)
        context.asset = &coinFacts;
    return context;
}

const std::function<NewOrder()> buy = [] { return limitBuy(); };
using Order_ = NewOrder &;
using Context = OrderContext &;

std::vector<Case> namesAndAmounts()
{
    return {
        {"plain", buy, [](Order_, Context) {}, {}},
        {"no id", buy, [](Order_ o, Context) { o.id = {}; }, OrderRule::Name},
        {"id of 128", buy, [](Order_ o, Context) { o.id = ClientOrderId(std::string(128, 'a')); }, {}},
        {"id of 129", buy, [](Order_ o, Context) { o.id = ClientOrderId(std::string(129, 'a')); }, OrderRule::Name},
        {"no symbol", buy, [](Order_ o, Context) { o.symbol.clear(); }, OrderRule::Name},
        {"old pair", coinBuy, [](Order_ o, Context) { o.symbol = "ETHUSD"; }, OrderRule::Name},
        {"both amounts", buy, [](Order_ o, Context) { o.notional = dec("100"); }, OrderRule::Amount},
        {"no amount", buy, [](Order_ o, Context) { o.quantity.reset(); }, OrderRule::Amount},
        {"zero", buy, [](Order_ o, Context) { o.quantity = qty("0"); }, OrderRule::Amount},
        {"below zero", buy, [](Order_ o, Context) { o.quantity = qty("-1"); }, OrderRule::Amount},
        {"option by money", contractBuy, [](Order_ o, Context) { o.quantity.reset(), o.notional = dec("100"); },
         OrderRule::Amount},
        {"too small", buy, [](Order_ o, Context) { o.quantity.reset(), o.notional = dec("0.99"); }, OrderRule::Asset},
        {"one dollar", buy, [](Order_ o, Context) { o.quantity.reset(), o.notional = dec("1"); }, {}},
        {"small coin", coinBuy, [](Order_ o, Context) { o.quantity = qty("0.0033"); }, OrderRule::Asset},
        {"small exit of a coin", coinBuy,
         [](Order_ o, Context) {
             o.quantity = qty("0.0033"), o.side = Side::Sell, o.isExit = true, o.intent = PositionIntent::SellToClose;
         },
         {}},
        {"big coin", coinBuy, [](Order_ o, Context) { o.quantity = qty("70"); }, OrderRule::Asset},
        {"coin below its least", coinBuy, [](Order_ o, Context) { o.quantity = qty("0.0001"); }, OrderRule::Asset},
        {"coin between steps", coinBuy, [](Order_ o, Context) { o.quantity = qty("0.02005"); }, OrderRule::Asset},
        {"not tradable", buy,
         [](Order_, Context c) { static Asset no = plainStock(); no.isTradable = false; c.asset = &no; }, OrderRule::Asset},
        {"inactive", buy,
         [](Order_, Context c) { static Asset no = plainStock(); no.isActive = false; c.asset = &no; }, OrderRule::Asset},
        {"before its first trade", buy,
         [](Order_ o, Context c) {
             static Asset ipo = plainStock();
             ipo.attributes = {"ipo"}, c.asset = &ipo, o.type = WireType::Market, o.limit.reset();
         },
         OrderRule::Asset},
    };
}

std::vector<Case> prices()
{
    return {
        {"limit without price", buy, [](Order_ o, Context) { o.limit.reset(); }, OrderRule::Prices},
        {"market with price", buy, [](Order_ o, Context) { o.type = WireType::Market; }, OrderRule::Prices},
        {"limit with stop", buy, [](Order_ o, Context) { o.stop = px("80"); }, OrderRule::Prices},
        {"stop with limit", buy, [](Order_ o, Context) { o.type = WireType::Stop, o.stop = px("80"); }, OrderRule::Prices},
        {"stop-limit", buy, [](Order_ o, Context) { o.type = WireType::StopLimit, o.stop = px("80"); }, {}},
        {"stop-limit without stop", buy, [](Order_ o, Context) { o.type = WireType::StopLimit; }, OrderRule::Prices},
        {"price of zero", buy, [](Order_ o, Context) { o.limit = px("0"); }, OrderRule::Prices},
        {"three places", buy, [](Order_ o, Context) { o.limit = px("81.375"); }, OrderRule::Decimals},
        {"at one dollar", buy, [](Order_ o, Context) { o.limit = px("1.001"); }, OrderRule::Decimals},
        {"below one dollar", buy, [](Order_ o, Context) { o.limit = px("0.9999"); }, {}},
        {"five places", buy, [](Order_ o, Context) { o.limit = px("0.99995"); }, OrderRule::Decimals},
        {"option below one dollar", contractBuy, [](Order_ o, Context) { o.limit = px("0.505"); }, OrderRule::Decimals},
        {"coin on its step", coinBuy, [](Order_ o, Context) { o.limit = px("2987.1"); }, {}},
        {"coin between steps", coinBuy, [](Order_ o, Context) { o.limit = px("2987.07"); }, OrderRule::Decimals},
        {"coin without facts", coinBuy, [](Order_ o, Context c) { c.asset = nullptr, o.limit = px("2987.07"); }, {}},
        {"trailing", trailingSell, [](Order_, Context) {}, {}},
        {"trailing by both", trailingSell, [](Order_ o, Context) { o.trailPrice = px("1"); }, OrderRule::Prices},
        {"trailing by nothing", trailingSell, [](Order_ o, Context) { o.trailPercent.reset(); }, OrderRule::Prices},
        {"trailing by 100 %", trailingSell, [](Order_ o, Context) { o.trailPercent = dec("100"); }, OrderRule::Prices},
        {"trailing by nothing at all", trailingSell, [](Order_ o, Context) { o.trailPercent = dec("0"); }, OrderRule::Prices},
        {"a trail on a limit", buy, [](Order_ o, Context) { o.trailPrice = px("1"); }, OrderRule::Prices},
        {"stop behind the market", exitSell,
         [](Order_ o, Context c) { o.type = WireType::Stop, o.stop = px("80"), o.limit.reset(), c.market = px("79.99"); },
         OrderRule::Prices},
        {"stop before the market", exitSell,
         [](Order_ o, Context c) { o.type = WireType::Stop, o.stop = px("80"), o.limit.reset(), c.market = px("80.01"); },
         {}},
        {"buy stop behind the market", buy,
         [](Order_ o, Context c) { o.type = WireType::Stop, o.stop = px("80"), o.limit.reset(), c.market = px("80"); },
         OrderRule::Prices},
    };
}

std::vector<Case> fractionsAndHours()
{
    return {
        {"part of a share", buy, [](Order_ o, Context) { o.quantity = qty("0.5"); }, {}},
        {"part of a share, gtc", buy,
         [](Order_ o, Context) { o.quantity = qty("0.5"), o.timeInForce = WireTimeInForce::Gtc; }, OrderRule::TimeInForce},
        {"money, gtc", buy,
         [](Order_ o, Context) { o.quantity.reset(), o.notional = dec("50"), o.timeInForce = WireTimeInForce::Gtc; },
         OrderRule::TimeInForce},
        {"whole shares only", buy,
         [](Order_ o, Context c) {
             static Asset whole = plainStock();
             whole.isFractionable = false, c.asset = &whole, o.quantity = qty("0.5");
         },
         OrderRule::Fraction},
        {"trailing part", trailingSell, [](Order_ o, Context) { o.quantity = qty("0.5"); }, OrderRule::Fraction},
        {"bracket of a part", bracketBuy, [](Order_ o, Context) { o.quantity = qty("0.5"); }, OrderRule::Fraction},
        {"half a contract", contractBuy, [](Order_ o, Context) { o.quantity = qty("0.5"); }, OrderRule::Fraction},
        {"extended", buy, [](Order_ o, Context) { o.extendedHours = true; }, {}},
        {"extended gtc", buy, [](Order_ o, Context) { o.extendedHours = true, o.timeInForce = WireTimeInForce::Gtc; }, {}},
        {"extended ioc", buy, [](Order_ o, Context) { o.extendedHours = true, o.timeInForce = WireTimeInForce::Ioc; },
         OrderRule::TimeInForce},
        {"extended market", buy,
         [](Order_ o, Context) { o.extendedHours = true, o.type = WireType::Market, o.limit.reset(); }, OrderRule::Type},
        {"extended part", buy, [](Order_ o, Context) { o.extendedHours = true, o.quantity = qty("0.5"); },
         OrderRule::Fraction},
        {"extended part where taken", buy,
         [](Order_ o, Context c) {
             static Asset late = plainStock();
             late.attributes = {"fractional_eh_enabled"}, c.asset = &late, o.extendedHours = true, o.quantity = qty("0.5");
         },
         {}},
        {"extended coin", coinBuy, [](Order_ o, Context) { o.extendedHours = true; }, OrderRule::Type},
        {"option at market", contractBuy, [](Order_ o, Context) { o.type = WireType::Market, o.limit.reset(); },
         OrderRule::Type},
        {"coin stop", coinBuy, [](Order_ o, Context) { o.type = WireType::Stop; }, OrderRule::Type},
        {"coin trailing", coinBuy, [](Order_ o, Context) { o.type = WireType::TrailingStop; }, OrderRule::Type},
    };
}

std::vector<Case> legs()
{
    return {
        {"bracket", bracketBuy, [](Order_, Context) {}, {}},
        {"bracket at market", bracketBuy, [](Order_ o, Context) { o.type = WireType::Market, o.limit.reset(); }, {}},
        {"bracket without target", bracketBuy, [](Order_ o, Context) { o.takeProfit.reset(); }, OrderRule::Legs},
        {"simple with a target", bracketBuy, [](Order_ o, Context) { o.orderClass = OrderClass::Simple; }, OrderRule::Legs},
        {"oto with both", bracketBuy, [](Order_ o, Context) { o.orderClass = OrderClass::Oto; }, OrderRule::Legs},
        {"oto with one", bracketBuy,
         [](Order_ o, Context) { o.orderClass = OrderClass::Oto, o.takeProfit.reset(); }, {}},
        {"bracket in the evening", bracketBuy, [](Order_ o, Context) { o.extendedHours = true; }, OrderRule::Legs},
        {"bracket ioc", bracketBuy, [](Order_ o, Context) { o.timeInForce = WireTimeInForce::Ioc; },
         OrderRule::TimeInForce},
        {"stop entry", bracketBuy,
         [](Order_ o, Context) { o.type = WireType::Stop, o.stop = px("82"), o.limit.reset(); }, OrderRule::Legs},
        {"stop at the entry", bracketBuy, [](Order_ o, Context) { o.stopLoss = StopLoss{px("81.37")}; }, OrderRule::Legs},
        {"stop a cent below", bracketBuy, [](Order_ o, Context) { o.stopLoss = StopLoss{px("81.36")}; }, {}},
        {"target below", bracketBuy, [](Order_ o, Context) { o.takeProfit = px("81"); }, OrderRule::Legs},
        {"legs crossed", bracketBuy,
         [](Order_ o, Context) {
             o.type = WireType::Market, o.limit.reset(), o.takeProfit = px("78"), o.stopLoss = StopLoss{px("79")};
         },
         OrderRule::Legs},
        {"short bracket", bracketBuy,
         [](Order_ o, Context) { o.side = Side::Sell, o.takeProfit = px("70"), o.stopLoss = StopLoss{px("81.38")}; }, {}},
        {"short bracket, long legs", bracketBuy, [](Order_ o, Context) { o.side = Side::Sell; }, OrderRule::Legs},
        {"stop between steps", bracketBuy, [](Order_ o, Context) { o.stopLoss = StopLoss{px("78.905")}; },
         OrderRule::Decimals},
        {"stop limit of zero", bracketBuy, [](Order_ o, Context) { o.stopLoss = StopLoss{px("78.9"), px("0")}; },
         OrderRule::Prices},
        {"stop behind the market", bracketBuy, [](Order_, Context c) { c.market = px("78.9"); }, OrderRule::Legs},
        {"bracket of a coin", coinBuy,
         [](Order_ o, Context) {
             o.orderClass = OrderClass::Bracket, o.takeProfit = px("3100"), o.stopLoss = StopLoss{px("2900")};
         },
         OrderRule::Legs},
        {"oco", ocoSell, [](Order_, Context) {}, {}},
        {"oco at market", ocoSell, [](Order_ o, Context) { o.type = WireType::Market; }, OrderRule::Legs},
        {"oco crossed", ocoSell, [](Order_ o, Context) { o.stopLoss = StopLoss{px("90.1")}; }, OrderRule::Legs},
        {"oco with a limit of its own", ocoSell, [](Order_ o, Context) { o.limit = px("90.1"); }, OrderRule::Prices},
    };
}

std::vector<Case> exitsAndShorts()
{
    return {
        {"exit", exitSell, [](Order_, Context) {}, {}},
        {"exit that does not say so", exitSell, [](Order_ o, Context) { o.intent.reset(); },
         OrderRule::Intent},
        {"exit that opens", exitSell,
         [](Order_ o, Context) { o.intent = PositionIntent::SellToOpen; }, OrderRule::Intent},
        {"buy that sells", buy, [](Order_ o, Context) { o.intent = PositionIntent::SellToOpen; }, OrderRule::Intent},
        {"all that is held", exitSell, [](Order_, Context c) { c.held = qty("12"); }, {}},
        {"more than held", exitSell, [](Order_, Context c) { c.held = qty("11"); }, OrderRule::Holding},
        {"more than free", exitSell, [](Order_, Context c) { c.held = qty("12"), c.available = qty("3"); },
         OrderRule::Holding},
        {"nothing held", exitSell, [](Order_, Context c) { c.held = qty("0"); }, OrderRule::Holding},
        {"sells a short", exitSell, [](Order_, Context c) { c.held = qty("-12"); }, OrderRule::Holding},
        {"flip", buy, [](Order_ o, Context c) { o.side = Side::Sell, c.held = qty("5"); }, OrderRule::ShortSale},
        {"flip of a short", buy, [](Order_, Context c) { c.held = qty("-5"); }, OrderRule::ShortSale},
        {"adding", buy, [](Order_, Context c) { c.held = qty("5"); }, {}},
        {"covering", buy, [](Order_, Context c) { c.held = qty("-12"); }, {}},
        {"short", buy, [](Order_ o, Context c) { o.side = Side::Sell, c.held = qty("0"); }, {}},
        {"short part", buy,
         [](Order_ o, Context c) { o.side = Side::Sell, c.held = qty("0"), o.quantity = qty("0.5"); }, OrderRule::ShortSale},
        {"short by money", buy,
         [](Order_ o, Context) {
             o.side = Side::Sell, o.intent = PositionIntent::SellToOpen, o.quantity.reset(), o.notional = dec("50");
         },
         OrderRule::ShortSale},
        {"short not allowed", buy,
         [](Order_ o, Context c) { o.side = Side::Sell, c.held = qty("0"), c.isShortingEnabled = false; },
         OrderRule::ShortSale},
        {"hard to borrow", buy,
         [](Order_ o, Context c) {
             static Asset hard = plainStock();
             hard.isEasyToBorrow = false, c.asset = &hard, o.side = Side::Sell, c.held = qty("0");
         },
         OrderRule::ShortSale},
        {"short coin", coinBuy, [](Order_ o, Context c) { o.side = Side::Sell, c.held = qty("0"); },
         OrderRule::ShortSale},
    };
}

void addRows(const char *group, const std::vector<Case> &cases)
{
    for (const Case &each : cases)
        QTest::addRow("%s: %s", group, each.name) << each.make << each.change << each.rule;
}

} // namespace

Q_DECLARE_METATYPE(std::function<NewOrder()>)
using Change = std::function<void(NewOrder &, OrderContext &)>;
Q_DECLARE_METATYPE(Change)
Q_DECLARE_METATYPE(std::optional<OrderRule>)

class AlpacaOrderRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhichRuleAnOrderWouldBreak_data()
    {
        QTest::addColumn<std::function<NewOrder()>>("make");
        QTest::addColumn<Change>("change");
        QTest::addColumn<std::optional<OrderRule>>("rule");
        addRows("amount", namesAndAmounts());
        addRows("price", prices());
        addRows("hours", fractionsAndHours());
        addRows("legs", legs());
        addRows("exit", exitsAndShorts());
    }
    void saysWhichRuleAnOrderWouldBreak()
    {
        QFETCH(std::function<NewOrder()>, make);
        QFETCH(Change, change);
        QFETCH(std::optional<OrderRule>, rule);
        NewOrder order = make();
        OrderContext context = contextFor(order);
        change(order, context);

        const auto objection = objectionTo(order, context);

        QVERIFY2(objection.has_value() == rule.has_value(), objection ? objection->sentence.c_str() : "it passed");
        if (!objection)
            return;
        QVERIFY2(objection->rule == *rule, objection->sentence.c_str());
        QVERIFY(objection->sentence.ends_with('.'));
    }

    /// The venue's table, section "what goes with what", written down once more.
    void keepsToTheTableOfTimes_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("allowed");
        const auto row = [](const char *name, TradedKind kind, WireType type, const char *allowed) {
            QTest::newRow(name) << int(kind) << int(type) << QString::fromLatin1(allowed);
        };
        row("stock market", TradedKind::Stock, WireType::Market, "day gtc opg cls ioc fok");
        row("stock limit", TradedKind::Stock, WireType::Limit, "day gtc opg cls ioc fok");
        row("stock stop", TradedKind::Stock, WireType::Stop, "day gtc");
        row("stock stop-limit", TradedKind::Stock, WireType::StopLimit, "day gtc");
        row("stock trailing", TradedKind::Stock, WireType::TrailingStop, "day gtc");
        row("coin market", TradedKind::Crypto, WireType::Market, "gtc ioc");
        row("coin limit", TradedKind::Crypto, WireType::Limit, "gtc ioc");
        row("coin stop-limit", TradedKind::Crypto, WireType::StopLimit, "gtc ioc");
        row("coin stop", TradedKind::Crypto, WireType::Stop, "");
        row("option limit", TradedKind::Option, WireType::Limit, "day");
        row("option stop", TradedKind::Option, WireType::Stop, "");
    }
    void keepsToTheTableOfTimes()
    {
        QFETCH(int, kind);
        QFETCH(int, type);
        QFETCH(QString, allowed);
        const QStringList words = allowed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        for (const char *word : {"day", "gtc", "opg", "cls", "ioc", "fok"}) {
            NewOrder order = TradedKind(kind) == TradedKind::Crypto   ? coinBuy()
                             : TradedKind(kind) == TradedKind::Option ? contractBuy()
                                                                      : limitBuy();
            order.type = WireType(type);
            order.timeInForce = *parseWireTimeInForce(word);
            const bool hasLimit = order.type == WireType::Limit || order.type == WireType::StopLimit;
            const bool hasStop = order.type == WireType::Stop || order.type == WireType::StopLimit;
            order.stop = hasStop ? order.limit : std::nullopt;
            order.trailPercent = order.type == WireType::TrailingStop ? std::optional(dec("2")) : std::nullopt;
            if (!hasLimit)
                order.limit.reset();
            OrderContext context = contextFor(order);
            context.now = at("2026-11-21T01:00:00Z"); // Friday evening: no auction window

            const auto objection = objectionTo(order, context);

            QVERIFY2(!objection == words.contains(QString::fromLatin1(word)), word);
        }
    }

    void auctionOrdersHaveTheirHours_data()
    {
        QTest::addColumn<QString>("time");
        QTest::addColumn<bool>("opening");
        QTest::addColumn<bool>("closing");
        const auto row = [](const char *name, const char *time, bool opening, bool closing) {
            QTest::newRow(name) << QString::fromLatin1(time) << opening << closing;
        };
        row("09:27:59 winter", "2026-11-20T14:27:59Z", true, true);
        row("09:28 winter", "2026-11-20T14:28:00Z", false, true);
        row("09:28 summer", "2026-07-20T13:28:00Z", false, true);
        row("15:49:59", "2026-11-20T20:49:59Z", false, true);
        row("15:50", "2026-11-20T20:50:00Z", false, false);
        row("18:59:59", "2026-11-20T23:59:59Z", false, false);
        row("19:00", "2026-11-21T00:00:00Z", true, true);
        row("half day 12:50", "2026-11-27T17:50:00Z", false, false);
        row("half day 12:49", "2026-11-27T17:49:00Z", false, true);
        row("Sunday noon", "2026-11-22T17:00:00Z", true, true);
        row("Thanksgiving noon", "2026-11-26T17:00:00Z", true, true);
    }
    void auctionOrdersHaveTheirHours()
    {
        QFETCH(QString, time);
        QFETCH(bool, opening);
        QFETCH(bool, closing);
        for (const auto &[word, isTaken] : {std::pair(WireTimeInForce::Opg, opening), std::pair(WireTimeInForce::Cls, closing)}) {
            NewOrder order = limitBuy();
            order.timeInForce = word;

            const auto objection = objectionTo(order, {.now = at(time.toLatin1().constData())});

            QCOMPARE(!objection, isTaken);
            QVERIFY(!objection || objection->rule == OrderRule::Window);
        }
    }
};

QTEST_GUILESS_MAIN(AlpacaOrderRulesTest)
#include "AlpacaOrderRulesTest.moc"
