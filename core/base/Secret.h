#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// Overwrites memory so that the compiler may not leave it out.
void wipe(void *bytes, std::size_t count);

/// A key or a password. It cannot be printed, compared or turned into a text by accident; its bytes lie
/// outside the object, move without a copy and are overwritten when they are given up.
class Secret {
public:
    Secret() = default;
    /// Takes the text over and overwrites the one that was given.
    explicit Secret(std::string &&text);
    ~Secret() { clear(); }
    Secret(const Secret &other) = default;
    Secret(Secret &&other) noexcept = default; ///< The moved bytes exist once.
    Secret &operator=(Secret other) noexcept
    {
        m_bytes.swap(other.m_bytes);
        return *this;
    }

    [[nodiscard]] bool isEmpty() const { return m_bytes.empty(); }
    /// The one way out, for whoever signs or sends: its callers are what a review looks at.
    [[nodiscard]] std::string_view reveal() const { return {m_bytes.data(), m_bytes.size()}; }

    bool operator==(const Secret &) const = delete;

private:
    void clear();

    std::vector<char> m_bytes;
};

std::ostream &operator<<(std::ostream &, const Secret &) = delete;

} // namespace core
