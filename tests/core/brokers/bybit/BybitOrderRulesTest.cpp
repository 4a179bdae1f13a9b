#include "tests/core/brokers/bybit/BybitBuilders.h"

#include <QTest>

#include <functional>

using namespace core;
using namespace core::bybit;

namespace {

/// The objections' names, for readable rows.
constexpr int none = -1;
int kindOf(const NewOrder &item)
{
    const auto found = objectionTo(item.order, item.facts, item.terms);
    return found ? static_cast<int>(found->kind) : none;
}

void add(const char *what, const NewOrder &base, const std::function<void(NewOrder &)> &change,
         std::optional<Objection> wanted)
{
    NewOrder item = base;
    change(item);
    QTest::newRow(what) << kindOf(item) << (wanted ? static_cast<int>(*wanted) : none);
}

} // namespace

class BybitOrderRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsWrong_data()
    {
        QTest::addColumn<int>("found");
        QTest::addColumn<int>("wanted");
        const NewOrder buy = linear(entry());
        const NewOrder stop = linear(reducing(OrderRole::Stop, OrderType::Stop));
        add("nothing", buy, [](NewOrder &) {}, {});
        add("another instrument", buy, [](NewOrder &o) { o.order.instrument.symbol = "XYZUSDT"; },
            Objection::WrongInstrument);
        add("spot facts for a contract", buy, [](NewOrder &o) { o.facts = spotFacts(); }, Objection::WrongInstrument);
        add("closed", buy, [](NewOrder &o) { o.facts.status = "Closed"; }, Objection::NotTrading);
        add("an exit of a closed one goes", stop, [](NewOrder &o) { o.facts.status = "Delivering"; }, {});
        add("no id", buy, [](NewOrder &o) { o.order.clientOrderId = ClientOrderId(); }, Objection::ClientId);
        add("36 in the id", buy, [](NewOrder &o) { o.order.clientOrderId = ClientOrderId(std::string(36, 'Z')); }, {});
        add("37 in the id", buy, [](NewOrder &o) { o.order.clientOrderId = ClientOrderId(std::string(37, 'Z')); },
            Objection::ClientId);
        add("odd sign in the id", buy, [](NewOrder &o) { o.order.clientOrderId = ClientOrderId("a.b"); },
            Objection::ClientId);
        add("an exit that may open", stop, [](NewOrder &o) { o.order.reduceOnly = false; }, Objection::NotReducing);
        add("no worst price", buy, [](NewOrder &o) { o.order.limitPrice.reset(); }, Objection::MissingPrice);
        add("no trigger", stop, [](NewOrder &o) { o.order.stopPrice.reset(); }, Objection::MissingPrice);
        add("stop-limit without limit", stop, [](NewOrder &o) { o.order.type = OrderType::StopLimit; },
            Objection::MissingPrice);
        add("nothing to buy", buy, [](NewOrder &o) { o.order.quantity = quantity("0"); }, Objection::Quantity);
        add("less than nothing", buy, [](NewOrder &o) { o.order.quantity = quantity("-1"); }, Objection::Quantity);
        add("between lots", buy, [](NewOrder &o) { o.order.quantity = quantity("0.255"); }, Objection::Lot);
        add("lot unknown", buy, [](NewOrder &o) { o.facts.instrument.lotSize = {}; }, Objection::Lot);
        add("below the minimum", buy, [](NewOrder &o) { o.order.quantity = quantity("0.01"); },
            Objection::BelowMinimum);
        add("above the maximum", buy, [](NewOrder &o) { o.order.quantity = quantity("900.01"); },
            Objection::AboveMaximum);
        add("as much as can be", buy, [](NewOrder &o) { o.order.quantity = quantity("900"); }, {});
        add("between ticks", buy, [](NewOrder &o) { o.order.limitPrice = price("98.42"); }, Objection::Tick);
        add("trigger between ticks", stop, [](NewOrder &o) { o.order.stopPrice = price("97.01"); }, Objection::Tick);
        add("a stop price that is not meant", buy, [](NewOrder &o) { o.order.stopPrice = price("97.01"); }, {});
        add("planned stop between ticks", buy, [](NewOrder &o) { o.terms.exits.stop = price("97.01"); },
            Objection::Tick);
        add("planned target between ticks", buy, [](NewOrder &o) { o.terms.exits.target = price("99.01"); },
            Objection::Tick);
        add("no price at all", buy, [](NewOrder &o) { o.order.limitPrice = price("0"); }, Objection::PriceRange);
        add("price too low", buy, [](NewOrder &o) { o.order.limitPrice = price("0.05"); }, Objection::PriceRange);
        add("price too high", buy, [](NewOrder &o) { o.order.limitPrice = price("20000.05"); }, Objection::PriceRange);
    }

    void saysWhatIsWrong()
    {
        QFETCH(int, found);
        QFETCH(int, wanted);

        QCOMPARE(found, wanted);
    }

    void knowsTheMarketBesideTheOrder_data()
    {
        QTest::addColumn<int>("found");
        QTest::addColumn<int>("wanted");
        const NewOrder buy = linear(entry());
        const NewOrder stop = linear(reducing(OrderRole::Stop, OrderType::Stop));
        const PriceLimits limits{.highestBuy = price("98.35"), .lowestSell = price("80")};
        add("worth too little", buy, [](NewOrder &o) { o.order.quantity = quantity("0.05"); },
            Objection::BelowMinimumValue);
        add("worth just enough", buy,
            [](NewOrder &o) { o.order.quantity = quantity("0.05"), o.order.limitPrice = price("100"); }, {});
        add("worth too little at its stop", buy,
            [](NewOrder &o) {
                o.order.quantity = quantity("0.05"), o.order.limitPrice = price("100");
                o.terms.exits.stop = price("99.95");
            },
            Objection::BelowMinimumValue);
        add("a small rest may be closed", stop, [](NewOrder &o) { o.order.quantity = quantity("0.01"); }, {});
        add("a large one too", stop, [](NewOrder &o) { o.order.quantity = quantity("5000"); }, {});
        add("but not between lots", stop, [](NewOrder &o) { o.order.quantity = quantity("0.015"); }, Objection::Lot);
        add("not on spot", spot(reducing(OrderRole::Stop, OrderType::Stop)),
            [](NewOrder &o) { o.order.quantity = quantity("0.02"); }, Objection::BelowMinimumValue);
        add("a large spot sale at the market", spot(reducing(OrderRole::Exit, OrderType::Market)),
            [](NewOrder &o) { o.order.quantity = quantity("151"); }, Objection::AboveMaximum);
        add("a bid above the limit", buy, [&](NewOrder &o) { o.terms.priceLimits = limits; }, Objection::PriceLimit);
        add("a bid at the limit", buy,
            [&](NewOrder &o) { o.terms.priceLimits = limits, o.order.limitPrice = price("98.35"); }, {});
        add("an offer below the limit", buy,
            [&](NewOrder &o) {
                o.terms.priceLimits = limits, o.order.side = Side::Sell, o.order.limitPrice = price("79.95");
            },
            Objection::PriceLimit);
        add("stop above the market", stop, [](NewOrder &o) { o.terms.triggerReference = price("97"); },
            Objection::TriggerPassed);
        add("stop below the market", stop, [](NewOrder &o) { o.terms.triggerReference = price("97.05"); }, {});
        add("target below the market", linear(reducing(OrderRole::Target, OrderType::Stop)),
            [](NewOrder &o) { o.terms.triggerReference = price("97.05"); }, Objection::TriggerPassed);
        add("buy stop below the market", linear(entry(OrderType::Stop)),
            [](NewOrder &o) { o.terms.triggerReference = price("97.05"); }, Objection::TriggerPassed);
        add("exits held by the venue", buy, [](NewOrder &o) { o.terms.attachesExits = true; }, {});
        const auto exits = [](const char *stopAt, const char *targetAt) {
            return [=](NewOrder &o) { o.terms.attachesExits = true, o.terms.exits = {price(stopAt), price(targetAt)}; };
        };
        NewOrder sell = buy;
        sell.order.side = Side::Sell;
        add("stop below, target above a buy", buy, exits("98.35", "98.45"), {});
        add("stop at a buy's price", buy, exits("98.4", "98.45"), Objection::Attached);
        add("target at a buy's price", buy, exits("98.35", "98.4"), Objection::Attached);
        add("stop above, target below a sale", sell, exits("98.45", "98.35"), {});
        add("the other way round", sell, exits("98.35", "98.45"), Objection::Attached);
        add("not for spot", spot(entry()), [](NewOrder &o) { o.terms.attachesExits = true; }, Objection::Attached);
        add("not for an exit", stop, [](NewOrder &o) { o.terms.attachesExits = true; }, Objection::Attached);
        add("not for what waits", linear(entry(OrderType::Stop)), [](NewOrder &o) { o.terms.attachesExits = true; },
            Objection::Attached);
    }

    void knowsTheMarketBesideTheOrder()
    {
        QFETCH(int, found);
        QFETCH(int, wanted);

        QCOMPARE(found, wanted);
    }

    void saysItInASentence()
    {
        NewOrder item = linear(entry());
        item.order.quantity = quantity("0.05");
        const auto found = objectionTo(item.order, item.facts, item.terms);

        QCOMPARE(shown(found->sentence),
                 QStringLiteral("0.05 at 98.4 is worth 4.92, below Bybit's minimum of 5 USDT."));
        QCOMPARE(shown(objectionToPrice(price("98.42"), item.facts, "limit price")->sentence),
                 QStringLiteral("The limit price 98.42 is not a multiple of 0.05, the tick of KLMUSDT."));
    }
};

QTEST_GUILESS_MAIN(BybitOrderRulesTest)
#include "BybitOrderRulesTest.moc"
