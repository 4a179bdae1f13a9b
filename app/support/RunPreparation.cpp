#include "app/support/RunPreparation.h"

namespace app {

using namespace core;

namespace {

bool isDemoAllowed(const RunRequest &request)
{
    return !request.destination && request.profile.destination == Destination::Paper;
}

} // namespace

RunPreparation::RunPreparation(RunRequest request, SecretStore &store, Variables variables, QObject *parent)
    : QObject(parent), m_request(std::move(request)), m_store(store), m_variables(std::move(variables))
{
    connect(&m_asker, &VenueAsker::attempted, this, [this](int attempt) {
        Q_EMIT asked(QString::fromStdString(m_question.slot.title()), attempt);
    });
    connect(&m_asker, &VenueAsker::warned, this, &RunPreparation::warned);
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
        return isDemoAllowed(m_request) && areAbsent(keys.error()) ? playDemo(keys.error()) : endLater(keys.error());
    m_keys = std::move(*keys);
    m_asker.ask(m_question, m_keys, [this](Result<VenueFacts> facts) { takeFacts(std::move(facts)); });
}

/// Orders go no farther than this program then; whoever is asked for paper in so many words is not put off so.
void RunPreparation::playDemo(const Error &noKeys)
{
    m_whyDemo = QString::fromStdString("there are no keys for " + m_question.slot.title());
    m_request.destination = Destination::Demo;
    QMetaObject::invokeMethod(
        this,
        [this, why = QString::fromStdString(noKeys.message)] {
            Q_EMIT warned(QStringLiteral("Orders go to the demo market, and to no venue: ") + why);
            end(prepareRun(m_request));
        },
        Qt::QueuedConnection);
}

void RunPreparation::takeFacts(Result<VenueFacts> facts)
{
    if (!facts)
        return end(failure(inProfile(facts.error(), m_request.profile)));
    for (const std::string &warning : facts->warnings)
        Q_EMIT warned(QString::fromStdString(warning));
    if (!m_question.slot.isLive() || m_request.accountTail)
        return end(prepareVenueRun(m_request, m_question, m_keys, *facts));
    const auto wanted = liveStart(m_request, m_question, *facts);
    if (!wanted)
        return end(failure(wanted.error()));
    m_facts = std::move(*facts);
    Q_EMIT tailWanted(*wanted);
}

void RunPreparation::typeTail(const std::string &tail)
{
    if (!m_done || m_facts.accountNumber.empty())
        return;
    m_request.accountTail = tail;
    end(prepareVenueRun(m_request, m_question, m_keys, m_facts));
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
