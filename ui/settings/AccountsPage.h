#pragma once

#include "ui/confirm/ConfirmButton.h"
#include "ui/settings/AccountSource.h"

#include <QWidget>

class QGroupBox;
class QLabel;
class QLineEdit;
class QListWidget;

namespace ui {

class MessageBanner;

/// The accounts there may be and their keys. Keys go in and are never shown again.
class AccountsPage : public QWidget {
    Q_OBJECT

public:
    /// @param source  May be null: then there is nothing to keep keys in, and the page says so.
    explicit AccountsPage(AccountSource *source, ConfirmButton::Times times = {}, QWidget *parent = nullptr);

    [[nodiscard]] QListWidget &accounts() { return *m_accounts; }
    [[nodiscard]] QLineEdit &keyField() { return *m_key; }
    [[nodiscard]] QLineEdit &secretField() { return *m_secret; }
    [[nodiscard]] QPushButton &keepButton() { return *m_keep; }
    [[nodiscard]] QPushButton &testButton() { return *m_test; }
    [[nodiscard]] ConfirmButton &forgetButton() { return *m_forget; }
    [[nodiscard]] QString messageText() const;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void arrange();
    void takeIn(const std::vector<AccountChoice> &accounts);
    void take(const QString &account, bool isDone, const QString &sentence);
    void showChoice();
    void showButtons();
    void keep();
    void emptyFields();
    void begin(const QString &words);
    [[nodiscard]] const AccountChoice *chosen() const;

    AccountSource *m_source;
    std::vector<AccountChoice> m_choices;
    QString m_busyWith; ///< The account that was asked about last and has not answered.
    MessageBanner *m_message;
    QListWidget *m_accounts;
    QLabel *m_detail;
    QLineEdit *m_key;
    QLineEdit *m_secret;
    QPushButton *m_keep;
    QPushButton *m_test;
    ConfirmButton *m_forget;
};

} // namespace ui
