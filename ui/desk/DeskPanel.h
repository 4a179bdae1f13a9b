#pragma once

#include "core/engine/EngineClient.h"
#include "ui/desk/CardRules.h"
#include "ui/desk/DeskClock.h"
#include "ui/desk/DeskKeys.h"
#include "ui/widgets/Selection.h"

#include <QWidget>

#include <map>

class QLabel;

namespace ui {

class AsideBar;
class Card;
class CardList;
class DecidedList;
class EmptyState;
class KeyHelp;
class MessageBanner;

/// The approval desk: shows the waiting proposals and sends what the person decides. Its keys work
/// while it has the focus; arriving cards take neither focus nor selection.
class DeskPanel : public QWidget {
    Q_OBJECT

public:
    static constexpr qint64 holdMillis = 800; ///< Holding A so long is A and Enter.

    DeskPanel(core::EngineClient &client, Selection &selection, QWidget *parent = nullptr,
              DeskClock clock = machineClock());

    /// Brings the keys here (F8).
    void focusDesk();
    /// Looks at the clock; a timer does it ten times a second.
    void tick();
    [[nodiscard]] EmptyState &emptyState() { return *m_empty; }

Q_SIGNALS:
    /// In manual mode nothing comes to the desk; the owner may want another mode.
    void modeWanted();

Q_SIGNALS:
    /// The person wants to see the orders of this instrument.
    void ordersAsked(const core::InstrumentId &instrument);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    /// A pressed A, bound to what was on the screen when it went down.
    struct Hold {
        core::ProposalId id;
        std::string hash;
        qint64 since = 0;
    };

    void arrange();
    void connectParts();
    void connectCard(Card *card);
    void showSnapshot(const core::EngineSnapshot &snapshot);
    void showHeader(const core::EngineSnapshot &snapshot);
    void showState(const core::EngineSnapshot &snapshot);
    void showEmptyState(const core::EngineSnapshot *snapshot);
    [[nodiscard]] QString whyEmpty(const core::EngineSnapshot *snapshot) const;
    void solveEmptiness();
    void followSelection(const core::ProposalId &id);
    void announceSelection();
    void noteLeaving(Card *card);

    void act(const DeskKey &key);
    void actOnCard(Card &card, const DeskKey &key);
    void selectByHand(const core::ProposalId &id);
    void approve(Card &card, int percent);
    void sendArmed(Card &card);
    void sendApproval(Card &card, int percent);
    void cancel(Card &card);
    void digit(Card &card, int number);
    void reject(Card &card, core::RejectReason reason);
    void switchOrderType(Card &card);
    void refreshGuards(Card &card);
    void snooze(Card &card);
    void snoozeUntil(Card &card, core::Price price);
    void pick(Card &card);
    void pickAll();
    void askWhyRejectPicked();
    void rejectPicked(core::RejectReason reason);
    void pauseBot(const Card &card);
    void resumeBot(const core::BotId &bot);
    void mute(const core::InstrumentId &instrument);
    void hear(const core::InstrumentId &instrument);
    void flatten(const Card &card);
    void kill();
    void startHold(const Card &card);
    void finishHold();

    quint64 send(const core::Command &command);
    void sendDecision(Card &card, const core::Command &command);
    void takeAnswer(quint64 token, bool isDone, const QString &message);
    void loseEngine(const QString &reason);

    core::EngineClient &m_client;
    Selection &m_selection;
    DeskClock m_clock;
    DeskSituation m_situation;
    std::optional<Hold> m_hold;
    DoublePress m_killPress;
    DoublePress m_flattenPress;
    DoublePress m_marketPress;
    DoublePress m_morePress; ///< Of what gives a strategy more freedom.
    QString m_moreWhat;      ///< What that press was for.
    bool m_isRejectingPicked = false;
    std::map<quint64, core::ProposalId> m_sent; ///< Not answered yet; an empty id is about no card.

    QLabel *m_title;
    QLabel *m_urgent;
    MessageBanner *m_state;
    MessageBanner *m_message;
    CardList *m_cards;
    AsideBar *m_aside;
    EmptyState *m_empty;
    DecidedList *m_decided;
    KeyHelp *m_help;
};

} // namespace ui
