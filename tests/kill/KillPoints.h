#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace support {

/// Where the process may be made to die: a name and which pass of it. Text: NAME:K.
struct KillAt {
    std::string point;
    std::int64_t pass = 1;

    [[nodiscard]] static std::optional<KillAt> parse(const std::string &text);
    [[nodiscard]] std::string text() const { return point + ":" + std::to_string(pass); }
};

/// Counts every pass of every point and ends the process at the chosen one. Any thread may pass.
class KillPoints {
public:
    explicit KillPoints(std::optional<KillAt> at = {}) : m_at(std::move(at)) {}

    void pass(const std::string &point)
    {
        if (isDue(point))
            die(point);
    }
    /// Counts; true when this is the pass at which to die. For who has something to do before it.
    [[nodiscard]] bool isDue(const std::string &point);
    [[noreturn]] static void die(const std::string &point);

    [[nodiscard]] std::map<std::string, std::int64_t> counts();

private:
    std::optional<KillAt> m_at;
    std::mutex m_mutex;
    std::map<std::string, std::int64_t> m_counts; ///< Under the mutex.
};

} // namespace support
