#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaOrderStream.h"

#include "tests/core/brokers/alpaca/Builders.h"
#include "tests/core/brokers/alpaca/Payloads.h"
#include "tests/support/SharedData.h"

using namespace core;
using namespace core::alpaca;
using namespace support;

namespace {

TradeUpdate updateFrom(const char *name)
{
    return std::get<TradeUpdate>(parseOrderStream(payload(name)).value());
}

} // namespace

class AlpacaOrderStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEventHasItsMeaning_data()
    {
        QTest::addColumn<QString>("event");
        QTest::addColumn<int>("index"); // of the variant
        QTest::addColumn<int>("status");
        const auto row = [](const char *event, const Happening &what, OrderStatus status) {
            QTest::newRow(event) << QString::fromLatin1(event) << int(what.index()) << int(status);
        };
        for (const char *event : {"accepted", "pending_new", "new", "done_for_day", "pending_cancel", "pending_replace",
                                  "stopped", "suspended", "calculated", "held", "restated"})
            row(event, StatusChanged(), OrderStatus::Working);
        row("partial_fill", OrderExecuted(), OrderStatus::PartiallyFilled);
        row("fill", OrderExecuted(), OrderStatus::Filled);
        row("replaced", OrderReplaced(), OrderStatus::Cancelled);
        row("canceled", OrderEnded(), OrderStatus::Cancelled);
        row("expired", OrderEnded(), OrderStatus::Expired);
        row("rejected", OrderRefused(), OrderStatus::Rejected);
        row("order_cancel_rejected", RequestRefused(), OrderStatus::PartiallyFilled);
        row("order_replace_rejected", RequestRefused(), OrderStatus::Working);
    }
    void everyEventHasItsMeaning()
    {
        QFETCH(QString, event);
        QFETCH(int, index);
        QFETCH(int, status);

        const TradeUpdate update = updateFrom((QStringLiteral("stream-") + event + QStringLiteral(".json")).toLatin1().constData());

        QCOMPARE(QString::fromStdString(update.event), event);
        QCOMPARE(int(update.what.index()), index);
        QCOMPARE(int(update.order.status), status);
        QVERIFY(update.at == at("2026-03-02T14:31:07.391204518Z"));
        QVERIFY(!update.order.clientId.isEmpty());
    }

    void aFillIsTheSameAsItsActivity()
    {
        const auto first = std::get<OrderExecuted>(updateFrom("stream-partial_fill.json").what);
        const auto second = std::get<OrderExecuted>(updateFrom("stream-fill.json").what);
        const auto page = parseFillPage(payload("fills.json"), 100);

        VERIFY_RESULT(page);
        QVERIFY(first.execution.id == page->fills[0].id);
        QVERIFY(second.execution.id == page->fills[1].id);
        QVERIFY(first.execution.id != second.execution.id);
        QVERIFY(first.execution.at != page->fills[0].at); // nanoseconds here, microseconds there
        QVERIFY(!first.isLast && second.isLast && second.position == qty("12"));
        QCOMPARE(first.execution.venueText, std::string("e-0001"));
        QCOMPARE(first.execution.clientId.text(), std::string("AB01CD0000000018L"));
    }

    void anEventSaysWhatItIsAbout()
    {
        const auto replaced = std::get<OrderReplaced>(updateFrom("stream-replaced.json").what);
        QVERIFY(replaced.from.text().ends_with("0007") && replaced.to->text().ends_with("0008"));
        QVERIFY(std::get<OrderEnded>(updateFrom("stream-expired.json").what).isExpired);
        QVERIFY(!std::get<OrderEnded>(updateFrom("stream-canceled.json").what).isExpired);
        QVERIFY(std::get<RequestRefused>(updateFrom("stream-order_replace_rejected.json").what).isReplace);
        QVERIFY(!std::get<OrderRefused>(updateFrom("stream-rejected.json").what).reason.empty());
    }

    void anUnknownEventStaysDoubt()
    {
        std::string bytes = payload("stream-new.json");
        bytes.replace(bytes.find("\"new\""), 5, "\"teleported\"");

        const auto message = parseOrderStream(bytes);

        VERIFY_RESULT(message);
        QVERIFY(std::holds_alternative<UnknownEvent>(std::get<TradeUpdate>(*message).what));
    }

    void readsTheHandshake()
    {
        const auto read = [](const char *name) { return parseOrderStream(payload(name)).value(); };
        QVERIFY(std::get<StreamAuthorization>(read("stream-authorized.json")).isAuthorized);
        const auto refused = std::get<StreamAuthorization>(read("stream-unauthorized.json"));
        QVERIFY(!refused.isAuthorized && refused.action == "listen");
        const auto listening = std::get<StreamListening>(read("stream-listening.json"));
        QVERIFY(listening.hears("trade_updates") && !listening.hears("account_updates"));
        QCOMPARE(std::get<StreamTrouble>(read("stream-error.json")).message, std::string("the server is going down"));
        QVERIFY(std::holds_alternative<StreamTrouble>(parseOrderStream("{\"action\":\"error\"}").value()));
        QCOMPARE(std::get<OtherMessage>(parseOrderStream("{\"stream\":\"news\",\"data\":{}}").value()).name,
                 std::string("news"));
        QCOMPARE(listenMessage(), std::string("{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\"]}}"));
    }

    void olderServersLeaveThingsOut()
    {
        const auto message = parseOrderStream(
            "{\"stream\":\"trade_updates\",\"data\":{\"event\":\"partial_fill\",\"price\":81.36,\"qty\":5,\"order\":{"
            "\"id\":\"a0a0a0a0-0000-4000-8000-000000000002\",\"client_order_id\":\"X\",\"symbol\":\"PLTR\",\"side\":\"buy\","
            "\"type\":\"limit\",\"time_in_force\":\"day\",\"qty\":\"12\",\"filled_qty\":\"5\",\"status\":\"partially_filled\","
            "\"updated_at\":\"2026-03-02T14:31:07Z\"}}}");

        VERIFY_RESULT(message);
        const TradeUpdate &update = std::get<TradeUpdate>(*message);
        const Execution execution = std::get<OrderExecuted>(update.what).execution;
        QVERIFY(execution.id == parseFillPage(payload("fills.json"), 100)->fills[0].id);
        QVERIFY(update.eventId.empty() && execution.at == at("2026-03-02T14:31:07Z"));
    }

    void malformedTwinsAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"accepted", "pending_new", "new", "done_for_day", "pending_cancel", "pending_replace",
                                 "stopped", "suspended", "calculated", "held", "restated", "partial_fill", "fill",
                                 "replaced", "canceled", "expired", "rejected", "order_cancel_rejected",
                                 "order_replace_rejected", "authorized", "unauthorized", "listening", "error"})
            QTest::newRow(name) << QStringLiteral("stream-") + QString::fromLatin1(name);
    }
    void malformedTwinsAreRefused()
    {
        QFETCH(QString, name);
        const std::string good = payload((name + QStringLiteral(".json")).toLatin1().constData());

        VERIFY_RESULT(parseOrderStream(good));
        QVERIFY(!parseOrderStream(payload((name + QStringLiteral(".bad.json")).toLatin1().constData())));
        QVERIFY(!parseOrderStream(good.substr(0, good.size() - 3)));
        QVERIFY(!parseOrderStream("[" + good + "]"));
    }

    void aFillThatDoesNotFitItsOrderIsRefused()
    {
        std::string bytes = payload("stream-partial_fill.json");
        bytes.replace(bytes.find("\"qty\": \"5\""), 10, "\"qty\": \"6\"");

        QVERIFY(!parseOrderStream(bytes)); // six of this execution, but five of the order
    }
};

QTEST_GUILESS_MAIN(AlpacaOrderStreamTest)
#include "AlpacaOrderStreamTest.moc"
