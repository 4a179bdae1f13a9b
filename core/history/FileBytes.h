#pragma once

#include "core/base/Error.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace core {

/// The bytes of a file, followed by a zero byte, so that a parser may look one past the end.
class FileBytes {
public:
    FileBytes() : FileBytes(0) {}
    /// The contents are left unset: filling them twice would cost as much as reading them.
    explicit FileBytes(std::size_t size);

    [[nodiscard]] std::string_view text() const { return {m_data.get(), m_size}; }
    [[nodiscard]] char *data() { return m_data.get(); }
    [[nodiscard]] std::size_t size() const { return m_size; }
    /// Keeps what is there up to the smaller of both sizes.
    void resize(std::size_t size);

private:
    std::unique_ptr<char[]> m_data;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

/// What a packed file may unpack to: a small file must not fill the memory.
inline constexpr std::size_t unpackedLimit = std::size_t(2) * 1024 * 1024 * 1024;

/// Reads a whole file; gzip is recognised by its first bytes and unpacked in memory. `path` is
/// UTF-8. NotFound, Io, or BadInput for a folder, cut or damaged gzip, and more than `limit` bytes.
[[nodiscard]] Result<FileBytes> readWholeFile(const std::string &path,
                                              std::size_t limit = unpackedLimit);

/// Replaces the file in one step (a reader sees the old file or the new one); packed when the name
/// ends in `.gz`. `path` is UTF-8.
[[nodiscard]] Result<> writeWholeFile(const std::string &path, std::string_view text);

} // namespace core
