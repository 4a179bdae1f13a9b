#include "core/base/Timestamp.h"
#include "core/net/HttpLink.h"
#include "tests/core/net/RawServer.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <vector>

using namespace core::net;
using namespace support;
using namespace std::chrono_literals;

namespace {

const QHostAddress here(QStringLiteral("127.0.0.1"));
const QHostAddress elsewhere(QStringLiteral("127.0.0.2")); ///< This computer too, where no server listens.

HttpLink *linkTo(quint16 port, QObject *parent)
{
    return new HttpLink(*splitUrl("http://localhost:" + std::to_string(port), UrlKind::Http), parent);
}

} // namespace

class HttpLinkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRefusedAddressGivesWayToTheNext()
    {
        RawServer server(says("hello"));
        HttpLink *link = linkTo(server.serverPort(), this);
        QSignalSpy up(link, &HttpLink::up);
        QSignalSpy down(link, &HttpLink::down);

        link->openAt({elsewhere, here}, 1h);
        QTRY_COMPARE(up.count(), 1);

        QSignalSpy received(link, &HttpLink::received);
        link->write("GET / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE(received.count(), 1);
        QCOMPARE(down.count(), 0);
        link->drop();
    }

    void aDeadAddressCostsOnlySomePatience()
    {
        // A listener whose queue is full answers nothing at all, as a dead way does. (On Windows it refuses.)
        QTcpServer dead;
        dead.setListenBacklogSize(1);
        QVERIFY(dead.listen(elsewhere));
        dead.pauseAccepting();
        std::vector<std::unique_ptr<QTcpSocket>> queue;
        for (int i = 0; i < 8; ++i) {
            queue.push_back(std::make_unique<QTcpSocket>());
            queue.back()->connectToHost(elsewhere, dead.serverPort());
        }
        QTRY_VERIFY(queue[0]->state() == QAbstractSocket::ConnectedState);
        RawServer server(says("hello"), false, dead.serverPort());
        HttpLink *link = linkTo(dead.serverPort(), this);
        QSignalSpy up(link, &HttpLink::up);

        link->openAt({elsewhere, here}, 50ms);

        QTRY_COMPARE(up.count(), 1);
        QTRY_COMPARE(server.connections.size(), std::size_t(1));
        link->drop();
    }

    void withoutAnAddressThatAnswersItIsDown()
    {
        quint16 port = 0;
        {
            RawServer server(says(""));
            port = server.serverPort();
        }
        HttpLink *link = linkTo(port, this);
        QSignalSpy up(link, &HttpLink::up);
        QSignalSpy down(link, &HttpLink::down);
        link->openAt({elsewhere, here});
        QTRY_COMPARE(down.count(), 1);
        QCOMPARE(up.count(), 0);
        link->drop();
    }

    void aDroppedLinkOpensNothing()
    {
        RawServer server(says("hello"));
        HttpLink *dropped = linkTo(server.serverPort(), this);
        dropped->open();
        dropped->drop();
        HttpLink *link = linkTo(server.serverPort(), this);
        QSignalSpy up(link, &HttpLink::up);
        link->open();
        QTRY_COMPARE(up.count(), 1);
        QTRY_COMPARE(server.connections.size(), std::size_t(1));
        link->drop();
    }
};

QTEST_GUILESS_MAIN(HttpLinkTest)
#include "HttpLinkTest.moc"
