// Whatever a venue, or somebody between it and us, may send: it is read or refused, and nothing breaks.
#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitAccountWire.h"
#include "core/brokers/bybit/BybitAcks.h"
#include "core/brokers/bybit/BybitBook.h"
#include "core/brokers/bybit/BybitExecutionWire.h"
#include "core/brokers/bybit/BybitInstrumentWire.h"
#include "core/brokers/bybit/BybitMarketWire.h"
#include "core/brokers/bybit/BybitStream.h"
#include "core/brokers/bybit/BybitTickerMerge.h"
#include "core/brokers/bybit/BybitTransactions.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTest>

using namespace core;
using namespace core::bybit;

namespace {

QStringList goodPayloads()
{
    const QDir folder(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/data/bybit"));
    QStringList names;
    for (const QString &file : folder.entryList({QStringLiteral("*.json")}))
        if (!file.endsWith(QStringLiteral(".bad.json")))
            names << file.chopped(5);
    return names;
}

int useExecutions(const std::vector<ExecutionState> &executions, const InstrumentFacts &facts)
{
    int used = 0;
    for (const ExecutionState &each : executions)
        used += bookingOf(each, facts).assetChange().sign() <= 1;
    return used;
}

int readStreams(const std::string &text)
{
    static BybitBook book;
    static TickerMerge merge;
    int read = 0;
    for (const Category category : {Category::Spot, Category::Linear}) {
        const auto message = readPublicMessage(category, text);
        read += message.has_value();
        if (const auto *change = message ? std::get_if<BookMessage>(&*message) : nullptr)
            (void)book.apply(*change);
        if (const auto *change = message ? std::get_if<TickerMessage>(&*message) : nullptr)
            (void)merge.apply(*change);
    }
    const auto message = readPrivateMessage(text);
    if (const auto *told = message ? std::get_if<ExecutionsTold>(&*message) : nullptr)
        read += useExecutions(told->executions, linearFacts());
    return read + message.has_value();
}

/// Asks every reader; returns how many could read it.
int readAll(const std::string &text)
{
    int read = readStreams(text);
    for (const Category category : {Category::Spot, Category::Linear}) {
        const auto executions = parseExecutions(category, text);
        read += executions.has_value();
        if (executions)
            read += useExecutions(executions->items, category == Category::Spot ? spotFacts() : linearFacts());
        const auto instruments = parseInstruments(category, text);
        read += instruments && instruments->items.size() > 0;
        read += parseOrders(category, text).has_value() + parseOrderBook(category, text).has_value();
        read += parseTickers(category, text).has_value() + parseTrades(category, text).has_value();
    }
    read += parseKlines(Timeframe::H1, text).has_value() + parseFunding(text).has_value();
    read += parseAck(text).has_value() + parseCancelAll(text).has_value();
    read += parseBatch(text, RequestKind::Create, 3).has_value() + parsePriceLimit(text).has_value();
    read += parseServerTime(text).has_value() + parseWallet(text).has_value() + parsePositions(text).has_value();
    read += parseAccountInfo(text).has_value() + parseKeyInfo(text).has_value();
    if (const auto transactions = parseTransactions(text)) {
        ++read;
        for (const Transaction &each : transactions->items)
            read += cashFlowOf(each).has_value();
    }
    read += parseFeeRates(text).has_value() + parseUserSettings(text).has_value();
    net::HttpAnswer answer;
    answer.status = 200;
    answer.body = text;
    read += judge(answer, publicGet("/v5/market/time"), {}).isDone();
    return read;
}

const char *const oddValues[] = {"\"\"", "null", "0", "-1", "\"-0.000000001\"", "1e300", "\"NaN\"", "{}", "[]",
                                 "[[]]", "true", "\"1e18\"", "\"99999999999999999999\"", "9223372036854775807",
                                 "-9223372036854775808", "\"170000000000000000000\"", "\"-170000000000000000000\"",
                                 "\"9223372036.854775807\"", "\"0.0000000001\"", "\"\\u0000\""};

/// Begin and end of every value after a colon that is text or a number.
std::vector<std::pair<std::size_t, std::size_t>> valuesIn(const std::string &text)
{
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (std::size_t at = text.find(':'); at != std::string::npos; at = text.find(':', at + 1)) {
        const char first = at + 1 < text.size() ? text[at + 1] : ' ';
        const std::size_t end = first == '"' ? text.find('"', at + 2) + 1 : text.find_first_of(",}]", at + 1);
        if (first != '{' && first != '[' && end != std::string::npos && end > at + 1)
            places.emplace_back(at + 1, end);
    }
    return places;
}

} // namespace

class BybitHostileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPayloadHasAReader()
    {
        for (const QString &name : goodPayloads())
            if (name != QStringLiteral("refused")) // is read by nobody, as it should be
                QVERIFY2(readAll(payload(name)) > 0, qPrintable(name));
    }

    void halfAMessageIsNone()
    {
        for (const QString &name : goodPayloads()) {
            const std::string whole = payload(name);
            const std::size_t last = whole.find_last_of('}');
            for (std::size_t length = 0; length <= last; length += 1 + length / 40)
                QVERIFY2(readAll(whole.substr(0, length)) == 0, qPrintable(name));
        }
    }

    void oddValuesBreakNothing()
    {
        int read = 0;
        int refused = 0;
        for (const QString &name : goodPayloads()) {
            const std::string whole = payload(name);
            const int readers = readAll(whole);
            for (const auto &[begin, end] : valuesIn(whole))
                for (std::size_t i = begin % 3; i < std::size(oddValues); i += 3) { // a third of them, not always the same
                    const bool isAsBefore = readAll(whole.substr(0, begin) + oddValues[i] + whole.substr(end)) == readers;
                    ++(isAsBefore ? read : refused);
                }
        }
        // Lax where nothing depends on it, strict where something does.
        QVERIFY2(read > 1000 && refused > 1000, qPrintable(QStringLiteral("%1 %2").arg(read).arg(refused)));
    }

    void damagedBytesBreakNothing()
    {
        QRandomGenerator random(20261120);
        int refused = 0;
        for (const QString &name : goodPayloads()) {
            for (int i = 0; i < 60; ++i) {
                std::string damaged = payload(name);
                for (quint32 n = 1 + random.bounded(4U); n > 0; --n)
                    damaged[random.bounded(quint32(damaged.size()))] = static_cast<char>(random.bounded(256U));
                refused += readAll(damaged) == 0;
            }
        }
        QVERIFY(refused > 100);
    }
};

QTEST_GUILESS_MAIN(BybitHostileTest)
#include "BybitHostileTest.moc"
