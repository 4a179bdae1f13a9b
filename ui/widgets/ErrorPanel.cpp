#include "ui/widgets/ErrorPanel.h"

#include "ui/theme/StyleSheet.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVariant>
#include <QVBoxLayout>

namespace ui {

ErrorPanel::ErrorPanel(QWidget *parent)
    : QFrame(parent), m_mark(new QLabel(this)), m_happened(new QLabel(this)), m_rest(new QLabel(this)),
      m_code(new QLabel(this)), m_action(new QPushButton(this)), m_copy(new QPushButton(tr("Copy details"), this)),
      m_close(new QPushButton(QStringLiteral("✕"), this))
{
    arrange();
    connect(m_action, &QPushButton::clicked, this, &ErrorPanel::actionTriggered);
    connect(m_copy, &QPushButton::clicked, this, &ErrorPanel::copyDetails);
    connect(m_close, &QPushButton::clicked, this, &ErrorPanel::clear);
    m_action->hide();
    hide();
}

void ErrorPanel::arrange()
{
    setProperty("panel", QStringLiteral("banner"));
    for (QLabel *label : {m_happened, m_rest}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_happened->setProperty("tone", QStringLiteral("figure"));
    m_code->setProperty("tone", QStringLiteral("muted"));
    m_copy->setToolTip(tr("Copies what happened as text, without keys, names and paths of your own."));
    m_copy->setAccessibleName(m_copy->text());
    m_close->setProperty("kind", QStringLiteral("quiet"));
    m_close->setAccessibleName(tr("Close this message"));
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_happened);
    words->addWidget(m_rest);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_action);
    foot->addWidget(m_copy);
    foot->addWidget(m_code);
    foot->addStretch();
    words->addLayout(foot);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(8);
    row->addWidget(m_mark, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
}

void ErrorPanel::showError(const ErrorText &error, MessageBanner::Severity severity)
{
    const bool isAlarm = severity == MessageBanner::Severity::Alarm;
    setStyleProperty(this, "severity", isAlarm ? QStringLiteral("alarm") : QStringLiteral("warning"));
    setStyleProperty(m_mark, "tone", isAlarm ? QStringLiteral("alarm") : QStringLiteral("warning"));
    m_mark->setText(isAlarm ? QStringLiteral("✖") : QStringLiteral("▲"));
    if (m_error != error) {
        m_error = error;
        m_happened->setText(error.happened);
        m_rest->setText(error.done + QLatin1Char('\n') + error.advice);
        m_code->setText(tr("Code %1").arg(error.code));
        m_copy->setText(tr("Copy details"));
        setAccessibleName(error.happened);
        setAccessibleDescription(m_rest->text());
    }
    show();
}

void ErrorPanel::clear()
{
    m_error = {};
    hide();
}

void ErrorPanel::setClosable(bool isClosable)
{
    m_close->setVisible(isClosable);
}

void ErrorPanel::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setAccessibleName(text);
    m_action->setVisible(!text.isEmpty());
}

void ErrorPanel::copyDetails()
{
    QGuiApplication::clipboard()->setText(detailsOf(m_error));
    m_copy->setText(tr("Copied"));
}

} // namespace ui
