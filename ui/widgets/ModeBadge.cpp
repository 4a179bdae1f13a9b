#include "ui/widgets/ModeBadge.h"

#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

namespace ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::ModeBadge", text);
}

} // namespace

ModeLook modeLook(core::Destination destination)
{
    switch (destination) {
    case core::Destination::Replay:
        return {.word = translated(QT_TRANSLATE_NOOP("ui::ModeBadge", "REPLAY")),
                .sentence = translated(QT_TRANSLATE_NOOP(
                    "ui::ModeBadge", "Replay of recorded prices. No order leaves this program.")),
                .colour = Role::DemoFrame};
    case core::Destination::Demo:
        return {.word = translated(QT_TRANSLATE_NOOP("ui::ModeBadge", "DEMO")),
                .sentence = translated(QT_TRANSLATE_NOOP(
                    "ui::ModeBadge", "Demo market. No order leaves this program.")),
                .colour = Role::DemoFrame};
    case core::Destination::Paper:
        return {.word = translated(QT_TRANSLATE_NOOP("ui::ModeBadge", "PAPER")),
                .sentence = translated(QT_TRANSLATE_NOOP(
                    "ui::ModeBadge", "Paper account. Orders go to the venue's practice account.")),
                .colour = Role::PaperFrame};
    case core::Destination::Live:
        break;
    }
    return {.word = translated(QT_TRANSLATE_NOOP("ui::ModeBadge", "LIVE")),
            .sentence = translated(
                QT_TRANSLATE_NOOP("ui::ModeBadge", "Live account. Orders move real money.")),
            .colour = Role::LiveFrame,
            .isHatched = true};
}

void paintMode(QPainter &painter, const QRect &area, const ModeLook &look)
{
    painter.fillRect(area, colour(look.colour));
    if (!look.isHatched)
        return;
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour(Role::FrameHatch), 3));
    const int height = area.height();
    for (int x = area.left() - height; x < area.right() + height; x += 9)
        painter.drawLine(x, area.bottom() + 1, x + height + 1, area.top() - 1);
    painter.restore();
}

ModeBadge::ModeBadge(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setMode(core::Destination::Demo);
}

void ModeBadge::setMode(core::Destination destination, const QString &detail)
{
    const ModeLook look = modeLook(destination);
    const QString text = detail.isEmpty() ? look.word : look.word + QStringLiteral(" · ") + detail;
    if (text == m_text)
        return;
    m_look = look;
    m_text = text;
    setToolTip(look.sentence);
    setAccessibleName(text);
    setAccessibleDescription(look.sentence);
    updateGeometry();
    update();
}

QFont ModeBadge::badgeFont() const
{
    QFont font = figureFont(0.85, true);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
    return font;
}

QSize ModeBadge::sizeHint() const
{
    const QFontMetrics metrics(badgeFont());
    return {metrics.horizontalAdvance(m_text) + (m_look.isHatched ? 34 : 16), metrics.height() + 6};
}

void ModeBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()), 4, 4);
    painter.setClipPath(shape);
    painter.fillRect(rect(), colour(m_look.colour));
    const int stripes = m_look.isHatched ? 18 : 0; // the pattern stands beside the word, not behind it
    if (stripes > 0)
        paintMode(painter, QRect(0, 0, stripes, height()), m_look);
    painter.setFont(badgeFont());
    painter.setPen(colour(Role::FrameText));
    painter.drawText(rect().adjusted(stripes, 0, 0, 0), Qt::AlignCenter, m_text);
}

} // namespace ui
