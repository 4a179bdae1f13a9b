#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "app/support/LiveStart.h"
#include "app/support/VenueAsker.h"
#endif

#include <QObject>

namespace app {

/// Makes the setup of a run at a venue of the outside: finds the keys, and asks the venue who we are there and
/// what it says of the instruments. A profile that says paper plays the demo where there are no keys and nobody asked
/// for paper in so many words: the program starts without any. Lives on any thread with an event loop; nothing in it waits.
class RunPreparation final : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(core::Result<core::HostSetup>)>;

    /// The store outlives it.
    RunPreparation(RunRequest request, core::SecretStore &store, Variables variables, QObject *parent = nullptr);

    /// `done` once, later, on this thread, and never once this is gone.
    void start(Done done);
    /// What a person typed as the end of the account's number, once it was wanted; what is wrong ends the
    /// preparation.
    void typeTail(const std::string &tail);
    /// Why the run that was made plays the demo in the place of paper; empty = it does not.
    [[nodiscard]] const QString &whyDemo() const { return m_whyDemo; }

Q_SIGNALS:
    // For a person who waits.
    void lookedForKeys(const QString &account);
    void asked(const QString &account, int attempt);
    /// What the venue said that its owner should know.
    void warned(const QString &sentence);
    /// A run with real money waits for `typeTail`, for as long as it takes.
    void tailWanted(const app::LiveStart &start);

private:
    void playDemo(const core::Error &noKeys);
    void takeKeys(core::Result<AccountKeys> keys);
    void takeFacts(core::Result<VenueFacts> facts);
    void end(core::Result<core::HostSetup> setup);
    void endLater(core::Error error);

    RunRequest m_request;
    core::SecretStore &m_store;
    Variables m_variables;
    VenueQuestion m_question;
    AccountKeys m_keys;
    VenueFacts m_facts; ///< While the tail is waited for.
    Done m_done;
    QString m_whyDemo;
    VenueAsker m_asker;
    std::shared_ptr<bool> m_isAlive = std::make_shared<bool>(true); ///< The store outlives us.
};

} // namespace app
