#include "core/engine/Reconciliation.h"

#include <algorithm>
#include <utility>

namespace core {

namespace {

/// Holdings may be told before the fills that explain them; what is still so after this long has another cause.
constexpr Duration differenceStands = std::chrono::seconds(10);
/// A nine-place rounding of the fee of each of a hundred fills between two comparisons.
const Quantity coinRounding(Decimal::fromNanos(100));

} // namespace

// --- the beginning of the books ----------------------------------------------------------------

void Reconciliation::restore(const StoredState &stored)
{
    for (const CashFlow &flow : stored.flows)
        if (flow.id == Portfolio::openingFlow())
            m_openedAt = flow.at;
    m_mustOpen = m_parts.settings.startingCash.isZero() && !m_openedAt;
}

bool Reconciliation::take(const VenueSnapshot &venue)
{
    if (m_mustOpen && !(venue.isConsistent && venue.cash))
        return false;
    if (m_mustOpen)
        openBooks(venue);
    takeOrders(venue.openOrders, venue.fills);
    if (!venue.isConsistent)
        return true;
    compareHoldings(venue);
    compareCash(venue);
    return true;
}

void Reconciliation::take(const VenueOrders &venue)
{
    if (!m_mustOpen)
        takeOrders(venue.openOrders, venue.fills);
}

/// What is held becomes fills that are not ours, at the venue's own price, and the cash beside it a flow: from
/// here on our books follow the venue's to the last decimal.
void Reconciliation::openBooks(const VenueSnapshot &venue)
{
    m_mustOpen = false;
    m_openedAt = m_parts.now();
    for (const Fill &fill : venue.fills)
        if (!m_parts.execution.find(fill.order))
            m_parts.execution.knowFill(fill.id); // in what is held already
    for (const auto &holding : venue.holdings) {
        if (holding.quantity.isZero())
            continue;
        const auto quote = m_parts.portfolio.quote(holding.instrument);
        const std::string id = "opening-" + holding.instrument.text();
        bookBySelf({.id = FillId(id), .order = ClientOrderId(id), .instrument = holding.instrument,
                    .side = holding.quantity.sign() > 0 ? Side::Buy : Side::Sell, .quantity = holding.quantity.abs(),
                    .price = holding.price.value_or(quote ? quote->middle() : Price()), .fee = {}, .at = *m_openedAt});
        m_parts.note(Severity::Warning, "position",
                     "The account held " + holding.quantity.toString() + " " + holding.instrument.symbol +
                         " before: nobody here touches them until they are adopted or closed by a person.");
    }
    const CashFlow flow{Portfolio::openingFlow(), *venue.cash - walletCash(), *m_openedAt};
    m_parts.portfolio.apply(flow);
    m_parts.observers.cashFlowed(flow);
    m_parts.note(Severity::Info, "account",
                 "The books of this account begin with the venue's: cash " + venue.cash->toString() + ".");
}

/// Books what no order of ours brought, as the fill of an order that is not ours.
void Reconciliation::bookBySelf(const Fill &fill)
{
    m_parts.meet(fill.instrument);
    Order order;
    order.request = {.clientOrderId = fill.order, .instrument = fill.instrument, .side = fill.side,
                     .quantity = fill.quantity};
    order.status = OrderStatus::Filled;
    order.createdAt = order.updatedAt = fill.at;
    m_parts.execution.adoptExternal(std::move(order));
    m_isBookingBySelf = true;
    m_parts.execution.on(OrderFilled{fill});
    m_isBookingBySelf = false;
}

// --- orders and fills --------------------------------------------------------------------------

void Reconciliation::takeOrders(const std::vector<Order> &openOrders, std::vector<Fill> fills)
{
    for (const Order &theirs : openOrders)
        if (const Order *ours = m_parts.execution.find(theirs.request.clientOrderId)) {
            m_parts.execution.on(OrderAccepted{theirs.request.clientOrderId, theirs.venueId});
            if (isFinal(ours->status)) // over for us, so nobody here looks after it; perhaps only old news
                m_broker.cancel(*ours);
        }
    adoptOrders(openOrders);
    adoptFills(fills);
    std::stable_sort(fills.begin(), fills.end(), [](const Fill &a, const Fill &b) { return a.at < b.at; });
    for (const Fill &fill : fills)
        if (!isBeforeBooks(fill))
            m_parts.execution.on(OrderFilled{fill});
    askForMissing(openOrders);
}

/// Orders that did not come from us.
void Reconciliation::adoptOrders(const std::vector<Order> &openOrders)
{
    for (const Order &theirs : openOrders)
        if (!m_parts.execution.find(theirs.request.clientOrderId)) {
            m_parts.meet(theirs.request.instrument);
            Order order = theirs;
            order.request.role = theirs.request.reduceOnly ? OrderRole::Exit : OrderRole::Entry;
            order.filled = Quantity(); // its fills are counted as they are booked
            order.filledNotional = Money();
            m_parts.note(Severity::Alarm, "order",
                         "The venue has an order in " + order.request.instrument.symbol + " that is not ours (" +
                             order.request.clientOrderId.text() + "): it counts, and nobody here touches it.");
            m_parts.execution.adoptExternal(std::move(order));
        }
}

/// The orders of fills that no order of ours explains.
void Reconciliation::adoptFills(const std::vector<Fill> &fills)
{
    for (const Fill &fill : fills)
        if (!m_parts.execution.knowsFill(fill.id) && !m_parts.execution.find(fill.order) && !isBeforeBooks(fill)) {
            m_parts.meet(fill.instrument);
            Order order;
            order.request = {.clientOrderId = fill.order, .instrument = fill.instrument, .side = fill.side};
            for (const Fill &each : fills)
                if (each.order == fill.order)
                    order.request.quantity += each.quantity;
            order.status = OrderStatus::Filled;
            order.createdAt = order.updatedAt = fill.at;
            m_parts.execution.adoptExternal(std::move(order));
        }
}

/// Of an order that is not ours, and counted in what the books began with.
bool Reconciliation::isBeforeBooks(const Fill &fill) const
{
    const Order *order = m_parts.execution.find(fill.order);
    return m_openedAt && fill.at <= *m_openedAt && (!order || order->isExternal());
}

/// An order that we believe to be working and the venue does not list has ended without our hearing
/// of it: its end is asked for.
void Reconciliation::askForMissing(const std::vector<Order> &openOrders)
{
    std::set<ClientOrderId> listed;
    for (const Order &theirs : openOrders)
        listed.insert(theirs.request.clientOrderId);
    for (const Order *ours : m_parts.execution.open())
        if ((ours->status == OrderStatus::Working || ours->status == OrderStatus::PartiallyFilled) &&
            !listed.contains(ours->request.clientOrderId))
            m_broker.query(*ours);
}

// --- holdings and cash -------------------------------------------------------------------------

/// Whatever is on its way may be in the venue's word already and not in ours.
bool Reconciliation::isDoubtful(const InstrumentId *instrument) const
{
    return std::ranges::any_of(m_parts.execution.open(), [&](const Order *order) {
        const bool isOnItsWay = order->status == OrderStatus::Sent || order->status == OrderStatus::Unknown;
        return isOnItsWay && (!instrument || order->request.instrument == *instrument);
    });
}

void Reconciliation::compareHoldings(const VenueSnapshot &venue)
{
    std::map<InstrumentId, VenueSnapshot::Holding> theirs;
    for (const auto &[instrument, position] : m_parts.portfolio.positions())
        theirs[instrument] = {instrument, {}}; // what the venue does not name it does not hold
    for (const InstrumentId &instrument : m_parts.mismatched)
        theirs[instrument] = {instrument, {}}; // also where nothing of it was ever held here
    for (const auto &holding : venue.holdings)
        theirs[holding.instrument] = holding;
    for (const auto &[instrument, holding] : theirs)
        if (!isDoubtful(&instrument))
            compare(instrument, holding.quantity, holding.price);
}

/// Of a coin, and in the last places alone: fees in it have more of them than our books and the venue's have.
bool Reconciliation::isRounding(const InstrumentId &instrument, Quantity difference) const
{
    const auto found = m_parts.instruments.find(instrument);
    return found != m_parts.instruments.end() && found->second.assetClass == AssetClass::Crypto &&
           difference.abs() <= coinRounding;
}

/// Follows the venue, so that roundings do not add up; dust of a coin that we do not hold is no position.
void Reconciliation::bookRounding(const InstrumentId &instrument, Quantity ours, Quantity theirs)
{
    m_parts.mismatched.erase(instrument);
    m_differences.erase(instrument);
    if (ours == theirs || ours.isZero())
        return;
    const FillId id = unusedFill("rounding", instrument, ours, theirs);
    const Quantity moved = theirs - ours;
    m_isBookingRounding = true;
    bookBySelf({.id = id, .order = ClientOrderId(id.text()), .instrument = instrument,
                .side = moved.sign() > 0 ? Side::Buy : Side::Sell, .quantity = moved.abs(), .price = {}, .fee = {},
                .at = m_parts.now()});
    m_isBookingRounding = false;
}

/// What falls between the venue's places and ours stays whose it was.
void Reconciliation::settleRounding(const Fill &fill, Quantity ownBefore)
{
    const auto external = m_parts.external.find(fill.instrument);
    if (external == m_parts.external.end())
        return;
    const Quantity held = m_parts.portfolio.held(fill.instrument);
    const Quantity own = held - external->second;
    if (ownBefore.isZero() || held.isZero() || own.sign() * ownBefore.sign() < 0)
        setExternal(fill.instrument, held, fill.at);
}

FillId Reconciliation::unusedFill(const char *kind, const InstrumentId &instrument, Quantity ours, Quantity theirs) const
{
    for (int number = 1;; ++number) {
        FillId id(std::string(kind) + "-" + instrument.text() + "-" + ours.toString() + "-" + theirs.toString() + "-" +
                  std::to_string(number));
        if (!m_parts.execution.knowsFill(id))
            return id;
    }
}

void Reconciliation::compare(const InstrumentId &instrument, Quantity theirs, std::optional<Price> price)
{
    const Quantity ours = m_parts.portfolio.held(instrument);
    if (isRounding(instrument, theirs - ours))
        return bookRounding(instrument, ours, theirs);
    if (ours == theirs) {
        m_parts.mismatched.erase(instrument);
        m_differences.erase(instrument);
        return;
    }
    if (m_parts.mismatched.insert(instrument).second)
        m_parts.note(Severity::Alarm, "position",
                     "The venue holds " + theirs.toString() + " " + instrument.symbol + ", we have " +
                         ours.toString() + ": no entries in this instrument until they agree.");
    const Duration now = m_parts.clock.steady();
    const auto [at, isNew] = m_differences.try_emplace(instrument, Difference{ours, theirs, now});
    if (at->second.ours != ours || at->second.theirs != theirs)
        at->second = {ours, theirs, now};
    else if (!isNew && now - at->second.since >= differenceStands)
        correct(instrument, ours, theirs, price);
}

/// What stays different without a fill between is so: the venue's quantity counts. Its way is not known, so
/// it is nobody's trade here, and a person must look at it before there are entries again.
void Reconciliation::correct(const InstrumentId &instrument, Quantity ours, Quantity theirs, std::optional<Price> price)
{
    const auto quote = m_parts.portfolio.quote(instrument);
    const auto position = m_parts.portfolio.positions().find(instrument);
    if (!price && position != m_parts.portfolio.positions().end())
        price = position->second.averagePrice();
    const FillId id = unusedFill("correction", instrument, ours, theirs);
    m_differences.erase(instrument);
    m_parts.mismatched.erase(instrument);
    m_parts.corrected.insert(instrument);
    m_parts.observers.correctionChanged(instrument, true, m_parts.now());
    const Quantity moved = theirs - ours;
    bookBySelf({.id = id, .order = ClientOrderId(id.text()), .instrument = instrument,
                .side = moved.sign() > 0 ? Side::Buy : Side::Sell, .quantity = moved.abs(),
                .price = quote ? quote->middle() : price.value_or(Price()), .fee = {}, .at = m_parts.now()});
    m_parts.note(Severity::Alarm, "position",
                 "The venue goes on holding " + theirs.toString() + " " + instrument.symbol + " where we had " +
                     ours.toString() + ": its quantity counts from now on, and there are no entries in it until a "
                                       "person has accepted that.");
}

Result<> Reconciliation::accept(const InstrumentId &instrument, bool adopts)
{
    const bool isExternal = m_parts.external.contains(instrument);
    const bool wasCorrected = m_parts.corrected.erase(instrument) > 0;
    if (!wasCorrected && !(isExternal && adopts))
        return failure(ErrorCode::NotFound, "there is nothing to accept in " + instrument.symbol);
    if (wasCorrected)
        m_parts.observers.correctionChanged(instrument, false, m_parts.now());
    if (adopts && isExternal)
        setExternal(instrument, {}, m_parts.now());
    return {};
}

/// What a perpetual contract cost is not paid: it is held on margin, and stays in the venue's cash.
Money Reconciliation::walletCash() const
{
    Money cash = m_parts.portfolio.cash();
    for (const auto &[instrument, position] : m_parts.portfolio.positions())
        if (m_parts.instrument(instrument).assetClass == AssetClass::Perpetual)
            cash += position.openNotional;
    return cash;
}

/// A difference in cash is money whose way nobody here knows: said once, and no entries until it is gone.
void Reconciliation::compareCash(const VenueSnapshot &venue)
{
    if (venue.cash && isDoubtful(nullptr))
        return;
    m_cashDifference = venue.cash ? *venue.cash - walletCash() : Money();
    if (!m_cashDifference.isZero() && m_cashDifference.abs() <= venue.cashRounding)
        bookRounding(std::exchange(m_cashDifference, Money()));
    const bool differs = !m_cashDifference.isZero();
    if (differs && !m_parts.health.isCashDifferent)
        m_parts.note(Severity::Alarm, "account",
                     "The venue says cash " + venue.cash->toString() + ", we have " + walletCash().toString() +
                         ": no entries until they agree.");
    m_parts.health.isCashDifferent = differs;
}

/// The venue keeps its cash in coarser steps than it counts in: what falls between them is a charge.
void Reconciliation::bookRounding(Money difference)
{
    const CashFlow flow{nextFlow("rounding"), difference, m_parts.now(), CashFlow::Kind::Charge};
    m_parts.portfolio.apply(flow);
    m_parts.observers.cashFlowed(flow);
    if (!std::exchange(m_hasToldRounding, true))
        m_parts.note(Severity::Info, "account",
                     "The venue rounds its cash: " + difference.toString() +
                         " is booked as a charge, and so is what it rounds from now on.");
}

Result<CashFlow> Reconciliation::acceptedCash(CashFlow::Kind kind) const
{
    if (!m_parts.health.isCashDifferent)
        return failure(ErrorCode::NotFound, "the venue's cash and ours agree");
    return CashFlow{nextFlow("accepted"), m_cashDifference, m_parts.now(), kind};
}

/// Counted in the books themselves, so that a restart counts on.
CashFlowId Reconciliation::nextFlow(const char *kind) const
{
    const std::string prefix = std::string(kind) + "-";
    const auto count = std::ranges::count_if(m_parts.portfolio.flows(), [&](const auto &each) {
        return each.first.text().starts_with(prefix);
    });
    return CashFlowId(prefix + std::to_string(count + 1));
}

// --- what is not ours --------------------------------------------------------------------------

void Reconciliation::bookExternal(const Fill &fill, Quantity ownBefore)
{
    if (m_isBookingRounding)
        return settleRounding(fill, ownBefore);
    const Quantity moved = fill.signedQuantity() - fill.assetFee;
    const bool takesFromOurs = ownBefore.sign() * moved.sign() < 0;
    const Quantity taken = takesFromOurs ? std::min(ownBefore.abs(), moved.abs()) : Quantity();
    const Quantity beyond = moved.abs() - taken;
    const auto found = m_parts.external.find(fill.instrument);
    const Quantity before = found == m_parts.external.end() ? Quantity() : found->second;
    setExternal(fill.instrument, before + (moved.sign() > 0 ? beyond : -beyond), fill.at);
    if (m_isBookingBySelf) // and says so itself
        return;
    m_parts.note(Severity::Alarm, "position",
                 std::string("Somebody else ") + (fill.side == Side::Buy ? "bought " : "sold ") +
                     fill.quantity.toString() + " " + fill.instrument.symbol +
                     " on this account: no entries in it until what is not ours is closed.");
}

void Reconciliation::settleExternal(const Order &order, const Fill &fill, Quantity ownBefore)
{
    const auto external = m_parts.external.find(fill.instrument);
    if (external == m_parts.external.end())
        return;
    const Quantity held = m_parts.portfolio.held(fill.instrument);
    const Quantity own = held - external->second;
    const bool goesBeyond = order.request.role != OrderRole::Entry && !own.isZero() && own.sign() != ownBefore.sign();
    if (goesBeyond || held.isZero())
        setExternal(fill.instrument, held, fill.at);
}

void Reconciliation::setExternal(const InstrumentId &instrument, Quantity quantity, Timestamp at)
{
    if (quantity.isZero())
        m_parts.external.erase(instrument);
    else
        m_parts.external[instrument] = quantity;
    m_parts.observers.externalChanged(instrument, quantity, at);
}

} // namespace core
