#include "core/execution/ClientOrderIds.h"

#include "core/base/Sha256.h"

#include <optional>
#include <string_view>

namespace core {

namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int counterWidth = 8;
constexpr std::size_t idWidth = 16;

std::string base32(std::uint64_t value, int width)
{
    std::string text(static_cast<std::size_t>(width), '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value >>= 5)
        *digit = alphabet[value & 31];
    return text;
}

std::string tag(const std::string &name)
{
    return base32(std::stoull(sha256Hex(name).substr(0, 8), nullptr, 16), 2);
}

char checkOf(std::string_view body)
{
    std::size_t sum = 7;
    for (const char c : body)
        sum = sum * 37 + alphabet.find(c);
    return alphabet[sum % 31]; // a prime, so that a swap of neighbours shows
}

} // namespace

ClientOrderIds::ClientOrderIds(const AccountId &account, std::int64_t nextCounter)
    : m_accountTag(tag(account.text())), m_next(nextCounter)
{
}

ClientOrderId ClientOrderIds::make(const BotId &bot, Timestamp at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
    const std::string body = m_accountTag + tag(bot.text()) + base32(static_cast<std::uint64_t>(day), 3) +
                             base32(static_cast<std::uint64_t>(m_next++), counterWidth);
    return ClientOrderId(body + checkOf(body));
}

std::optional<std::int64_t> ClientOrderIds::counterOf(const ClientOrderId &id)
{
    const std::string &text = id.text();
    if (text.size() != idWidth || text.find_first_not_of(alphabet) != std::string::npos ||
        checkOf(std::string_view(text).substr(0, idWidth - 1)) != text.back())
        return std::nullopt;
    std::int64_t counter = 0;
    for (const char c : std::string_view(text).substr(7, counterWidth))
        counter = counter << 5 | static_cast<std::int64_t>(alphabet.find(c));
    return counter;
}

} // namespace core
