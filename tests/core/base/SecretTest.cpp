#include "core/base/Timestamp.h"

#include "core/base/Secret.h"
#include "core/base/Sha256.h"

#include <QMessageAuthenticationCode>
#include <QTest>

#include <sstream>
#include <type_traits>

using namespace core;

namespace {

template <class T>
concept Printable = requires(std::ostream &out, const T &value) { out << value; };
template <class T>
concept Comparable = requires(const T &a, const T &b) { a == b; };

static_assert(Printable<std::string> && Comparable<std::string>);
static_assert(!Printable<Secret> && !Comparable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string> && !std::is_convertible_v<Secret, std::string_view>);

QByteArray repeated(int count, int byte)
{
    return QByteArray(count, static_cast<char>(byte));
}

} // namespace

class SecretTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void signsAsRfc4231_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("begins");
        QTest::newRow("1") << repeated(20, 0x0b) << QByteArray("Hi There")
                           << QByteArray("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        QTest::newRow("2: short key") << QByteArray("Jefe") << QByteArray("what do ya want for nothing?")
                                      << QByteArray("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        QTest::newRow("3") << repeated(20, 0xaa) << repeated(50, 0xdd)
                           << QByteArray("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        QTest::newRow("4") << QByteArray::fromHex("0102030405060708090a0b0c0d0e0f10111213141516171819")
                           << repeated(50, 0xcd)
                           << QByteArray("82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
        QTest::newRow("5: cut short in the RFC") << repeated(20, 0x0c) << QByteArray("Test With Truncation")
                                                 << QByteArray("a3b6167473100ee06e0c796c2955552b");
        QTest::newRow("6: long key") << repeated(131, 0xaa)
                                     << QByteArray("Test Using Larger Than Block-Size Key - Hash Key First")
                                     << QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
        QTest::newRow("7: long key and message")
            << repeated(131, 0xaa)
            << QByteArray("This is a test using a larger than block-size key and a larger than block-size data. "
                          "The key needs to be hashed before being used by the HMAC algorithm.")
            << QByteArray("9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
    }

    void signsAsRfc4231()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, begins);

        const std::string signature = hmacSha256Hex(key.toStdString(), message.toStdString());

        QCOMPARE(signature.size(), std::size_t(64));
        QCOMPARE(QByteArray::fromStdString(signature).left(begins.size()), begins);
    }

    void signsAsQtDoes()
    {
        for (const int keyLength : {0, 1, 63, 64, 65, 200})
            for (const int length : {0, 1, 55, 56, 64, 119, 1000}) {
                const QByteArray key(keyLength, 'k');
                const QByteArray message(length, 'm');
                QCOMPARE(QByteArray::fromStdString(hmacSha256Hex(key.toStdString(), message.toStdString())),
                         QMessageAuthenticationCode::hash(message, key, QCryptographicHash::Sha256).toHex());
            }
    }

    void takesTheGivenTextAway()
    {
        std::string given = "canary-of-a-length-beyond-small-texts";
        const char *const bytes = given.data();

        const Secret secret(std::move(given));

        QCOMPARE(std::string(secret.reveal()), std::string("canary-of-a-length-beyond-small-texts"));
        QCOMPARE(QByteArray(bytes, 6), QByteArray(6, '\0')); // the memory of `given`, which still stands
    }

    void copiesAndMovesLikeAValue()
    {
        Secret first(std::string("one"));
        const Secret copy = first;
        Secret moved = std::move(first);

        QCOMPARE(std::string(copy.reveal()), std::string("one"));
        QCOMPARE(std::string(moved.reveal()), std::string("one"));
        moved = Secret(std::string("two"));
        QCOMPARE(std::string(moved.reveal()), std::string("two"));
        QVERIFY(Secret().isEmpty() && !moved.isEmpty());
    }

    void wipesEveryByte()
    {
        std::string bytes = "secret";

        wipe(bytes.data(), bytes.size());

        QCOMPARE(bytes, std::string(6, '\0'));
    }
};

QTEST_GUILESS_MAIN(SecretTest)
#include "SecretTest.moc"
