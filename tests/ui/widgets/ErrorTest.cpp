#include "ui/widgets/ErrorPanel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace ui;

namespace {

constexpr std::array all{Trouble::CommandRefused, Trouble::EngineLost, Trouble::JournalFailed, Trouble::LimitsUnreadable,
                         Trouble::NotStarted, Trouble::ProfileProblem, Trouble::VenueNotReady, Trouble::DataLocked,
                         Trouble::DataUnwritable,
                         Trouble::StoreDamaged, Trouble::StoreNewer, Trouble::DiskFull, Trouble::FolderNotOpened,
                         Trouble::PlaysDemo};

} // namespace

class ErrorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTroubleSaysWhatHappenedWhatWasDoneAndWhatToDo()
    {
        QSet<QString> codes;
        for (const Trouble trouble : all) {
            const ErrorText text = errorText(trouble, QStringLiteral("the reason."));
            QVERIFY2(text.happened.contains(QStringLiteral("the reason.")) && !text.happened.contains(QStringLiteral("..")),
                     qPrintable(text.happened));
            QVERIFY(!text.happened.contains(QStringLiteral("%1")));
            for (const QString &sentence : {text.happened, text.done, text.advice})
                QVERIFY2(sentence.endsWith(QLatin1Char('.')), qPrintable(sentence));
            codes.insert(text.code);
        }
        QCOMPARE(codes.size(), qsizetype(all.size()));
    }

    void theAdviceFitsTheRefusal()
    {
        QVERIFY(refusalText(core::ErrorCode::BadInput, QStringLiteral("x")).advice.contains(QStringLiteral("Correct")));
        QCOMPARE(refusalText(core::ErrorCode::Io, QStringLiteral("x")).code, QStringLiteral("command.io"));
        QVERIFY(!refusalText(core::ErrorCode::Refused, QStringLiteral("x")).advice.isEmpty());
    }

    void theReasonTellsTheTrouble_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("trouble");
        const auto row = [](core::ErrorCode code, const char *message, Trouble trouble) {
            QTest::addRow("%s", message) << int(code) << QByteArray(message) << int(trouble);
        };
        row(core::ErrorCode::Busy, "countersign (process 7) uses this data directory already", Trouble::DataLocked);
        row(core::ErrorCode::Io, "the data directory cannot be made", Trouble::DataUnwritable);
        row(core::ErrorCode::Io, "the database was written by a newer version of this program", Trouble::StoreNewer);
        row(core::ErrorCode::Io, "the database is damaged: row 3", Trouble::StoreDamaged);
        row(core::ErrorCode::Io, "file is not a database Unable to fetch row", Trouble::StoreDamaged);
        row(core::ErrorCode::Io, "database or disk is full Unable to fetch row", Trouble::DiskFull);
        row(core::ErrorCode::Io, "No space left on device", Trouble::DiskFull);
        row(core::ErrorCode::BadInput, "is not a known key", Trouble::ProfileProblem);
        row(core::ErrorCode::NotFound, "there is no profile or file \"x\"", Trouble::ProfileProblem);
        row(core::ErrorCode::Refused, "there are no keys for Alpaca paper", Trouble::VenueNotReady);
        row(core::ErrorCode::Unreachable, "Bybit cannot be reached", Trouble::VenueNotReady);
        row(core::ErrorCode::Busy, "this program uses this data directory already", Trouble::DataLocked);
        row(core::ErrorCode::Internal, "something else", Trouble::NotStarted);
    }

    void theReasonTellsTheTrouble()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, message);
        QFETCH(int, trouble);
        QCOMPARE(int(troubleOf(core::Error{core::ErrorCode(code), message.toStdString()})), trouble);
    }

    void whatIsPrivateStaysInTheHouse_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("secret");
        const auto row = [](const char *name, const char *text, const char *secret) {
            QTest::addRow("%s", name) << QString::fromUtf8(text) << QString::fromUtf8(secret);
        };
        row("home", "/home/ada/trading/countersign.sqlite: full", "ada");
        row("windows home", "C:\\Users\\Ada\\AppData\\Countersign: full", "Ada");
        row("windows home with slashes", "C:/Users/Ada/AppData/Countersign: full", "Ada");
        row("mac home", "/Users/ada/Library: full", "ada");
        row("e-mail", "sent to ada.l@example.org failed", "ada.l@example.org");
        row("key", "APCA-API-KEY-ID: PKABCDEFGH1234567890 refused", "PKABCDEFGH1234567890");
        row("bare key", "the key PKABCDEFGH1234567890 is unknown", "PKABCDEFGH1234567890");
        row("secret", "secret=s3cr3t/with+signs failed", "s3cr3t");
        row("json", "{\"api_secret\": \"abcDEF123\", \"x\": 1}", "abcDEF123");
        row("header", "Authorization: Bearer abc.def-123", "abc.def-123");
        row("password", "password = hunter2", "hunter2");
    }

    void whatIsPrivateStaysInTheHouse()
    {
        QFETCH(QString, text);
        QFETCH(QString, secret);
        QVERIFY2(!redacted(text).contains(secret), qPrintable(redacted(text)));
    }

    void whatHelpsIsNotTakenAway()
    {
        const QString text = QStringLiteral("limits/demo.demo.yaml:6: limits.exposure.value: must be above 0, not 1e400; "
                                            "order p-0008-1-entry, run R261120071918076, 30,000.00");
        QCOMPARE(redacted(text), text);
    }

    void theDetailsGoToTheClipboard()
    {
        ErrorPanel panel;
        panel.showError(errorText(Trouble::StoreDamaged, QStringLiteral("/home/ada/x.sqlite: malformed")));
        panel.show();

        QTest::mouseClick(&panel.copyButton(), Qt::LeftButton);

        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY(copied.contains(QStringLiteral("store.damaged")) && copied.contains(QStringLiteral("malformed")));
        QVERIFY(!copied.contains(QStringLiteral("ada")));
    }

    void aPanelIsHiddenWhileItHasNothingToSay()
    {
        ErrorPanel panel;
        QVERIFY(panel.isHidden() && panel.isClear());
        panel.showError(errorText(Trouble::EngineLost, QStringLiteral("late")));
        QVERIFY(!panel.isHidden());
        QVERIFY(panel.actionButton().isHidden());
        panel.setAction(QStringLiteral("Open"));
        QSignalSpy action(&panel, &ErrorPanel::actionTriggered);
        QTest::mouseClick(&panel.actionButton(), Qt::LeftButton);
        QCOMPARE(action.size(), 1);
        QTest::mouseClick(&panel.closeButton(), Qt::LeftButton);
        QVERIFY(panel.isHidden() && panel.isClear());
        QVERIFY(panel.accessibleName().contains(QStringLiteral("late")));
    }
};

QTEST_MAIN(ErrorTest)
#include "ErrorTest.moc"
