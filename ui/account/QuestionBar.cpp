#include "ui/account/QuestionBar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

namespace ui {

QuestionBar::QuestionBar(QWidget *parent)
    : QFrame(parent), m_question(new QLabel(this)), m_yes(new QPushButton(this)),
      m_no(new QPushButton(this))
{
    setProperty("panel", QStringLiteral("banner"));
    setProperty("severity", QStringLiteral("warning"));
    m_question->setWordWrap(true);
    m_yes->setProperty("kind", QStringLiteral("danger"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_question, 1);
    layout->addWidget(m_no);
    layout->addWidget(m_yes);
    connect(m_yes, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT accepted();
    });
    connect(m_no, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT declined();
    });
    hide();
}

void QuestionBar::ask(const QString &question, const QString &yes, const QString &no)
{
    m_question->setText(question);
    m_yes->setText(yes);
    m_no->setText(no);
    m_yes->setAccessibleName(yes);
    m_yes->setAccessibleDescription(question);
    m_no->setAccessibleName(no);
    setAccessibleName(question);
    show();
    m_no->setFocus();
}

void QuestionBar::close()
{
    hide();
}

void QuestionBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        m_no->click();
    else
        QFrame::keyPressEvent(event);
}

} // namespace ui
