#pragma once

#include "ui/desk/Card.h"

#include <QScrollArea>

#include <map>
#include <vector>

class QVBoxLayout;

namespace ui {

/// The waiting cards. A new card goes below the selected one, so that the selected card stays where it
/// is; the most urgent come first everywhere else, and everywhere after `sortByUrgency`.
class CardList : public QScrollArea {
    Q_OBJECT

public:
    explicit CardList(DeskClock clock, QWidget *parent = nullptr);

    static constexpr std::size_t mostCards = 12; ///< More than a person can look at.

    /// @param all  Most urgent first. Snoozed ones are left out; of the rest the most urgent are shown,
    /// and the selected one.
    void setViews(const std::vector<core::ProposalView> &all, const DeskSituation &situation);
    void sortByUrgency();
    /// Cards that wait and are not shown.
    [[nodiscard]] int hiddenCount() const { return m_hidden; }
    [[nodiscard]] std::vector<Card *> cards() const;

    [[nodiscard]] Card *card(const core::ProposalId &id) const;
    [[nodiscard]] Card *selected() const { return card(m_selected); }
    [[nodiscard]] const std::vector<core::ProposalId> &order() const { return m_order; }
    [[nodiscard]] const std::vector<core::ProposalId> &urgency() const { return m_urgency; }

    /// Opens that card and closes the others; an unknown id closes all.
    void select(const core::ProposalId &id);
    /// The neighbour of the selected card, +1 below, -1 above; itself at the ends.
    [[nodiscard]] core::ProposalId neighbour(int step) const;
    void refresh();

    /// As wide as the widest card at least: figures that decide about money are never cut off.
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Connect a new card's signals here.
    void cardMade(ui::Card *card);
    /// A card is about to go.
    void cardLeaving(ui::Card *card);

private:
    [[nodiscard]] std::vector<core::ProposalView> shownOf(const std::vector<core::ProposalView> &views);
    [[nodiscard]] std::vector<core::ProposalId> orderFor(const std::vector<core::ProposalId> &urgency) const;
    void removeGone();
    void arrange(std::vector<core::ProposalId> order);
    void selectAnother(std::size_t oldPlace);
    void fitWidth();
    void showSelected();

    DeskClock m_clock;
    QVBoxLayout *m_layout;
    std::map<core::ProposalId, Card *> m_cards;
    std::vector<core::ProposalId> m_order;   ///< On the screen.
    std::vector<core::ProposalId> m_urgency; ///< As the engine ranks them.
    core::ProposalId m_selected;
    int m_fittedWidth = 0;
    int m_hidden = 0;
};

} // namespace ui
