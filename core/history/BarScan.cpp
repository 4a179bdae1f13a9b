#include "core/history/BarScan.h"

#include <algorithm>
#include <limits>

namespace core {

namespace {

constexpr const char *binaryBytes = "the file holds binary bytes, not a table of bars";
constexpr std::size_t mostReserved =
    4'000'000;                                // bars; an odd first row must not ask for all memory
constexpr std::size_t headLength = 64 * 1024; // enough to tell text from other bytes

/// The ASCII of a UTF-16 text behind its byte order mark; anything else becomes a question mark.
std::string fromUtf16(std::string_view bytes, bool isBigEndian)
{
    std::string text;
    text.reserve(bytes.size() / 2);
    for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
        const auto high = static_cast<unsigned char>(bytes[isBigEndian ? i : i + 1]);
        const char low = bytes[isBigEndian ? i + 1 : i];
        text += high == 0 && static_cast<unsigned char>(low) < 0x80 ? low : '?';
    }
    return text;
}

bool isBinary(std::string_view text)
{
    const auto isControl = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    };
    const auto head = text.substr(0, headLength);
    return std::any_of(head.begin(), head.end(), isControl);
}

bool isBlank(std::string_view line)
{
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/// Whether the bytes could be UTF-8: lead bytes are followed by as many others as they announce.
bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80                   ? 1
                                   : lead >= 0xc2 && lead < 0xe0 ? 2
                                   : lead >= 0xe0 && lead < 0xf0 ? 3
                                   : lead >= 0xf0 && lead < 0xf5 ? 4
                                                                 : 0;
        if (length == 0 || i + length > text.size())
            return false;
        for (std::size_t k = 1; k < length; ++k)
            if (!isContinuation(text[i + k]))
                return false;
        i += length;
    }
    return true;
}

/// Walks through a text line by line and collects what it finds.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) {}

    Result<BarScan> run()
    {
        readHead();
        if (!m_columns) {
            countRows();
        } else if (chooseTimeForm()) {
            reserve();
            readRows();
        }
        if (m_hasZeroByte)
            return failure(ErrorCode::BadInput, binaryBytes);
        if (m_scan.rows == 0 && (m_columns || !m_hasHead))
            report(
                {.kind = DefectKind::Empty,
                 .line = 1,
                 .detail = m_hasHead ? "the file has a header but no bars" : "the file is empty"});
        return std::move(m_scan);
    }

private:
    void report(Defect defect) { m_scan.defects.push_back(std::move(defect)); }

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }

    /// The line at the place reached, without its end; moves behind it.
    std::string_view takeLine()
    {
        const std::size_t end = m_text.find('\n', m_at);
        m_endsInLine = end == std::string_view::npos;
        const std::string_view line = m_text.substr(m_at, m_endsInLine ? end : end - m_at);
        m_at = m_endsInLine ? m_text.size() : end + 1;
        ++m_line;
        m_hasZeroByte |= line.find('\0') != std::string_view::npos; // plain rows hold none
        return line;
    }

    void readHead()
    {
        while (!atEnd() && !m_hasHead) {
            const std::size_t lineStart = m_at;
            const std::string_view line = takeLine();
            if (isBlank(line))
                continue;
            m_hasHead = true;
            checkEncoding(line);
            HeaderReading reading = readHeader(line, m_line);
            m_columns = reading.columns;
            if (reading.defect)
                report(std::move(*reading.defect));
            if (reading.isData) {
                m_at = lineStart;
                --m_line;
            }
        }
        m_scan.hasVolume = !m_columns || m_columns->of(BarColumn::Volume) != BarColumns::absent;
    }

    void checkEncoding(std::string_view line)
    {
        if (m_isEncodingReported || isUtf8(line))
            return;
        m_isEncodingReported = true;
        report({.kind = DefectKind::Encoding, .line = m_line, .detail = "the text is not UTF-8"});
    }

    void countRows()
    {
        while (!atEnd())
            m_scan.rows += isBlank(takeLine()) ? 0 : 1;
    }

    [[nodiscard]] std::string_view timeCell(std::string_view line)
    {
        splitCells(line, m_cells);
        const std::size_t place = m_columns->of(BarColumn::Time);
        return place < m_cells.size() ? m_cells[place] : std::string_view();
    }

    [[nodiscard]] std::string_view firstRow() const
    {
        std::size_t at = m_at;
        while (at < m_text.size()) {
            const std::size_t end = std::min(m_text.find('\n', at), m_text.size());
            if (!isBlank(m_text.substr(at, end - at)))
                return m_text.substr(at, end - at);
            at = end + 1;
        }
        return {};
    }

    [[nodiscard]] std::string_view lastRow() const
    {
        const std::size_t last = m_text.find_last_not_of(" \t\r\n");
        if (last == std::string_view::npos || last < m_at)
            return {};
        const std::size_t before = m_text.find_last_of('\n', last);
        const std::size_t first = before == std::string_view::npos ? 0 : before + 1;
        return m_text.substr(first, last + 1 - first);
    }

    /// The first row decides; where its number is so small that it could be milliseconds of the
    /// years around 1970, the last row does. False when there are no rows.
    bool chooseTimeForm()
    {
        const std::string_view row = firstRow();
        if (row.empty())
            return false;
        const std::string_view first = timeCell(row);
        m_form = timeFormOf(first).value_or(TimeForm::Millis);
        if (m_form == TimeForm::IsoText) {
            m_scan.knowsZone = namesZone(first);
        } else if (m_form == TimeForm::Seconds) {
            const auto last = timeFormOf(timeCell(lastRow()));
            m_form = last && *last != TimeForm::IsoText ? *last : m_form;
        }
        return true;
    }

    void reportUnit(const Defect &defect)
    {
        if (!m_isUnitReported)
            report(defect);
        m_isUnitReported = true;
    }

    void checkUnit(Timestamp firstTime)
    {
        const char *unit = m_form == TimeForm::Seconds  ? "seconds"
                           : m_form == TimeForm::Micros ? "microseconds"
                           : m_form == TimeForm::Nanos  ? "nanoseconds"
                                                        : nullptr;
        if (!m_scan.knowsZone)
            reportUnit({.kind = DefectKind::Unit,
                        .line = m_line,
                        .detail =
                            "the times name no zone: with clock changes they cannot be turned "
                            "into UTC"});
        else if (unit)
            reportUnit({.kind = DefectKind::Unit,
                        .line = m_line,
                        .detail = std::string("the times are in ") + unit +
                                  ", not milliseconds; the first is " + toIsoText(firstTime),
                        .isPutRight = true});
    }

    void reserve()
    {
        const std::size_t rowLength = std::max<std::size_t>(firstRow().size(), 8) + 1;
        const std::size_t estimate = (m_text.size() - m_at) / rowLength * 9 / 8 + 8;
        const std::size_t expected = std::min(estimate, mostReserved);
        m_scan.bars.reserve(expected);
        m_scan.lines.reserve(expected);
    }

    void readRows()
    {
        const bool isUsual = m_columns->areUsual() && m_form != TimeForm::IsoText;
        const std::int64_t scale = nanosPerCount(m_form);
        Bar bar{};
        while (!atEnd()) {
            const char *const here = m_text.data() + m_at;
            const char *const after = isUsual ? readPlainRow(here, scale, bar) : nullptr;
            if (!after) {
                readOddLine();
                continue;
            }
            m_at += static_cast<std::size_t>(after - here);
            ++m_line;
            ++m_scan.rows;
            keep(bar);
        }
    }

    void keep(const Bar &bar)
    {
        if (m_scan.bars.empty())
            checkUnit(bar.openTime);
        else
            noteStep(bar.openTime - m_scan.bars.back().openTime);
        m_scan.bars.push_back(bar);
        m_scan.lines.push_back(m_line);
    }

    void noteStep(Duration step)
    {
        if (m_scan.bars.size() == 1)
            m_scan.evenStep = step;
        else if (m_scan.evenStep && step != *m_scan.evenStep)
            m_scan.evenStep.reset();
        m_scan.isAscending &= step > Duration::zero();
    }

    void readOddLine()
    {
        const std::string_view line = takeLine();
        if (isBlank(line))
            return;
        ++m_scan.rows;
        checkEncoding(line);
        splitCells(line, m_cells);
        const bool hasTail = m_cells.size() == m_columns->width + 1 && m_cells.back().empty();
        if (m_cells.size() > m_columns->width && !hasTail)
            return lose({.kind = DefectKind::NotANumber,
                         .line = m_line,
                         .detail = "the row has more cells (" + std::to_string(m_cells.size()) +
                                   ") than the header (" + std::to_string(m_columns->width) + ")"});
        const std::size_t needed = m_columns->needed();
        if (m_cells.size() < needed || (m_endsInLine && m_cells[needed - 1].empty()))
            return lose({.kind = DefectKind::Truncated,
                         .line = m_line,
                         .detail = m_endsInLine ? "the file ends inside this row"
                                                : "the row is cut short"});
        RowReading reading = readRow(m_columns->cellsOf(m_cells), m_form, m_line);
        if (reading.bar)
            return keep(*reading.bar);
        lose(std::move(*reading.defect), reading.openTime);
    }

    void lose(Defect defect, std::optional<Timestamp> openTime = {})
    {
        m_scan.lost.push_back({.line = m_line, .openTime = openTime});
        report(std::move(defect));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 0;            ///< Of the line last taken.
    bool m_endsInLine = false; ///< The line last taken had no end.
    bool m_hasHead = false;
    bool m_hasZeroByte = false;
    bool m_isEncodingReported = false;
    bool m_isUnitReported = false;
    std::optional<BarColumns> m_columns;
    TimeForm m_form = TimeForm::Millis;
    std::vector<std::string_view> m_cells;
    BarScan m_scan;
};

} // namespace

Result<BarScan> scanBars(std::string_view text)
{
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
        const std::string plain = fromUtf16(text, text.front() == '\xfe');
        auto scan = scanBars(plain);
        if (scan)
            scan->defects.insert(scan->defects.begin(),
                                 Defect{.kind = DefectKind::Encoding,
                                        .line = 1,
                                        .detail = "the text is UTF-16, not UTF-8"});
        return scan;
    }
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    if (isBinary(text))
        return failure(ErrorCode::BadInput, binaryBytes);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '<')
        return failure(ErrorCode::BadInput, "the file is a web page, not a table of bars");
    if (first != std::string_view::npos && (text[first] == '{' || text[first] == '['))
        return failure(ErrorCode::BadInput, "the file is JSON, not a table of bars");
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return failure(ErrorCode::BadInput, "the file is larger than 2 GiB");
    return Scanner(text).run();
}

} // namespace core
