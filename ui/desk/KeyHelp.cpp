#include "ui/desk/KeyHelp.h"

#include "ui/desk/DeskKeys.h"

#include <QGridLayout>
#include <QLabel>

#include <algorithm>

namespace ui {

KeyHelp::KeyHelp(QWidget *parent) : QFrame(parent)
{
    setProperty("panel", QStringLiteral("overlay"));
    setAccessibleName(tr("Keys of the desk"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(16, 16, 16, 16);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    auto *title = new QLabel(tr("Keys of the desk"), this);
    title->setProperty("tone", QStringLiteral("title"));
    grid->addWidget(title, 0, 0, 1, 2);
    int row = 1;
    for (const KeyHelpLine &line : keyHelpLines()) {
        auto *keys = new QLabel(line.keys, this);
        keys->setProperty("tone", QStringLiteral("figure"));
        grid->addWidget(keys, row, 0);
        grid->addWidget(new QLabel(line.meaning, this), row++, 1);
    }
    auto *close = new QLabel(tr("Any key closes this."), this);
    close->setProperty("tone", QStringLiteral("muted"));
    grid->addWidget(close, row, 0, 1, 2);
    hide();
}

void KeyHelp::open()
{
    const QRect around = parentWidget()->rect();
    const QSize size = sizeHint().boundedTo(around.size());
    setGeometry(QRect(around.center() - QPoint(size.width() / 2, size.height() / 2), size));
    show();
    raise();
}

void KeyHelp::mousePressEvent(QMouseEvent *)
{
    hide();
}

} // namespace ui
