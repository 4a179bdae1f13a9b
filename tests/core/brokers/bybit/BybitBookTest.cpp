#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitBook.h"

#include <QTest>

using namespace core;
using namespace core::bybit;

namespace {

std::vector<BookLevel> levels(std::initializer_list<std::pair<const char *, const char *>> rows)
{
    std::vector<BookLevel> made;
    for (const auto &[at, size] : rows)
        made.push_back({price(at), quantity(size)});
    return made;
}

BookMessage book(bool isSnapshot, std::int64_t update, std::int64_t sequence, std::vector<BookLevel> bids,
                 std::vector<BookLevel> asks)
{
    return {.instrument = linearFacts().instrument.id,
            .isSnapshot = isSnapshot,
            .bids = std::move(bids),
            .asks = std::move(asks),
            .update = update,
            .sequence = sequence};
}

BybitBook begun()
{
    BybitBook made;
    (void)made.apply(book(true, 7, 70, levels({{"98", "1"}, {"97", "2"}}), levels({{"99", "3"}, {"100", "4"}})));
    return made;
}

using enum BybitBook::Outcome;

} // namespace

class BybitBookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doubtsABookThatDoesNotFollowOn_data()
    {
        QTest::addColumn<qint64>("update");
        QTest::addColumn<qint64>("sequence");
        QTest::addColumn<int>("outcome");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("the next") << qint64(8) << qint64(75) << int(Changed) << true;
        QTest::newRow("the same once more") << qint64(7) << qint64(70) << int(Repeated) << true;
        QTest::newRow("one is missing") << qint64(9) << qint64(75) << int(Gap) << false;
        QTest::newRow("an older one") << qint64(6) << qint64(75) << int(Gap) << false;
        QTest::newRow("its sequence falls") << qint64(8) << qint64(69) << int(Gap) << false;
        QTest::newRow("the venue restarted") << qint64(1) << qint64(2) << int(Replaced) << true;
    }

    void doubtsABookThatDoesNotFollowOn()
    {
        QFETCH(qint64, update);
        QFETCH(qint64, sequence);
        QFETCH(int, outcome);
        QFETCH(bool, isGood);
        BybitBook kept = begun();

        QCOMPARE(int(kept.apply(book(false, update, sequence, levels({{"97.5", "5"}}), {}))), outcome);
        QCOMPARE(kept.isGood(), isGood);
        QCOMPARE(kept.quote().has_value(), isGood && outcome != int(Replaced));
    }

    void aBookInDoubtWaitsForASnapshot()
    {
        BybitBook kept = begun();
        QVERIFY(kept.apply(book(false, 9, 90, {}, levels({{"99", "0"}}))) == Gap);

        QVERIFY(kept.apply(book(false, 10, 91, {}, {})) == InDoubt && !kept.quote());
        QVERIFY(kept.apply(book(true, 20, 95, levels({{"50", "1"}}), levels({{"51", "1"}}))) == Replaced);
        QVERIFY(kept.isGood() && kept.bids().size() == 1 && kept.quote()->bid == price("50"));
        kept.doubt();
        QVERIFY(kept.apply(book(false, 21, 96, {}, {})) == InDoubt);
        QVERIFY(BybitBook().apply(book(false, 5, 5, {}, {})) == InDoubt);
    }

    void aCrossedBookIsInDoubt()
    {
        BybitBook kept = begun();
        QVERIFY(kept.apply(book(false, 8, 71, levels({{"99", "1"}}), {})) == Crossed && !kept.quote());

        BybitBook other = begun();
        QVERIFY(other.apply(book(true, 8, 71, levels({{"99", "1"}}), levels({{"98", "1"}}))) == Crossed);
        BybitBook moved = begun(); // the ask goes as the bid comes: not crossed
        QVERIFY(moved.apply(book(false, 8, 71, levels({{"99", "1"}}), levels({{"99", "0"}}))) == Changed);
        QVERIFY(moved.quote()->bid == price("99") && moved.quote()->ask == price("100"));
    }

    void aShallowBookRepeatsItsSnapshot()
    {
        BybitBook kept = begun();

        QVERIFY(kept.apply(book(true, 7, 70, levels({{"98", "1"}}), levels({{"99", "3"}}))) == Replaced && kept.isGood());
        QVERIFY(kept.apply(book(false, 8, 71, levels({{"98", "0"}, {"96", "0"}}), {})) == Changed);
        QVERIFY(kept.bids().empty() && !kept.quote() && kept.isGood());
    }
};

QTEST_GUILESS_MAIN(BybitBookTest)
#include "BybitBookTest.moc"
