#pragma once

#include <span>
#include <string>
#include <string_view>

/// What the fuzzer and the replay of the corpus share. Each target is one file that lists its readers.
namespace fuzz {

/// One way in which bytes from outside are read, and what is done at once with what was read.
struct Reader {
    const char *name;
    bool (*reads)(const std::string &bytes); ///< Whether they could be read. It must never end the program.
};

/// The readers of the target that this program was built for.
[[nodiscard]] std::span<const Reader> readers();

/// The first byte chooses the reader (`a` the first, `b` the second, …, any other byte some reader), the rest
/// is what it reads. @return Whether it could be read.
inline bool feed(std::string_view input)
{
    if (input.empty())
        return false;
    const auto all = readers();
    const auto choice = static_cast<unsigned char>(input.front() - 'a') % all.size();
    return all[choice].reads(std::string(input.substr(1))); // a copy, so that a byte too far is noticed
}

} // namespace fuzz
