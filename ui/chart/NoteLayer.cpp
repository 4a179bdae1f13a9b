#include "ui/chart/NoteLayer.h"

namespace ui {

NoteLayer::NoteLayer(QCPAxisRect *priceRect, QCPAxisRect *volumeRect, const ChartColours &colours)
    : QCPLayerable(priceRect->parentPlot(), QStringLiteral("notes"), priceRect),
      m_priceRect(priceRect), m_volumeRect(volumeRect), m_colours(colours)
{
}

void NoteLayer::applyDefaultAntialiasingHint(QCPPainter *painter) const
{
    painter->setAntialiasing(true);
}

QRect NoteLayer::clipRect() const
{
    return mParentPlot->viewport();
}

void NoteLayer::draw(QCPPainter *painter)
{
    drawWatermark(painter);
    painter->setFont(mParentPlot->font());
    painter->setPen(m_colours.dimText);
    const QRect rect = m_volumeRect->rect();
    const QRect corner(rect.right() + 1, rect.bottom() + 1,
                       mParentPlot->viewport().right() - rect.right() - 4,
                       mParentPlot->viewport().bottom() - rect.bottom());
    painter->drawText(corner, int(Qt::AlignRight | Qt::AlignVCenter), m_zone);
}

void NoteLayer::drawWatermark(QCPPainter *painter) const
{
    if (m_watermark.isEmpty())
        return;
    QFont font = mParentPlot->font();
    font.setPixelSize(std::max(12, m_priceRect->width() / 14));
    font.setBold(true);
    font.setLetterSpacing(QFont::PercentageSpacing, 112);
    painter->setFont(font);
    QColor faint = m_colours.dimText;
    faint.setAlphaF(0.09F);
    painter->setPen(faint);
    painter->drawText(m_priceRect->rect(), int(Qt::AlignCenter), m_watermark);
}

} // namespace ui
