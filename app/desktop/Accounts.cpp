#include "app/desktop/Accounts.h"

namespace app {

using namespace core;
using Keys = ui::AccountChoice::Keys;

namespace {

QString withFullStop(const std::string &text)
{
    QString sentence = QString::fromStdString(text);
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    return sentence.endsWith(QLatin1Char('.')) ? sentence : sentence + QLatin1Char('.');
}

} // namespace

Accounts::Accounts(SecretStore &store, AddressOverrides addresses, ProxyChoice proxy, Variables variables,
                   QObject *parent)
    : AccountSource(parent), m_store(store), m_addresses(std::move(addresses)), m_proxy(std::move(proxy)),
      m_variables(std::move(variables))
{
    for (const AccountSlot &slot : accountSlots())
        m_choices.push_back({.name = QString::fromStdString(slot.name()),
                             .title = QString::fromStdString(slot.title()),
                             .isLive = slot.isLive()});
}

template <class Work>
auto Accounts::whileAlive(Work work)
{
    return [alive = std::weak_ptr(m_isAlive), work = std::move(work)](auto &&...arguments) mutable {
        if (!alive.expired())
            work(std::forward<decltype(arguments)>(arguments)...);
    };
}

void Accounts::refresh()
{
    Q_EMIT listed(m_choices);
    for (std::size_t i = 0; i < m_choices.size(); ++i)
        look(i);
}

void Accounts::look(std::size_t index)
{
    const AccountSlot slot = accountSlots()[index];
    const auto given = keysFromVariables(slot, m_variables);
    if (given && *given) {
        m_choices[index].keys = Keys::Environment;
        return Q_EMIT listed(m_choices);
    }
    m_store.read(slot.name(), whileAlive([this, index](Result<Secret> entry) {
                     ui::AccountChoice &choice = m_choices[index];
                     const bool isNone = !entry && entry.error().code == ErrorCode::NotFound;
                     choice.keys = entry ? Keys::Stored : isNone ? Keys::None : Keys::Unavailable;
                     choice.problem = entry || isNone ? QString() : QString::fromStdString(entry.error().message);
                     Q_EMIT listed(m_choices);
                 }));
}

void Accounts::store(const QString &account, Secret key, Secret secret)
{
    const auto slot = parseAccountSlot(account.toStdString());
    if (!slot)
        return;
    storeKeys(*slot, {std::move(key), std::move(secret)}, m_store, whileAlive([this, slot = *slot](Result<> outcome) {
                  answer(slot, outcome, tr("The keys of %1 are kept. Test the connection now.").arg(QString::fromStdString(slot.title())));
              }));
}

void Accounts::forget(const QString &account)
{
    const auto slot = parseAccountSlot(account.toStdString());
    if (!slot)
        return;
    forgetKeys(*slot, m_store, whileAlive([this, slot = *slot](Result<> outcome) {
                   answer(slot, outcome, tr("The keys of %1 are forgotten.").arg(QString::fromStdString(slot.title())));
               }));
}

void Accounts::test(const QString &account)
{
    const auto slot = parseAccountSlot(account.toStdString());
    if (!slot)
        return;
    findKeys(*slot, m_variables, m_store, whileAlive([this, slot = *slot](Result<AccountKeys> keys) {
                 if (!keys)
                     return answer(slot, failure(keys.error()), {});
                 ask(slot, std::move(*keys));
             }));
}

void Accounts::ask(const AccountSlot &slot, AccountKeys keys)
{
    m_asker = std::make_unique<VenueAsker>();
    m_asker->ask({.slot = slot, .addresses = m_addresses, .proxy = m_proxy}, std::move(keys), [this, slot](Result<VenueFacts> facts) {
        if (!facts)
            return answer(slot, failure(facts.error()), {});
        QString sentence = tr("%1 answers: account …%2.")
                               .arg(QString::fromStdString(slot.title()),
                                    QString::fromStdString(tailOf(facts->accountNumber)));
        for (const std::string &warning : facts->warnings)
            sentence += QLatin1Char(' ') + withFullStop(warning);
        answer(slot, {}, sentence);
    });
}

void Accounts::answer(const AccountSlot &slot, const Result<> &outcome, const QString &sentence)
{
    const QString words = outcome ? sentence : withFullStop(outcome.error().message);
    Q_EMIT answered(QString::fromStdString(slot.name()), outcome.has_value(), words);
}

} // namespace app
