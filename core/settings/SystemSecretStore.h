#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/settings/SecretStore.h"
#endif

#include <QObject>
#include <QThread>

#include <memory>

namespace QKeychain {
class Job;
}

namespace core {

/// The key store of the system: Windows' Credential Manager, a Secret Service (GNOME Keyring, KWallet) on
/// Linux. It has a thread of its own, because some of them answer only when a person does; there is never
/// a file in its place. One a program; its owner's thread is where answers come.
class SystemSecretStore final : public QObject, public SecretStore {
    Q_OBJECT

public:
    /// @param service  Under which the entries are shown to a person who opens the system's key store.
    explicit SystemSecretStore(QString service, QObject *parent = nullptr);
    ~SystemSecretStore() override;

    void read(const std::string &name, Read done) override;
    void write(const std::string &name, Secret secret, Done done) override;
    void remove(const std::string &name, Done done) override;

private:
    using Make = std::function<QKeychain::Job *(QObject *parent)>;
    using Finished = std::function<void(QKeychain::Job *)>;
    /// Both run on the store's thread.
    void run(const std::string &name, Make make, Finished finished);
    void answer(std::function<void()> work);

    QString m_service;
    QThread m_thread;
    QObject *m_desk; ///< Lives on m_thread; deleted there.
};

} // namespace core
