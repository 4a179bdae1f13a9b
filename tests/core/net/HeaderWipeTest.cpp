// Keys in headers leave no copy in the memory that was given back. This program looks at every piece as it goes.
#include "core/base/Secret.h"
#include "core/net/HttpWire.h"

#include <QTest>

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

constexpr char canary[] = "canary-0123456789-abcdefghijklmnopqrstuvwxyz";
constexpr std::size_t canaryLength = sizeof(canary) - 1;

int leaks = 0;

/// A piece of memory on its way back.
void lookAt(const void *piece, std::size_t size)
{
    const auto *bytes = static_cast<const char *>(piece);
    for (std::size_t i = 0; i + canaryLength <= size; ++i)
        if (bytes[i] == canary[0] && std::memcmp(bytes + i, canary, canaryLength) == 0)
            ++leaks;
}

} // namespace

void *operator new(std::size_t size)
{
    void *const piece = std::malloc(size ? size : 1);
    if (!piece)
        std::abort();
    return piece;
}

void operator delete(void *piece) noexcept
{
    std::free(piece);
}

void operator delete(void *piece, std::size_t size) noexcept
{
    if (piece)
        lookAt(piece, size);
    std::free(piece);
}

using namespace core::net;

namespace {

HttpHeaders headersWithKey()
{
    HttpHeaders headers;
    headers.add("KEY", std::string(canary));
    return headers;
}

} // namespace

class HeaderWipeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { leaks = 0; }

    void itWouldBeSeen()
    {
        {
            const std::string plain(canary);
            QCOMPARE(plain.size(), canaryLength);
        }
        QVERIFY(leaks > 0);
    }

    void aValueIsOverwrittenWhenItsHeadersGo()
    {
        {
            const HttpHeaders headers = headersWithKey();
            const HttpHeaders copy = headers; // NOLINT: the copy is what is looked at
            QVERIFY(copy.find("key") == canary);
        }
        QCOMPARE(leaks, 0);
    }

    void assigningOverAValueOverwritesIt()
    {
        HttpHeaders headers = headersWithKey();
        headers = HttpHeaders();
        QVERIFY(!headers.has("KEY"));
        HttpHeaders other = headersWithKey();
        const HttpHeaders taken = std::move(other);
        headers = taken;
        headers = {};
        QCOMPARE(leaks, 0);
    }

    void aRequestLeavesOnlyItsBytes()
    {
        {
            const HttpRequest request{.method = "POST", .url = "https://venue.example/v2/orders",
                                      .headers = headersWithKey(), .body = std::string(2000, 'b')};
            auto bytes = requestBytes(request, *splitUrl(request.url, UrlKind::Http));
            QVERIFY(bytes && bytes->find(canary) != std::string::npos);
            QCOMPARE(leaks, 0); // no half-made copy was given back
            core::wipe(bytes->data(), bytes->size()); // as the transport does
        }
        QCOMPARE(leaks, 0);
    }
};

QTEST_GUILESS_MAIN(HeaderWipeTest)
#include "HeaderWipeTest.moc"
