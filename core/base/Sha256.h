#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace core {

/// SHA-256 (FIPS 180-4), incremental. Our own sixty lines, because the pure rooms may not use Qt
/// and need a content hash; the tests hold it against Qt's.
class Sha256 {
public:
    void add(std::string_view bytes);
    using Digest = std::array<unsigned char, 32>;
    [[nodiscard]] Digest digest(); ///< Ends this object's use.
    /// The digest as 64 lower-case hexadecimal digits; ends this object's use.
    [[nodiscard]] std::string hex();

private:
    void block(const unsigned char *bytes);

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<unsigned char, 64> m_buffer{};
    std::size_t m_used = 0;
    std::uint64_t m_total = 0;
};

[[nodiscard]] std::string sha256Hex(std::string_view bytes);
/// HMAC-SHA-256 (RFC 2104) as 64 lower-case hexadecimal digits. A key of any length.
[[nodiscard]] std::string hmacSha256Hex(std::string_view key, std::string_view message);

} // namespace core
