#pragma once

namespace core {

/// How the market of a run moves.
struct PlayState {
    double speed = 1; ///< Market seconds per second; infinity = as fast as it goes.
    bool isPausedForCards = false;
    bool isFinished = false;
};

} // namespace core
