#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace support {

/// `countersign-exchange` in a process of its own, and its control page.
class ExchangeProcess {
public:
    /// Waits until it is ready, or has said why not on stderr, which goes to ours.
    ExchangeProcess(const QString &program, const QStringList &options);
    ~ExchangeProcess();

    [[nodiscard]] bool isReady() const { return !m_ready.isEmpty(); }
    /// `--endpoint KEY=URL`, of all seven.
    [[nodiscard]] QStringList endpoints() const;
    /// The system's, with the keys of both venues' accounts, or of none, and no others.
    [[nodiscard]] QProcessEnvironment environment() const;
    [[nodiscard]] QJsonObject keys(const char *venue) const;

    /// An answer of the control page; empty when there is none.
    [[nodiscard]] QJsonObject get(const char *path) const { return ask("GET", path, {}); }
    QJsonObject post(const char *path, const QByteArray &body) const { return ask("POST", path, body); }

private:
    [[nodiscard]] QJsonObject ask(const char *method, const char *path, const QByteArray &body) const;
    [[nodiscard]] QString address(const char *venue, const char *name) const;

    QProcess m_process;
    QJsonObject m_ready;
};

/// Without any key of the person who runs the test.
[[nodiscard]] QProcessEnvironment environmentWithoutKeys();

} // namespace support
