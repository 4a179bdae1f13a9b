#pragma once

#include "core/base/Timestamp.h"
#include "core/brokers/Broker.h"
#include "core/engine/EngineObserver.h"
#include "core/storage/Journal.h"
#include "tests/kill/KillPoints.h"

#include <QTcpSocket>

namespace support {

/// The journal with a place to die before and after each record is handed over, and as soon as it is on
/// the disk.
class KillingJournal final : public core::Journal {
public:
    KillingJournal(core::Journal &inner, KillPoints &points) : m_inner(inner), m_points(points) {}

    std::int64_t append(core::Record record) override;
    void beginGroup() override;
    void endGroup() override;
    [[nodiscard]] std::int64_t lastTicket() const override { return m_inner.lastTicket(); }
    [[nodiscard]] std::int64_t durableThrough() const override { return m_inner.durableThrough(); }
    [[nodiscard]] bool isHealthy() const override { return m_inner.isHealthy(); }
    [[nodiscard]] bool keepsRecords() const override { return m_inner.keepsRecords(); }

private:
    void dieIfStored();

    core::Journal &m_inner;
    KillPoints &m_points;
    bool m_isGrouping = false;
    std::pair<std::int64_t, std::string> m_lastWish; ///< Where to die, once this ticket is durable.
};

/// The broker with a place to die around each call and around each event that comes back.
class KillingBroker final : public core::Broker {
public:
    KillingBroker(core::Broker &inner, KillPoints &points) : m_inner(inner), m_points(points) {}

    void open(core::EventSink sink) override;
    void submit(const core::VettedOrder &order) override;
    void cancel(const core::Order &order) override;
    void query(const core::Order &order) override;
    void amend(const core::Order &order, const core::Amendment &terms) override;
    void requestSnapshot() override;

private:
    core::Broker &m_inner;
    KillPoints &m_points;
};

/// The socket with a place to die before a request is written, after half of it has reached the venue,
/// and after all of it has.
class KillingSocket final : public QTcpSocket {
public:
    explicit KillingSocket(KillPoints &points) : m_points(points) {}

protected:
    qint64 writeData(const char *data, qint64 size) override;

private:
    KillPoints &m_points;
};

/// Places to die in the middle of the engine's work: when a fact was recorded and is being acted on.
class KillingObserver final : public core::EngineObserver {
public:
    explicit KillingObserver(KillPoints &points) : m_points(points) {}

    void proposalChanged(const core::DeskEntry &entry, core::ProposalState from, core::Timestamp at) override;
    void decided(const core::DeskEntry &, const core::Decision &) override { m_points.pass("engine.decided"); }
    void orderIntended(const core::Order &) override { m_points.pass("engine.intended"); }
    void orderChanged(const core::Order &order, core::OrderStatus from) override;
    void filled(const core::Order &order, const core::Fill &fill) override;
    void positionChanged(const core::InstrumentId &, const core::Position &, core::Timestamp) override
    {
        m_points.pass("engine.position");
    }
    void haltChanged(core::TradingState, const std::string &, const std::string &, core::Timestamp) override
    {
        m_points.pass("engine.halt");
    }
    void closingChanged(const core::InstrumentId &, const core::ClosingJob &, bool, core::Timestamp) override
    {
        m_points.pass("engine.closing");
    }

private:
    KillPoints &m_points;
};

/// A word for the kind of an event.
[[nodiscard]] const char *eventName(const core::Event &event);

} // namespace support
