#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/net/HttpReader.h"
#include "core/net/HttpWire.h"
#endif

#include <QObject>
#include <QTimer>

namespace core::net {

class HttpLink;

/// One request under way: its deadline, its connection, its answer. It writes once. A GET whose kept
/// connection turns out to have been closed before a byte of the answer came asks for a fresh one, once.
class HttpCall final : public QObject {
    Q_OBJECT

public:
    struct Task {
        HttpUrl url;
        std::string bytes;
        bool isRead = false;
        Duration timeout{};
        std::size_t maxBody = 0;
    };

    HttpCall(Task task, const Clock &clock, QObject *parent);
    ~HttpCall() override;

    [[nodiscard]] bool isRead() const { return m_task.isRead; }
    [[nodiscard]] const HttpUrl &url() const { return m_task.url; }
    /// Writes as soon as the link is up. A link that is up already is a kept one.
    void useLink(HttpLink *link);
    [[nodiscard]] bool hasLink() const { return m_link != nullptr; }
    /// After `ended`.
    [[nodiscard]] HttpOutcome takeOutcome() { return std::move(m_outcome); }
    /// After `ended`: the connection, if something more may be said on it; else nothing, and it is gone.
    [[nodiscard]] HttpLink *takeLink();
    [[nodiscard]] bool timedOut() const { return m_timedOut; }

Q_SIGNALS:
    void ended(); ///< Once.
    void needsFreshLink();

private:
    void write();
    void read(const QByteArray &bytes);
    void lose(const QString &why);
    void expire();
    void end(HttpOutcome outcome);
    void answer();

    Task m_task; ///< Its bytes hold keys, and are overwritten in the end.
    const Clock &m_clock;
    QTimer m_deadline;
    HttpReader m_reader;
    HttpLink *m_link = nullptr;
    HttpOutcome m_outcome;
    RoundTrip m_times;
    bool m_isKeptLink = false;
    bool m_isWritten = false; ///< From then on it may have arrived.
    bool m_isRepeated = false;
    bool m_hasEnded = false;
    bool m_timedOut = false;
};

} // namespace core::net
