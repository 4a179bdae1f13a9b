#include "core/storage/FactFiles.h"

#include "core/base/Json.h"

#include <QDir>

#include <algorithm>

namespace core {

namespace {

constexpr qint64 maxLogBytes = 16 * 1024 * 1024;
constexpr int keptLogs = 5;

std::string cellText(const Field &field)
{
    return std::visit(
        [](const auto &value) -> std::string {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, std::monostate>)
                return {};
            else if constexpr (std::is_same_v<T, double>)
                return jsonNumber(value);
            else if constexpr (std::is_same_v<T, std::int64_t>)
                return std::to_string(value);
            else
                return value;
        },
        field.value);
}

bool looksLikeNumber(const std::string &text)
{
    return Decimal::parseRounded(text).has_value();
}

/// app.jsonl → app.1.jsonl → … ; the oldest goes.
void rotate(QFile &file)
{
    const QString name = file.fileName();
    const QString stem = name.chopped(QStringLiteral(".jsonl").size());
    const auto numbered = [&stem](int n) { return QStringLiteral("%1.%2.jsonl").arg(stem).arg(n); };
    file.close();
    QFile::remove(numbered(keptLogs));
    for (int n = keptLogs - 1; n >= 1; --n)
        QFile::rename(numbered(n), numbered(n + 1));
    QFile::rename(name, numbered(1));
}

/// A table of an earlier version has other columns: it stays as it is, beside the new one.
void setAsideOther(QFile &file, const QByteArray &header)
{
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QByteArray first = file.readLine().trimmed();
    file.close();
    if (first.isEmpty() || first == header)
        return;
    const QString stem = file.fileName().chopped(QStringLiteral(".csv").size());
    int number = 1;
    while (QFile::exists(QStringLiteral("%1.%2.csv").arg(stem).arg(number)))
        ++number;
    QFile::rename(file.fileName(), QStringLiteral("%1.%2.csv").arg(stem).arg(number));
}

} // namespace

std::string csvCell(const std::string &text)
{
    std::string cell = text;
    const bool isFormula = !cell.empty() && std::string("=+-@\t\r").find(cell.front()) != std::string::npos &&
                           !looksLikeNumber(cell);
    if (isFormula)
        cell.insert(0, "'");
    if (cell.find_first_of(",\"\r\n") == std::string::npos)
        return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

FactFiles::FactFiles(const QString &dataDir) : m_dataDir(dataDir)
{
    QDir(dataDir).mkpath(QStringLiteral("logs"));
    QDir(dataDir).mkpath(QStringLiteral("csv"));
    m_log.setFileName(dataDir + QStringLiteral("/logs/app.jsonl"));
    m_errors.setFileName(dataDir + QStringLiteral("/logs/errors.jsonl"));
}

bool FactFiles::openForAppend(QFile &file)
{
    if (file.isOpen())
        return true;
    if (file.open(QIODevice::WriteOnly | QIODevice::Append))
        return true;
    ++m_failures;
    return false;
}

void FactFiles::writeLine(QFile &file, const QByteArray &line)
{
    if (!openForAppend(file))
        return;
    if (file.size() > maxLogBytes) {
        rotate(file);
        if (!openForAppend(file))
            return;
    }
    if (file.write(line) != line.size())
        ++m_failures;
}

void FactFiles::write(const Record &record, const std::string &json, const std::string &wallTime)
{
    const bool isAlarm = record.table == Table::Halts;
    JsonWriter line;
    line.beginObject()
        .member("time", wallTime)
        .member("market_time", record.at)
        .member("level", isAlarm ? "warning" : "info")
        .member("room", "engine")
        .member("event", tableName(record.table));
    line.key("data").raw(json).endObject();
    const QByteArray text = QByteArray::fromStdString(line.text()) + '\n';
    writeLine(m_log, text);
    if (isAlarm)
        writeLine(m_errors, text);
    if (std::find(csvTables.begin(), csvTables.end(), record.table) != csvTables.end())
        writeCsv(record);
}

void FactFiles::writeCsv(const Record &record)
{
    auto &file = m_csv[int(record.table)];
    if (!file)
        file = std::make_shared<QFile>(m_dataDir + QStringLiteral("/csv/") +
                                       QString::fromLatin1(tableName(record.table)) + QStringLiteral(".csv"));
    std::string header;
    std::string row;
    for (const Field &field : record.fields) {
        header += (header.empty() ? "" : ",") + std::string(field.column);
        row += (&field == &record.fields.front() ? "" : ",") + csvCell(cellText(field));
    }
    if (!file->isOpen())
        setAsideOther(*file, QByteArray::fromStdString(header));
    if (!openForAppend(*file))
        return;
    const std::string text = (file->size() == 0 ? header + "\n" : "") + row + "\n";
    if (file->write(text.data(), qint64(text.size())) != qint64(text.size()))
        ++m_failures;
}

void FactFiles::flush()
{
    for (QFile *file : {&m_log, &m_errors})
        if (file->isOpen())
            file->flush();
    for (const auto &file : m_csv)
        if (file->isOpen())
            file->flush();
}

} // namespace core
