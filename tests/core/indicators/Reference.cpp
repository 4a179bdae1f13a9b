#include "tests/core/indicators/Reference.h"

#include "tests/support/SharedData.h"

#include <QFile>

#include <algorithm>
#include <cmath>

namespace {

QStringList linesOf(const QString &file)
{
    QFile source(QString::fromStdString(support::sharedFile("reference/")) + file);
    if (!source.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(source.readAll());
    text.remove(QLatin1Char('\r'));
    return text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

QStringList columnOf(const QStringList &lines, const QString &name)
{
    QStringList cells;
    if (lines.isEmpty())
        return cells;
    const QStringList header = lines.front().split(QLatin1Char(','));
    // Exact names first: "Volume" must not be taken for "volume" of another meaning.
    qsizetype index = header.indexOf(name);
    for (qsizetype i = 0; index < 0 && i < header.size(); ++i)
        if (header[i].compare(name, Qt::CaseInsensitive) == 0)
            index = i;
    for (const QString &line : lines.mid(1))
        cells.append(line.split(QLatin1Char(',')).value(index));
    return cells;
}

std::vector<double> numbersOf(const QStringList &cells)
{
    std::vector<double> numbers;
    for (const QString &cell : cells)
        numbers.push_back(cell.trimmed().toDouble());
    return numbers;
}

/// Several tables write 0 or NaN where their average has no value yet.
QString withoutPlaceholder(const QString &cell)
{
    bool isNumber = false;
    const double value = cell.toDouble(&isNumber);
    return isNumber && std::isfinite(value) && value != 0 ? cell : QString();
}

Reference readTable(const QString &file, const QString &column)
{
    const QStringList lines = linesOf(file);
    const QStringList inputs = file.startsWith(QStringLiteral("skender/"))
                                   ? linesOf(QStringLiteral("skender/quotes/default.csv"))
                                   : lines;
    // One table is about volumes instead of closes.
    const bool isOfVolume = file.endsWith(QStringLiteral("pvo.csv"));
    Reference reference{
        .high = numbersOf(columnOf(inputs, QStringLiteral("high"))),
        .low = numbersOf(columnOf(inputs, QStringLiteral("low"))),
        .close = numbersOf(columnOf(inputs, isOfVolume ? QStringLiteral("volume") : QStringLiteral("close"))),
        .expected = {},
    };
    for (const QString &cell : columnOf(lines, column))
        reference.expected.append(withoutPlaceholder(cell));
    return reference;
}

/// "{1,2,3}" lines after the block's first line; the last one is the result, which begins at its
/// first defined value.
Reference readBlock(const QString &file, const QString &block)
{
    const QStringList lines = linesOf(file);
    QList<QStringList> arrays;
    for (qsizetype i = lines.indexOf(block) + 1; i > 0 && i < lines.size(); ++i) {
        if (lines[i].startsWith(QLatin1Char('{')))
            arrays.append(lines[i].trimmed().mid(1).chopped(1).split(QLatin1Char(',')));
        else if (!lines[i].startsWith(QLatin1Char('#')))
            break;
    }
    if (arrays.size() != 2 && arrays.size() != 4)
        return {};
    Reference reference;
    reference.close = numbersOf(arrays[arrays.size() - 2]);
    if (arrays.size() == 4) {
        reference.high = numbersOf(arrays[0]);
        reference.low = numbersOf(arrays[1]);
    }
    const QStringList &results = arrays.back();
    reference.expected = QStringList(qsizetype(reference.close.size()) - results.size(), QString());
    for (const QString &result : results)
        reference.expected.append(result.trimmed());
    return reference;
}

} // namespace

Reference readReference(const QString &file, const QString &column)
{
    return file.startsWith(QStringLiteral("tulip/")) ? readBlock(file, column)
                                                     : readTable(file, column);
}

double lastPlaceOf(const QString &printed)
{
    const QString mantissa = printed.section(QLatin1Char('E'), 0, 0, QString::SectionCaseInsensitiveSeps);
    const int exponent = printed.section(QLatin1Char('E'), 1, 1, QString::SectionCaseInsensitiveSeps).toInt();
    const auto places = mantissa.section(QLatin1Char('.'), 1).size();
    const double printedPlace = std::pow(10.0, exponent - int(places));
    const double value = std::abs(printed.toDouble());
    const double fifteenth = value > 0 ? std::pow(10.0, std::floor(std::log10(value)) - 14) : 0;
    return std::max(printedPlace, fifteenth);
}
