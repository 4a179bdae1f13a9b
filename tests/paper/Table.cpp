#include "tests/paper/Table.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace paper {

namespace {

constexpr std::array numbers{"speed", "minutes", "orders", "fills",    "trips",
                             "parts", "refused", "stops",  "approved", "days"};
constexpr std::array words{"venue", "bars", "mode", "from"};
constexpr std::array venues{"alpaca", "bybit"};

struct Demand {
    const char *name;
    int least;
    const char *words;
};
constexpr std::array demands{Demand{"trips", 20, "round trips"},
                             Demand{"parts", 1, "orders filled in parts"},
                             Demand{"refused", 1, "refusals"}, Demand{"stops", 1, "stops filled"}};

QString word(const QJsonObject &row, const char *name)
{
    return row[QLatin1String(name)].toString();
}

double number(const QJsonObject &row, const char *name)
{
    return row[QLatin1String(name)].toDouble();
}

QJsonArray failures(const QJsonObject &row)
{
    return row[QStringLiteral("failed")].toArray();
}

} // namespace

QString tableHead()
{
    QString line;
    for (const char *name : words)
        line += QString::fromLatin1(name).leftJustified(9);
    for (const char *name : numbers)
        line += QString::fromLatin1(name).rightJustified(9);
    return line + QStringLiteral("  books");
}

QString tableLine(const QJsonObject &row)
{
    QString line;
    for (const char *name : words)
        line += word(row, name).leftJustified(9);
    for (const char *name : numbers)
        line += QString::number(number(row, name), 'f', qstrcmp(name, "minutes") == 0 ? 1 : 0)
                    .rightJustified(9);
    return line +
           (failures(row).isEmpty() ? QStringLiteral("  equal") : QStringLiteral("  FAILED"));
}

QList<QJsonObject> sums(const QList<QJsonObject> &rows)
{
    QList<QJsonObject> all;
    for (const char *venue : venues) {
        QJsonObject sum{{QStringLiteral("venue"), QString::fromLatin1(venue)},
                        {QStringLiteral("bars"), QStringLiteral("all")}};
        for (const QJsonObject &row : rows) {
            if (word(row, "venue") != QLatin1String(venue))
                continue;
            for (const char *name : numbers)
                sum[QLatin1String(name)] = number(sum, name) + number(row, name);
            if (!failures(row).isEmpty())
                sum[QStringLiteral("failed")] = failures(row);
        }
        sum[QStringLiteral("speed")] = 0;
        all += sum;
    }
    return all;
}

QStringList missingOf(const QList<QJsonObject> &rows)
{
    QStringList missing;
    for (const QJsonObject &sum : sums(rows))
        for (const Demand &demand : demands)
            if (number(sum, demand.name) < demand.least)
                missing += QStringLiteral("%1: %2 %3, not %4")
                               .arg(word(sum, "venue"))
                               .arg(number(sum, demand.name))
                               .arg(QLatin1String(demand.words))
                               .arg(demand.least);
    for (const QJsonObject &row : rows) {
        const QString name = tableLine(row).left(36).simplified();
        for (const QJsonValue &failed : failures(row))
            missing += name + QStringLiteral(": ") + failed.toString();
        if (word(row, "mode") == QStringLiteral("hybrid") && number(row, "approved") < 1)
            missing += name + QStringLiteral(": no person approved anything");
    }
    if (std::none_of(rows.begin(), rows.end(), [](const auto &row) {
            return word(row, "venue") == QStringLiteral("alpaca") && number(row, "days") > 1;
        }))
        missing +=
            QStringLiteral("no run of stocks traded before a market's close and after its opening");
    return missing;
}

} // namespace paper
