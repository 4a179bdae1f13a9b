// The venue's own recorded book, and the same with one thing broken, told in the stream's words.
#include "tests/core/brokers/bybit/BybitBuilders.h"
#include "tests/support/SharedData.h"

#include "core/brokers/bybit/BybitBook.h"
#include "core/brokers/bybit/BybitStream.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <map>

using namespace core;
using namespace core::bybit;

namespace {

using Outcome = BybitBook::Outcome;

struct Row {
    QString time, update, type, side, price, size;
};

std::vector<Row> rowsOf(const char *file)
{
    QFile csv(QString::fromStdString(support::sharedFile(file)));
    std::vector<Row> rows;
    if (!csv.open(QIODevice::ReadOnly))
        return rows;
    (void)csv.readLine();
    while (!csv.atEnd()) {
        const QStringList cells = QString::fromUtf8(csv.readLine()).trimmed().split(QLatin1Char(','));
        rows.push_back({cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]});
    }
    return rows;
}

/// The rows of one message stand together.
std::vector<std::vector<Row>> messagesOf(const std::vector<Row> &rows)
{
    std::vector<std::vector<Row>> messages;
    for (const Row &row : rows) {
        const bool isNew = messages.empty() || messages.back().front().update != row.update ||
                           messages.back().front().type != row.type;
        if (isNew)
            messages.emplace_back();
        messages.back().push_back(row);
    }
    return messages;
}

/// As the venue's socket would send it.
std::string frame(const std::vector<Row> &message)
{
    QJsonArray bids;
    QJsonArray asks;
    for (const Row &row : message)
        (row.side == QStringLiteral("B") ? bids : asks).append(QJsonArray{row.price, row.size});
    const Row &first = message.front();
    const QJsonObject data{{QStringLiteral("s"), QStringLiteral("XRPUSDT")}, {QStringLiteral("b"), bids},
                           {QStringLiteral("a"), asks}, {QStringLiteral("u"), first.update.toLongLong()},
                           {QStringLiteral("seq"), first.update.toLongLong() * 7}};
    const bool isSnapshot = first.type == QStringLiteral("S");
    const QJsonObject root{{QStringLiteral("topic"), QStringLiteral("orderbook.500.XRPUSDT")},
                           {QStringLiteral("type"), isSnapshot ? QStringLiteral("snapshot") : QStringLiteral("delta")},
                           {QStringLiteral("ts"), first.time.toLongLong()}, {QStringLiteral("data"), data}};
    return QJsonDocument(root).toJson(QJsonDocument::Compact).toStdString();
}

/// The same by hand: prices as thousandths of a thousandth, no line of the book's own code.
struct PlainBook {
    std::map<long long, QString> bids, asks;

    static long long keyOf(const QString &price) { return qRound64(price.toDouble() * 1e6); }
    void fold(const std::vector<Row> &message)
    {
        if (message.front().type == QStringLiteral("S"))
            bids.clear(), asks.clear();
        for (const Row &row : message) {
            auto &levels = row.side == QStringLiteral("B") ? bids : asks;
            levels.erase(keyOf(row.price));
            if (row.size.toDouble() > 0)
                levels[keyOf(row.price)] = row.size;
        }
    }
};

QString told(const std::vector<BookLevel> &levels)
{
    QString text;
    for (const BookLevel &level : levels)
        text += QString::number(qRound64(level.price.toDouble() * 1e6)) + QLatin1Char(':') +
                QString::number(level.quantity.toDouble()) + QLatin1Char(' ');
    return text;
}

QString toldAscending(const std::map<long long, QString> &levels)
{
    QString text;
    for (const auto &[price, size] : levels)
        text += QString::number(price) + QLatin1Char(':') + QString::number(size.toDouble()) + QLatin1Char(' ');
    return text;
}

QString toldDescending(const std::map<long long, QString> &levels)
{
    QString text;
    for (auto level = levels.rbegin(); level != levels.rend(); ++level)
        text += QString::number(level->first) + QLatin1Char(':') + QString::number(level->second.toDouble()) +
                QLatin1Char(' ');
    return text;
}

Outcome apply(BybitBook &book, const std::vector<Row> &message)
{
    const auto read = readPublicMessage(Category::Linear, frame(message));
    return book.apply(std::get<BookMessage>(*read));
}

/// How often each outcome came, and when the first was not good.
struct Course {
    std::map<Outcome, int> counts;
    QString firstBad;
    BybitBook book;
};

Course courseOf(const char *file)
{
    Course course;
    for (const auto &message : messagesOf(rowsOf(file))) {
        const Outcome outcome = apply(course.book, message);
        ++course.counts[outcome];
        if (!course.book.isGood() && course.firstBad.isEmpty())
            course.firstBad = message.front().update;
    }
    return course;
}

} // namespace

class BybitRealBookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { REQUIRE_SHARED_DATA(); }

    void isTheSameAsAFoldByHandAfterEveryMessage()
    {
        BybitBook book;
        PlainBook plain;
        const auto messages = messagesOf(rowsOf("dirty/45_book_clean.csv"));
        QCOMPARE(messages.size(), std::size_t(50));

        for (const auto &message : messages) {
            const Outcome outcome = apply(book, message);
            plain.fold(message);

            QVERIFY(outcome == Outcome::Replaced || outcome == Outcome::Changed);
            QCOMPARE(told(book.asks()), toldAscending(plain.asks));
            QCOMPARE(told(book.bids()), toldDescending(plain.bids));
        }
        QVERIFY(book.asks().size() > 400 && book.quote());
    }

    void noticesTheMissingMessage()
    {
        const Course course = courseOf("dirty/46_book_missing_update.csv");

        QCOMPARE(course.firstBad, QStringLiteral("20254890")); // 20254889 is not there
        QCOMPARE(course.counts.at(Outcome::Gap), 1);
        QCOMPARE(course.counts.at(Outcome::InDoubt), 28);
        QVERIFY(!course.book.quote());
    }

    void appliesNothingToAnEmptyBook()
    {
        Course course = courseOf("dirty/47_book_delta_before_snapshot.csv");

        QCOMPARE(course.firstBad, QStringLiteral("20254870"));
        QCOMPARE(course.counts.at(Outcome::Replaced), 1);
        QCOMPARE(course.counts.at(Outcome::Gap), 1); // the two that came too early are missing behind it
        QVERIFY(!course.book.isGood());
    }

    void noticesTheCrossedBook()
    {
        const Course course = courseOf("dirty/48_book_crossed.csv");

        QCOMPARE(course.firstBad, QStringLiteral("20254919"));
        QCOMPARE(course.counts.at(Outcome::Crossed), 1);
        QCOMPARE(course.counts.at(Outcome::Changed), 49);
        QVERIFY(!course.book.quote());
    }
};

QTEST_GUILESS_MAIN(BybitRealBookTest)
#include "BybitRealBookTest.moc"
