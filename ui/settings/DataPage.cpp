#include "ui/settings/DataPage.h"

#include "ui/widgets/ErrorPanel.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace ui {

namespace {

bool openInFileManager(const QString &folder)
{
    return QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

void addLine(QGridLayout *grid, const QString &name, const QString &what)
{
    const int row = grid->rowCount();
    auto *title = new QLabel(name);
    title->setProperty("tone", QStringLiteral("figure"));
    auto *words = new QLabel(what);
    words->setWordWrap(true);
    words->setProperty("tone", QStringLiteral("muted"));
    grid->addWidget(title, row, 0, Qt::AlignTop);
    grid->addWidget(words, row, 1);
}

} // namespace

DataPage::DataPage(const QString &dataDir, FolderOpener opener, QWidget *parent)
    : QWidget(parent), m_dataDir(dataDir), m_opener(opener ? std::move(opener) : openInFileManager),
      m_path(new QLineEdit(QDir::toNativeSeparators(dataDir), this)), m_open(new QPushButton(tr("Open folder"), this)),
      m_copy(new QPushButton(tr("Copy path"), this)), m_error(new ErrorPanel(this))
{
    setAccessibleName(tr("Data"));
    m_path->setReadOnly(true);
    m_path->setAccessibleName(tr("Data directory"));
    m_path->setCursorPosition(0);
    m_path->setToolTip(m_path->text());
    for (QPushButton *button : {m_open, m_copy})
        button->setAccessibleName(button->text());
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_path, 1);
    row->addWidget(m_copy);
    row->addWidget(m_open);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setColumnStretch(1, 1);
    addLine(grid, QStringLiteral("countersign.sqlite"), tr("Every signal, decision, order and fill, as a chain that shows tampering."));
    addLine(grid, QStringLiteral("profiles"), tr("Your own profiles; one named like a shipped one takes its place."));
    addLine(grid, QStringLiteral("limits"), tr("The risk limits you have set, one file per profile and destination."));
    addLine(grid, QStringLiteral("logs"), tr("What happened, line by line, for a person or a program to read."));
    addLine(grid, QStringLiteral("window.ini"), tr("Layout, look and the profile of the next start."));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addLayout(row);
    auto *note = new QLabel(tr("Everything the program keeps lies here. Another place is given at the start with "
                               "--data-dir; a folder “data” beside the program makes it portable."),
                            this);
    note->setWordWrap(true);
    layout->addWidget(note);
    layout->addLayout(grid);
    layout->addStretch();
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_path->text()); });
    connect(m_open, &QPushButton::clicked, this, [this] {
        m_error->clear();
        if (!m_opener(m_dataDir))
            m_error->showError(errorText(Trouble::FolderNotOpened, m_path->text()), MessageBanner::Severity::Warning);
    });
}

} // namespace ui
