// The way out is found without holding up anybody.
#include "core/base/Timestamp.h"

#include "app/support/ProxyFinder.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace core;
using app::ProxyFinder;
using namespace std::chrono_literals;

namespace {

using Way = ProxyChoice::Way;

/// What a finder said: the proxy's type and host, or the error's name.
struct Said {
    QString words;
    int times = 0;

    ProxyFinder::Done done()
    {
        return [this](Result<QNetworkProxy> proxy) {
            ++times;
            words = proxy ? QStringLiteral("%1 %2:%3").arg(int(proxy->type())).arg(proxy->hostName()).arg(proxy->port())
                          : QString::fromLatin1(errorCodeName(proxy.error().code));
        };
    }
};

QString words(QNetworkProxy::ProxyType type, const char *host = "", int port = 0)
{
    return QStringLiteral("%1 %2:%3").arg(int(type)).arg(QLatin1String(host)).arg(port);
}

const QUrl venue(QStringLiteral("https://venue.example/v2"));

} // namespace

class ProxyFinderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChoiceIsRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("way"); ///< -1: refused
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("system") << "system" << int(Way::System) << "" << 0;
        QTest::newRow("none") << "none" << int(Way::None) << "" << 0;
        QTest::newRow("http") << "http://proxy.corp:3128" << int(Way::Http) << "proxy.corp" << 3128;
        QTest::newRow("with a slash") << "http://10.0.0.1:80/" << int(Way::Http) << "10.0.0.1" << 80;
        QTest::newRow("socks") << "socks5://proxy:1080" << int(Way::Socks5) << "proxy" << 1080;
        for (const char *bad : {"", "System", "direct", "proxy:80", "http://proxy", "http://:80", "http://proxy:0",
                                "http://proxy:65536", "http://proxy:8o", "https://proxy:80", "http://a b:80",
                                "http://proxy:80/path", "http://me:secret@proxy:80", "socks5://me@proxy:80"})
            QTest::newRow(bad) << bad << -1 << "" << 0;
    }

    void aChoiceIsRead()
    {
        QFETCH(QString, text);
        QFETCH(int, way);
        const auto choice = parseProxyChoice(text.toStdString());
        QCOMPARE(choice ? int(choice->way) : -1, way);
        if (!choice) {
            QVERIFY(choice.error().message.find("secret") == std::string::npos);
            return;
        }
        QTEST(QString::fromStdString(choice->host), "host");
        QTEST(int(choice->port), "port");
    }

    void theSystemIsAskedOnAnotherThread()
    {
        std::atomic<bool> wasElsewhere = false;
        QString asked;
        ProxyFinder finder(
            [&, here = QThread::currentThreadId()](const QNetworkProxyQuery &query) {
                asked = query.url().toString();
                wasElsewhere = QThread::currentThreadId() != here;
                return QList<QNetworkProxy>{{QNetworkProxy::FtpCachingProxy, QStringLiteral("ftp"), 21},
                                            {QNetworkProxy::HttpProxy, QStringLiteral("proxy"), 3128},
                                            {QNetworkProxy::Socks5Proxy, QStringLiteral("socks"), 1080}};
            },
            1min);
        Said said;

        finder.find({}, venue, said.done());
        QCOMPARE(said.times, 0); // later

        QTRY_COMPARE(said.words, words(QNetworkProxy::HttpProxy, "proxy", 3128));
        QVERIFY(wasElsewhere);
        QCOMPARE(asked, venue.toString());
        QCOMPARE(said.times, 1);
    }

    void aSystemThatDoesNotAnswerHoldsUpNobody()
    {
        QSemaphore mayGo;
        QSemaphore isOver;
        const auto hangs = [&](const QNetworkProxyQuery &) {
            mayGo.acquire();
            isOver.release();
            return QList<QNetworkProxy>{QNetworkProxy(QNetworkProxy::HttpProxy)};
        };
        Said said;
        {
            ProxyFinder finder(hangs, 20ms);
            finder.find({}, venue, said.done());
            QTRY_COMPARE(said.words, QStringLiteral("timeout"));
            mayGo.release();
            QTRY_COMPARE(isOver.available(), 1); // what it says now is too late

            ProxyFinder other(hangs, 1min);
            other.find({}, venue, said.done());
        } // and gone while it is asking
        mayGo.release();
        QTRY_COMPARE(isOver.available(), 2);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(said.times, 1);
    }

    void whatTheOwnerSaysIsNotAskedOfTheSystem_data()
    {
        QTest::addColumn<QString>("choice");
        QTest::addColumn<QString>("said");
        QTest::newRow("none") << "none" << words(QNetworkProxy::NoProxy);
        QTest::newRow("http") << "http://proxy:8080" << words(QNetworkProxy::HttpProxy, "proxy", 8080);
        QTest::newRow("socks") << "socks5://proxy:1080" << words(QNetworkProxy::Socks5Proxy, "proxy", 1080);
    }

    void whatTheOwnerSaysIsNotAskedOfTheSystem()
    {
        QFETCH(QString, choice);
        std::atomic<int> asked = 0;
        ProxyFinder finder(
            [&](const QNetworkProxyQuery &) {
                ++asked;
                return QList<QNetworkProxy>{};
            },
            1min);
        Said said;
        Said earlier;
        finder.find(parseProxyChoice(choice.toStdString()).value(), venue, earlier.done());
        finder.find(parseProxyChoice(choice.toStdString()).value(), venue, said.done());

        QTRY_COMPARE(said.times, 1);
        QTEST(said.words, "said");
        QCOMPARE(earlier.times, 0); // a new question ends the one before
        QCOMPARE(asked, 0);
    }

    void aSystemWithoutOneMeansStraight()
    {
        ProxyFinder finder([](const QNetworkProxyQuery &) { return QList<QNetworkProxy>{}; }, 1min);
        Said said;
        finder.find({}, venue, said.done());
        QTRY_COMPARE(said.words, words(QNetworkProxy::NoProxy));
    }
};

QTEST_GUILESS_MAIN(ProxyFinderTest)
#include "ProxyFinderTest.moc"
