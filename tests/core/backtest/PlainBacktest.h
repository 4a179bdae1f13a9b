#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace support {

/// A bar as plain numbers, read without any of the program's readers (but for unpacking gzip).
struct PlainBar {
    std::int64_t millis = 0;
    long double open = 0;
    long double close = 0;
};

struct PlainTrade {
    std::int64_t entryMillis = 0;
    long double entry = 0;
    std::optional<std::int64_t> exitMillis;
    long double exit = 0;
    long double quantity = 0;
    long double pnl = 0;
};

struct PlainResult {
    std::vector<PlainTrade> trades;
    long double finalEquity = 0;
};

[[nodiscard]] std::vector<PlainBar> plainBars(const std::string &path);

/// The SMA cross of design/cli.md in a few lines of floating point: all-in at the next bar's open,
/// long only, fee on both notionals.
[[nodiscard]] PlainResult plainCross(const std::vector<PlainBar> &bars, std::size_t fast,
                                     std::size_t slow, long double cash, long double fee);

} // namespace support
