#pragma once

namespace cli {

/// While it lives, Ctrl-C asks instead of killing; a second Ctrl-C kills as usual. One at a time.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption &) = delete;
    Interruption &operator=(const Interruption &) = delete;

    [[nodiscard]] bool isAsked() const;
};

} // namespace cli
