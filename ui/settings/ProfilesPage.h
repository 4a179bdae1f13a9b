#pragma once

#include "ui/confirm/ConfirmButton.h"
#include "ui/settings/ProfilesModel.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedLayout;

namespace ui {

class EmptyState;
class ErrorPanel;
class MessageBanner;
class RowProxy;
class RowView;

/// The profiles there are. A chosen one is used from the next start on, or at once: the engine then
/// stops and starts anew, which asks back first.
class ProfilesPage : public QWidget {
    Q_OBJECT

public:
    /// @param source  May be null: then there is nothing to choose from, and the page says so.
    ProfilesPage(ProfileSource *source, const QString &runningPath, ConfirmButton::Times times = {},
                 QWidget *parent = nullptr);

    [[nodiscard]] ProfilesModel &model() { return m_model; }
    [[nodiscard]] RowView &view() { return *m_view; }
    [[nodiscard]] QPushButton &nextStartButton() { return *m_nextStart; }
    [[nodiscard]] ConfirmButton &startNowButton() { return *m_startNow; }
    /// Where the orders of a start from here go; the first entry leaves it to the profile.
    [[nodiscard]] QComboBox &destinations() { return *m_destination; }
    [[nodiscard]] ErrorPanel &errorPanel() { return *m_error; }
    [[nodiscard]] QString detailText() const;
    /// What the next start uses, by name; only to be shown.
    void setNext(const QString &name);

Q_SIGNALS:
    void chosenForNextStart(const QString &name);
    /// @param destination  A word of the profile's; empty: as the profile says.
    void startNowRequested(const QString &name, const QString &destination);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void arrange();
    void takeIn(const std::vector<ProfileChoice> &profiles);
    void showChoice();
    [[nodiscard]] QString startQuestion(const QString &name, bool isRunning) const;
    void showProblems(const ProfileChoice &profile);
    [[nodiscard]] const ProfileChoice *chosen() const;

    ProfileSource *m_source;
    QString m_runningPath;
    QString m_next;
    std::vector<ProfileChoice> m_profiles;
    ProfilesModel m_model;
    RowProxy *m_proxy;
    RowView *m_view;
    QStackedLayout *m_pages;
    EmptyState *m_empty;
    ErrorPanel *m_error;
    MessageBanner *m_message;
    QLabel *m_detail;
    QComboBox *m_destination;
    QPushButton *m_refresh;
    QPushButton *m_nextStart;
    ConfirmButton *m_startNow;
};

} // namespace ui
