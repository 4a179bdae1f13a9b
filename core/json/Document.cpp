#include "core/json/Document.h"

#include "core/json/Parser.h"

namespace core::json {

namespace {

/// Larger ones are rare (a list of all assets) and are not kept.
constexpr std::size_t keptBytes = 256 * 1024;

/// One document is read while another is held at most now and then, so one spare is nearly always enough.
std::unique_ptr<Pages> &spare()
{
    static thread_local std::unique_ptr<Pages> pages;
    return pages;
}

std::unique_ptr<Pages, GivePagesBack> freshPages()
{
    if (Pages *pages = spare().release())
        return std::unique_ptr<Pages, GivePagesBack>(pages);
    return std::unique_ptr<Pages, GivePagesBack>(new Pages);
}

} // namespace

void GivePagesBack::operator()(Pages *pages) const noexcept
{
    std::unique_ptr<Pages> given(pages);
    if (given->bytes.capacity() <= keptBytes && given->nodes.capacity() <= keptBytes)
        spare() = std::move(given);
}

Result<Document> Document::parse(std::string_view bytes)
{
    Document document(freshPages());
    if (const auto problem = readInto(*document.m_pages, bytes))
        return failure(ErrorCode::BadInput, "not JSON: " + problem->what + " near byte " +
                                                std::to_string(problem->at));
    return document;
}

std::optional<bool> Value::truth() const
{
    return kind() == Kind::Truth ? std::optional(m_node->truth) : std::nullopt;
}

Value Value::operator[](std::string_view key) const
{
    if (isObject())
        for (const Value member : *this)
            if (member.key() == key)
                return member;
    return {};
}

Value Value::at(std::size_t index) const
{
    if (isArray() && index < size()) {
        Iterator each = begin();
        while (index-- > 0)
            ++each;
        return *each;
    }
    return {};
}

} // namespace core::json
