#include "ui/settings/AccountsPage.h"

#include "ui/widgets/MessageBanner.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

constexpr int longestKey = 512;

QString stateText(AccountChoice::Keys keys)
{
    switch (keys) {
    case AccountChoice::Keys::Unknown: return AccountsPage::tr("looking for keys…");
    case AccountChoice::Keys::None: return AccountsPage::tr("no keys");
    case AccountChoice::Keys::Stored: return AccountsPage::tr("keys in the system's key store");
    case AccountChoice::Keys::Environment: return AccountsPage::tr("keys from the environment");
    case AccountChoice::Keys::Unavailable: return AccountsPage::tr("the key store does not answer");
    }
    return {};
}

/// Leads the line, so that a glance down the list finds the accounts with keys.
QString signOf(AccountChoice::Keys keys)
{
    switch (keys) {
    case AccountChoice::Keys::Unknown: return QStringLiteral("…");
    case AccountChoice::Keys::None: return QStringLiteral("○");
    case AccountChoice::Keys::Stored:
    case AccountChoice::Keys::Environment: return QStringLiteral("●");
    case AccountChoice::Keys::Unavailable: return QStringLiteral("▲");
    }
    return {};
}

QString detailText(const AccountChoice &account)
{
    if (!account.problem.isEmpty())
        return AccountsPage::tr("Keys cannot be kept: %1. They are never kept in a file instead.").arg(account.problem);
    if (account.keys == AccountChoice::Keys::Environment)
        return AccountsPage::tr("These keys were given when the program was started, and they count before stored "
                                "ones. They are not kept.");
    if (account.isLive)
        return AccountsPage::tr("Real money. Keys alone never make a run live: that is asked for, with the account's "
                                "number, at every start.");
    return AccountsPage::tr("Keys go into the system's key store and nowhere else; they are not shown again.");
}

QLineEdit *madeField(QWidget *parent, const QString &name)
{
    auto *field = new QLineEdit(parent);
    field->setMaxLength(longestKey);
    field->setAccessibleName(name);
    field->setEchoMode(QLineEdit::Password);
    field->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    return field;
}

/// The text leaves the field; what Qt itself copied is out of reach.
core::Secret taken(QLineEdit &field)
{
    QByteArray bytes = field.text().trimmed().toUtf8();
    core::Secret secret(bytes.toStdString());
    core::wipe(bytes.data(), std::size_t(bytes.size()));
    return secret;
}

} // namespace

AccountsPage::AccountsPage(AccountSource *source, ConfirmButton::Times times, QWidget *parent)
    : QWidget(parent), m_source(source), m_message(new MessageBanner(this)), m_accounts(new QListWidget(this)),
      m_detail(new QLabel(this)), m_key(madeField(this, tr("Key"))), m_secret(madeField(this, tr("Secret"))),
      m_keep(new QPushButton(tr("Keep these keys"), this)), m_test(new QPushButton(tr("Test connection"), this)),
      m_forget(new ConfirmButton(times, this))
{
    setAccessibleName(tr("Accounts"));
    arrange();
    connect(m_accounts, &QListWidget::currentRowChanged, this, [this] {
        emptyFields(); // what was typed was for another account
        if (m_busyWith.isEmpty())
            m_message->clear(); // and so was the answer
        showChoice();
    });
    for (QLineEdit *field : {m_key, m_secret})
        connect(field, &QLineEdit::textChanged, this, &AccountsPage::showButtons);
    connect(m_keep, &QPushButton::clicked, this, &AccountsPage::keep);
    connect(m_test, &QPushButton::clicked, this, [this] {
        begin(tr("%1 is being asked…").arg(chosen()->title));
        m_source->test(m_busyWith);
    });
    connect(m_forget, &ConfirmButton::confirmed, this, [this] {
        begin(tr("The key store is being asked…"));
        m_source->forget(m_busyWith);
    });
    if (m_source) {
        connect(m_source, &AccountSource::listed, this, &AccountsPage::takeIn);
        connect(m_source, &AccountSource::answered, this, &AccountsPage::take);
    }
    showChoice();
}

void AccountsPage::arrange()
{
    m_accounts->setAccessibleName(tr("Accounts"));
    m_accounts->setProperty("panel", QStringLiteral("sections"));
    m_detail->setWordWrap(true);
    m_detail->setProperty("tone", QStringLiteral("muted"));
    for (QPushButton *button : {m_keep, m_test})
        button->setAccessibleName(button->text());
    auto *form = new QFormLayout;
    form->setSpacing(10);
    form->addRow(tr("Key"), m_key);
    form->addRow(tr("Secret"), m_secret);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_test);
    foot->addStretch();
    foot->addWidget(m_forget);
    foot->addWidget(m_keep);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_message);
    layout->addWidget(m_accounts, 1);
    layout->addWidget(m_detail);
    layout->addLayout(form);
    layout->addLayout(foot);
}

void AccountsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_source)
        m_source->refresh();
}

void AccountsPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    emptyFields();
}

/// `setText` and not `clear`: nothing can bring it back then.
void AccountsPage::emptyFields()
{
    for (QLineEdit *field : {m_key, m_secret})
        field->setText(QString());
}

void AccountsPage::takeIn(const std::vector<AccountChoice> &accounts)
{
    const int row = std::max(m_accounts->currentRow(), 0);
    m_choices = accounts;
    while (m_accounts->count() < int(m_choices.size()))
        m_accounts->addItem(QString());
    while (m_accounts->count() > int(m_choices.size()))
        delete m_accounts->takeItem(m_accounts->count() - 1);
    for (std::size_t i = 0; i < m_choices.size(); ++i)
        m_accounts->item(int(i))->setText(
            //: A sign, an account, what is known of its keys: "● Alpaca paper: keys from the environment"
            tr("%1  %2: %3").arg(signOf(m_choices[i].keys), m_choices[i].title, stateText(m_choices[i].keys)));
    if (m_accounts->currentRow() < 0)
        m_accounts->setCurrentRow(std::min(row, m_accounts->count() - 1));
    showChoice();
}

const AccountChoice *AccountsPage::chosen() const
{
    const auto row = std::size_t(std::max(m_accounts->currentRow(), 0));
    return row < m_choices.size() ? &m_choices[row] : nullptr;
}

void AccountsPage::showChoice()
{
    const AccountChoice *account = chosen();
    m_detail->setText(account ? detailText(*account)
                              : tr("The accounts that this program can trade appear here."));
    m_forget->setTexts(tr("Forget keys…"),
                       account ? tr("Remove the keys of %1 from the key store?").arg(account->title) : QString());
    showButtons();
}

void AccountsPage::showButtons()
{
    const AccountChoice *account = chosen();
    const bool isFree = m_source && account && m_busyWith.isEmpty();
    const bool isStored = account && account->keys == AccountChoice::Keys::Stored;
    const bool isUsable = isStored || (account && account->keys == AccountChoice::Keys::Environment);
    const bool isTyped = !m_key->text().trimmed().isEmpty() && !m_secret->text().trimmed().isEmpty();
    for (QLineEdit *field : {m_key, m_secret})
        field->setEnabled(isFree);
    m_keep->setEnabled(isFree && isTyped);
    m_test->setEnabled(isFree && isUsable);
    m_forget->setEnabled(isFree && isStored);
}

void AccountsPage::begin(const QString &words)
{
    m_busyWith = chosen()->name;
    m_message->showMessage(MessageBanner::Severity::Info, words);
    showButtons();
}

void AccountsPage::keep()
{
    core::Secret key = taken(*m_key);
    core::Secret secret = taken(*m_secret);
    emptyFields();
    begin(tr("The key store is being asked…"));
    m_source->store(m_busyWith, std::move(key), std::move(secret));
}

void AccountsPage::take(const QString &account, bool isDone, const QString &sentence)
{
    if (account != m_busyWith)
        return;
    m_busyWith.clear();
    m_message->showMessage(isDone ? MessageBanner::Severity::Good : MessageBanner::Severity::Warning, sentence);
    m_source->refresh();
    showButtons();
}

QString AccountsPage::messageText() const
{
    return m_message->text();
}

} // namespace ui
