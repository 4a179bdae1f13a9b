#include "ui/desk/DeskPanel.h"

#include "ui/desk/AsideBar.h"
#include "ui/desk/Card.h"
#include "ui/desk/CardList.h"
#include "ui/desk/CardText.h"
#include "ui/desk/DecidedList.h"
#include "ui/desk/KeyHelp.h"
#include "ui/format/Times.h"
#include "ui/widgets/EmptyReason.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/MessageBanner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QShortcut>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

using Severity = MessageBanner::Severity;

DeskPanel::DeskPanel(core::EngineClient &client, Selection &selection, QWidget *parent, DeskClock clock)
    : QWidget(parent), m_client(client), m_selection(selection), m_clock(std::move(clock)),
      m_title(new QLabel(tr("Approval desk"), this)), m_urgent(new QLabel(this)),
      m_state(new MessageBanner(this)), m_message(new MessageBanner(this)),
      m_cards(new CardList(m_clock, this)), m_aside(new AsideBar(this)), m_empty(new EmptyState({}, {}, this)),
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
        showEmptyState(nullptr);
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
    layout->addWidget(m_aside);
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
    connect(m_empty, &EmptyState::actionTriggered, this, &DeskPanel::solveEmptiness);
    connect(m_cards, &CardList::cardMade, this, &DeskPanel::connectCard);
    connect(m_cards, &CardList::cardLeaving, this, &DeskPanel::noteLeaving);
    connect(m_aside, &AsideBar::wakeAsked, this,
            [this](const core::ProposalId &id) { send(core::WakeProposal{.id = id}); });
    connect(m_aside, &AsideBar::resumeAsked, this, &DeskPanel::resumeBot);
    connect(m_aside, &AsideBar::hearAsked, this, &DeskPanel::hear);
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
        if (card->isPreApproved())
            cancel(*card);
        else if (card->isArmed())
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
    connect(card, &Card::snoozeAsked, this, [this, card] { snooze(*card); });
    connect(card, &Card::snoozeUntilAsked, this, [this, card](core::Price price) { snoozeUntil(*card, price); });
    connect(card, &Card::priceLeft, this, [this, card] { cancel(*card); });
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
    showEmptyState(&snapshot);
    m_aside->setSnapshot(snapshot);
    m_decided->setViews(snapshot.decided);
}

void DeskPanel::showHeader(const core::EngineSnapshot &snapshot)
{
    const auto isAwake = [](const core::ProposalView &view) {
        return view.state != core::ProposalState::Snoozed;
    };
    const auto count = std::count_if(snapshot.waiting.begin(), snapshot.waiting.end(), isAwake);
    if (count == 0) {
        m_urgent->clear();
        return;
    }
    const core::ProposalView &first = *std::find_if(snapshot.waiting.begin(), snapshot.waiting.end(), isAwake);
    QString words = tr("%n waiting", nullptr, int(count));
    if (m_cards->hiddenCount() > 0)
        words += tr(", %n not shown", nullptr, m_cards->hiddenCount());
    m_urgent->setText(words + QStringLiteral(" · ") +
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

void DeskPanel::showEmptyState(const core::EngineSnapshot *snapshot)
{
    const bool isEmpty = m_cards->order().empty();
    m_cards->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    if (!isEmpty)
        return;
    m_empty->setTexts(snapshot && snapshot->isFinished ? tr("The replay has ended") : tr("Nothing waits for you"),
                      whyEmpty(snapshot));
    const bool mayCome = !whyNothingComes(snapshot);
    const bool standsStill = mayCome && snapshot->speed == 0 && !snapshot->isFinished;
    const bool isManual = mayCome && snapshot->account.mode == core::DecisionMode::Manual;
    m_empty->setAction(isManual      ? tr("Change the mode…")
                       : standsStill ? tr("Let the market go on")
                                     : QString());
}

/// What will appear, and what keeps it from appearing.
QString DeskPanel::whyEmpty(const core::EngineSnapshot *snapshot) const
{
    const auto isPaused = [](const core::BotView &bot) { return bot.isPaused; };
    if (snapshot && snapshot->isFinished)
        return tr("It has no more bars. What was decided is below.");
    if (const auto why = whyNothingComes(snapshot))
        return *why;
    if (snapshot->isHalted)
        return tr("Trading is halted, so no strategy proposes anything. Proposals come again once the halt "
                  "is lifted.");
    if (snapshot->account.mode == core::DecisionMode::Manual)
        return tr("In manual mode signals are advice: they are listed under Activity and never come here.");
    if (!snapshot->bots.empty() && std::all_of(snapshot->bots.begin(), snapshot->bots.end(), isPaused))
        return tr("Every strategy is paused. Resume one below, and its next signal appears here.");
    if (!snapshot->waiting.empty())
        return tr("What you have put aside is listed below and comes back by itself.");
    if (snapshot->speed == 0)
        return tr("The market stands still; signals come with the next bars.");
    if (snapshot->account.mode == core::DecisionMode::Auto)
        return tr("In automatic mode only what a rule may not decide comes here.");
    return tr("When a strategy has a signal, its proposal appears here with its risk, its reasons and the "
              "time it has.");
}

void DeskPanel::solveEmptiness()
{
    constexpr double usualSpeed = 60;
    const auto snapshot = m_client.snapshot();
    if (!snapshot)
        return;
    if (snapshot->account.mode == core::DecisionMode::Manual)
        Q_EMIT modeWanted();
    else if (snapshot->speed == 0)
        send(core::SetSpeed{usualSpeed});
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

} // namespace ui
