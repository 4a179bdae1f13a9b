// What is said to the streams of prices, and what their errors mean.
#include "core/base/Json.h"
#include "core/brokers/alpaca/AlpacaMarketStream.h"

#include <algorithm>
#include <array>

namespace core::alpaca {

namespace {

struct ErrorMeaning {
    int code;
    StreamRemedy remedy;
    const char *sentence;
};

constexpr std::array meanings{
    ErrorMeaning{400, StreamRemedy::Fix, "Alpaca's price stream did not understand a message."},
    ErrorMeaning{401, StreamRemedy::Authenticate, "Alpaca's price stream wants the key first."},
    ErrorMeaning{402, StreamRemedy::StopAskKeys, "Alpaca's price stream does not accept the key."},
    ErrorMeaning{403, StreamRemedy::Ignore, "Alpaca's price stream already has the key."},
    ErrorMeaning{404, StreamRemedy::Reconnect, "The key reached Alpaca's price stream too late."},
    ErrorMeaning{405, StreamRemedy::Reduce, "The data plan allows fewer symbols than were asked for."},
    ErrorMeaning{406, StreamRemedy::BackOff,
                 "Another program already uses the one connection to prices that this key may have."},
    ErrorMeaning{407, StreamRemedy::Reconnect, "Prices came faster than they were read."},
    ErrorMeaning{408, StreamRemedy::ChangeFeed, "This price stream is not enabled for the account."},
    ErrorMeaning{409, StreamRemedy::ChangeFeed, "The data plan does not include this price stream."},
    ErrorMeaning{410, StreamRemedy::Fix, "This price stream does not have what was asked for."},
    ErrorMeaning{411, StreamRemedy::StopAskKeys, "The key does not include market data."},
    ErrorMeaning{412, StreamRemedy::Fix, "Option prices come in another encoding only."},
    ErrorMeaning{413, StreamRemedy::Fix, "Not all option quotes can be had at once."},
    ErrorMeaning{500, StreamRemedy::Reconnect, "Alpaca's price stream has a problem of its own."},
};

using Words = std::vector<std::string>;
struct Channel {
    const char *name;
    Words StreamSubscription::*words;
};

constexpr std::array channels{
    Channel{"trades", &StreamSubscription::trades},           Channel{"quotes", &StreamSubscription::quotes},
    Channel{"bars", &StreamSubscription::bars},               Channel{"updatedBars", &StreamSubscription::updatedBars},
    Channel{"dailyBars", &StreamSubscription::dailyBars},     Channel{"statuses", &StreamSubscription::statuses},
    Channel{"lulds", &StreamSubscription::bands},             Channel{"orderbooks", &StreamSubscription::books},
};

/// A client of the vendor's own stops at 32 768 bytes; a symbol of options has 21 letters.
constexpr std::size_t mostSymbols = 1000;

std::string message(const char *action, const char *channel, const Words &words, std::size_t from)
{
    JsonWriter json;
    json.beginObject().member("action", action).key(channel).beginArray();
    for (std::size_t i = from; i < std::min(words.size(), from + mostSymbols); ++i)
        json.value(words[i]);
    return json.endArray().endObject().take();
}

std::vector<std::string> messages(const char *action, const StreamSubscription &wanted)
{
    std::vector<std::string> result;
    for (const Channel &channel : channels)
        for (std::size_t from = 0; from < (wanted.*channel.words).size(); from += mostSymbols)
            result.push_back(message(action, channel.name, wanted.*channel.words, from));
    return result;
}

} // namespace

StreamError streamError(int code, std::string text)
{
    const auto known = std::find_if(meanings.begin(), meanings.end(),
                                    [&](const ErrorMeaning &each) { return each.code == code; });
    StreamError error{.code = code, .text = std::move(text)};
    error.remedy = known == meanings.end() ? StreamRemedy::Reconnect : known->remedy;
    error.sentence = known == meanings.end() ? "Alpaca's price stream reported an error." : known->sentence;
    error.sentence += " (" + std::to_string(code) + (error.text.empty() ? "" : ": " + error.text) + ")";
    return error;
}

std::vector<std::string> subscribeMessages(const StreamSubscription &wanted)
{
    return messages("subscribe", wanted);
}

std::vector<std::string> unsubscribeMessages(const StreamSubscription &unwanted)
{
    return messages("unsubscribe", unwanted);
}

} // namespace core::alpaca
