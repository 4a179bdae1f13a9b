// Replays a corpus through the same readers as the fuzzer, without it: a test that needs no clang.
//     fuzz_replay_TARGET CORPUS             every file; a name says what must become of it (see below)
//     fuzz_replay_TARGET --make FROM INTO [BEGINNING…]
//         makes the corpus of the payloads in FROM, of those alone whose names begin so
#include "tests/fuzz/Feed.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> filesIn(const fs::path &folder)
{
    std::vector<fs::path> files;
    for (const auto &each : fs::directory_iterator(folder))
        if (each.is_regular_file())
            files.push_back(each.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string bytesOf(const fs::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// `order-new.a` came from a payload and is read by the first reader, its malformed twin `order-new.bad.a` is
/// refused by it. What the fuzzer found (`found-…`) must only not break anything.
bool isAsItsName(const fs::path &file)
{
    const std::string name = file.filename().string();
    const bool isRead = fuzz::feed(bytesOf(file));
    if (name.starts_with("found-") || isRead == (name.find(".bad.") == std::string::npos))
        return true;
    std::printf("%s is %s\n", name.c_str(), isRead ? "read, although it is malformed" : "refused");
    return false;
}

int replay(const fs::path &corpus)
{
    std::size_t wrong = 0;
    const auto files = filesIn(corpus);
    for (const fs::path &file : files)
        wrong += !isAsItsName(file);
    std::printf("%zu inputs, %zu not as their names say\n", files.size(), wrong);
    return files.empty() || wrong > 0 ? 1 : 0;
}

void keep(const fs::path &into, const std::string &name, char letter, const std::string &bytes)
{
    std::ofstream(into / (name + "." + letter), std::ios::binary) << letter << bytes;
}

bool isWanted(const std::string &name, const std::vector<std::string> &beginnings)
{
    return !name.ends_with(".bad") && name != "README" &&
           (beginnings.empty() || std::any_of(beginnings.begin(), beginnings.end(), [&](const std::string &each) {
                return name.starts_with(each);
            }));
}

/// Each payload for each reader that can read it, and beside it its twin if the same reader refuses that.
int make(const fs::path &from, const fs::path &into, const std::vector<std::string> &beginnings)
{
    fs::create_directories(into);
    const auto all = fuzz::readers();
    for (const fs::path &file : filesIn(from)) {
        const std::string name = file.stem().string();
        if (!isWanted(name, beginnings))
            continue;
        const fs::path twin = from / (name + ".bad" + file.extension().string());
        for (std::size_t i = 0; i < all.size(); ++i) {
            const char letter = static_cast<char>('a' + i);
            if (!fuzz::feed(letter + bytesOf(file)))
                continue;
            keep(into, name, letter, bytesOf(file));
            if (fs::exists(twin) && !fuzz::feed(letter + bytesOf(twin)))
                keep(into, name + ".bad", letter, bytesOf(twin));
        }
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() >= 3 && words[0] == "--make")
        return make(words[1], words[2], {words.begin() + 3, words.end()});
    if (words.size() == 1)
        return replay(words[0]);
    std::fprintf(stderr, "usage: %s CORPUS | --make FROM INTO [BEGINNING...]\n", argv[0]);
    return 2;
}
