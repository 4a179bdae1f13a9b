#pragma once

namespace support {

/// Ends this process as a power cut would end it for its own memory: no destructor, no flush, nothing
/// that runs at exit. SIGKILL here, TerminateProcess on Windows.
[[noreturn]] void endAtOnce();

} // namespace support
