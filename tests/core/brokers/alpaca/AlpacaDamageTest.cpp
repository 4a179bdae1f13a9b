#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaAccount.h"
#include "core/brokers/alpaca/AlpacaAsset.h"
#include "core/brokers/alpaca/AlpacaErrors.h"
#include "core/brokers/alpaca/AlpacaMarketStream.h"
#include "core/brokers/alpaca/AlpacaOptions.h"
#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/brokers/alpaca/AlpacaOrderStream.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace core;
using namespace core::alpaca;

namespace {

using Reads = bool (*)(const std::string &);

/// Every reader, and what is done at once with what it read.
constexpr std::array<Reads, 18> readers{
    [](const std::string &bytes) {
        const auto order = parseOrder(bytes);
        return order && !toOrder(*order).request.instrument.venue.empty();
    },
    [](const std::string &bytes) {
        const auto orders = parseOrders(bytes);
        for (const VenueOrder &order : orders.value_or(std::vector<VenueOrder>()))
            (void)toOrder(order);
        return orders.has_value();
    },
    [](const std::string &bytes) { return parseBulk(bytes).has_value(); },
    [](const std::string &bytes) { return parseFillPage(bytes, 3).has_value(); },
    [](const std::string &bytes) { return parseActivityPage(bytes, 3).has_value(); },
    [](const std::string &bytes) {
        const auto asset = parseAsset(bytes);
        return asset && !toInstrument(*asset).currency.empty();
    },
    [](const std::string &bytes) { return parseAssets(bytes).has_value(); },
    [](const std::string &bytes) { return parseOrderStream(bytes).has_value(); },
    [](const std::string &bytes) { return parseAccount(bytes).has_value(); },
    [](const std::string &bytes) { return parseClock(bytes).has_value() || parseCalendar(bytes).has_value(); },
    [](const std::string &bytes) { return parsePosition(bytes).has_value() || parsePositions(bytes).has_value(); },
    [](const std::string &bytes) { return parsePortfolioHistory(bytes).has_value(); },
    [](const std::string &bytes) { return parseBars(bytes).has_value() || parseTrades(bytes).has_value(); },
    [](const std::string &bytes) { return parseQuotes(bytes).has_value() || parseSnapshots(bytes).has_value(); },
    [](const std::string &bytes) { return parseContracts(bytes).has_value() || parseChain(bytes).has_value(); },
    [](const std::string &bytes) { return parseMarketFrame(bytes).has_value(); },
    [](const std::string &bytes) { return parseBooks(bytes).has_value(); },
    [](const std::string &bytes) {
        return troubleOf({.method = "POST", .path = "/v2/orders"}, 403, bytes).sentence.size() < 600;
    },
};

const std::array<std::string, 10> oddValues{"null", "-1", "9223372036.854775807", "-9223372036.854775808",
                                            "1e308", "\"\"", "[]", "{}", "\"9999-12-31T00:00:00Z\"", "true"};

/// One byte other, a piece gone, or a number or text replaced by something odd.
std::string damaged(std::string bytes, QRandomGenerator &random)
{
    const std::size_t place = random.bounded(quint32(bytes.size()));
    switch (random.bounded(4U)) {
    case 0: bytes[place] = char(random.bounded(256U)); break;
    case 1: bytes.erase(place, 1 + random.bounded(20U)); break;
    default: {
        const std::size_t colon = bytes.find(':', place);
        const std::size_t end = bytes.find_first_of(",}\n", colon);
        if (colon != std::string::npos && end != std::string::npos)
            bytes.replace(colon + 1, end - colon - 1, oddValues[random.bounded(quint32(oddValues.size()))]);
    }
    }
    return bytes;
}

} // namespace

/// Whatever comes from outside is read or refused; it never ends the program.
class AlpacaDamageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPayloadIsReadBySomebody_data() { addFiles(); }
    void everyPayloadIsReadBySomebody()
    {
        QFETCH(QByteArray, bytes);
        const QByteArray name = QTest::currentDataTag();
        if (!name.contains(".bad") && name != "error.json")
            QVERIFY(readBy(bytes.toStdString()) > 1); // the last one takes everything
    }

    void damagedBytesAreReadOrRefused_data() { addFiles(); }
    void damagedBytesAreReadOrRefused()
    {
        QFETCH(QByteArray, bytes);
        QRandomGenerator random(20261120);

        int sum = 0;
        for (int i = 0; i < 300; ++i)
            sum += readBy(damaged(bytes.toStdString(), random));

        QVERIFY(sum >= 300);
    }

private:
    static void addFiles()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QDir folder(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/data/alpaca"));
        const QStringList names = folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
        for (const QString &name : names) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QTest::newRow(name.toLatin1().constData()) << file.readAll();
        }
    }

    static int readBy(const std::string &bytes)
    {
        int count = 0;
        for (const Reads reads : readers)
            count += reads(bytes);
        return count;
    }
};

QTEST_GUILESS_MAIN(AlpacaDamageTest)
#include "AlpacaDamageTest.moc"
