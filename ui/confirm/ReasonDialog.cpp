#include "ui/confirm/ReasonDialog.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

#include <utility>

namespace ui {

namespace {

constexpr qsizetype fewestLetters = 3; // shorter is not a reason
constexpr int widthInLetters = 72;

} // namespace

ReasonDialog::ReasonDialog(ReasonQuestion question, QWidget *parent)
    : ModeDialog(parent), m_question(std::move(question)), m_choices(new QButtonGroup(this)),
      m_reason(new QLineEdit(this)), m_yes(new QPushButton(m_question.yes, this)),
      m_no(new QPushButton(tr("Leave as it is"), this))
{
    setTitle(m_question.title);
    setAttribute(Qt::WA_DeleteOnClose);
    arrange();
    connect(m_choices, &QButtonGroup::idToggled, this, &ReasonDialog::showReadiness);
    connect(m_reason, &QLineEdit::textChanged, this, &ReasonDialog::showReadiness);
    connect(m_yes, &QPushButton::clicked, this, &ReasonDialog::submit);
    connect(m_no, &QPushButton::clicked, this, &QDialog::reject);
    showReadiness();
}

void ReasonDialog::arrange()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(26, 24, 26, 22); // the frame lies in it
    layout->setSpacing(12);
    auto *text = new QLabel(m_question.text, this);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    layout->addWidget(text);
    for (int i = 0; i < m_question.choices.size(); ++i) {
        auto *choice = new QRadioButton(m_question.choices[i], this);
        choice->setAccessibleName(choice->text());
        m_choices->addButton(choice, i);
        layout->addWidget(choice);
    }
    m_reason->setPlaceholderText(tr("Why is that right? The reason is recorded."));
    m_reason->setAccessibleName(tr("Reason"));
    layout->addWidget(m_reason);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton *button : {m_no, m_yes}) {
        button->setAccessibleName(button->text());
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    m_yes->setProperty("kind", QStringLiteral("danger"));
    m_yes->setAccessibleDescription(m_question.text);
    m_yes->setDefault(true); // dead until there is a reason
    layout->addLayout(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * widthInLetters);
    m_reason->setFocus();
}

QAbstractButton &ReasonDialog::choiceButton(int choice) const
{
    return *m_choices->button(choice);
}

bool ReasonDialog::isReady() const
{
    const bool isChosen = m_question.choices.isEmpty() || m_choices->checkedId() >= 0;
    return isChosen && m_reason->text().simplified().size() >= fewestLetters;
}

void ReasonDialog::showReadiness()
{
    m_yes->setEnabled(isReady());
}

void ReasonDialog::submit()
{
    if (!isReady())
        return;
    Q_EMIT confirmed(m_reason->text().simplified(), m_choices->checkedId());
    accept();
}

} // namespace ui
