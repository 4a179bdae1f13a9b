#include "app/exchange/RequestLog.h"

#include <QByteArray>
#include <QStringDecoder>

namespace app {

using namespace core;

namespace {

bool isUtf8(const std::string &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    const QString text = decoder(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    return !decoder.hasError() && !text.contains(QChar::ReplacementCharacter);
}

} // namespace

void RequestLog::add(const HttpRequest &request)
{
    m_entries.push_back({m_clock.now(), request});
}

void RequestLog::addMessage(const std::string &path, const std::string &bytes)
{
    HttpRequest message;
    message.method = "MESSAGE";
    message.target = path;
    message.body = bytes;
    add(message);
}

void RequestLog::write(JsonWriter &json) const
{
    json.beginArray();
    for (const Entry &entry : m_entries) {
        json.beginObject().member("time", entry.at).member("method", entry.request.method);
        json.member("path", entry.request.target).key("headers").beginObject();
        for (const HttpHeader &header : entry.request.headers)
            json.member(header.name, header.value);
        json.endObject();
        if (isUtf8(entry.request.body))
            json.member("body", entry.request.body);
        else
            json.member("body", "").member("body_base64", QByteArray::fromStdString(entry.request.body).toBase64().toStdString());
        json.endObject();
    }
    json.endArray();
}

} // namespace app
