#include "ui/desk/CardList.h"

#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

bool contains(const std::vector<core::ProposalId> &ids, const core::ProposalId &id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::size_t placeOf(const std::vector<core::ProposalId> &ids, const core::ProposalId &id)
{
    return std::size_t(std::find(ids.begin(), ids.end(), id) - ids.begin());
}

} // namespace

CardList::CardList(DeskClock clock, QWidget *parent) : QScrollArea(parent), m_clock(std::move(clock))
{
    auto *content = new QWidget(this);
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins(0, 0, 4, 0);
    m_layout->setSpacing(8);
    m_layout->addStretch();
    setWidget(content);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    // What scrolls under a resting pointer has moved as well.
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        for (const auto &[id, each] : m_cards)
            each->unsettle();
    });
}

Card *CardList::card(const core::ProposalId &id) const
{
    const auto found = m_cards.find(id);
    return found == m_cards.end() ? nullptr : found->second;
}

/// What stands down to the selected card stays as it is; the rest is as urgent as it is.
std::vector<core::ProposalId> CardList::orderFor(const std::vector<core::ProposalId> &urgency) const
{
    std::vector<core::ProposalId> order;
    if (contains(m_order, m_selected) && contains(urgency, m_selected)) {
        for (const core::ProposalId &id : m_order) {
            if (contains(urgency, id))
                order.push_back(id);
            if (id == m_selected)
                break;
        }
    }
    for (const core::ProposalId &id : urgency)
        if (!contains(order, id))
            order.push_back(id);
    return order;
}

std::vector<core::ProposalView> CardList::shownOf(const std::vector<core::ProposalView> &views)
{
    std::vector<core::ProposalView> shown;
    m_hidden = 0;
    for (const core::ProposalView &view : views) {
        if (view.state == core::ProposalState::Snoozed)
            continue;
        const bool isSelected = view.proposal.id == m_selected;
        if (shown.size() < mostCards || isSelected)
            shown.push_back(view);
        else
            ++m_hidden;
    }
    return shown;
}

std::vector<Card *> CardList::cards() const
{
    std::vector<Card *> all;
    for (const core::ProposalId &id : m_order)
        all.push_back(card(id));
    return all;
}

void CardList::setViews(const std::vector<core::ProposalView> &all, const DeskSituation &situation)
{
    const std::vector<core::ProposalView> views = shownOf(all);
    m_urgency.clear();
    for (const core::ProposalView &view : views)
        m_urgency.push_back(view.proposal.id);
    const std::size_t oldPlace = placeOf(m_order, m_selected);
    removeGone();
    for (const core::ProposalView &view : views) {
        Card *&each = m_cards[view.proposal.id];
        const bool isNew = !each;
        if (isNew)
            each = new Card(m_clock, widget());
        each->setView(view, situation);
        if (isNew)
            Q_EMIT cardMade(each);
    }
    arrange(orderFor(m_urgency));
    if (!selected())
        selectAnother(oldPlace);
    fitWidth();
}

QSize CardList::minimumSizeHint() const
{
    return {m_fittedWidth, 120};
}

void CardList::fitWidth()
{
    const int needed = widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
    if (needed == m_fittedWidth)
        return;
    m_fittedWidth = needed;
    updateGeometry();
}

void CardList::removeGone()
{
    for (auto at = m_cards.begin(); at != m_cards.end();) {
        if (contains(m_urgency, at->first)) {
            ++at;
            continue;
        }
        Card *leaving = at->second;
        at = m_cards.erase(at);
        Q_EMIT cardLeaving(leaving);
        m_layout->removeWidget(leaving);
        leaving->hide();
        leaving->deleteLater(); // it may be in the middle of one of its own signals
    }
}

void CardList::arrange(std::vector<core::ProposalId> order)
{
    if (order == m_order)
        return;
    m_order = std::move(order);
    for (std::size_t at = 0; at < m_order.size(); ++at) {
        Card *each = card(m_order[at]);
        const int place = int(at);
        if (m_layout->indexOf(each) == place)
            continue;
        m_layout->removeWidget(each);
        m_layout->insertWidget(place, each);
        each->show();
    }
}

/// The card that took the place of the one that left, so that the eye stays where it was.
void CardList::selectAnother(std::size_t oldPlace)
{
    m_selected = {};
    if (!m_order.empty())
        select(m_order[std::min(oldPlace, m_order.size() - 1)]);
}

void CardList::sortByUrgency()
{
    arrange(m_urgency);
}

void CardList::select(const core::ProposalId &id)
{
    m_selected = id;
    for (const auto &[each, card] : m_cards)
        card->setOpen(each == id);
    fitWidth();
    // Once the layout knows how tall the opened card is.
    QTimer::singleShot(0, this, &CardList::showSelected);
}

/// A card taller than the list is shown from its head on: what would be sent must stand before the eye when the key
/// is pressed, and the buttons need not.
void CardList::showSelected()
{
    const Card *open = selected();
    if (!open)
        return;
    const int top = open->y();
    const int end = top + open->height();
    QScrollBar *bar = verticalScrollBar();
    if (open->height() >= viewport()->height() || top < bar->value())
        bar->setValue(top);
    else if (end > bar->value() + viewport()->height())
        bar->setValue(end - viewport()->height());
}

core::ProposalId CardList::neighbour(int step) const
{
    if (m_order.empty())
        return {};
    const auto last = int(m_order.size()) - 1;
    const int now = std::min(int(placeOf(m_order, m_selected)), last);
    return m_order[std::size_t(std::clamp(now + step, 0, last))];
}

void CardList::refresh()
{
    for (const auto &[id, each] : m_cards)
        each->refresh();
}

} // namespace ui
