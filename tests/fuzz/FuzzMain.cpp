// The fuzzer's entry; libFuzzer brings main().
#include "tests/fuzz/Feed.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    (void)fuzz::feed({reinterpret_cast<const char *>(bytes), size});
    return 0;
}
