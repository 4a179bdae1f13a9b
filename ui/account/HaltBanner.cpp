#include "ui/account/HaltBanner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr qsizetype fewestLetters = 3; // shorter is not a reason

} // namespace

HaltBanner::HaltBanner(QWidget *parent)
    : QFrame(parent), m_text(new QLabel(this)), m_open(new QPushButton(tr("Resume…"), this)),
      m_form(new QWidget(this)), m_reason(new QLineEdit(m_form)),
      m_resume(new QPushButton(tr("Resume trading"), m_form)),
      m_stay(new QPushButton(tr("Stay halted"), m_form))
{
    arrange();
    connect(m_open, &QPushButton::clicked, this, [this] { setAsking(true); });
    connect(m_stay, &QPushButton::clicked, this, [this] { setAsking(false); });
    connect(m_resume, &QPushButton::clicked, this, &HaltBanner::submit);
    connect(m_reason, &QLineEdit::textChanged, m_resume, [this] { m_resume->setEnabled(hasReason()); });
    connect(m_reason, &QLineEdit::returnPressed, this, &HaltBanner::submit);
    setAsking(false);
    hide();
}

void HaltBanner::arrange()
{
    setProperty("panel", QStringLiteral("banner"));
    setProperty("severity", QStringLiteral("alarm"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setProperty("tone", QStringLiteral("alarm"));
    m_reason->setPlaceholderText(tr("Why is it right to go on? The reason is recorded."));
    m_reason->setAccessibleName(tr("Reason for resuming"));
    m_resume->setAccessibleName(m_resume->text());
    m_open->setAccessibleName(tr("Resume trading, asks for a reason"));
    m_stay->setAccessibleName(m_stay->text());
    auto *form = new QHBoxLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(8);
    form->addWidget(m_reason, 1);
    form->addWidget(m_stay);
    form->addWidget(m_resume);
    auto *line = new QHBoxLayout;
    line->addWidget(m_text, 1);
    line->addWidget(m_open);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addLayout(line);
    layout->addWidget(m_form);
}

void HaltBanner::showHalt(const QString &reason)
{
    say(reason.isEmpty() ? tr("Halted. No entry leaves; protective orders stay.")
                         : tr("Halted: %1. No entry leaves; protective orders stay.").arg(reason),
        true);
}

void HaltBanner::showFlattening(const QString &reason)
{
    say(tr("Halted: %1. Everything is being cancelled and closed until the venue confirms it.").arg(reason), true);
}

void HaltBanner::showReduceOnly(const QString &reason, bool canBeLifted)
{
    say(tr("Reduce-only: %1. No entry leaves; exits go.").arg(reason), canBeLifted);
}

void HaltBanner::say(const QString &text, bool canBeLifted)
{
    m_text->setText(text);
    setAccessibleName(text);
    if (!canBeLifted)
        setAsking(false);
    m_open->setVisible(canBeLifted && m_form->isHidden());
    show();
}

void HaltBanner::clear()
{
    setAsking(false);
    hide();
}

void HaltBanner::setAsking(bool isAsking)
{
    m_form->setVisible(isAsking);
    m_open->setVisible(!isAsking);
    m_reason->clear();
    m_resume->setEnabled(false);
    if (isAsking)
        m_reason->setFocus();
}

bool HaltBanner::hasReason() const
{
    return m_reason->text().simplified().size() >= fewestLetters;
}

void HaltBanner::submit()
{
    if (hasReason())
        Q_EMIT resumeRequested(m_reason->text().simplified());
}

} // namespace ui
