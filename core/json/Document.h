#pragma once

#include "core/base/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::json {

enum class Kind : std::uint8_t { Absent, Null, Truth, Number, Text, Array, Object };

class Value;

/// One JSON text that was read whole: well formed from the first byte to the last, valid UTF-8, at most
/// `maxDepth` deep, no member twice in an object. Numbers stay the text they were, so that a decimal
/// never passes through a double. Its values are views: they end with the document.
class Document {
public:
    static constexpr int maxDepth = 64;

    /// BadInput, with the byte where it went wrong, on anything else.
    [[nodiscard]] static Result<Document> parse(std::string_view bytes);
    [[nodiscard]] Value root() const;

private:
    friend class Value;
    friend class Builder;
    struct Node {
        std::string_view key;  ///< Of an object's member.
        std::string_view text; ///< Of a number as written, of a text without its escapes.
        std::uint32_t next = 0; ///< The node after this one and all it holds.
        std::uint32_t size = 0; ///< Elements of an array, members of an object.
        Kind kind = Kind::Null;
        bool truth = false;
    };
    std::vector<Node> m_nodes;
    std::vector<char> m_texts; ///< What the views show; never grown after the first.
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
    [[nodiscard]] std::string_view text() const { return m_node ? m_node->text : std::string_view(); }
    [[nodiscard]] std::optional<bool> truth() const;
    /// Elements of an array, members of an object, otherwise 0.
    [[nodiscard]] std::size_t size() const { return m_node ? m_node->size : 0; }
    /// Of a member, its name.
    [[nodiscard]] std::string_view key() const { return m_node ? m_node->key : std::string_view(); }
    /// An object's member of exactly this name; names differ by case.
    [[nodiscard]] Value operator[](std::string_view key) const;
    /// An array's element; Absent beyond its end.
    [[nodiscard]] Value at(std::size_t index) const;

    class Iterator {
    public:
        Iterator(const Document *document, std::uint32_t index) : m_document(document), m_index(index) {}
        [[nodiscard]] Value operator*() const;
        Iterator &operator++();
        bool operator==(const Iterator &) const = default;

    private:
        const Document *m_document;
        std::uint32_t m_index;
    };
    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;

private:
    friend class Document;
    Value(const Document *document, std::uint32_t index)
        : m_document(document), m_node(&document->m_nodes[index])
    {
    }
    [[nodiscard]] std::uint32_t index() const
    {
        return static_cast<std::uint32_t>(m_node - m_document->m_nodes.data());
    }
    [[nodiscard]] bool holds() const { return isArray() || isObject(); }

    const Document *m_document = nullptr;
    const Document::Node *m_node = nullptr;
};

} // namespace core::json
