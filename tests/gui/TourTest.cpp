#include "tests/support/SharedData.h"

#include <QColor>
#include <QDir>
#include <QImage>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

namespace {

constexpr int tourMillis = 120'000; // the tour's own promise
constexpr qsizetype fewestColours = 200;

/// Distinct colours of a picture, counted up to what is asked for.
qsizetype coloursIn(const QImage &picture)
{
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height() && colours.size() <= fewestColours; ++y)
        for (int x = 0; x < picture.width(); ++x)
            colours += picture.pixel(x, y);
    return colours.size();
}

} // namespace

class TourTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itPlaysTheDemoByItself()
    {
        const QTemporaryDir place;
        QProcess program;

        program.start(QStringLiteral(COUNTERSIGN_DESKTOP),
                      {QStringLiteral("--data-dir"), place.filePath(QStringLiteral("data")),
                       QStringLiteral("--tour"), place.filePath(QStringLiteral("pictures"))});

        QVERIFY2(program.waitForFinished(tourMillis), program.readAllStandardError().constData());
        QVERIFY2(program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0,
                 program.readAllStandardError().constData());
        const QFileInfoList pictures =
            QDir(place.filePath(QStringLiteral("pictures")))
                .entryInfoList({QStringLiteral("*.png")}, QDir::Files, QDir::Name);
        QCOMPARE(pictures.size(), 8);
        QImage before;
        for (const QFileInfo &file : pictures) {
            const QImage picture(file.filePath());
            QVERIFY2(picture.width() >= 1000 && picture.height() >= 600,
                     qPrintable(file.fileName()));
            QVERIFY2(coloursIn(picture) > fewestColours, qPrintable(file.fileName()));
            QVERIFY2(picture != before,
                     qPrintable(file.fileName() + QStringLiteral(" shows nothing new")));
            before = picture;
        }
    }

    void aPlaceThatCannotBeMadeEndsTheTour()
    {
        const QTemporaryDir place;
        QFile file(place.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QProcess program;

        program.start(QStringLiteral(COUNTERSIGN_DESKTOP),
                      {QStringLiteral("--data-dir"), place.filePath(QStringLiteral("data")),
                       QStringLiteral("--tour"), file.fileName() + QStringLiteral("/pictures")});

        QVERIFY(program.waitForFinished(tourMillis));
        QVERIFY(program.exitStatus() == QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 1);
    }
};

QTEST_GUILESS_MAIN(TourTest)
#include "TourTest.moc"
