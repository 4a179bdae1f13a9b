#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaKnownOrders.h"
#include "core/brokers/alpaca/AlpacaOrderTerms.h"

#include "tests/core/brokers/alpaca/Builders.h"

#include <QTest>

using namespace core;
using namespace core::alpaca;
using namespace support;

namespace {

const InstrumentId coin{"alpaca-crypto", "BTC/USD"};
const InstrumentId share{"alpaca", "PLTR"};

OrderRequest stopOf(const InstrumentId &instrument, Side side)
{
    return {.clientOrderId = ClientOrderId("S"), .instrument = instrument, .side = side, .quantity = qty("10"),
            .type = OrderType::Stop, .stopPrice = px("81.37"), .role = OrderRole::Stop, .ocoGroup = "oco-T"};
}

} // namespace

class AlpacaOrderTermsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCoinHasNoDayAndNoStop()
    {
        const Instrument facts = usualInstrument(coin);
        const NewOrder sell = orderToSend(stopOf(coin, Side::Sell), facts);
        QVERIFY(sell.type == WireType::StopLimit && sell.timeInForce == WireTimeInForce::Gtc);
        QVERIFY(sell.stop == px("81.37") && sell.limit == px("79.74")); // 79.7426, away from the stop
        QVERIFY(orderToSend(stopOf(coin, Side::Buy), facts).limit == px("83")); // 82.9974
        OrderRequest atOnce = stopOf(coin, Side::Buy);
        atOnce.timeInForce = TimeInForce::ImmediateOrCancel;
        QVERIFY(orderToSend(atOnce, facts).timeInForce == WireTimeInForce::Ioc);
    }

    void theLimitOfACoinsStopKeepsToTheVenuesStep()
    {
        Instrument facts = usualInstrument(coin);
        facts.tickSize = dec("0.0000001");
        QVERIFY(stopLimitBeyond(facts, Side::Sell, px("0.0083")) == px("0.008134"));
        QVERIFY(stopLimitBeyond(facts, Side::Sell, px("0.08")) == px("0.0784"));
        QVERIFY(stopLimitBeyond(facts, Side::Buy, px("0.0083333")) == px("0.0085")); // 0.008499966
    }

    void aShareStaysAsItIs()
    {
        const NewOrder sell = orderToSend(stopOf(share, Side::Sell), usualInstrument(share));
        QVERIFY(sell.type == WireType::Stop && sell.timeInForce == WireTimeInForce::Day && !sell.limit);
        QVERIFY(sell.intent == PositionIntent::SellToClose);
    }

    void feesOfACoinAreTakenFromWhatIsReceived()
    {
        Fill buy{.id = {}, .order = {}, .instrument = coin, .side = Side::Buy, .quantity = qty("0.000000001"),
                 .price = px("60000"), .fee = {}, .at = {}};
        Fill sell = buy;
        sell.side = Side::Sell;
        sell.quantity = qty("2");
        Fill ofShares = buy;
        ofShares.instrument = share;
        addFees(buy);
        addFees(sell);
        addFees(ofShares);
        QVERIFY(buy.assetFee == qty("0.000000001") && buy.fee.isZero()); // rounded up
        QVERIFY(sell.fee == usd("300") && sell.assetFee.isZero());
        QVERIFY(ofShares.fee.isZero() && ofShares.assetFee.isZero());
    }

    void whatTheVenueSaysItHasIsCompared()
    {
        const NewOrder sent = limitBuy();
        VenueOrder theirs{.id = VenueOrderId("v1"), .clientId = sent.id, .instrument = share, .quantity = qty("12"),
                          .limit = px("81.37")};
        QVERIFY(!otherThanSent(sent, theirs) && !termsChanged(sent, theirs));
        theirs.quantity = qty("11");
        QVERIFY(!otherThanSent(sent, theirs) && termsChanged(sent, theirs));
        theirs.side = Side::Sell;
        QVERIFY(otherThanSent(sent, theirs));
    }

    void aNameTellsItsChanges()
    {
        KnownOrders orders;
        OrderRequest request = stopOf(share, Side::Sell);
        orders.know(request);
        const auto named = [](const char *id, const char *name) {
            return VenueOrder{.id = VenueOrderId(id), .clientId = ClientOrderId(name), .instrument = share};
        };
        QVERIFY(orders.link(named("v2", "S.2")) == ClientOrderId("S")); // whichever comes first
        QVERIFY(orders.link(named("v1", "S")) == ClientOrderId("S"));
        QVERIFY(orders.find(ClientOrderId("S"))->venueId == VenueOrderId("v2"));
        for (const char *name : {"X.1", "S.", "S.x", "S.0", ".1", "S.-1", "S.1x"})
            QVERIFY(orders.link(named(name, name)) == ClientOrderId(name));
        QVERIFY(orders.find(ClientOrderId("X.1"))->isExternal);
    }

    void aChangeThatCameToNothingStaysNothing()
    {
        KnownOrders orders;
        orders.know(stopOf(share, Side::Sell));
        const VenueOrder first{.id = VenueOrderId("v1"), .clientId = ClientOrderId("S"), .instrument = share};
        const VenueOrder second{.id = VenueOrderId("v2"), .clientId = ClientOrderId("S.1"), .instrument = share,
                                .replaces = VenueOrderId("v1")};
        (void)orders.link(first);
        (void)orders.link(second);
        orders.unlink(VenueOrderId("v2"));
        QVERIFY(orders.find(ClientOrderId("S"))->venueId == VenueOrderId("v1"));
        (void)orders.link(second); // a list shows it once more
        QVERIFY(orders.find(ClientOrderId("S"))->venueId == VenueOrderId("v1"));
        QVERIFY(orders.ownerOf(VenueOrderId("v2")) == ClientOrderId("S"));
    }

    void onlyTheStopOfAPairIsFoundByItsTarget()
    {
        OrderRequest request = stopOf(share, Side::Sell);
        QVERIFY(targetOfStop(request) == ClientOrderId("T"));
        request.clientOrderId = ClientOrderId("T");
        QVERIFY(!targetOfStop(request));
        request.ocoGroup = "exits-of-T";
        QVERIFY(!targetOfStop(request));
    }
};

QTEST_GUILESS_MAIN(AlpacaOrderTermsTest)
#include "AlpacaOrderTermsTest.moc"
