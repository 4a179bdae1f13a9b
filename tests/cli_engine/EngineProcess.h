#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QStringList>

#include <functional>
#include <vector>

namespace support {

/// One finished command.
struct Outcome {
    int exitCode = -1; ///< -1 also when it crashed or did not end.
    QByteArray out;
    QByteArray errors;
    QJsonObject json; ///< Only if stdout is one JSON object and a line end, nothing else.

    [[nodiscard]] QString errorField(const char *key) const
    {
        return json[QStringLiteral("error")].toObject()[QLatin1String(key)].toString();
    }
};

/// Runs the command line to its end, on that data directory and with --json.
[[nodiscard]] Outcome runCli(const QString &dataDir, const QString &words,
                             const QStringList &more = {});

/// The events of a `run`, in order.
using Events = std::vector<QJsonObject>;
/// One JSON object a line, each with `event` and `time`; a line that is none becomes an empty
/// object.
[[nodiscard]] Events parseEvents(const QByteArray &lines);
[[nodiscard]] Events eventsNamed(const Events &events, const char *name);

/// A `run` that goes on beside the test.
class EngineProcess {
public:
    EngineProcess(const QString &dataDir, const QString &words, const QStringList &more = {});
    ~EngineProcess();

    /// Reads until an event from number `from` on fits; its number, or -1 when the run ended or
    /// half a minute went by.
    [[nodiscard]] qsizetype waitFor(const std::function<bool(const QJsonObject &)> &fits,
                                    qsizetype from = 0);
    [[nodiscard]] bool waitForEnd();
    void terminate() { m_process.terminate(); }
    [[nodiscard]] const Events &events() const { return m_events; }
    [[nodiscard]] const QJsonObject &event(qsizetype number) const
    {
        return m_events[std::size_t(number)];
    }
    [[nodiscard]] int exitCode() const;
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

private:
    void takeLines();

    QProcess m_process;
    Events m_events;
};

/// A text member.
[[nodiscard]] inline QString text(const QJsonObject &object, const char *key)
{
    return object[QLatin1String(key)].toString();
}

} // namespace support
