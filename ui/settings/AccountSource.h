#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/base/Secret.h"
#endif

#include <QObject>
#include <QString>

#include <vector>

namespace ui {

/// One kind of account at a venue, and whether there are keys for it. Never the keys themselves.
struct AccountChoice {
    enum class Keys {
        Unknown,     ///< The key store has not answered yet.
        None,
        Stored,      ///< In the system's key store.
        Environment, ///< Given when the program was started; they count before stored ones.
        Unavailable, ///< The key store does not answer: `problem` says why.
    };
    QString name;  ///< `alpaca-paper`
    QString title; ///< `Alpaca paper`
    bool isLive = false;
    Keys keys = Keys::Unknown;
    QString problem{};
};

/// The window's end of the accounts' keys. Every answer comes later, by signal, on the GUI thread.
class AccountSource : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void refresh() = 0;
    virtual void store(const QString &account, core::Secret key, core::Secret secret) = 0;
    virtual void forget(const QString &account) = 0;
    /// Asks the venue, with the keys that a run would use, who we are there. Sends no order.
    virtual void test(const QString &account) = 0;

Q_SIGNALS:
    void listed(const std::vector<ui::AccountChoice> &accounts);
    /// What became of the last request about this account, as a sentence.
    void answered(const QString &account, bool isDone, const QString &sentence);
};

} // namespace ui
