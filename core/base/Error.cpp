#include "core/base/Error.h"

#include <stdexcept>

namespace core {

const char *errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadInput: return "bad-input";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::Io: return "io";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::Refused: return "refused";
    case ErrorCode::Unreachable: return "unreachable";
    case ErrorCode::Timeout: return "timeout";
    case ErrorCode::Busy: return "busy";
    case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

std::string describe(const Error &error)
{
    std::string text;
    if (!error.file.empty()) {
        text += error.file;
        if (error.line > 0)
            text += ":" + std::to_string(error.line);
        text += ": ";
    } else if (error.line > 0) {
        text += "line " + std::to_string(error.line) + ": ";
    }
    if (!error.field.empty())
        text += error.field + ": ";
    return text + error.message;
}

void bug(const char *what)
{
    throw std::logic_error(what);
}

} // namespace core
