#include "core/backtest/Backtest.h"

#include "core/base/Sha256.h"
#include "core/brokers/sim/SimBroker.h"
#include "core/engine/MarketPlayer.h"

#include <algorithm>

namespace core {

namespace {

constexpr std::size_t progressEvery = 4096;

/// Counts what the result wants to know and the portfolio does not.
class Tally final : public EngineObserver {
public:
    std::int64_t refusals = 0;
    void proposalChanged(const DeskEntry &entry, ProposalState, Timestamp) override
    {
        refusals += entry.state == ProposalState::Refused || entry.state == ProposalState::Blocked;
    }
};

/// Everything that is alive during one run.
struct Stage {
    ManualClock clock;
    NoJournal journal;
    SimVenue venue;
    SimBroker broker;
    BarTape tape;
    Tally tally;

    explicit Stage(BacktestSettings &settings)
        : venue(settings.engine.startingCash, rulesOf(settings)), broker(venue),
          tape(std::move(settings.series), settings.fillAt)
    {
        for (const Instrument &instrument : settings.engine.instruments)
            venue.addInstrument(instrument);
    }

    static VenueRules rulesOf(const BacktestSettings &settings)
    {
        VenueRules rules = settings.venue.value_or(VenueRules{.feeRate = settings.engine.feeRate,
                                                              .feePerUnit = settings.feePerUnit,
                                                              .halfSpread = settings.slippage});
        // A bare run sizes as its rule says; only real limits ask for real cash.
        rules.checksCash = !settings.engine.limits.isUnlimited;
        rules.seed = settings.seed;
        return rules;
    }
};

Money equityAtClose(const TradingEngine &engine, const InstrumentId &instrument, Price close)
{
    // Fills may have marked the position at the side they got; a bar's end counts at its close.
    Money total = engine.parts().portfolio.cash();
    for (const auto &[id, position] : engine.parts().portfolio.positions()) {
        if (position.quantity.isZero())
            continue;
        const auto quote = engine.parts().portfolio.quote(id);
        const Price price = id == instrument || !quote ? close : quote->middle();
        total += notional(price, position.quantity, position.multiplier);
    }
    return total;
}

bool isAnythingHeld(const TradingEngine &engine)
{
    const auto &positions = engine.parts().portfolio.positions();
    return std::any_of(positions.begin(), positions.end(),
                       [](const auto &each) { return !each.second.quantity.isZero(); });
}

void addStatistics(BacktestResult &result, Money start, SessionKind session, std::int64_t barsInPosition)
{
    result.returnPct = returnPct(start.toDouble(), result.finalEquity.toDouble());
    std::vector<EquityPoint> curve = result.equity;
    if (!curve.empty())
        curve.insert(curve.begin(), {curve.front().at, start.toDouble()});
    result.maxDrawdownPct = maxDrawdownPct(curve);
    result.sharpe = sharpe(result.equity, session);
    result.sortino = sortino(result.equity, session);
    std::vector<double> pnls;
    for (std::int64_t i = 0; i < result.roundTrips; ++i)
        pnls.push_back(result.trades[static_cast<std::size_t>(i)].pnl.toDouble());
    result.winRatePct = winRatePct(pnls);
    result.profitFactor = profitFactor(pnls);
    result.exposurePct = exposurePct(barsInPosition, result.bars);
}

/// One run, step by step.
class Run {
public:
    Run(BacktestSettings &settings, Stage &stage, TradingEngine &engine)
        : m_settings(settings), m_stage(stage), m_engine(engine),
          m_player(engine, stage.venue, stage.clock, stage.tape)
    {
    }

    BacktestResult play(std::size_t totalBars)
    {
        m_barsLeft = totalBars;
        while (const auto at = m_player.nextAt()) {
            if (m_result.bars == 0 && m_stage.clock.now() < *at)
                m_stage.clock.moveTo(*at);
            if (!take(m_player.playNext()))
                break;
        }
        return std::move(m_result);
    }
    [[nodiscard]] std::int64_t barsInPosition() const { return m_barsInPosition; }
    [[nodiscard]] bool hasBorrowed() const { return m_hasBorrowed; }

private:
    bool take(const MarketStep &step)
    {
        const bool isClose = step.kind == MarketStep::Kind::BarClose;
        const bool endsBar = (m_settings.fillAt == FillAt::NextOpen) == isClose;
        if (isClose) {
            ++m_result.bars;
            --m_barsLeft;
        }
        closeAtLastOpen(step);
        if (!endsBar)
            return true;
        const Price close = isClose ? step.bar.close : step.price;
        sample(step.at, m_engine, step.series.instrument, close);
        m_barsInPosition += isAnythingHeld(m_engine);
        m_hasBorrowed |= m_engine.parts().portfolio.cash().sign() < 0;
        if (m_settings.progress && m_result.bars % progressEvery == 0 &&
            !m_settings.progress(static_cast<std::size_t>(m_result.bars))) {
            m_result.wasStopped = true;
            return false;
        }
        return true;
    }

    void closeAtLastOpen(const MarketStep &step)
    {
        if (m_settings.atTheEnd != AtTheEnd::CloseAtOpen || m_barsLeft != 1 ||
            step.kind != MarketStep::Kind::Tick)
            return;
        (void)m_engine.command(ClosePosition{step.series.instrument}, {"end of data", "backtest"});
    }

    void sample(Timestamp at, const TradingEngine &engine, const InstrumentId &instrument, Price close)
    {
        const Money equity = equityAtClose(engine, instrument, close);
        m_result.finalEquity = equity;
        if (!m_result.equity.empty() && m_result.equity.back().at == at)
            m_result.equity.back().equity = equity.toDouble();
        else
            m_result.equity.push_back({at, equity.toDouble()});
    }

    BacktestSettings &m_settings;
    Stage &m_stage;
    TradingEngine &m_engine;
    MarketPlayer m_player;
    BacktestResult m_result;
    std::size_t m_barsLeft = 0;
    std::int64_t m_barsInPosition = 0;
    bool m_hasBorrowed = false;
};

Money closingFees(const TradingEngine &engine, Decimal feeRate)
{
    return scaled(engine.parts().portfolio.exposure(), feeRate);
}

std::string venueText(const VenueRules &venue)
{
    return "|half spread " + venue.halfSpread.toString() + "|random slippage up to " +
           venue.maxRandomSlippage.toString() + (venue.roundsToTick ? "|on ticks" : "");
}

std::string definitionsOf(const BacktestSettings &settings)
{
    return std::string("countersign-backtest-1|fill ") +
           (settings.fillAt == FillAt::NextOpen ? "next-open" : "close") + "|tie keeps the last side|fee " +
           settings.engine.feeRate.toString() + " of both notionals|slippage " + settings.slippage.toString() +
           "|quantity floored at nine places" + (settings.venue ? venueText(*settings.venue) : "");
}

} // namespace

std::string backtestDigest(const BacktestSettings &settings, const std::vector<RoundTrip> &trades,
                           Money finalEquity, Money fees)
{
    Sha256 hash;
    hash.add(definitionsOf(settings));
    for (const RoundTrip &trip : trades) {
        std::string line = "\n" + trip.instrument.text() + "|" + directionName(trip.direction) + "|" +
                           toIsoText(trip.entryTime) + "|" + trip.entryPrice.toString() + "|";
        line += trip.exitTime ? toIsoText(*trip.exitTime) + "|" + trip.exitPrice->toString() : "open|";
        line += "|" + trip.quantity.toString() + "|" + trip.pnl.toString() + "|" + trip.reason;
        hash.add(line);
    }
    hash.add("\n" + finalEquity.toString() + "|" + fees.toString());
    return hash.hex();
}

Result<BacktestResult> runBacktest(BacktestSettings settings)
{
    std::size_t totalBars = 0;
    for (const BarTape::Series &series : settings.series)
        totalBars += series.bars.size();
    if (totalBars == 0)
        return failure(ErrorCode::BadInput, "there are no bars in the range");
    const BarTape::Series &first = settings.series.front();
    std::optional<double> buyAndHold;
    if (!first.bars.empty())
        buyAndHold = returnPct(first.bars.front().close.toDouble(), first.bars.back().close.toDouble());

    Stage stage(settings);
    auto engine = TradingEngine::create(settings.engine, stage.clock, stage.broker, stage.journal);
    if (!engine)
        return failure(engine.error());
    (*engine)->addObserver(stage.tally);
    for (const auto &[series, bars] : settings.warmUp)
        (*engine)->warmUp(series, bars);
    (*engine)->start({});

    Run run(settings, stage, **engine);
    BacktestResult result = run.play(totalBars);
    const Portfolio &portfolio = (*engine)->parts().portfolio;
    result.trades = portfolio.closedTrips();
    result.roundTrips = static_cast<std::int64_t>(result.trades.size());
    for (RoundTrip &open : portfolio.openTrips())
        result.trades.push_back(std::move(open));
    result.fees = portfolio.fees();
    result.finalEquityLiquidated = result.finalEquity - closingFees(**engine, settings.engine.feeRate);
    result.buyAndHoldReturnPct = buyAndHold;
    result.ambiguousBars = stage.venue.ambiguousBars();
    result.refusals = stage.tally.refusals;
    addStatistics(result, settings.engine.startingCash, settings.engine.daySession, run.barsInPosition());
    if (settings.fillAt == FillAt::Close)
        result.optimistic.push_back("fills at the close of the signal's own bar");
    if (settings.slippage.isZero())
        result.optimistic.push_back("no slippage");
    if (run.hasBorrowed())
        result.optimistic.push_back("cash was below zero at times: borrowed without interest");
    result.digest = backtestDigest(settings, result.trades, result.finalEquity, result.fees);
    return result;
}

EngineSettings bareEngine(const SeriesId &series, const std::string &strategy,
                          const std::map<std::string, std::string> &parameters, Money cash, Decimal feeRate,
                          SizeRule size, Decimal sizeAmount)
{
    EngineSettings settings;
    settings.run = RunId("backtest");
    settings.account = AccountId("backtest");
    settings.destination = Destination::Replay;
    settings.mode = DecisionMode::Auto;
    settings.limits = RiskLimits::unlimited();
    settings.startingCash = cash;
    settings.feeRate = feeRate;
    Instrument instrument = usualInstrument(series.instrument);
    settings.daySession = instrument.session;
    settings.instruments.push_back(instrument);
    BotSettings bot;
    bot.id = BotId(strategy);
    bot.strategy = strategy;
    bot.parameters = parameters;
    bot.instruments = {series.instrument};
    bot.timeframe = series.timeframe;
    bot.planning.size = size;
    bot.planning.sizeAmount = sizeAmount;
    const auto allowsShort = parameters.find("allow-short");
    bot.allowsShort = allowsShort != parameters.end() && allowsShort->second == "true";
    settings.bots.push_back(std::move(bot));
    return settings;
}

} // namespace core
