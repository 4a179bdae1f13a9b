#pragma once

#include "core/engine/EngineClient.h"
#include "ui/confirm/ConfirmButton.h"
#include "ui/settings/LookPage.h"
#include "ui/widgets/ModeDialog.h"

class QListWidget;
class QStackedWidget;

namespace ui {

class AccountSource;
class AccountsPage;
class DataPage;
class LimitsPage;
class ModePage;
class ProfilesPage;
class ProfileSource;

/// What the settings are about, besides the engine.
struct SettingsContext {
    ProfileSource *profiles = nullptr; ///< Null: no other profile can be chosen.
    QString runningProfile{};          ///< Its path.
    QString nextProfile{};             ///< Its name.
    QString dataDir{};
    AccountSource *accounts = nullptr; ///< Null: keys cannot be kept.
};

/// The settings: sections at the left, one page at the right. Not modal: the prices go on beside it.
/// It wears the mode's frame like every window.
class SettingsDialog : public ModeDialog {
    Q_OBJECT

public:
    enum Section { Profile, Mode, Limits, Accounts, Appearance, Data };

    SettingsDialog(core::EngineClient &client, const SettingsContext &context, const Look &look,
                   QWidget *parent = nullptr, ConfirmButton::Times times = {});

    void openAt(Section section);
    [[nodiscard]] QListWidget &sections() { return *m_sections; }
    [[nodiscard]] ProfilesPage &profilesPage() { return *m_profiles; }
    [[nodiscard]] ModePage &modePage() { return *m_mode; }
    [[nodiscard]] LimitsPage &limitsPage() { return *m_limits; }
    [[nodiscard]] AccountsPage &accountsPage() { return *m_accounts; }
    [[nodiscard]] LookPage &lookPage() { return *m_look; }
    [[nodiscard]] DataPage &dataPage() { return *m_data; }

Q_SIGNALS:
    void lookChosen(const ui::Look &look);
    void profileChosen(const QString &name);
    /// @param destination  A word of the profile's; empty: as the profile says.
    void restartRequested(const QString &profile, const QString &destination);

protected:
    void changeEvent(QEvent *event) override;

private:
    void addPage(const QString &title, QWidget *page);
    void fitSections();
    void showMode();

    core::EngineClient &m_client;
    QListWidget *m_sections;
    QStackedWidget *m_pages;
    ProfilesPage *m_profiles;
    ModePage *m_mode;
    LimitsPage *m_limits;
    AccountsPage *m_accounts;
    LookPage *m_look;
    DataPage *m_data;
};

} // namespace ui
