#include "core/market/BookFigures.h"

#include <QTest>

#include <vector>

using namespace core;

namespace {

Decimal dec(const char *text)
{
    return *Decimal::parse(text);
}

using Levels = std::vector<BookLevel>;
Levels levels(std::initializer_list<std::pair<const char *, const char *>> rows)
{
    Levels made;
    for (const auto &[price, quantity] : rows)
        made.push_back({Price(dec(price)), Quantity(dec(quantity))});
    return made;
}

std::string shown(const std::optional<Price> &price)
{
    return price ? price->toString() : "none";
}

} // namespace

/// What an order book says.
class BookFiguresTest : public QObject {
    Q_OBJECT

    const Levels m_bids = levels({{"100", "3"}, {"99.9", "5"}, {"99", "12"}});
    const Levels m_asks = levels({{"100.1", "1"}, {"100.2", "1"}, {"101.101", "8"}});

private Q_SLOTS:
    void imbalanceIsOfTheFirstLevels()
    {
        QCOMPARE(bookImbalance(m_bids, m_asks, 1), std::optional(0.5));
        QCOMPARE(bookImbalance(m_bids, m_asks, 2), std::optional(0.6));
        QCOMPARE(bookImbalance(m_bids, m_asks, 50), std::optional(1.0 / 3));
        QCOMPARE(bookImbalance({}, m_asks, 3), std::optional(-1.0));
        QCOMPARE(bookImbalance(m_bids, {}, 3), std::optional(1.0));
        QCOMPARE(bookImbalance({}, {}, 3), std::optional<double>());
        QCOMPARE(bookImbalance(m_bids, m_asks, 0), std::optional<double>());
    }

    void depthCountsWhatIsNear()
    {
        QCOMPARE(depthWithin(m_bids, dec("0")).toString(), std::string("3"));
        QCOMPARE(depthWithin(m_bids, dec("0.001")).toString(), std::string("8")); // exactly on the border
        QCOMPARE(depthWithin(m_bids, dec("0.000999999")).toString(), std::string("3"));
        QCOMPARE(depthWithin(m_asks, dec("0.01")).toString(), std::string("10"));
        QVERIFY(depthWithin({}, dec("1")).isZero());
    }

    void theMicroPriceLeansToTheThinnerSide()
    {
        QCOMPARE(shown(microPrice(m_bids, m_asks)), std::string("100.075")); // (100 x 1 + 100.1 x 3) / 4
        QCOMPARE(shown(microPrice(m_bids, {})), std::string("none"));
        QCOMPARE(shown(microPrice({}, m_asks)), std::string("none"));
    }

    void aFillWalksThroughTheLevels()
    {
        QCOMPARE(shown(averageFill(m_asks, Quantity(dec("0.5")))), std::string("100.1"));
        QCOMPARE(shown(averageFill(m_asks, Quantity(dec("2")))), std::string("100.15"));
        QCOMPARE(shown(averageFill(m_asks, Quantity(dec("10")))), std::string("100.9108"));
        QCOMPARE(shown(averageFill(m_asks, Quantity(dec("10.000000001")))), std::string("none"));
        QCOMPARE(shown(averageFill(m_asks, Quantity())), std::string("none"));
    }
};

QTEST_GUILESS_MAIN(BookFiguresTest)
#include "BookFiguresTest.moc"
