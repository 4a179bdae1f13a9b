#pragma once

#include "core/base/Error.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::json {

enum class Kind : std::uint8_t { Absent, Null, Truth, Number, Text, Array, Object };

/// One value of a text that was read. They lie one after the other, in the order of the text.
struct Node {
    const char *key = nullptr;  ///< Of an object's member.
    const char *text = nullptr; ///< Of a number as written, of a text without its escapes.
    std::uint32_t keySize = 0;
    std::uint32_t textSize = 0;
    std::uint32_t span = 1; ///< Nodes of this value and all it holds.
    std::uint32_t size = 0; ///< Elements of an array, members of an object.
    Kind kind = Kind::Null;
    bool truth = false;
};

struct Library; ///< The library's part, hidden: its header is large.
struct DropLibrary {
    void operator()(Library *library) const noexcept;
};

/// What a document is kept in. It is used again for the next one: a stream brings thousands a second.
struct Pages {
    std::vector<Node> nodes;
    std::vector<std::string_view> names; ///< Of one object, while they are compared.
    std::vector<char> bytes; ///< The text, with the room behind it that the library reads over.
    std::unique_ptr<Library, DropLibrary> library{}; ///< With the texts that had escapes.
};
struct GivePagesBack {
    void operator()(Pages *pages) const noexcept;
};

/// A view of one value. Absent stands for what is not there, and may be asked on.
class Value {
public:
    Value() = default;
    [[nodiscard]] Kind kind() const { return m_node ? m_node->kind : Kind::Absent; }
    [[nodiscard]] bool isAbsent() const { return kind() == Kind::Absent; }
    [[nodiscard]] bool isNull() const { return kind() == Kind::Null; }
    [[nodiscard]] bool isArray() const { return kind() == Kind::Array; }
    [[nodiscard]] bool isObject() const { return kind() == Kind::Object; }
    /// A text without its escapes, or a number exactly as it was written; empty for all else.
    [[nodiscard]] std::string_view text() const
    {
        return m_node ? std::string_view(m_node->text, m_node->textSize) : std::string_view();
    }
    [[nodiscard]] std::optional<bool> truth() const;
    /// Elements of an array, members of an object, otherwise 0.
    [[nodiscard]] std::size_t size() const { return m_node ? m_node->size : 0; }
    /// Of a member, its name.
    [[nodiscard]] std::string_view key() const
    {
        return m_node ? std::string_view(m_node->key, m_node->keySize) : std::string_view();
    }
    /// An object's member of exactly this name; names differ by case.
    [[nodiscard]] Value operator[](std::string_view key) const;
    /// An array's element; Absent beyond its end.
    [[nodiscard]] Value at(std::size_t index) const;

    class Iterator {
    public:
        explicit Iterator(const Node *node) : m_node(node) {}
        [[nodiscard]] Value operator*() const { return Value(m_node); }
        Iterator &operator++()
        {
            m_node += m_node->span;
            return *this;
        }
        bool operator==(const Iterator &) const = default;

    private:
        const Node *m_node;
    };
    [[nodiscard]] Iterator begin() const { return Iterator(holds() ? m_node + 1 : nullptr); }
    [[nodiscard]] Iterator end() const { return Iterator(holds() ? m_node + m_node->span : nullptr); }

private:
    friend class Document;
    explicit Value(const Node *node) : m_node(node) {}
    [[nodiscard]] bool holds() const { return isArray() || isObject(); }

    const Node *m_node = nullptr;
};

/// One JSON text (RFC 8259) that was read whole: well formed from the first byte to the last, valid UTF-8, at
/// most `maxDepth` deep, no member twice in an object. Numbers stay the text they were, so that a decimal
/// never passes through a double. Its values are views: they end with the document, not when it is moved.
class Document {
public:
    static constexpr int maxDepth = 64;

    /// BadInput, with the byte where it went wrong, on anything else.
    [[nodiscard]] static Result<Document> parse(std::string_view bytes);
    [[nodiscard]] Value root() const { return Value(m_pages->nodes.data()); }

private:
    explicit Document(std::unique_ptr<Pages, GivePagesBack> pages) : m_pages(std::move(pages)) {}

    std::unique_ptr<Pages, GivePagesBack> m_pages;
};

} // namespace core::json
