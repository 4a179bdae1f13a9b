#include "ui/mainwindow/CloseGuard.h"

#include "ui/format/Numbers.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

namespace {

QString orderSentence(const core::Order &order)
{
    const QString text = order.request.side == core::Side::Buy ? CloseGuard::tr("Buy %1 %2 (%3)")
                                                               : CloseGuard::tr("Sell %1 %2 (%3)");
    const QString role = order.request.role == core::OrderRole::Entry ? CloseGuard::tr("entry")
                                                                      : CloseGuard::tr("reduces a position");
    return text.arg(quantityText(order.remaining()),
                    QString::fromStdString(order.request.instrument.symbol), role);
}

QString positionSentence(const core::PositionView &view)
{
    const QString what = QStringLiteral("%1 %2").arg(quantityText(view.quantity),
                                                     QString::fromStdString(view.instrument.symbol));
    //: %1 is a position ("0.5 BTC/USD"); "here" is this program
    return view.watchedTarget ? CloseGuard::tr("%1; its target is held here, and rests while the program is closed").arg(what)
                              : what;
}

QString bulleted(const QStringList &lines)
{
    constexpr qsizetype shown = 8;
    QString text;
    for (const QString &line : lines.first(std::min(shown, lines.size())))
        text += QStringLiteral("  •  %1\n").arg(line);
    if (lines.size() > shown)
        text += QStringLiteral("  •  … +%1\n").arg(lines.size() - shown);
    return text;
}

} // namespace

LeftBehind leftBehind(const core::EngineSnapshot &snapshot)
{
    LeftBehind left;
    const core::Destination destination = snapshot.account.destination;
    if (destination == core::Destination::Demo || destination == core::Destination::Replay)
        return left;
    for (const core::OrderView &view : snapshot.orders) {
        if (core::isFinal(view.order.status))
            continue;
        left.orders += orderSentence(view.order);
        if (view.order.request.role == core::OrderRole::Entry)
            left.entries.push_back(view.order.request.clientOrderId);
    }
    for (const core::PositionView &view : snapshot.positions)
        if (!view.quantity.isZero())
            left.positions += positionSentence(view);
    return left;
}

CloseGuard::CloseGuard(const LeftBehind &left, QWidget *parent)
    : ModeDialog(parent), m_text(new QLabel(this)), m_keep(new QPushButton(tr("Keep orders"), this)),
      m_cancel(new QPushButton(this)), m_stay(new QPushButton(tr("Stay"), this))
{
    setTitle(tr("Close Countersign?"));
    setAttribute(Qt::WA_DeleteOnClose);
    QString text;
    if (!left.orders.isEmpty())
        text += tr("Open orders at the venue:") + QLatin1Char('\n') + bulleted(left.orders);
    if (!left.positions.isEmpty())
        text += tr("Open positions:") + QLatin1Char('\n') + bulleted(left.positions);
    text += tr("Protective orders stay at the venue in any case. Nobody watches them from here "
               "while the program is closed.");
    m_text->setText(text);
    m_text->setWordWrap(true);
    m_cancel->setText(tr("Cancel entry orders (%1)").arg(left.entries.size()));
    m_cancel->setEnabled(!left.entries.empty());
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton *button : {m_keep, m_cancel, m_stay}) {
        button->setAccessibleName(button->text());
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    m_stay->setDefault(true);
    m_stay->setFocus();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(26, 24, 26, 22); // the frame lies in it
    layout->setSpacing(16);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    connect(m_keep, &QPushButton::clicked, this, &CloseGuard::keepChosen);
    connect(m_cancel, &QPushButton::clicked, this, &CloseGuard::cancelChosen);
    connect(m_stay, &QPushButton::clicked, this, &QDialog::reject);
}

void CloseGuard::showWaiting()
{
    m_text->setText(tr("Waiting for the venue to confirm the cancellations…"));
    m_cancel->setEnabled(false);
    m_keep->setText(tr("Close without waiting"));
}

} // namespace ui
