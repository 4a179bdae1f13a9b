#include "core/settings/SystemSecretStore.h"

#include <qt6keychain/keychain.h>

namespace core {

namespace {

/// Above what one entry of Windows' Credential Manager holds, nothing is tried.
constexpr std::size_t largestEntry = 2048;

ErrorCode codeOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::EntryNotFound: return ErrorCode::NotFound;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser: return ErrorCode::Refused;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented: return ErrorCode::Unsupported;
    default: return ErrorCode::Io;
    }
}

/// The system's own words are not handed on: nobody knows what they hold.
std::string sentenceOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::EntryNotFound: return "nothing is kept there";
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser: return "the system's key store stayed locked";
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return "this system has no key store that answers (on Linux: GNOME Keyring or KWallet)";
    default: return "the system's key store does not answer (on Linux: GNOME Keyring or KWallet must run)";
    }
}

Error errorOf(const QKeychain::Job &job)
{
    return {codeOf(job.error()), sentenceOf(job.error())};
}

Result<> outcomeOf(const QKeychain::Job &job)
{
    return job.error() == QKeychain::NoError ? Result<>() : Result<>(failure(errorOf(job)));
}

/// The bytes leave the array they came in; copies of the system's own are out of reach.
Secret taken(QByteArray bytes)
{
    Secret secret(bytes.toStdString());
    wipe(bytes.data(), static_cast<std::size_t>(bytes.size()));
    return secret;
}

} // namespace

SystemSecretStore::SystemSecretStore(QString service, QObject *parent)
    : QObject(parent), m_service(std::move(service)), m_desk(new QObject)
{
    m_thread.setObjectName(QStringLiteral("secrets"));
    m_desk->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_desk, &QObject::deleteLater);
    m_thread.start();
}

SystemSecretStore::~SystemSecretStore()
{
    m_thread.quit();
    m_thread.wait();
}

void SystemSecretStore::run(const std::string &name, Make make, Finished finished)
{
    QMetaObject::invokeMethod(
        m_desk,
        [desk = m_desk, key = QString::fromStdString(name), make = std::move(make), finished = std::move(finished)] {
            QKeychain::Job *job = make(desk);
            job->setKey(key);
            job->setInsecureFallback(false); // rather nothing than a file
            connect(job, &QKeychain::Job::finished, desk, finished);
            job->start();
        },
        Qt::QueuedConnection);
}

void SystemSecretStore::answer(std::function<void()> work)
{
    QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
}

void SystemSecretStore::read(const std::string &name, Read done)
{
    run(
        name, [service = m_service](QObject *parent) { return new QKeychain::ReadPasswordJob(service, parent); },
        [this, done = std::move(done)](QKeychain::Job *job) {
            Result<Secret> read = failure(errorOf(*job));
            if (job->error() == QKeychain::NoError)
                read = taken(static_cast<QKeychain::ReadPasswordJob *>(job)->binaryData());
            answer([done, read = std::move(read)]() mutable { done(std::move(read)); });
        });
}

void SystemSecretStore::write(const std::string &name, Secret secret, Done done)
{
    if (secret.reveal().size() > largestEntry)
        return answer([done = std::move(done)] {
            done(failure(ErrorCode::BadInput, "that is longer than a key store's entry may be"));
        });
    run(
        name,
        [service = m_service, secret = std::move(secret)](QObject *parent) {
            auto *job = new QKeychain::WritePasswordJob(service, parent);
            const std::string_view bytes = secret.reveal();
            job->setBinaryData(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())));
            return job;
        },
        [this, done = std::move(done)](QKeychain::Job *job) {
            answer([done, outcome = outcomeOf(*job)] { done(outcome); });
        });
}

void SystemSecretStore::remove(const std::string &name, Done done)
{
    run(
        name, [service = m_service](QObject *parent) { return new QKeychain::DeletePasswordJob(service, parent); },
        [this, done = std::move(done)](QKeychain::Job *job) {
            const bool isGone = job->error() == QKeychain::EntryNotFound;
            answer([done, outcome = isGone ? Result<>() : outcomeOf(*job)] { done(outcome); });
        });
}

} // namespace core
