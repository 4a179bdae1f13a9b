#include "core/history/FileBytes.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include <zlib.h>

namespace core {

namespace {

namespace fs = std::filesystem;

fs::path nativePath(const std::string &utf8)
{
    return fs::path(std::u8string(utf8.begin(), utf8.end()));
}

tl::unexpected<Error> fileFailure(ErrorCode code, const std::string &path, std::string message)
{
    return failure(Error{.code = code, .message = std::move(message), .file = path});
}

bool isGzip(std::string_view bytes)
{
    return bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
}

uInt chunkOf(std::size_t size)
{
    return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

/// One zlib stream that is released whatever happens.
class Inflater {
public:
    Inflater() { m_isOpen = inflateInit2(&m_stream, 15 + 32) == Z_OK; }
    ~Inflater() { inflateEnd(&m_stream); }
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;

    /// Unpacks all members of `packed`. Null when it went well, else what is wrong.
    const char *run(std::string_view packed, FileBytes &out, std::size_t limit)
    {
        if (!m_isOpen)
            return "there is no memory to unpack it";
        out = FileBytes(std::min(std::max(packed.size() * 4, std::size_t(4096)), limit));
        std::size_t consumed = 0;
        std::size_t produced = 0;
        while (true) {
            if (produced == out.size()) {
                if (out.size() >= limit)
                    return "it unpacks to more than is allowed";
                out.resize(out.size() < limit / 2 ? out.size() * 2 : limit);
            }
            const auto status = step(packed, consumed, out, produced);
            const std::string_view rest = packed.substr(consumed);
            if (status == Z_STREAM_END) {
                if (rest.find_first_not_of('\0') == std::string_view::npos)
                    break; // padding with zeros is usual on tapes and block devices
                if (!isGzip(rest) || inflateReset(&m_stream) != Z_OK)
                    return "there is something else after the gzip data";
            } else if (status != Z_OK && status != Z_BUF_ERROR) {
                return "the gzip data is damaged";
            } else if (rest.empty() && produced < out.size()) {
                return "the gzip data ends early: the file is cut";
            }
        }
        out.resize(produced);
        return nullptr;
    }

private:
    int step(std::string_view packed, std::size_t &consumed, FileBytes &out, std::size_t &produced)
    {
        const uInt in = chunkOf(packed.size() - consumed);
        const uInt room = chunkOf(out.size() - produced);
        // zlib's interface of 1995 takes a writable pointer and only reads from it.
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data() + consumed));
        m_stream.avail_in = in;
        m_stream.next_out = reinterpret_cast<Bytef *>(out.data() + produced);
        m_stream.avail_out = room;
        const int status = inflate(&m_stream, Z_NO_FLUSH);
        consumed += in - m_stream.avail_in;
        produced += room - m_stream.avail_out;
        return status;
    }

    z_stream m_stream{};
    bool m_isOpen = false;
};

Result<FileBytes> rawBytes(const std::string &path, std::size_t limit)
{
    std::error_code trouble;
    const fs::path native = nativePath(path);
    const auto status = fs::status(native, trouble);
    if (!fs::exists(status))
        return fileFailure(ErrorCode::NotFound, path, "the file does not exist");
    if (fs::is_directory(status))
        return fileFailure(ErrorCode::BadInput, path, "this is a folder, not a file");
    std::ifstream file(native, std::ios::binary);
    if (!file)
        return fileFailure(ErrorCode::Io, path, "the file cannot be opened");
    const auto size = fs::file_size(native, trouble);
    if (trouble)
        return fileFailure(ErrorCode::Io, path, trouble.message());
    if (size > limit)
        return fileFailure(ErrorCode::BadInput, path, "the file is larger than is allowed");
    FileBytes bytes(static_cast<std::size_t>(size));
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (static_cast<std::size_t>(file.gcount()) != bytes.size())
        return fileFailure(ErrorCode::Io, path, "the file could not be read to its end");
    return bytes;
}

Result<std::string> packed(std::string_view text)
{
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return failure(ErrorCode::Io, "there is no memory to pack the file");
    std::string out;
    std::size_t consumed = 0;
    int status = Z_OK;
    while (status == Z_OK) {
        char chunk[1 << 16];
        const uInt in = chunkOf(text.size() - consumed);
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data() + consumed));
        stream.avail_in = in;
        stream.next_out = reinterpret_cast<Bytef *>(chunk);
        stream.avail_out = sizeof chunk;
        const bool isLast = consumed + in == text.size();
        status = deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH);
        consumed += in - stream.avail_in;
        out.append(chunk, sizeof chunk - stream.avail_out);
    }
    deflateEnd(&stream);
    if (status != Z_STREAM_END)
        return failure(ErrorCode::Io, "the file could not be packed");
    return out;
}

} // namespace

FileBytes::FileBytes(std::size_t size)
    : m_data(std::make_unique_for_overwrite<char[]>(size + 1)), m_size(size), m_capacity(size)
{
    m_data[size] = '\0';
}

void FileBytes::resize(std::size_t size)
{
    if (size > m_capacity) {
        FileBytes larger(size);
        std::memcpy(larger.data(), m_data.get(), m_size);
        *this = std::move(larger);
        return;
    }
    m_size = size;
    m_data[size] = '\0';
}

Result<FileBytes> readWholeFile(const std::string &path, std::size_t limit)
{
    auto bytes = rawBytes(path, limit);
    if (!bytes)
        return bytes;
    if (!isGzip(bytes->text())) {
        if (path.ends_with(".gz"))
            return fileFailure(ErrorCode::BadInput, path,
                               "the file is not gzip although it is named so");
        return bytes;
    }
    FileBytes unpacked;
    if (const char *wrong = Inflater().run(bytes->text(), unpacked, limit))
        return fileFailure(ErrorCode::BadInput, path, wrong);
    return unpacked;
}

Result<> writeWholeFile(const std::string &path, std::string_view text)
{
    std::string packedText;
    if (path.ends_with(".gz")) {
        auto result = packed(text);
        if (!result)
            return fileFailure(result.error().code, path, result.error().message);
        packedText = std::move(*result);
        text = packedText;
    }
    const fs::path target = nativePath(path);
    const fs::path draft = nativePath(path + ".part");
    std::ofstream file(draft, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    std::error_code trouble;
    if (!file) {
        fs::remove(draft, trouble);
        return fileFailure(ErrorCode::Io, path, "the file cannot be written");
    }
    fs::rename(draft, target, trouble);
    if (trouble)
        return fileFailure(ErrorCode::Io, path, trouble.message());
    return {};
}

} // namespace core
