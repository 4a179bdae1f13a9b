#include "ui/mainwindow/HelpWindow.h"

#include "ui/mainwindow/HelpTopics.h"
#include "ui/widgets/ModeFrame.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QTextBrowser>

namespace ui {

namespace {

/// In characters and lines of the chosen text size.
constexpr QSize usualSize(120, 32);

} // namespace

HelpWindow::HelpWindow(QWidget *parent)
    : ModeDialog(parent), m_topics(new QListWidget(this)), m_page(new QTextBrowser(this))
{
    setTitle(tr("Help"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_topics->setAccessibleName(tr("Topics"));
    m_topics->setProperty("panel", QStringLiteral("sections"));
    for (const HelpTopic &topic : helpTopics())
        m_topics->addItem(helpTitle(topic));
    m_topics->setFixedWidth(m_topics->sizeHintForColumn(0) + fontMetrics().averageCharWidth() * 8);
    m_page->setAccessibleName(tr("Page"));
    m_page->setOpenLinks(false);
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->document()->setDocumentMargin(fontMetrics().averageCharWidth() * 2);
    auto *row = new QHBoxLayout(this);
    constexpr int frame = ModeFrame::width;
    row->setContentsMargins(frame, frame, frame, frame);
    row->setSpacing(0);
    row->addWidget(m_topics);
    row->addWidget(m_page, 1);
    connect(m_topics, &QListWidget::currentRowChanged, this, &HelpWindow::showPage);
    m_topics->setCurrentRow(0);
    resize(fontMetrics().averageCharWidth() * usualSize.width(), fontMetrics().height() * usualSize.height());
}

void HelpWindow::openAt(const QString &topic)
{
    const auto &topics = helpTopics();
    for (std::size_t i = 0; i < topics.size(); ++i)
        if (QLatin1String(topics[i].name) == topic)
            m_topics->setCurrentRow(int(i));
}

void HelpWindow::showPage(int row)
{
    if (row >= 0)
        m_page->setHtml(helpText(helpTopics()[std::size_t(row)]));
}

QString HelpWindow::pageText() const
{
    return m_page->toPlainText();
}

} // namespace ui
