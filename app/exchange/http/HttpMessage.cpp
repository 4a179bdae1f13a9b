#include "app/exchange/http/HttpMessage.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace app {

namespace {

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

const char *reasonOf(int status)
{
    switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 207: return "Multi-Status";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 413: return "Content Too Large";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Entity";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "Status";
    }
}

} // namespace

bool isSameName(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view HttpRequest::path() const
{
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::query() const
{
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

std::optional<std::string_view> HttpRequest::header(std::string_view name) const
{
    for (const HttpHeader &each : headers)
        if (isSameName(each.name, name))
            return each.value;
    return std::nullopt;
}

bool HttpRequest::isWebSocketUpgrade() const
{
    const auto upgrade = header("Upgrade");
    return method == "GET" && upgrade && isSameName(*upgrade, "websocket");
}

std::string httpDate(std::chrono::sys_time<std::chrono::nanoseconds> at)
{
    using namespace std::chrono;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = floor<std::chrono::days>(at);
    const year_month_day date(day);
    const hh_mm_ss time(floor<seconds>(at - day));
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  days[weekday(day).c_encoding()], unsigned(date.day()), months[unsigned(date.month()) - 1],
                  int(date.year()), int(time.hours().count()), int(time.minutes().count()), int(time.seconds().count()));
    return text.data();
}

std::string toBytes(const HttpResponse &response, bool keepsAlive, const std::string &date)
{
    std::string bytes = "HTTP/1.1 " + std::to_string(response.status) + " " + reasonOf(response.status) + "\r\n";
    bytes += "Date: " + date + "\r\n";
    for (const HttpHeader &header : response.headers)
        bytes += header.name + ": " + header.value + "\r\n";
    if (response.status != 204) {
        if (!response.contentType.empty())
            bytes += "Content-Type: " + response.contentType + "\r\n";
        bytes += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    }
    bytes += keepsAlive ? "\r\n" : "Connection: close\r\n\r\n";
    return response.status == 204 ? bytes : bytes + response.body;
}

} // namespace app
