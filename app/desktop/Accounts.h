#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "app/support/VenueAsker.h"
#include "ui/settings/AccountSource.h"
#endif

namespace app {

/// The accounts' keys for the settings page: the system's key store, the environment, and a question to the
/// venue. Lives on the GUI thread, which waits for none of them.
class Accounts final : public ui::AccountSource {
    Q_OBJECT

public:
    /// The store outlives it.
    Accounts(core::SecretStore &store, AddressOverrides addresses, core::ProxyChoice proxy, Variables variables,
             QObject *parent = nullptr);

    void refresh() override;
    void store(const QString &account, core::Secret key, core::Secret secret) override;
    void forget(const QString &account) override;
    void test(const QString &account) override;

private:
    void look(std::size_t index);
    void ask(const AccountSlot &slot, AccountKeys keys);
    void answer(const AccountSlot &slot, const core::Result<> &outcome, const QString &sentence);
    /// A callback that does nothing once this is gone: the store outlives it.
    template <class Work>
    [[nodiscard]] auto whileAlive(Work work);

    core::SecretStore &m_store;
    AddressOverrides m_addresses;
    core::ProxyChoice m_proxy; ///< Of the profile that runs: one way out for the whole program.
    Variables m_variables;
    std::vector<ui::AccountChoice> m_choices;
    std::unique_ptr<VenueAsker> m_asker; ///< Of the question under way.
    std::shared_ptr<bool> m_isAlive = std::make_shared<bool>(true);
};

} // namespace app
