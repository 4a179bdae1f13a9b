#include "tests/structure/Rules.h"

#include "tests/structure/Functions.h"
#include "tests/structure/RoomTable.h"

#include <QRegularExpression>

#include <algorithm>

namespace structure {

namespace {

bool isBelow(const std::string &path, std::span<const std::string_view> beginnings)
{
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view beginning) { return path.starts_with(beginning); });
}

/// Every match of `pattern` in the code and in the macros of a file.
void findWords(const std::string &path, const CppText &text, const QRegularExpression &pattern,
               std::string_view why, std::vector<Finding> &findings)
{
    const auto note = [&](int line, const QString &word) {
        findings.push_back({path, line, "\"" + word.simplified().toStdString() + "\": " + std::string(why)});
    };
    auto matches = pattern.globalMatch(QString::fromLatin1(text.code().c_str()));
    while (matches.hasNext()) {
        const auto match = matches.next();
        note(text.lineAt(static_cast<std::size_t>(match.capturedStart())), match.captured());
    }
    for (const LineText &directive : text.directives())
        if (const auto match = pattern.match(QString::fromStdString(directive.text)); match.hasMatch())
            note(directive.line, match.captured());
}

QRegularExpression expression(std::string_view pattern)
{
    QRegularExpression made(QString::fromLatin1(pattern.data(), static_cast<qsizetype>(pattern.size())));
    if (!made.isValid())
        qFatal("not a regular expression: %s", qPrintable(made.pattern()));
    return made;
}

constexpr std::string_view posixHeaders =
    "^((unistd|fcntl|signal|dirent|poll|pthread|pwd|grp|termios|dlfcn|netdb|strings|getopt|syslog|execinfo|"
    "semaphore|sched)\\.h|(sys|arpa|netinet|linux|mach)/.*)$";
constexpr std::string_view windowsHeaders =
    "^((windows|io|process|direct|winsock2?|shlobj|psapi|tlhelp32|dwmapi|wincrypt)\\.h)$";
constexpr std::string_view posixCalls =
    "(?<![\\w.>:])(::)?(sigaction|v?fork|exec[lv]p?e?|waitpid|getpp?id|getuid|geteuid|pthread_\\w+|"
    "localtime_r|gmtime_r|timegm|strptime|setenv|unsetenv|f(data)?sync|readlink|getrusage|sysconf|mmap|munmap|"
    "chmod|symlink|isatty|mkstemp|opendir|popen|dlopen|usleep|nanosleep)\\s*\\("
    "|(?<![\\w.>:])(::)?kill\\s*\\([^()]*,|(?<![\\w:]):: ?(open|read|write|close|kill|raise|stat|unlink)\\s*\\(";
constexpr std::string_view windowsCalls = "\\b(_isatty|_fileno|_getpid|_chsize\\w*|GetProcess\\w+|GetModule\\w+|"
                                          "CreateFile[AW]?|MoveFileEx[AW]?|FlushFileBuffers)\\s*\\(";
constexpr std::string_view systemNames = "\\bQ_OS_\\w+|\\b_WIN(32|64)\\b|\\bWIN32\\b|\\b__linux__\\b|\\b__unix__\\b|"
                                         "\\b__APPLE__\\b|\\b__MINGW\\w+";
constexpr std::string_view systemPaths = "^/(proc|sys|dev|tmp|etc|usr|var|home|run|root)(/|$)";

bool isPlatformFile(const std::string &path)
{
    const auto pairs = platformPairs();
    return std::any_of(pairs.begin(), pairs.end(), [&](const PlatformPair &pair) {
        return path == pair.file || (!pair.windows.empty() && path == pair.windows);
    });
}

void checkPairs(const SourceTree &tree, std::vector<Finding> &findings)
{
    for (const PlatformPair &pair : platformPairs())
        for (const std::string_view file : {pair.file, pair.windows})
            if (!file.empty() && !tree.has(std::string(file)))
                findings.push_back({std::string(file), 0, "named as a file for one system, but not there"});
}

void checkPlatform(const std::string &path, const CppText &text, std::vector<Finding> &findings)
{
    static const QRegularExpression headers = expression(std::string(posixHeaders) + "|" + std::string(windowsHeaders));
    static const QRegularExpression words = expression(std::string(posixCalls) + "|" + std::string(windowsCalls) +
                                                       "|" + std::string(systemNames));
    static const QRegularExpression paths = expression(systemPaths);
    for (const Include &include : text.includes())
        if (headers.match(QString::fromStdString(include.path)).hasMatch())
            findings.push_back({path, include.line, "<" + include.path + "> belongs to one system only"});
    findWords(path, text, words, "belongs to one system only", findings);
    for (const LineText &literal : text.literals())
        if (paths.match(QString::fromStdString(literal.text)).hasMatch())
            findings.push_back({path, literal.line, "\"" + literal.text + "\" is a path of one system only"});
}

} // namespace

std::vector<Finding> bannedWords(const SourceTree &tree)
{
    std::vector<Finding> findings;
    for (const Ban &ban : bans()) {
        const QRegularExpression pattern = expression(ban.pattern);
        for (const auto &[path, text] : tree.sources())
            if (isBelow(path, ban.where) && !isBelow(path, ban.except))
                findWords(path, text, pattern, ban.why, findings);
    }
    return findings;
}

std::vector<Finding> platformWords(const SourceTree &tree)
{
    std::vector<Finding> findings;
    checkPairs(tree, findings);
    for (const auto &[path, text] : tree.sources())
        if (!isPlatformFile(path))
            checkPlatform(path, text, findings);
    return findings;
}

std::vector<Finding> longFunctions(const SourceTree &tree)
{
    std::vector<Finding> findings;
    for (const auto &[path, text] : tree.sources()) {
        const FunctionScan scan = functionsIn(text);
        if (scan.lostAtLine)
            findings.push_back({path, *scan.lostAtLine, "braces that do not match: the functions cannot be counted"});
        for (const FunctionBody &body : scan.functions)
            if (body.bodyLines > longestBody && body.comment.find("Long because") == std::string::npos)
                findings.push_back({path, body.line, body.name + " has " + std::to_string(body.bodyLines) +
                                                         " lines; split it, or say \"Long because …\" above it"});
    }
    return findings;
}

} // namespace structure
