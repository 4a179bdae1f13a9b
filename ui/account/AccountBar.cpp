#include "ui/account/AccountBar.h"

#include "ui/account/HaltBanner.h"
#include "ui/account/LimitBar.h"
#include "ui/account/ModeChooser.h"
#include "ui/account/QuestionBar.h"
#include "ui/account/SpeedControl.h"
#include "ui/confirm/ReasonDialog.h"
#include "ui/format/Numbers.h"
#include "ui/format/Times.h"
#include "ui/widgets/FigureCell.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/ModeBadge.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace ui {

namespace {

constexpr int rowSpacing = 12;

QString toneOf(core::Money money)
{
    return money.sign() > 0   ? QStringLiteral("up")
           : money.sign() < 0 ? QStringLiteral("down")
                              : QStringLiteral("figure");
}

QFrame *verticalRule(QWidget *parent)
{
    auto *rule = new QFrame(parent);
    rule->setProperty("panel", QStringLiteral("column-rule"));
    return rule;
}

QString cashSentence(core::Money difference)
{
    const QString text = difference.sign() > 0
                             ? AccountBar::tr("The venue has %1 more cash than our books: no entries until they "
                                              "agree or you accept it.")
                             : AccountBar::tr("The venue has %1 less cash than our books: no entries until they "
                                              "agree or you accept it.");
    return text.arg(moneyText(difference.abs()));
}

/// Which of the choices counts the difference in the day's result.
constexpr int chargeChoice = 1;

ReasonQuestion cashQuestion(const QString &sentence)
{
    return {.title = AccountBar::tr("Accept the venue's cash"),
            .text = sentence,
            .yes = AccountBar::tr("Accept the venue's cash"),
            .choices = {AccountBar::tr("A transfer: it was paid in or out, and is no part of the day's result"),
                        AccountBar::tr("A charge: it was lost or won, and counts in the day's result")}};
}

} // namespace

AccountBar::AccountBar(core::EngineClient &client, QWidget *parent)
    : QWidget(parent), m_client(client), m_badge(new ModeBadge(this)), m_account(new QLabel(this)),
      m_exposure(new LimitBar(this)), m_clock(new QLabel(this)),
      m_modes(new ModeChooser(this)), m_speeds(new SpeedControl(this)), m_halt(new QPushButton(tr("HALT"), this)),
      m_haltMore(new QToolButton(this)), m_question(new QuestionBar(this)),
      m_haltBanner(new HaltBanner(this)), m_cashBanner(new MessageBanner(this))
{
    setAccessibleName(tr("Account"));
    arrange();
    connect(&m_client, &core::EngineClient::snapshotChanged, this, [this] {
        m_sinceSnapshot.restart();
        m_ageing.stop();
        showSnapshot();
    });
    m_ageing.setInterval(std::chrono::seconds(1));
    connect(&m_ageing, &QTimer::timeout, this, &AccountBar::showAge);
    connect(&m_client, &core::EngineClient::engineLost, this, [this] {
        m_ageing.start();
        showAge();
    });
    connect(m_halt, &QPushButton::clicked, this, &AccountBar::halt);
    connect(m_modes, &ModeChooser::requested, this, &AccountBar::requestMode);
    connect(m_speeds, &SpeedControl::requested, this,
            [this](double speed) { m_client.send(core::SetSpeed{speed}); });
    connect(m_question, &QuestionBar::accepted, this, [this] {
        if (const auto onYes = std::exchange(m_onYes, nullptr))
            onYes();
    });
    connect(m_question, &QuestionBar::declined, this, [this] { m_onYes = nullptr; });
    connect(m_haltBanner, &HaltBanner::resumeRequested, this, [this](const QString &reason) {
        m_client.send(core::Resume{reason.toStdString()});
    });
    connect(m_cashBanner, &MessageBanner::actionTriggered, this, &AccountBar::askToAcceptCash);
    showSnapshot();
}

void AccountBar::arrange()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(rowSpacing);
    layout->addLayout(row);
    layout->addWidget(m_question);
    layout->addWidget(m_haltBanner);
    layout->addWidget(m_cashBanner);
    m_cashBanner->setAction(tr("Accept the venue's cash…"));
    addAccount(row);
    addFigures(row);
    row->addStretch(1);
    addClock(row);
    addDeciders(row);
    addHalt(row);
}

void AccountBar::addAccount(QBoxLayout *row)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(m_badge, 0, Qt::AlignLeft);
    column->addWidget(m_account);
    m_account->setProperty("tone", QStringLiteral("muted"));
    m_account->setAccessibleName(tr("Account id"));
    row->addLayout(column);
    row->addWidget(verticalRule(this));
}

FigureCell *AccountBar::addFigure(QBoxLayout *row, const QString &name, const QString &caption,
                                  const QString &explanation)
{
    auto *cell = new FigureCell(caption, explanation, this);
    row->addWidget(cell);
    return m_figures[name] = cell;
}

void AccountBar::addFigures(QBoxLayout *row)
{
    addFigure(row, QStringLiteral("equity"), tr("Equity"), tr("Cash and positions at the last prices."));
    addFigure(row, QStringLiteral("cash"), tr("Cash"), tr("Settled and unsettled cash of the account."));
    addFigure(row, QStringLiteral("power"), tr("Buying power"), tr("What the broker lets you buy for now."));
    addFigure(row, QStringLiteral("day"), tr("Day P&L"), tr("Equity now against the start of the day."));
    addFigure(row, QStringLiteral("room"), tr("Room today"),
              tr("What may still be lost today before entries stop."));
    addFigure(row, QStringLiteral("heat"), tr("Heat"), tr("What is lost if every stop is hit now."));
    FigureCell *cell = addFigure(row, QStringLiteral("exposure"), tr("Exposure"),
                                 tr("Value of all positions against its limit, in percent of equity."));
    m_exposure->setAccessibleName(tr("Share of the exposure limit in use"));
    static_cast<QBoxLayout *>(cell->layout())->addWidget(m_exposure);
}

void AccountBar::addClock(QBoxLayout *row)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(3);
    column->addWidget(m_clock);
    column->addWidget(m_speeds, 0, Qt::AlignLeft);
    m_clock->setProperty("tone", QStringLiteral("figure"));
    m_clock->setToolTip(tr("The market's clock; in demo and replay it runs at the chosen speed."));
    row->addLayout(column);
}

void AccountBar::addDeciders(QBoxLayout *row)
{
    row->addWidget(verticalRule(this));
    row->addWidget(m_modes, 0, Qt::AlignVCenter);
}

void AccountBar::addHalt(QBoxLayout *row)
{
    m_halt->setProperty("kind", QStringLiteral("danger"));
    m_halt->setToolTip(tr("Stops new entries at once; protective orders stay (Ctrl+Shift+K twice)"));
    m_halt->setAccessibleName(tr("Halt trading"));
    m_haltMore->setProperty("kind", QStringLiteral("danger"));
    m_haltMore->setText(QStringLiteral("▾"));
    m_haltMore->setProperty("density", QStringLiteral("compact"));
    m_haltMore->setAccessibleName(tr("More ways to halt"));
    m_haltMore->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_haltMore);
    menu->addAction(tr("Halt new entries"), this, &AccountBar::halt);
    m_reduceOnly = menu->addAction(tr("Reduce-only: no new entries, exits go"), this,
                                   [this] { m_client.send(core::SetReduceOnly{.on = true}); });
    menu->addAction(tr("Halt, cancel orders and close positions…"), this, &AccountBar::askToFlatten);
    m_haltMore->setMenu(menu);
    auto *pair = new QHBoxLayout;
    pair->setSpacing(2);
    pair->addWidget(m_halt);
    pair->addWidget(m_haltMore);
    row->addLayout(pair);
}

void AccountBar::halt()
{
    // The red button takes back what still could add risk; protective orders stay.
    m_client.send(core::Halt{.cancelOrders = true});
}

void AccountBar::ask(const QString &question, const QString &yes, const QString &no,
                     std::function<void()> onYes)
{
    m_onYes = std::move(onYes);
    m_question->ask(question, yes, no);
}

void AccountBar::askToFlatten()
{
    const auto snapshot = m_client.snapshot();
    const auto isOpen = [](const core::OrderView &view) { return !core::isFinal(view.order.status); };
    const int orders = snapshot ? int(std::ranges::count_if(snapshot->orders, isOpen)) : 0;
    const int positions = snapshot ? int(snapshot->positions.size()) : 0;
    ask(tr("Halt, cancel open orders (%1) and close positions (%2) at market?").arg(orders).arg(positions),
        tr("Halt and close all"), tr("Leave as it is"),
        [this] { m_client.send(core::Halt{.cancelOrders = true, .flatten = true}); });
}

void AccountBar::requestMode(core::DecisionMode mode)
{
    if (mode < m_modes->mode()) { // less autonomy is one click
        m_onYes = nullptr;
        m_question->close();
        m_client.send(core::SetMode{mode});
        return;
    }
    const QString consequence = mode == core::DecisionMode::Auto
                                    ? tr("In Auto entries leave without asking you.")
                                    : tr("In Hybrid signals become cards; each needs your yes.");
    ask(consequence, tr("Switch to %1").arg(decisionModeText(mode)),
        tr("Stay in %1").arg(decisionModeText(m_modes->mode())),
        [this, mode] { m_client.send(core::SetMode{mode}); });
}

QString AccountBar::figure(const QString &name) const
{
    const auto cell = m_figures.find(name);
    return cell == m_figures.end() ? QString() : cell->second->figure();
}

void AccountBar::showSnapshot()
{
    const auto snapshot = m_client.snapshot();
    setEnabled(snapshot != nullptr);
    if (!snapshot) {
        for (const auto &[name, cell] : m_figures)
            cell->setFigure(absentText());
        return;
    }
    m_badge->setMode(snapshot->account.destination);
    const QString account = QString::fromStdString(snapshot->account.id.text());
    const int room = m_account->fontMetrics().averageCharWidth() * 14;
    m_account->setText(m_account->fontMetrics().elidedText(account, Qt::ElideLeft, room)); // the tail tells
    m_account->setToolTip(account);
    m_account->setAccessibleName(tr("Account %1").arg(account));
    if (m_modes->mode() != snapshot->account.mode)
        m_question->close(); // what was asked was about another mode
    m_modes->setMode(snapshot->account.mode);
    showFigures(*snapshot);
    showExposure(snapshot->account);
    showClock(*snapshot);
    showHalt(*snapshot);
    showCash(snapshot->account);
    fitFigures();
}

void AccountBar::showFigures(const core::EngineSnapshot &snapshot)
{
    const core::AccountView &account = snapshot.account;
    m_figures[QStringLiteral("equity")]->setFigure(moneyText(account.equity));
    m_figures[QStringLiteral("cash")]->setFigure(moneyText(account.cash));
    m_figures[QStringLiteral("power")]->setFigure(moneyText(account.buyingPower));
    m_figures[QStringLiteral("day")]->setFigure(signedMoneyText(account.dayPnl), toneOf(account.dayPnl));
    m_figures[QStringLiteral("heat")]->setFigure(moneyText(account.heat));
    const bool isSpent = account.dayLimitRoom.sign() <= 0;
    m_figures[QStringLiteral("room")]->setFigure(moneyText(account.dayLimitRoom),
                                                 isSpent ? QStringLiteral("alarm")
                                                         : QStringLiteral("figure"));
    m_figures[QStringLiteral("equity")]->setToolTip(
        tr("Cash and positions at the last prices. Cash %1, buying power %2.")
            .arg(moneyText(account.cash), moneyText(account.buyingPower)));
}

/// In a narrow window cash, then buying power give way; the equity's tooltip still tells them.
void AccountBar::fitFigures()
{
    const std::array givingWay{m_figures.at(QStringLiteral("cash")), m_figures.at(QStringLiteral("power"))};
    int needed = layout()->minimumSize().width();
    for (const FigureCell *cell : givingWay)
        if (cell->isHidden())
            needed += cell->sizeHint().width() + rowSpacing;
    for (FigureCell *cell : givingWay) {
        const bool hasRoom = needed <= width();
        if (!hasRoom)
            needed -= cell->sizeHint().width() + rowSpacing;
        cell->setVisible(hasRoom);
    }
}

void AccountBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitFigures();
}

void AccountBar::showExposure(const core::AccountView &account)
{
    const double share =
        account.exposureLimitPct > 0 ? account.exposurePct / account.exposureLimitPct : 1.0;
    const QString tone = share >= 1     ? QStringLiteral("alarm")
                         : share >= 0.8 ? QStringLiteral("warning")
                                        : QStringLiteral("figure");
    m_figures[QStringLiteral("exposure")]->setFigure(
        //: Exposure in use, then its limit, both in percent of equity
        tr("%1 of %2").arg(percentText(account.exposurePct), percentText(account.exposureLimitPct, 0)),
        tone);
    m_exposure->setShare(share);
}

void AccountBar::showClock(const core::EngineSnapshot &snapshot)
{
    const bool isPlayed = snapshot.account.destination == core::Destination::Demo ||
                          snapshot.account.destination == core::Destination::Replay;
    m_speeds->setVisible(isPlayed);
    m_speeds->setSpeed(snapshot.speed);
    const MarketZone zone = snapshot.series.empty() ? MarketZone::NewYork
                                                    : zoneOf(snapshot.series.front().id.instrument);
    const QString time =
        timeText(snapshot.marketTime, zone) + QLatin1Char(' ') + zoneName(snapshot.marketTime, zone);
    const QString text = snapshot.isFinished         ? tr("%1 · replay is over").arg(time)
                         : snapshot.isPausedForCards ? tr("%1 · a card waits").arg(time)
                                                     : dateText(snapshot.marketTime, zone) +
                                                           QLatin1Char(' ') + time;
    m_clock->setText(text);
    m_clock->setAccessibleName(tr("Market time: %1").arg(text));
}

/// Of figures nobody vouches for any more: how old they are, instead of a clock that stands still.
void AccountBar::showAge()
{
    if (!m_client.snapshot() || !m_sinceSnapshot.isValid())
        return;
    const auto age = std::chrono::milliseconds(m_sinceSnapshot.elapsed());
    m_clock->setText(tr("Last heard of %1 ago").arg(durationText(age)));
    m_clock->setAccessibleName(m_clock->text());
}

void AccountBar::showHalt(const core::EngineSnapshot &snapshot)
{
    m_halt->setText(snapshot.isHalted ? tr("HALTED") : tr("HALT"));
    const QString reason = QString::fromStdString(snapshot.haltReason);
    m_reduceOnly->setEnabled(!snapshot.isHalted && (!snapshot.isReduceOnly || snapshot.isDayLost));
    if (snapshot.isFlattening)
        m_haltBanner->showFlattening(reason);
    else if (snapshot.isHalted)
        m_haltBanner->showHalt(reason);
    else if (snapshot.isReduceOnly)
        m_haltBanner->showReduceOnly(reason, !snapshot.isDayLost);
    else if (!m_haltBanner->isHidden())
        m_haltBanner->clear();
}

void AccountBar::showCash(const core::AccountView &account)
{
    const QString text = account.cashDifference ? cashSentence(*account.cashDifference) : QString();
    if (m_cashQuestion && m_cashQuestion->question() != cashQuestion(text))
        m_cashQuestion->reject(); // what was asked was about another difference
    if (text != m_cashBanner->text())
        m_cashBanner->showMessage(MessageBanner::Severity::Alarm, text);
}

void AccountBar::askToAcceptCash()
{
    m_cashQuestion = new ReasonDialog(cashQuestion(m_cashBanner->text()), this);
    if (const auto snapshot = m_client.snapshot())
        m_cashQuestion->wear(snapshot->account.destination);
    connect(m_cashQuestion, &ReasonDialog::confirmed, this, [this](const QString &reason, int choice) {
        m_client.send(core::AcceptDifference{.isCharge = choice == chargeChoice, .reason = reason.toStdString()});
    });
    m_cashQuestion->open();
}

} // namespace ui
