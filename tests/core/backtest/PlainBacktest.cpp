#include "tests/core/backtest/PlainBacktest.h"

#include "core/history/FileBytes.h"

#include <cmath>
#include <sstream>

namespace support {

std::vector<PlainBar> plainBars(const std::string &path)
{
    const auto bytes = core::readWholeFile(path);
    if (!bytes)
        return {};
    std::istringstream lines{std::string(bytes->text())};
    std::string line;
    std::getline(lines, line); // the header
    std::vector<PlainBar> bars;
    while (std::getline(lines, line)) {
        PlainBar bar;
        long double high = 0;
        long double low = 0;
        char comma = 0;
        std::istringstream cells(line);
        cells >> bar.millis >> comma >> bar.open >> comma >> high >> comma >> low >> comma >>
            bar.close;
        if (cells)
            bars.push_back(bar);
    }
    return bars;
}

namespace {

long double meanOfCloses(const std::vector<PlainBar> &bars, std::size_t last, std::size_t count)
{
    long double sum = 0;
    for (std::size_t i = last + 1 - count; i <= last; ++i)
        sum += bars[i].close;
    return sum / static_cast<long double>(count);
}

} // namespace

PlainResult plainCross(const std::vector<PlainBar> &bars, std::size_t fast, std::size_t slow,
                       long double cash, long double fee)
{
    PlainResult result;
    long double held = 0;
    int side = 0; // of the fast average: 1 above, -1 below, 0 not known yet
    for (std::size_t i = slow - 1; i < bars.size(); ++i) {
        const long double slowMean = meanOfCloses(bars, i, slow);
        const long double distance = meanOfCloses(bars, i, fast) - slowMean;
        if (std::fabs(distance) < 1e-11L * slowMean)
            continue;
        const int now = distance > 0 ? 1 : -1;
        const bool isCross = side != 0 && now != side;
        side = now;
        if (!isCross || i + 1 == bars.size())
            continue;
        const PlainBar &next = bars[i + 1];
        if (now > 0) {
            held = std::floor(cash / (next.open * (1 + fee)) * 1e9L) / 1e9L;
            cash -= held * next.open * (1 + fee);
            result.trades.push_back({next.millis, next.open, std::nullopt, 0, held, 0});
        } else if (held > 0) {
            cash += held * next.open * (1 - fee);
            PlainTrade &trade = result.trades.back();
            trade.exitMillis = next.millis;
            trade.exit = next.open;
            trade.pnl = held * (trade.exit - trade.entry) - fee * held * (trade.exit + trade.entry);
            held = 0;
        }
    }
    result.finalEquity = cash + held * bars.back().close;
    return result;
}

} // namespace support
