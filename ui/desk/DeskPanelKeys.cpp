// The keys of the desk and the commands they become; what it shows is in DeskPanel.cpp.
#include "ui/desk/DeskPanel.h"

#include "ui/desk/Card.h"
#include "ui/desk/CardList.h"
#include "ui/desk/CardText.h"
#include "ui/desk/DecidedList.h"
#include "ui/desk/KeyHelp.h"
#include "ui/widgets/MessageBanner.h"

#include <algorithm>
#include <utility>

namespace ui {

using Severity = MessageBanner::Severity;

/// F1 is the window's key for help too; here it means the keys of the desk.
bool DeskPanel::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<const QKeyEvent *>(event);
        if (deskKeyOf(key->key(), key->modifiers()).action == DeskAction::Help) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void DeskPanel::keyPressEvent(QKeyEvent *event)
{
    const DeskKey key = deskKeyOf(event->key(), event->modifiers());
    if (key.action == DeskAction::None) {
        QWidget::keyPressEvent(event);
        return;
    }
    const bool mayRepeat = key.action == DeskAction::Next || key.action == DeskAction::Previous;
    if (event->isAutoRepeat() && !mayRepeat)
        return;
    if (m_help->isVisible()) {
        m_help->hide();
        if (key.action != DeskAction::Kill)
            return;
    }
    act(key);
}

void DeskPanel::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_A && !event->isAutoRepeat())
        m_hold.reset();
    QWidget::keyReleaseEvent(event);
}

void DeskPanel::focusOutEvent(QFocusEvent *event)
{
    m_hold.reset(); // the release would go elsewhere
    QWidget::focusOutEvent(event);
}

void DeskPanel::mousePressEvent(QMouseEvent *event)
{
    m_help->hide();
    QWidget::mousePressEvent(event);
}

void DeskPanel::act(const DeskKey &key)
{
    Card *card = m_cards->selected();
    if (key.action == DeskAction::Kill)
        kill();
    else if (key.action == DeskAction::Help)
        m_help->open();
    else if (card && (card->isEditing() || card->isChoosingPrice()) && key.action != DeskAction::Cancel)
        return; // the figures are being typed
    else if (m_isRejectingPicked && key.action == DeskAction::Digit)
        rejectPicked(core::RejectReason(key.digit));
    else if (std::exchange(m_isRejectingPicked, false) && key.action == DeskAction::Cancel)
        m_message->clear();
    else if (key.action == DeskAction::PickAll)
        pickAll();
    else if (key.action == DeskAction::RejectPicked)
        askWhyRejectPicked();
    else if (key.action == DeskAction::Next || key.action == DeskAction::Previous)
        selectByHand(m_cards->neighbour(key.action == DeskAction::Next ? 1 : -1));
    else if (key.action == DeskAction::MostUrgent && !m_cards->urgency().empty()) {
        m_cards->sortByUrgency();
        selectByHand(m_cards->urgency().front());
    } else if (card)
        actOnCard(*card, key);
}

void DeskPanel::actOnCard(Card &card, const DeskKey &key)
{
    switch (key.action) {
    case DeskAction::Approve:
        startHold(card);
        approve(card, card.share());
        break;
    case DeskAction::Send: sendArmed(card); break;
    case DeskAction::Cancel: cancel(card); break;
    case DeskAction::Reject: card.setChoosingReason(!card.isChoosingReason()); break;
    case DeskAction::Edit: card.beginEdit(); break;
    case DeskAction::Digit: digit(card, key.digit); break;
    case DeskAction::OrderType: switchOrderType(card); break;
    case DeskAction::Refresh: refreshGuards(card); break;
    case DeskAction::Snooze: snooze(card); break;
    case DeskAction::SnoozeUntil: card.setChoosingPrice(true); break;
    case DeskAction::Why: card.toggleWhy(); break;
    case DeskAction::History: m_decided->showHistoryOf(card.view().proposal.signal.series.instrument); break;
    case DeskAction::ShowOrders: Q_EMIT ordersAsked(card.view().proposal.signal.series.instrument); break;
    case DeskAction::Pick: pick(card); break;
    case DeskAction::PauseBot: pauseBot(card); break;
    case DeskAction::Mute: mute(card.view().proposal.signal.series.instrument); break;
    case DeskAction::Flatten: flatten(card); break;
    default: break;
    }
}

void DeskPanel::tick()
{
    m_cards->refresh();
    finishHold();
}

// --- Decisions

quint64 DeskPanel::send(const core::Command &command)
{
    m_message->clear();
    const quint64 token = m_client.send(command);
    m_sent.emplace(token, core::ProposalId());
    return token;
}

void DeskPanel::sendDecision(Card &card, const core::Command &command)
{
    m_sent[send(command)] = card.id(); // first, so that it does not wait for any painting
    card.decisionSent();
}

void DeskPanel::approve(Card &card, int percent)
{
    if (card.whyNotApprove())
        return; // the card says why
    const core::ProposalView &view = card.view();
    const auto part = shareOf(view, percent);
    if (!part)
        return; // never the whole because the half is less than a lot
    if (needsTwoSteps(view)) {
        if (!card.isArmed()) {
            card.setShare(percent);
            send(core::ArmProposal{
                .id = card.id(), .version = view.proposal.version, .hash = view.hash});
        }
        return;
    }
    sendApproval(card, percent);
}

void DeskPanel::sendApproval(Card &card, int percent)
{
    const core::ProposalView &view = card.view();
    sendDecision(card, core::ApproveProposal{
                           .id = card.id(),
                           .version = view.proposal.version,
                           .hash = view.hash,
                           .quantity = percent < 100 ? shareOf(view, percent) : std::nullopt});
}

void DeskPanel::sendArmed(Card &card)
{
    if (!card.isArmed() || card.whyNotApprove())
        return;
    m_hold.reset();
    sendApproval(card, card.share());
}

/// Of the key only: a button pressed with the mouse never becomes more than its one click.
void DeskPanel::startHold(const Card &card)
{
    if (needsTwoSteps(card.view()) && !card.whyNotApprove())
        m_hold = Hold{.id = card.id(), .hash = card.view().hash, .since = m_clock()};
}

void DeskPanel::finishHold()
{
    if (!m_hold || m_clock() - m_hold->since < holdMillis)
        return;
    Card *card = m_cards->selected();
    if (card && card->id() == m_hold->id && card->view().hash == m_hold->hash)
        sendArmed(*card);
}

void DeskPanel::cancel(Card &card)
{
    m_hold.reset();
    m_message->clear();
    if (card.isEditing()) {
        card.endEdit();
        setFocus(Qt::OtherFocusReason);
    } else if (card.isChoosingReason()) {
        card.setChoosingReason(false);
    } else if (card.isChoosingPrice()) {
        card.setChoosingPrice(false);
        setFocus(Qt::OtherFocusReason);
    } else if (card.isArmed() || card.isPreApproved()) {
        send(core::DisarmProposal{.id = card.id()});
    }
}

void DeskPanel::digit(Card &card, int number)
{
    if (card.isChoosingReason()) {
        reject(card, core::RejectReason(number));
        return;
    }
    constexpr int shares = 4;
    if (number <= shares && !card.setShare(number * 25))
        m_message->showMessage(Severity::Info, tr("That share is less than one lot."));
}

void DeskPanel::reject(Card &card, core::RejectReason reason)
{
    if (whyNotReject(m_situation))
        return;
    card.setChoosingReason(false);
    sendDecision(card, core::RejectProposal{.id = card.id(), .reason = reason, .text = {}});
}

/// Limit ↔ market. A market order takes whatever price there is, so that way needs the key twice.
void DeskPanel::switchOrderType(Card &card)
{
    if (const auto why = card.whyNotEdit()) {
        m_message->showMessage(Severity::Info, *why);
        return;
    }
    const core::Proposal &plan = card.view().proposal;
    core::EditProposal edit{.id = plan.id, .version = plan.version};
    if (plan.orderType == core::OrderType::Limit) {
        if (!m_marketPress.press(m_clock())) {
            m_message->showMessage(Severity::Warning,
                                   tr("Press L again within 2 s for a market order in %1.")
                                       .arg(symbolText(card.view())));
            return;
        }
        edit.orderType = core::OrderType::Market;
    } else {
        edit.orderType = core::OrderType::Limit;
        edit.limitPrice = plan.limitPrice.value_or(plan.referencePrice);
    }
    sendDecision(card, edit);
}

void DeskPanel::refreshGuards(Card &card)
{
    send(core::RefreshProposal{.id = card.id()});
}

void DeskPanel::flatten(const Card &card)
{
    if (m_flattenPress.press(m_clock())) {
        send(core::ClosePosition{.instrument = card.view().proposal.signal.series.instrument});
        return;
    }
    m_message->showMessage(Severity::Warning,
                           tr("Press Ctrl+Shift+F again within 2 s to close the position in %1.")
                               .arg(symbolText(card.view())));
}

void DeskPanel::kill()
{
    if (m_killPress.press(m_clock())) {
        send(core::Halt{.cancelOrders = true, .flatten = true});
        return;
    }
    m_message->showMessage(Severity::Alarm,
                           tr("Press Ctrl+Shift+K again within 2 s to halt, cancel all orders and close "
                              "all positions."));
}

// --- Putting aside

void DeskPanel::snooze(Card &card)
{
    if (const auto why = card.whyNotSnooze())
        m_message->showMessage(Severity::Info, *why);
    else
        sendDecision(card, core::SnoozeProposal{.id = card.id()});
}

void DeskPanel::snoozeUntil(Card &card, core::Price price)
{
    card.setChoosingPrice(false);
    setFocus(Qt::OtherFocusReason);
    sendDecision(card, core::SnoozeProposal{.id = card.id(), .untilPrice = price});
}

void DeskPanel::pick(Card &card)
{
    card.setPicked(!card.isPicked());
}

/// All of them, or none when all are picked already.
void DeskPanel::pickAll()
{
    const auto cards = m_cards->cards();
    const bool isAllPicked =
        std::all_of(cards.begin(), cards.end(), [](const Card *each) { return each->isPicked(); });
    for (Card *each : cards)
        each->setPicked(!isAllPicked);
}

void DeskPanel::askWhyRejectPicked()
{
    const auto cards = m_cards->cards();
    const auto count = std::count_if(cards.begin(), cards.end(), [](const Card *each) { return each->isPicked(); });
    m_isRejectingPicked = count > 0;
    if (count == 0)
        m_message->showMessage(Severity::Info, tr("No card is picked. Space picks one, Ctrl+A all."));
    else
        m_message->showMessage(Severity::Warning,
                               tr("Reject %n picked card(s): 1–7 gives the reason, Esc goes back.", nullptr,
                                  int(count)));
}

/// Each is a decision of its own.
void DeskPanel::rejectPicked(core::RejectReason reason)
{
    m_isRejectingPicked = false;
    m_message->clear();
    for (Card *each : m_cards->cards())
        if (each->isPicked()) {
            each->setPicked(false);
            reject(*each, reason);
        }
}

void DeskPanel::pauseBot(const Card &card)
{
    send(core::SetBotOn{.bot = card.view().proposal.signal.bot, .isOn = false});
}

void DeskPanel::mute(const core::InstrumentId &instrument)
{
    send(core::MuteInstrument{.instrument = instrument, .isMuted = true});
}

/// Less freedom takes one step, more takes two.
void DeskPanel::resumeBot(const core::BotId &bot)
{
    const QString what = QStringLiteral("bot ") + text(bot.text());
    if (std::exchange(m_moreWhat, what) != what)
        m_morePress.forget();
    if (m_morePress.press(m_clock()))
        send(core::SetBotOn{.bot = bot, .isOn = true});
    else
        m_message->showMessage(Severity::Warning,
                               tr("Press Resume again within 2 s: %1 makes entries again.").arg(text(bot.text())));
}

void DeskPanel::hear(const core::InstrumentId &instrument)
{
    const QString what = QStringLiteral("instrument ") + text(instrument.text());
    if (std::exchange(m_moreWhat, what) != what)
        m_morePress.forget();
    if (m_morePress.press(m_clock()))
        send(core::MuteInstrument{.instrument = instrument, .isMuted = false});
    else
        m_message->showMessage(Severity::Warning,
                               tr("Press Unmute again within 2 s: signals on %1 become entries again.")
                                   .arg(text(instrument.symbol)));
}

} // namespace ui
