#include "ui/widgets/MessageBanner.h"

#include "ui/theme/StyleSheet.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVariant>

namespace ui {

namespace {

struct Look {
    const char *property;
    QChar mark;
};

Look lookOf(MessageBanner::Severity severity)
{
    switch (severity) {
    case MessageBanner::Severity::Info: return {"info", QChar(0x2139)};
    case MessageBanner::Severity::Good: return {"good", QChar(0x2713)};
    case MessageBanner::Severity::Warning: return {"warning", QChar(0x25B2)};
    case MessageBanner::Severity::Alarm: return {"alarm", QChar(0x2716)};
    }
    return {"info", QChar(0x2139)};
}

} // namespace

MessageBanner::MessageBanner(QWidget *parent)
    : QFrame(parent), m_mark(new QLabel(this)), m_text(new QLabel(this)),
      m_action(new QPushButton(this)), m_close(new QPushButton(QStringLiteral("✕"), this))
{
    setProperty("panel", QStringLiteral("banner"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_close->setProperty("kind", QStringLiteral("quiet"));
    m_close->setAccessibleName(tr("Close this message"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(8);
    layout->addWidget(m_mark);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    for (QPushButton *button : {m_action, m_close}) {
        button->setFocusPolicy(Qt::TabFocus);
        button->hide();
    }
    connect(m_action, &QPushButton::clicked, this, &MessageBanner::actionTriggered);
    connect(m_close, &QPushButton::clicked, this, &MessageBanner::clear);
    hide();
}

void MessageBanner::showMessage(Severity severity, const QString &text)
{
    const Look look = lookOf(severity);
    setStyleProperty(this, "severity", QString::fromLatin1(look.property));
    m_mark->setText(look.mark);
    m_text->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

void MessageBanner::clear()
{
    m_text->clear();
    hide();
}

QString MessageBanner::text() const
{
    return m_text->text();
}

void MessageBanner::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

void MessageBanner::setClosable(bool isClosable)
{
    m_close->setVisible(isClosable);
}

} // namespace ui
