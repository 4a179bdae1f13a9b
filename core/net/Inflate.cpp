#include "core/net/Inflate.h"

#include <algorithm>
#include <limits>
#include <zlib.h>

namespace core::net {

namespace {

/// zlib's stream with its end assured.
struct Stream {
    Stream() { isReady = inflateInit2(&state, 15 + 16) == Z_OK; } // 15: the largest window; 16: a gzip header
    ~Stream()
    {
        if (isReady)
            inflateEnd(&state);
    }
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;

    z_stream state{};
    bool isReady = false;
};

constexpr std::size_t step = 64 * 1024;

/// One step of unpacking: zlib's word on it.
int unpack(z_stream &state, std::string &text)
{
    const std::size_t before = text.size();
    text.resize(before + step);
    state.next_out = reinterpret_cast<Bytef *>(text.data() + before);
    state.avail_out = static_cast<uInt>(step);
    const int word = inflate(&state, Z_NO_FLUSH);
    text.resize(text.size() - state.avail_out);
    return word;
}

} // namespace

Result<std::string> gunzip(std::string_view packed, std::size_t most)
{
    Stream stream;
    if (!stream.isReady || packed.size() > std::numeric_limits<uInt>::max())
        return failure(ErrorCode::BadInput, "the packed body cannot be unpacked");
    // zlib's interface is older than const; it does not write here.
    stream.state.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data()));
    stream.state.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    while (true) {
        const int word = unpack(stream.state, text);
        if (text.size() > most)
            return failure(ErrorCode::BadInput, "the unpacked body is too long");
        if (word == Z_STREAM_END && stream.state.avail_in == 0)
            return text;
        if (word == Z_STREAM_END)
            inflateReset(&stream.state); // another member
        else if (word != Z_OK)
            return failure(ErrorCode::BadInput, "the packed body is damaged or cut short");
    }
}

} // namespace core::net
