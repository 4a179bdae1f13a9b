#pragma once

#include "tests/support/ExchangeProcess.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <functional>
#include <random>

namespace support {

/// Kills `countersign-cli run`, the whole program, at any moment while it trades at
/// `countersign-exchange` as Alpaca or as Bybit, whose wire fails now and then as well. In the end
/// nothing fails any more, the market stands, and the books of both are compared.
class ProgramCampaign {
public:
    struct Options {
        QString venue;  ///< `alpaca`, `bybit`
        int kills = 50;
        std::uint64_t seed = 1;
        QString dataDir;  ///< Empty: one that goes with the campaign.
        std::function<void(const QString &)> say = [](const QString &) {};
    };
    struct Outcome {
        int kills = 0;
        int killsInTrade = 0;  ///< Right after a word of an order or a fill.
        int orders = 0;
        int fills = 0;
        int unknown = 0;  ///< Orders whose fate was in doubt at some moment.
        QStringList violations;
    };

    explicit ProgramCampaign(Options options);
    [[nodiscard]] Outcome run();

private:
    [[nodiscard]] bool startVenue();
    void startProgram();
    void liveAndDie();
    [[nodiscard]] bool live();
    void waitUntilSure();
    [[nodiscard]] bool isInDoubt() const;
    [[nodiscard]] bool hearsOrders(int count, int millis);
    void settle();
    void compare();
    void compareSending(const QJsonObject &books);
    void compareHoldings(const QJsonObject &books);
    [[nodiscard]] QStringList differences(const QJsonObject &books) const;
    [[nodiscard]] QJsonObject cli(const QStringList &words) const;
    [[nodiscard]] int below(int limit) { return int(m_random() % std::uint64_t(limit)); }

    Options m_options;
    std::mt19937_64 m_random;
    QTemporaryDir m_temporary;
    std::optional<ExchangeProcess> m_exchange;
    QProcess m_program;
    Outcome m_outcome;
};

} // namespace support
