#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace core {

/// Sorts failures by what the caller can do about them. `errorCodeName` gives the wire word.
enum class ErrorCode {
    BadInput,    ///< The text, file or argument is wrong; the same call will fail again.
    NotFound,    ///< What was named does not exist.
    Io,          ///< The file system or the database failed.
    Unsupported, ///< Well formed, but not something this program does.
    Refused,     ///< A rule said no.
    Unreachable, ///< Nobody answers at the other end.
    Timeout,     ///< No answer in time.
    Busy,        ///< Another process or person holds it.
    Internal,    ///< A bug of ours.
};

[[nodiscard]] const char *errorCodeName(ErrorCode code);

/// An expected failure with its place: file, line (1-based, 0 = none) and field where there are any.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string file{};
    int line = 0;
    std::string field{};
};

/// "file:line: field: message", leaving out what is unknown.
[[nodiscard]] std::string describe(const Error &error);

template <class T = void>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, std::string message)
{
    return tl::unexpected<Error>(Error{code, std::move(message)});
}

[[nodiscard]] inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

/// A bug of ours (overflow, broken invariant): it ends what is under way. The engine catches it
/// at its event border, halts trading and says so.
[[noreturn]] void bug(const char *what);

} // namespace core
