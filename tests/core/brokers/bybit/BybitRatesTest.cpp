#include "tests/core/brokers/bybit/EveryRequest.h"

#include "core/brokers/bybit/BybitRates.h"

#include <QTest>

#include <map>

using namespace core;
using namespace core::bybit;

namespace {

std::map<std::string, int> limits()
{
    std::map<std::string, int> found;
    for (const net::RateRule &rule : usualRates())
        found[rule.bucket] = rule.limit;
    return found;
}

} // namespace

class BybitRatesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySignedRequestHasItsRate()
    {
        const auto rates = limits();
        for (const Request &request : everyRequest())
            for (const net::RateCharge &charge : chargesOf(request))
                QVERIFY2(rates.contains(charge.bucket), charge.bucket.c_str());
    }

    void knowsTheVenuesTable_data()
    {
        QTest::addColumn<QString>("bucket");
        QTest::addColumn<int>("limit");
        QTest::newRow("a") << "order/create linear" << 10;
        QTest::newRow("b") << "order/create spot" << 20;
        QTest::newRow("c") << "order/amend spot" << 10;
        QTest::newRow("d") << "order/cancel-all linear" << 10;
        QTest::newRow("e") << "order/cancel-batch spot" << 20;
        QTest::newRow("f") << "execution/list linear" << 50;
        QTest::newRow("g") << "position/list linear" << 50;
        QTest::newRow("h") << "position/trading-stop linear" << 10;
        QTest::newRow("i") << "account/wallet-balance" << 50;
        QTest::newRow("j") << "account/fee-rate spot" << 5;
        QTest::newRow("k") << "user/query-api" << 10;
        QTest::newRow("l") << "address" << 600;
    }

    void knowsTheVenuesTable()
    {
        QFETCH(QString, bucket);
        QFETCH(int, limit);

        QCOMPARE(limits().at(bucket.toStdString()), limit);
    }

    void aBatchCountsEachOrderAndOneRequest()
    {
        const std::vector<NewOrder> orders(7, linear(entry()));
        const auto charges = chargesOf(*createOrders(Category::Linear, orders));

        QCOMPARE(charges.size(), std::size_t(2));
        QVERIFY(charges[0].bucket == "order/create-batch linear" && charges[0].units == 7);
        QVERIFY(charges[1].bucket == "address" && charges[1].units == 1);
        QCOMPARE(chargesOf(serverTime()).size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(BybitRatesTest)
#include "BybitRatesTest.moc"
