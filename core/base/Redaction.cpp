#include "core/base/Redaction.h"

namespace core {

std::string withoutKeys(std::string text, std::initializer_list<std::string_view> keys)
{
    for (const std::string_view key : keys)
        for (auto at = text.find(key); !key.empty() && at != std::string::npos; at = text.find(key, at + 1))
            text.replace(at, key.size(), "[removed]");
    return text;
}

} // namespace core
