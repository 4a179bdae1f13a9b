#include "app/support/RunPreparation.h"

namespace app {

using namespace core;

RunPreparation::RunPreparation(RunRequest request, SecretStore &store, Variables variables, QObject *parent)
    : QObject(parent), m_request(std::move(request)), m_store(store), m_variables(std::move(variables))
{
    connect(&m_asker, &VenueAsker::attempted, this, [this](int attempt) {
        Q_EMIT asked(QString::fromStdString(m_question.slot.title()), attempt);
    });
}

void RunPreparation::start(Done done)
{
    m_done = std::move(done);
    auto question = venueQuestion(m_request, m_variables);
    if (!question)
        return endLater(question.error());
    m_question = std::move(*question);
    Q_EMIT lookedForKeys(QString::fromStdString(m_question.slot.title()));
    findKeys(m_question.slot, m_variables, m_store,
             [this, alive = std::weak_ptr(m_isAlive)](Result<AccountKeys> keys) {
                 if (!alive.expired())
                     takeKeys(std::move(keys));
             });
}

void RunPreparation::takeKeys(Result<AccountKeys> keys)
{
    if (!keys)
        return endLater(keys.error());
    m_keys = std::move(*keys);
    m_asker.ask(m_question, m_keys, [this](Result<VenueFacts> facts) { takeFacts(std::move(facts)); });
}

void RunPreparation::takeFacts(Result<VenueFacts> facts)
{
    if (!facts)
        return end(failure(inProfile(facts.error(), m_request.profile)));
    for (const std::string &warning : facts->warnings)
        Q_EMIT warned(QString::fromStdString(warning));
    end(prepareVenueRun(m_request, m_question, m_keys, *facts));
}

void RunPreparation::endLater(Error error)
{
    QMetaObject::invokeMethod(this, [this, error = std::move(error)] { end(failure(error)); }, Qt::QueuedConnection);
}

void RunPreparation::end(Result<HostSetup> setup)
{
    m_keys = {};
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(setup));
}

} // namespace app
