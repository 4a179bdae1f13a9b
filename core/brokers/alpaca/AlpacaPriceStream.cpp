#include "core/brokers/alpaca/AlpacaPriceStream.h"

#include <algorithm>
#include <utility>

namespace core::alpaca {

namespace {

bool has(const std::vector<std::string> &list, const std::string &symbol)
{
    return std::find(list.begin(), list.end(), symbol) != list.end();
}

} // namespace

PriceStream::PriceStream(std::unique_ptr<net::SocketPort> socket, std::string url, const KeyPair &keys,
                         std::vector<std::string> symbols, bool hasHalts, const Clock &clock, SeededRandom random,
                         Hooks hooks)
    : m_keys(keys), m_symbols(std::move(symbols)), m_hasHalts(hasHalts), m_clock(clock), m_hooks(std::move(hooks)),
      m_link(std::move(socket), std::move(url), clock, random, FeedLink::Limits(), linkHooks())
{
}

FeedLink::Hooks PriceStream::linkHooks()
{
    return {[] {}, // the venue speaks first
            [this](std::string_view bytes) { read(bytes); },
            {},
            [this](const std::string &why) {
                m_askedAt.reset();
                say(why);
            }};
}

void PriceStream::open()
{
    say("connecting");
    m_link.open();
}

void PriceStream::tick()
{
    m_link.tick();
    if (m_askedAt && m_clock.steady() - *m_askedAt >= confirmWithin)
        confirm();
}

void PriceStream::say(std::string detail)
{
    m_detail = withoutKeys(std::move(detail), m_keys);
    m_hooks.changed();
}

StreamSubscription PriceStream::wanted(const std::vector<std::string> &symbols) const
{
    return {.quotes = symbols, .bars = symbols};
}

void PriceStream::read(std::string_view bytes)
{
    const auto frame = parseMarketFrame(bytes);
    if (!frame) {
        ++m_unreadable;
        return;
    }
    m_unreadable += std::uint64_t(frame->unreadable);
    for (const MarketMessage &message : frame->messages)
        take(message);
}

void PriceStream::take(const MarketMessage &message)
{
    if (const auto *success = std::get_if<StreamSuccess>(&message))
        return on(*success);
    if (const auto *subscription = std::get_if<StreamSubscription>(&message))
        return on(*subscription);
    if (const auto *error = std::get_if<StreamError>(&message))
        return on(*error);
    ++m_messages;
    m_link.heard();
    m_hooks.told(message);
}

void PriceStream::on(const StreamSuccess &success)
{
    if (success.what == "connected") {
        m_saidKeysAgain = false;
        m_link.send(authMessage(m_keys));
    } else if (success.what == "authenticated") {
        subscribe();
    }
}

void PriceStream::subscribe()
{
    m_missing = {m_symbols.begin(), m_symbols.end()};
    m_askedAt = m_clock.steady();
    m_isOneByOne = false;
    for (const std::string &text : subscribeMessages(wanted(m_symbols)))
        m_link.send(text);
}

/// One symbol that the venue does not take, or one too many, would cost all of its message.
void PriceStream::subscribeOneByOne()
{
    m_isOneByOne = true;
    m_askedAt = m_clock.steady();
    for (const std::string &symbol : m_missing)
        for (const std::string &text : subscribeMessages(wanted({symbol})))
            m_link.send(text);
}

/// Each confirmation lists everything that is subscribed now.
void PriceStream::on(const StreamSubscription &subscription)
{
    m_missing.clear();
    for (const std::string &symbol : m_symbols)
        if (!has(subscription.quotes, symbol) || !has(subscription.bars, symbol))
            m_missing.insert(symbol);
    if (m_missing.empty() && m_askedAt)
        confirm();
}

void PriceStream::confirm()
{
    m_askedAt.reset();
    if (m_missing.size() == m_symbols.size())
        return m_link.fail("the price stream confirmed none of the instruments", otherSessionWait);
    m_link.ready();
    if (m_hasHalts)
        for (const std::string &text : subscribeMessages({.statuses = m_symbols}))
            m_link.send(text);
    std::string names;
    for (const std::string &symbol : m_missing)
        names += (names.empty() ? "" : ", ") + symbol;
    m_detail = names.empty() ? "prices arrive" : "no prices of " + names + ": the venue has not confirmed it";
    m_hooks.subscribed(); // first: it is not up before what was missed has been asked for
    m_hooks.changed();
}

void PriceStream::on(const StreamError &error)
{
    switch (error.remedy) {
    case StreamRemedy::Ignore: return;
    case StreamRemedy::Fix:
    case StreamRemedy::Reduce:
        if (m_askedAt && !m_isOneByOne && m_symbols.size() > 1)
            subscribeOneByOne();
        return; // what is not confirmed in time is named
    case StreamRemedy::Authenticate:
        if (std::exchange(m_saidKeysAgain, true))
            return m_link.fail(error.sentence);
        return m_link.send(authMessage(m_keys));
    case StreamRemedy::BackOff: return m_link.fail(error.sentence, otherSessionWait);
    case StreamRemedy::Reconnect: return m_link.fail(error.sentence);
    case StreamRemedy::StopAskKeys:
    case StreamRemedy::ChangeFeed: return m_link.stop(error.sentence);
    }
}

} // namespace core::alpaca
