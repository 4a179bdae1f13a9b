#include "ui/desk/DeskPanel.h"

#include "ui/desk/Card.h"
#include "ui/desk/CardList.h"
#include "ui/desk/CardText.h"
#include "ui/desk/DecidedList.h"
#include "ui/desk/KeyHelp.h"
#include "ui/format/Times.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/MessageBanner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

using Severity = MessageBanner::Severity;

DeskPanel::DeskPanel(core::EngineClient &client, Selection &selection, QWidget *parent, DeskClock clock)
    : QWidget(parent), m_client(client), m_selection(selection), m_clock(std::move(clock)),
      m_title(new QLabel(tr("Approval desk"), this)), m_urgent(new QLabel(this)),
      m_state(new MessageBanner(this)), m_message(new MessageBanner(this)),
      m_cards(new CardList(m_clock, this)), m_empty(new EmptyState({}, {}, this)),
      m_decided(new DecidedList(this)), m_help(new KeyHelp(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Approval desk"));
    m_title->setProperty("tone", QStringLiteral("title"));
    m_urgent->setProperty("tone", QStringLiteral("muted"));
    m_urgent->setToolTip(tr("Home goes to the most urgent card"));
    arrange();
    connectParts();
    if (const auto snapshot = m_client.snapshot())
        showSnapshot(*snapshot);
    else
        showEmptyState({});
}

void DeskPanel::arrange()
{
    auto *help = new QToolButton(this);
    help->setText(QStringLiteral("?"));
    help->setToolTip(tr("Keys of the desk (F1)"));
    help->setAccessibleName(tr("Keys of the desk"));
    help->setProperty("kind", QStringLiteral("quiet"));
    help->setFocusPolicy(Qt::TabFocus);
    connect(help, &QToolButton::clicked, m_help, &KeyHelp::open);
    auto *header = new QHBoxLayout;
    header->setSpacing(8);
    header->addWidget(m_title);
    header->addWidget(m_urgent, 1);
    header->addWidget(help);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(header);
    layout->addWidget(m_state);
    layout->addWidget(m_message);
    layout->addWidget(m_cards, 1);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_decided);
    m_message->setClosable(true);
}

void DeskPanel::connectParts()
{
    connect(&m_client, &core::EngineClient::snapshotChanged, this,
            [this](const std::shared_ptr<const core::EngineSnapshot> &snapshot) {
                if (snapshot)
                    showSnapshot(*snapshot);
            });
    connect(&m_client, &core::EngineClient::answered, this, &DeskPanel::takeAnswer);
    connect(&m_client, &core::EngineClient::engineLost, this, &DeskPanel::loseEngine);
    connect(&m_selection, &Selection::proposalChanged, this, &DeskPanel::followSelection);
    connect(m_cards, &CardList::cardMade, this, &DeskPanel::connectCard);
    connect(m_cards, &CardList::cardLeaving, this, &DeskPanel::noteLeaving);
    auto *focus = new QShortcut(QKeySequence(Qt::Key_F8), this);
    focus->setContext(Qt::ApplicationShortcut);
    connect(focus, &QShortcut::activated, this, &DeskPanel::focusDesk);
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &DeskPanel::tick);
    timer->start(100);
}

void DeskPanel::connectCard(Card *card)
{
    connect(card, &Card::pressed, this, [this, card] {
        selectByHand(card->id());
        if (!card->isEditing())
            setFocus(Qt::MouseFocusReason);
    });
    connect(card, &Card::approveAsked, this, [this, card](int percent) {
        if (card->isArmed())
            sendArmed(*card);
        else
            approve(*card, percent);
    });
    connect(card, &Card::editAsked, this, [this, card] { actOnCard(*card, {DeskAction::Edit}); });
    connect(card, &Card::editLeft, this, [this, card] { cancel(*card); });
    connect(card, &Card::editSaved, this, [this, card](const core::EditProposal &edit) {
        cancel(*card);
        sendDecision(*card, edit);
    });
    connect(card, &Card::reasonListAsked, this, [this, card] { actOnCard(*card, {DeskAction::Reject}); });
    connect(card, &Card::rejectAsked, this,
            [this, card](core::RejectReason reason) { reject(*card, reason); });
    connect(card, &Card::refreshAsked, this, [this, card] { refreshGuards(*card); });
}

void DeskPanel::focusDesk()
{
    window()->activateWindow();
    setFocus(Qt::ShortcutFocusReason);
}

// --- What comes from the engine

void DeskPanel::showSnapshot(const core::EngineSnapshot &snapshot)
{
    m_situation = {.isEngineLost = false,
                   .isReady = snapshot.isReady,
                   .isHalted = snapshot.isHalted,
                   .haltReason = text(snapshot.haltReason),
                   .mode = snapshot.account.mode};
    const Card *before = m_cards->selected();
    const core::ProposalId selectedBefore = before ? before->id() : core::ProposalId();
    m_cards->setViews(snapshot.waiting, m_situation);
    const Card *now = m_cards->selected();
    if (selectedBefore != (now ? now->id() : core::ProposalId()))
        announceSelection();
    showHeader(snapshot);
    showState(snapshot);
    showEmptyState(snapshot);
    m_decided->setViews(snapshot.decided);
}

void DeskPanel::showHeader(const core::EngineSnapshot &snapshot)
{
    const int count = int(snapshot.waiting.size());
    if (count == 0) {
        m_urgent->clear();
        return;
    }
    const core::ProposalView &first = snapshot.waiting.front();
    m_urgent->setText(tr("%n waiting", nullptr, count) + QStringLiteral(" · ") +
                      tr("%1 first, %2").arg(symbolText(first), durationText(first.timeLeft)));
}

void DeskPanel::showState(const core::EngineSnapshot &snapshot)
{
    if (snapshot.isHalted)
        m_state->showMessage(Severity::Alarm, tr("Trading is halted: %1").arg(text(snapshot.haltReason)));
    else if (!snapshot.isReady)
        m_state->showMessage(Severity::Warning, tr("Reconciling with the venue; nothing is sent yet."));
    else
        m_state->clear();
}

void DeskPanel::showEmptyState(const core::EngineSnapshot &snapshot)
{
    const bool isEmpty = snapshot.waiting.empty();
    m_cards->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    if (snapshot.isFinished)
        m_empty->setTexts(tr("The replay has ended"), tr("It has no more bars. What was decided is below."));
    else if (snapshot.account.mode == core::DecisionMode::Auto)
        m_empty->setTexts(tr("Nothing waits for you"),
                          tr("In automatic mode only what a rule may not decide comes here."));
    else
        m_empty->setTexts(tr("Nothing waits for you"),
                          tr("When a strategy has a signal, its proposal appears here with its risk, its "
                             "reasons and the time it has."));
}

void DeskPanel::takeAnswer(quint64 token, bool isDone, const QString &message)
{
    const auto sent = m_sent.find(token);
    if (sent == m_sent.end())
        return; // another panel's
    if (Card *card = m_cards->card(sent->second))
        card->decisionAnswered();
    m_sent.erase(sent);
    if (!isDone)
        m_message->showMessage(Severity::Warning, message);
}

void DeskPanel::loseEngine(const QString &reason)
{
    m_situation.isEngineLost = true;
    m_state->showMessage(Severity::Alarm, tr("The engine does not answer: %1").arg(reason));
    if (const auto snapshot = m_client.snapshot())
        m_cards->setViews(snapshot->waiting, m_situation);
}

void DeskPanel::noteLeaving(Card *card)
{
    if (!card->isEditing())
        return;
    const bool hadFocus = card->isAncestorOf(focusWidget());
    m_message->showMessage(Severity::Warning,
                           tr("%1 no longer waits for a decision; your edit was not sent.")
                               .arg(symbolText(card->view())));
    if (hadFocus)
        setFocus(Qt::OtherFocusReason);
}

// --- Which card

/// The other panels follow the card, except that a card which arrives on its own does not pull the
/// chart away from what a person is looking at.
void DeskPanel::announceSelection()
{
    const Card *card = m_cards->selected();
    m_selection.selectProposal(card ? card->id() : core::ProposalId());
    if (card && (m_selection.isEmpty() || isAncestorOf(focusWidget()) || hasFocus()))
        m_selection.selectSeries(card->view().proposal.signal.series);
}

void DeskPanel::selectByHand(const core::ProposalId &id)
{
    const Card *card = m_cards->card(id);
    if (!card)
        return;
    m_marketPress.forget();
    m_flattenPress.forget();
    m_hold.reset();
    if (!card->isOpen())
        m_cards->select(id);
    m_selection.selectProposal(id);
    m_selection.selectSeries(card->view().proposal.signal.series);
}

void DeskPanel::followSelection(const core::ProposalId &id)
{
    const Card *card = m_cards->card(id);
    if (card && !card->isOpen())
        m_cards->select(id);
}

// --- Keys

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
    else if (card && card->isEditing() && key.action != DeskAction::Cancel)
        return; // the figures are being typed
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
    card.decisionSent();
    m_sent[send(command)] = card.id();
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
    } else if (card.isArmed()) {
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

} // namespace ui
