#include "core/brokers/bybit/BybitStream.h"
#include "core/brokers/bybit/BybitStreamReply.h"

namespace core::bybit {

namespace {

/// `order` and `order.linear` are one topic; the row says its category. Nothing: a product of others.
std::optional<Category> categoryOfRow(json::Fields &row, std::string_view topic)
{
    const std::string named = row.maybeText("category").value_or("");
    const std::size_t dot = topic.find('.');
    const std::string_view word = !named.empty() || dot == std::string_view::npos ? named : topic.substr(dot + 1);
    if (word.empty())
        row.complain("category", "it is missing");
    return parseCategory(word);
}

template <class T, class Read>
std::vector<T> readRows(json::Fields &root, std::string_view topic, Read read)
{
    std::vector<T> rows;
    if (!root.value("data").isArray())
        root.complain("data", "it is not a list");
    root.forEach("data", [&](json::Fields &row) {
        if (const auto category = categoryOfRow(row, topic))
            rows.push_back(read(row, *category));
    });
    return rows;
}

PrivateMessage readWalletMessage(json::Fields &root)
{
    WalletTold told{.wallet = {}, .at = root.milliTime("creationTime")};
    if (root.value("data").size() == 0)
        root.complain("data", "it tells of no account");
    bool isFirst = true;
    root.forEach("data", [&](json::Fields &row) {
        if (isFirst)
            told.wallet = readWallet(row);
        isFirst = false;
    });
    return told;
}

PrivateMessage readTopic(json::Fields &root, std::string_view topic)
{
    const std::string_view name = topic.substr(0, topic.find('.'));
    if (topic.starts_with("execution.fast")) // has no fee, and of a maker no id of ours
        return OtherTold{std::string(topic)};
    if (name == "order")
        return OrdersTold{readRows<OrderState>(root, topic, readOrder), root.milliTime("creationTime")};
    if (name == "execution")
        return ExecutionsTold{readRows<ExecutionState>(root, topic, readExecution), root.milliTime("creationTime")};
    if (name == "position")
        return PositionsTold{readRows<PositionState>(root, topic, readPosition), root.milliTime("creationTime")};
    if (name == "wallet")
        return readWalletMessage(root);
    return OtherTold{std::string(topic)};
}

} // namespace

Result<PrivateMessage> readPrivateMessage(std::string_view bytes)
{
    const auto document = json::Document::parse(bytes);
    if (!document)
        return failure(document.error());
    std::optional<Error> problem;
    json::Fields root(document->root(), "", problem);
    const std::string topic = root.maybeText("topic").value_or("");
    PrivateMessage message = topic.empty() ? PrivateMessage(readReply(root)) : readTopic(root, topic);
    if (problem)
        return failure(std::move(*problem));
    return message;
}

} // namespace core::bybit
