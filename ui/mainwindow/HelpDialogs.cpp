#include "ui/mainwindow/HelpDialogs.h"

#include "ui/desk/DeskKeys.h"

#include <QCoreApplication>
#include <QDialog>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

#include <array>

namespace ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::HelpDialogs", text);
}

struct Key {
    const char *keys;
    const char *meaning;
};

constexpr std::array windowKeys{
    Key{"F6  Shift+F6", QT_TRANSLATE_NOOP("ui::HelpDialogs", "Next and previous panel")},
    Key{"← →", QT_TRANSLATE_NOOP("ui::HelpDialogs", "Chart: bar by bar; with Shift ten bars")},
    Key{"+ −", QT_TRANSLATE_NOOP("ui::HelpDialogs", "Chart: closer and farther")},
    Key{"End", QT_TRANSLATE_NOOP("ui::HelpDialogs", "Chart: back to live")},
    Key{"Home", QT_TRANSLATE_NOOP("ui::HelpDialogs", "Chart: fit")},
    Key{"F1", QT_TRANSLATE_NOOP("ui::HelpDialogs", "Help about the panel you are in")},
    Key{"Ctrl+,", QT_TRANSLATE_NOOP("ui::HelpDialogs", "Settings")},
    Key{"Ctrl+Q", QT_TRANSLATE_NOOP("ui::HelpDialogs", "Quit")},
};

QDialog *madeDialog(QWidget *parent, const QString &title, QLayout *content)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *close = new QPushButton(translated(QT_TRANSLATE_NOOP("ui::HelpDialogs", "Close")), dialog);
    close->setAccessibleName(close->text());
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::accept);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(16);
    layout->addLayout(content);
    layout->addWidget(close, 0, Qt::AlignRight);
    return dialog;
}

void addKey(QGridLayout *grid, const QString &keys, const QString &meaning)
{
    auto *name = new QLabel(keys);
    name->setProperty("tone", QStringLiteral("figure"));
    const int row = grid->rowCount();
    grid->addWidget(name, row, 0);
    grid->addWidget(new QLabel(meaning), row, 1);
}

} // namespace

void showKeys(QWidget *parent)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    for (const Key &key : windowKeys)
        addKey(grid, QString::fromUtf8(key.keys), translated(key.meaning));
    for (const KeyHelpLine &line : keyHelpLines())
        addKey(grid, line.keys, line.meaning);
    madeDialog(parent, translated(QT_TRANSLATE_NOOP("ui::HelpDialogs", "Keyboard")), grid)->open();
}

void showAbout(QWidget *parent)
{
    const QString text =
        translated(QT_TRANSLATE_NOOP(
                       "ui::HelpDialogs",
                       "<h2>Countersign %1</h2>"
                       "<p>A trading workstation: nothing reaches a broker until you countersign.</p>"
                       "<p>Licence: GPL-3.0-or-later. It comes without any warranty; trading can lose "
                       "money.</p>"
                       "<p>Qt %2, QCustomPlot 2 (GPL-3.0-or-later)<br>%3</p>"))
            .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()),
                 QSysInfo::prettyProductName());
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setMinimumWidth(label->fontMetrics().averageCharWidth() * 60);
    auto *column = new QVBoxLayout;
    column->addWidget(label);
    madeDialog(parent, translated(QT_TRANSLATE_NOOP("ui::HelpDialogs", "About Countersign")), column)
        ->open();
}

} // namespace ui
