#include "core/monitor/MetricsText.h"
#include "tests/support/Exposition.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace core;
using support::Exposition;

namespace {

bool isSound(const std::string &page)
{
    const Exposition read(page);
    if (!read.error().empty())
        qWarning("%s\n%s", read.error().c_str(), page.c_str());
    return read.error().empty();
}

bool isBug(const std::function<void(MetricsText &)> &call)
{
    MetricsText page;
    page.gauge("known", "A help text.", {}, 1);
    try {
        call(page);
    } catch (const std::exception &) {
        return true;
    }
    return false;
}

} // namespace

class MetricsTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPageToTheLetter()
    {
        MetricsText page;
        page.counter("orders_total", "Orders sent.", {{"side", "buy"}}, 3);
        page.gauge("equity", "Account's worth.", {}, std::string("100243.18"));
        page.counter("orders_total", "Orders sent.", {{"side", "sell"}}, 4);

        QCOMPARE(page.text(), std::string("# HELP orders_total Orders sent.\n"
                                          "# TYPE orders_total counter\n"
                                          "orders_total{side=\"buy\"} 3\n"
                                          "orders_total{side=\"sell\"} 4\n"
                                          "# HELP equity Account's worth.\n"
                                          "# TYPE equity gauge\n"
                                          "equity 100243.18\n"));
        QVERIFY(isSound(page.text()));
    }

    void whateverALabelHoldsComesBack()
    {
        const std::string hard = "a\\b\"c\"\nd,e={}\xC3\xA9 \\n";
        MetricsText page;
        page.gauge("hard", "Help with \\ and \n inside.", {{"text", hard}, {"other", ""}}, 1);

        const Exposition read(page.text());

        QCOMPARE(read.error(), std::string());
        QCOMPARE(*read.value("hard", {{"text", hard}, {"other", ""}}), 1.0);
        QCOMPARE(std::ranges::count(page.text(), '\n'), 3);
    }

    void floatsAsPrometheusReadsThem()
    {
        QCOMPARE(metricNumber(0.1), std::string("0.1"));
        QCOMPARE(metricNumber(0), std::string("0"));
        QCOMPARE(metricNumber(std::nan("")), std::string("NaN"));
        QCOMPARE(metricNumber(std::numeric_limits<double>::infinity()), std::string("+Inf"));
        QCOMPARE(metricNumber(-std::numeric_limits<double>::infinity()), std::string("-Inf"));
        for (const double value : {1e-9, 1e300, 123456789.125, -0.001}) {
            MetricsText page;
            page.gauge("figure", "A figure.", {}, value);
            QCOMPARE(*Exposition(page.text()).value("figure"), value);
        }
    }

    void aSummaryTellsQuantilesInSeconds()
    {
        LatencyHistogram values;
        for (int i = 1; i <= 100; ++i)
            values.add(std::chrono::milliseconds(i));
        MetricsText page;
        page.summary("wait_seconds", "Waiting.", {{"what", "disk"}}, values);
        page.summary("wait_seconds", "Waiting.", {{"what", "nothing"}}, {});

        const Exposition read(page.text());

        QCOMPARE(read.error(), std::string());
        QCOMPARE(read.typeOf("wait_seconds"), std::string("summary"));
        const double p99 = *read.value("wait_seconds", {{"what", "disk"}, {"quantile", "0.99"}});
        QVERIFY(p99 >= 0.099 && p99 <= 0.099 * 33 / 32);
        QCOMPARE(*read.value("wait_seconds_count", {{"what", "disk"}}), 100.0);
        QCOMPARE(*read.value("wait_seconds_sum", {{"what", "disk"}}), 5.05);
        QVERIFY(std::isnan(*read.value("wait_seconds", {{"what", "nothing"}, {"quantile", "0.5"}})));
        QCOMPARE(*read.value("wait_seconds_count", {{"what", "nothing"}}), 0.0);
    }

    void aHistogramCountsUpToEachBound()
    {
        BoundedHistogram drift({-0.5, 0, 0.5});
        for (const double value : {-1.0, -0.5, 0.1, 0.4, 9.0})
            drift.add(value);
        MetricsText page;
        page.histogram("drift_r", "Drift.", {}, drift);

        const Exposition read(page.text());

        QCOMPARE(read.error(), std::string());
        QCOMPARE(*read.value("drift_r_bucket", {{"le", "-0.5"}}), 2.0);
        QCOMPARE(*read.value("drift_r_bucket", {{"le", "0"}}), 2.0);
        QCOMPARE(*read.value("drift_r_bucket", {{"le", "0.5"}}), 4.0);
        QCOMPARE(*read.value("drift_r_bucket", {{"le", "+Inf"}}), 5.0);
        QCOMPARE(*read.value("drift_r_sum"), 8.0);
    }

    void whatTheFormatForbidsIsABug()
    {
        QVERIFY(isBug([](MetricsText &page) { page.gauge("1st", "x", {}, 1); }));
        QVERIFY(isBug([](MetricsText &page) { page.gauge("", "x", {}, 1); }));
        QVERIFY(isBug([](MetricsText &page) { page.gauge("per-cent", "x", {}, 1); }));
        QVERIFY(isBug([](MetricsText &page) { page.gauge("a", "x", {{"b:c", ""}}, 1); }));
        QVERIFY(isBug([](MetricsText &page) { page.gauge("a", "x", {{"__b", ""}}, 1); }));
        QVERIFY(isBug([](MetricsText &page) { page.gauge("known", "Another text.", {}, 1); }));
        QVERIFY(isBug([](MetricsText &page) { page.counter("known", "A help text.", {{"a", "b"}}, 1); }));
        QVERIFY(isBug([](MetricsText &page) { page.gauge("known", "A help text.", {}, 2); }));
        QVERIFY(!isBug([](MetricsText &page) { page.gauge("known", "A help text.", {{"a", "b"}}, 2); }));
        QVERIFY(!isBug([](MetricsText &page) { page.gauge("ns:known_2", "x", {{"_b2", ""}}, 2); }));
    }

    /// The reader itself must be able to say no, or the tests above prove nothing.
    void theReaderRefusesWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("page");
        const QByteArray good = "# HELP a A.\n# TYPE a counter\n";
        const QByteArray histogram = "# HELP h H.\n# TYPE h histogram\n";
        QTest::newRow("no line feed at the end") << good + "a 1";
        QTest::newRow("empty line") << good + "\na 1\n";
        QTest::newRow("no type") << QByteArray("a 1\n");
        QTest::newRow("type twice") << good + "# TYPE a counter\na 1\n";
        QTest::newRow("unknown type") << QByteArray("# HELP a A.\n# TYPE a meter\na 1\n");
        QTest::newRow("not a number") << good + "a one\n";
        QTest::newRow("hexadecimal") << good + "a 0x1\n";
        QTest::newRow("negative counter") << good + "a -1\n";
        QTest::newRow("quote not escaped") << good + "a{b=\"c\"d\"} 1\n";
        QTest::newRow("unknown escape") << good + "a{b=\"\\t\"} 1\n";
        QTest::newRow("the same twice") << good + "a{b=\"c\"} 1\na{b=\"c\"} 2\n";
        QTest::newRow("label twice") << good + "a{b=\"c\",b=\"d\"} 1\n";
        QTest::newRow("apart") << good + "a{b=\"c\"} 1\n# HELP d D.\n# TYPE d gauge\nd 1\na{b=\"e\"} 1\n";
        QTest::newRow("falling buckets") << histogram + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n";
        QTest::newRow("no last bucket") << histogram + "h_bucket{le=\"1\"} 2\nh_sum 1\nh_count 2\n";
        QTest::newRow("another count") << histogram + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n";
        QTest::newRow("quantile above one")
            << QByteArray("# HELP s S.\n# TYPE s summary\ns{quantile=\"2\"} 1\ns_sum 1\ns_count 1\n");
    }
    void theReaderRefusesWhatIsWrong()
    {
        QFETCH(QByteArray, page);

        QVERIFY(!Exposition(page.toStdString()).error().empty());
    }
};

QTEST_GUILESS_MAIN(MetricsTextTest)
#include "MetricsTextTest.moc"
