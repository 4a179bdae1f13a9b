#include "ui/desk/CardMoney.h"

#include "ui/desk/Bars.h"
#include "ui/desk/CardRules.h"
#include "ui/desk/CardText.h"
#include "ui/format/Numbers.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ui {

namespace {

QLabel *label(QWidget *parent, const char *tone, const QString &words = {})
{
    auto *made = new QLabel(words, parent);
    made->setProperty("tone", QString::fromLatin1(tone));
    made->setTextFormat(Qt::PlainText);
    return made;
}

} // namespace

CardMoney::CardMoney(QWidget *parent)
    : QWidget(parent), m_drift(label(this, "figure")), m_driftBar(new DriftBar(this))
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
    m_size = addFigure(*grid, 0, 0, tr("Size"));
    m_loss = addFigure(*grid, 0, 1, tr("Loss at stop"));
    m_gain = addFigure(*grid, 0, 2, tr("Gain at target"));
    m_exposure = addFigure(*grid, 1, 0, tr("Exposure"));
    m_ratio = addFigure(*grid, 1, 1, tr("Reward : risk now"));
    m_fees = addFigure(*grid, 1, 2, tr("Fees, estimated"));
    auto *drift = new QHBoxLayout;
    drift->setSpacing(8);
    drift->addWidget(label(this, "heading", tr("Drift")));
    drift->addWidget(m_driftBar, 1);
    drift->addWidget(m_drift);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(grid);
    layout->addLayout(drift);
}

CardMoney::Figure CardMoney::addFigure(QGridLayout &grid, int row, int column, const QString &title)
{
    auto *box = new QVBoxLayout;
    box->setSpacing(0);
    const Figure figure{.value = label(this, "figure"), .note = label(this, "muted")};
    for (QLabel *each : {figure.value, figure.note})
        each->setWordWrap(true); // in a narrow desk nothing is cut off
    box->addWidget(label(this, "heading", title));
    box->addWidget(figure.value);
    box->addWidget(figure.note);
    box->addStretch();
    grid.addLayout(box, row, column);
    return figure;
}

void CardMoney::setSize(const core::ProposalView &view, int sharePercent)
{
    const core::Proposal &plan = view.proposal;
    const QString whole = quantityText(plan.quantity);
    const auto part = sharePercent < 100 ? shareOf(view, sharePercent) : std::nullopt;
    m_size.value->setText(part ? tr("%1 of %2").arg(quantityText(part), whole) : whole);
    m_size.note->setText(moneyText(plan.notionalValue, currencyOf(view)));
}

void CardMoney::setView(const core::ProposalView &view, int sharePercent)
{
    const core::Proposal &plan = view.proposal;
    const QString currency = currencyOf(view);
    setSize(view, sharePercent);
    m_loss.value->setText(plan.lossAtStop ? moneyText(-plan.lossAtStop->abs(), currency) : absentText());
    const QString ofEquity = tr("%1 of equity").arg(percentText(view.lossPctOfEquity, 2));
    m_loss.note->setText(plan.lossAtGap
                             ? tr("%1, %2 at a gap over night").arg(ofEquity, moneyText(-plan.lossAtGap->abs(), currency))
                             : ofEquity);
    m_gain.value->setText(signedMoneyText(plan.gainAtTarget, currency));
    m_gain.note->setText(plan.targetPrice ? tr("at %1").arg(priceText(plan.targetPrice, tickOf(view)))
                                          : tr("no target"));
    m_ratio.value->setText(rewardToRiskText(view.rewardToRisk));
    m_ratio.note->setText(tr("planned at %1").arg(priceText(plan.referencePrice, tickOf(view))));
    m_fees.value->setText(moneyText(plan.estimatedFees, currency));
    m_exposure.value->setText(
        tr("%1 → %2").arg(percentText(view.exposureBeforePct), percentText(view.exposureAfterPct)));
    m_exposure.note->setText(tr("before → after"));
    m_drift->setText(riskMultipleText(view.driftR));
    m_driftBar->setDrift(view.driftR);
}

} // namespace ui
