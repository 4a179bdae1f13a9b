#include "ui/settings/LimitsPage.h"

#include "tests/support/FakeEngineClient.h"
#include "tests/support/SnapshotBuilder.h"
#include "ui/settings/LimitEditor.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ErrorPanel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QTest>

using namespace support;
using core::Decimal;

namespace {

using namespace std::chrono_literals;

Decimal dec(const char *text)
{
    return Decimal::parse(text).value();
}

core::RiskLimits demoLimits()
{
    core::RiskLimits limits;
    limits.riskPerTrade = dec("0.02");
    limits.exposure = dec("0.6");
    limits.dayLoss = dec("0.05");
    limits.maxOrderValue = money("30000");
    limits.maxOrderQuantity = quantity("1000");
    limits.maxPositions = 3;
    limits.priceCollar = dec("0.01");
    limits.maxQuoteAge = 60s;
    limits.needsStop = true;
    limits.overnight = dec("0.05");
    limits.drawdown = dec("1");
    limits.maxOrdersPerMinute = 10;
    limits.duplicateWindow = 3s;
    limits.lossStreak = 3;
    limits.coolDown = 30min;
    limits.stopOutBars = 2;
    limits.rejectBars = 1;
    limits.maxAutomatedEntries = 20;
    return limits;
}

core::EngineSnapshot snapshotWith(const core::RiskLimits &limits)
{
    core::EngineSnapshot snapshot = demoSnapshot();
    snapshot.limits = limits;
    snapshot.profileLimits = demoLimits();
    return snapshot;
}

/// The form over a fake engine that has the demo's limits.
struct Stage {
    FakeEngineClient client;
    std::unique_ptr<ui::LimitsPage> page;

    Stage()
    {
        client.show(snapshotWith(demoLimits()));
        page = std::make_unique<ui::LimitsPage>(client, ui::ConfirmButton::Times{5000ms, 0ms});
        page->resize(900, 700);
        page->show();
    }
    [[nodiscard]] ui::LimitEditor &editor(const char *key) { return *page->editor(QString::fromLatin1(key)); }
    [[nodiscard]] QLineEdit &field(const char *key) { return static_cast<QLineEdit &>(editor(key).field()); }
    void type(const char *key, const QString &text)
    {
        QLineEdit &edit = field(key);
        edit.setFocus();
        QTest::keyClick(&edit, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(&edit, text);
    }
    [[nodiscard]] const core::SetLimits *sent() const { return client.last<core::SetLimits>(); }
    void confirm()
    {
        QTest::mouseClick(&page->confirmButton(), Qt::LeftButton);
        QTRY_VERIFY(page->confirmButton().isListening());
        QTest::mouseClick(&page->confirmButton(), Qt::LeftButton);
    }
};

} // namespace

class LimitsFormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        ui::applyTheme(ui::ThemeChoice::Dark);
    }

    void everyLimitHasARowWithWordsAndTheEnginesValue()
    {
        Stage stage;
        for (const core::LimitRange &range : core::limitRanges()) {
            const std::string key(range.key);
            QVERIFY2(stage.page->editor(QString::fromStdString(key)), key.c_str());
            const ui::LimitWords &words = ui::limitWords(range.key);
            QVERIFY2(words.title, key.c_str()); // a limit without words is shown by its key only
            QVERIFY(!words.explanation(range.most, *stage.client.snapshot(), QLocale()).isEmpty());
            QVERIFY(!stage.editor(key.c_str()).isChanged());
        }
        QCOMPARE(stage.field("exposure").text(), QStringLiteral("60"));
        QCOMPARE(stage.field("max-order-value").text(), QStringLiteral("30000"));
        QCOMPARE(stage.field("max-quote-age-seconds").text(), QStringLiteral("60"));
        QVERIFY(static_cast<QCheckBox &>(stage.editor("needs-stop").field()).isChecked());
        QVERIFY(!stage.page->applyButton().isEnabled());
    }

    void whatIsInUseStandsBesideTheLimit()
    {
        Stage stage;
        const auto snapshot = stage.client.snapshot();
        const auto text = [&](const char *key, const char *limit) {
            return ui::limitWords(key).use(dec(limit), *snapshot, QLocale())->text.replace(QChar(QChar::Nbsp), QLatin1Char(' '));
        };
        QVERIFY2(text("exposure", "0.6").endsWith(QStringLiteral("% of 60 %")), qPrintable(text("exposure", "0.6")));
        QVERIFY(text("max-positions", "3").endsWith(QStringLiteral(" of 3")));
        QVERIFY(text("max-order-value", "30000").startsWith(QStringLiteral("Largest card: ")));
        core::EngineSnapshot quiet = snapshotWith(demoLimits());
        quiet.waiting.clear();
        QVERIFY(!ui::limitWords("risk-per-trade").use(dec("0.02"), quiet, QLocale())); // nothing, not 0
        QVERIFY(!ui::limitWords("price-collar").use);
    }

    void theExampleIsInMoneyAndFollowsTheTyping()
    {
        Stage stage;
        core::EngineSnapshot snapshot = snapshotWith(demoLimits());
        snapshot.account.equity = money("100000");
        const auto sentence = ui::limitWords("exposure").explanation(dec("0.255"), snapshot, QLocale());
        QVERIFY2(sentence.contains(QStringLiteral("25,500.00")), qPrintable(sentence));
    }

    void aStricterLimitIsOneStep()
    {
        Stage stage;
        stage.type("exposure", QStringLiteral("50.5"));
        QVERIFY(stage.page->applyButton().isVisible() && !stage.page->confirmButton().isVisible());

        QTest::mouseClick(&stage.page->applyButton(), Qt::LeftButton);

        QVERIFY(stage.sent());
        QCOMPARE(stage.sent()->limits.exposure, dec("0.505"));
        QVERIFY(!stage.sent()->confirmsLooser);
        QVERIFY(stage.sent()->seen == demoLimits());
        QVERIFY(!stage.page->applyButton().isEnabled()); // the answer is awaited
        stage.client.answer(true, QStringLiteral("done"));
        core::RiskLimits now = demoLimits();
        now.exposure = dec("0.505");
        stage.client.show(snapshotWith(now));
        QVERIFY(!stage.editor("exposure").isChanged());
        QVERIFY(stage.page->message().contains(QStringLiteral("The limits count")));
    }

    void aLooserLimitNeedsTheSecondStep()
    {
        Stage stage;
        stage.type("exposure", QStringLiteral("80"));
        QVERIFY(stage.page->confirmButton().isVisible() && !stage.page->applyButton().isVisible());
        QVERIFY2(stage.page->confirmButton().question().contains(QStringLiteral("60")),
                 qPrintable(stage.page->confirmButton().question()));

        QTest::mouseClick(&stage.page->confirmButton(), Qt::LeftButton);
        QVERIFY(stage.client.commands.empty());
        QTRY_VERIFY(stage.page->confirmButton().isListening());
        QTest::mouseClick(&stage.page->confirmButton(), Qt::LeftButton);

        QVERIFY(stage.sent()->confirmsLooser);
        QCOMPARE(stage.sent()->limits.exposure, dec("0.8"));
    }

    void returnInAFieldIsTheFirstStep()
    {
        Stage stage;
        stage.type("max-positions", QStringLiteral("2"));
        QTest::keyClick(&stage.field("max-positions"), Qt::Key_Return);
        QCOMPARE(stage.sent()->limits.maxPositions, 2);
        stage.client.answer(true, QStringLiteral("done"));
        core::RiskLimits now = demoLimits();
        now.maxPositions = 2;
        stage.client.show(snapshotWith(now));

        stage.type("max-positions", QStringLiteral("5"));
        QTest::keyClick(&stage.field("max-positions"), Qt::Key_Return);
        QCOMPARE(stage.client.commands.size(), std::size_t(1));
        QVERIFY(stage.page->confirmButton().isArmed());
        QTest::keyClick(&stage.page->confirmButton(), Qt::Key_Escape);
        QVERIFY(!stage.page->confirmButton().isArmed());
    }

    void switchingTheStopOffLetsMorePass()
    {
        Stage stage;
        QTest::mouseClick(&stage.editor("needs-stop").field(), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(stage.editor("needs-stop").isLooser());
        QVERIFY(stage.page->confirmButton().isVisible());
    }

    void allOrNothing()
    {
        Stage stage;
        stage.type("exposure", QStringLiteral("40"));
        stage.type("day-loss", QStringLiteral("none"));

        QVERIFY(!stage.page->applyButton().isEnabled());
        QTest::keyClick(&stage.field("exposure"), Qt::Key_Return);
        QVERIFY(stage.client.commands.empty());
        QVERIFY(!stage.editor("day-loss").complaint().isEmpty());
        stage.type("day-loss", QStringLiteral("4"));
        QVERIFY(stage.page->applyButton().isEnabled());
    }

    void garbageIsRefusedWithWords_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "NaN", "inf", "1e400", "-5", "0", "0x10", "101", "1_000", "--", "１２",
                                 "9007199254740993999999",
                                 "0.12345678", "<b>5</b>"})
            QTest::addRow("exposure %s", text) << QStringLiteral("exposure") << QString::fromUtf8(text);
        QTest::addRow("half a position") << QStringLiteral("max-positions") << QStringLiteral("2.5");
        QTest::addRow("no position") << QStringLiteral("max-positions") << QStringLiteral("0");
        QTest::addRow("too old") << QStringLiteral("max-quote-age-seconds") << QStringLiteral("3601");
        QTest::addRow("a novel") << QStringLiteral("max-order-value") << QString(50'000, QLatin1Char('9'));
        QTest::addRow("ambiguous") << QStringLiteral("max-order-value") << QStringLiteral("30.000,0.1");
    }

    void garbageIsRefusedWithWords()
    {
        QFETCH(QString, key);
        QFETCH(QString, text);
        const core::LimitRange &range = *core::findLimitRange(key.toStdString());

        const auto value = ui::parseLimit(range, text);

        QVERIFY2(!value, value ? value->toString().c_str() : "");
        QVERIFY(QString::fromStdString(value.error().message).endsWith(QLatin1Char('.')));
    }

    void inputFollowsTheLocale_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("value"); // empty: refused
        const QLocale german(QLocale::German, QLocale::Germany);
        const QLocale french(QLocale::French, QLocale::France);
        const QLocale hindi(QLocale::Hindi, QLocale::India);
        const QLocale arabic(QLocale::Arabic, QLocale::Egypt);
        const auto row = [](const char *name, const QLocale &locale, const char *key, const QString &text, const char *value) {
            QTest::addRow("%s", name) << locale << QString::fromLatin1(key) << text << QString::fromLatin1(value);
        };
        row("de 12,5", german, "exposure", QStringLiteral("12,5"), "0.125");
        row("de 12.5", german, "exposure", QStringLiteral("12.5"), "0.125");
        row("de 30.000", german, "max-order-value", QStringLiteral("30.000"), "");
        row("de 30.000,50", german, "max-order-value", QStringLiteral("30.000,50"), "30000.5");
        row("fr 12,5", french, "exposure", QStringLiteral("12,5"), "0.125");
        row("fr 30 000", french, "max-order-value", QStringLiteral("30\u202f000"), "30000");
        row("fr 30,000", french, "max-order-value", QStringLiteral("30,000"), "30");
        row("hi 12.5", hindi, "exposure", QStringLiteral("12.5"), "0.125");
        row("hi 1,00,000", hindi, "max-order-value", QStringLiteral("1,00,000"), "100000");
        row("ar 12.5", arabic, "exposure", QStringLiteral("12.5"), "0.125");
        row("ar own digits", arabic, "exposure", QStringLiteral("١٢٫٥"), "0.125");
        row("de foreign digits", german, "exposure", QStringLiteral("١٢"), "");
    }

    void inputFollowsTheLocale()
    {
        QFETCH(QLocale, locale);
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(QString, value);
        const core::LimitRange &range = *core::findLimitRange(key.toStdString());

        const auto read = ui::parseLimit(range, text, locale);

        QCOMPARE(read ? QString::fromStdString(read->toString()) : QString(), value);
    }

    void whatIsShownIsReadBackTheSame_data()
    {
        QTest::addColumn<QLocale>("locale");
        for (const char *name : {"en_US", "de_DE", "fr_FR", "hi_IN", "ar_EG", "de_CH"})
            QTest::addRow("%s", name) << QLocale(QString::fromLatin1(name));
    }

    void whatIsShownIsReadBackTheSame()
    {
        QFETCH(QLocale, locale);
        for (const core::LimitRange &range : core::limitRanges()) {
            std::vector<Decimal> values{range.most};
            if (range.kind == core::LimitKind::Share)
                values = {dec("0.125"), dec("0.000000001"), dec("0.999999999"), dec("1")};
            else if (range.kind == core::LimitKind::Value || range.kind == core::LimitKind::Units)
                values = {dec("0.5"), dec("30000.25"), dec("999999999.999999999")};
            for (const Decimal value : values) {
                const QString text = ui::limitEditText(range, value, locale);
                const auto read = ui::parseLimit(range, text, locale);
                QVERIFY2(read, qPrintable(text));
                QCOMPARE(*read, value);
            }
        }
    }

    void theRefusalOfTheEngineStandsAboveTheForm()
    {
        Stage stage;
        stage.type("exposure", QStringLiteral("50"));
        QTest::mouseClick(&stage.page->applyButton(), Qt::LeftButton);

        stage.client.answer(false, QStringLiteral("limits/demo.demo.yaml: the disk is full"), core::ErrorCode::Io);

        QVERIFY(stage.page->errorPanel().isVisible());
        QCOMPARE(stage.page->errorPanel().error().code, QStringLiteral("command.io"));
        QCOMPARE(stage.field("exposure").text(), QStringLiteral("50")); // nothing typed is lost
        QVERIFY(stage.page->applyButton().isEnabled());
    }

    void answersToOtherPanelsAreNotOurs()
    {
        Stage stage;
        stage.client.commands.push_back(core::Halt{});
        stage.client.answer(false, QStringLiteral("no"));
        QVERIFY(!stage.page->errorPanel().isVisible());
    }

    void limitsChangedElsewhereDoNotOverwriteWhatIsTyped()
    {
        Stage stage;
        stage.type("exposure", QStringLiteral("50"));
        core::RiskLimits others = demoLimits();
        others.dayLoss = dec("0.01");

        stage.client.show(snapshotWith(others));

        QCOMPARE(stage.field("exposure").text(), QStringLiteral("50"));
        QVERIFY(!stage.page->applyButton().isEnabled());
        QTest::mouseClick(&stage.page->undoButton(), Qt::LeftButton);
        QCOMPARE(stage.field("exposure").text(), QStringLiteral("60"));
        QCOMPARE(stage.field("day-loss").text(), QStringLiteral("1"));
    }

    void limitsChangedElsewhereAreShownWhenNothingIsTyped()
    {
        Stage stage;
        core::RiskLimits others = demoLimits();
        others.dayLoss = dec("0.01");
        stage.client.show(snapshotWith(others));
        QCOMPARE(stage.field("day-loss").text(), QStringLiteral("1"));
    }

    void asInTheProfileFillsTheFormAndSendsNothing()
    {
        Stage stage;
        core::RiskLimits own = demoLimits();
        own.exposure = dec("0.3");
        stage.client.show(snapshotWith(own));

        QTest::mouseClick(&stage.page->profileButton(), Qt::LeftButton);

        QCOMPARE(stage.field("exposure").text(), QStringLiteral("60"));
        QVERIFY(stage.client.commands.empty());
        QVERIFY(stage.page->confirmButton().isVisible()); // it lets more pass
    }

    void unreadableLimitsAskForAConfirmationOfAll()
    {
        Stage stage;
        core::EngineSnapshot snapshot = snapshotWith(demoLimits());
        snapshot.limitsProblem = "the limits you have set cannot be read";
        stage.client.show(snapshot);
        QVERIFY(stage.page->errorPanel().isVisible());
        QVERIFY(stage.page->confirmButton().isVisible() && stage.page->confirmButton().isEnabled());

        stage.confirm();

        QVERIFY(stage.sent() && stage.sent()->confirmsLooser);
        QVERIFY(stage.sent()->limits == demoLimits());
        stage.client.answer(true, QStringLiteral("done"));
        stage.client.show(snapshotWith(demoLimits()));
        QVERIFY(!stage.page->errorPanel().isVisible());
    }

    void withoutAnEngineNothingCanBeApplied()
    {
        Stage stage;
        stage.type("exposure", QStringLiteral("50"));
        stage.client.lose(QStringLiteral("its thread ended"));
        QVERIFY(!stage.page->applyButton().isEnabled());
        stage.client.show(snapshotWith(demoLimits()));
        QVERIFY(stage.page->applyButton().isEnabled());
        FakeEngineClient none;
        ui::LimitsPage page(none);
        QVERIFY(!page.applyButton().isEnabled());
    }
};

QTEST_MAIN(LimitsFormTest)
#include "LimitsFormTest.moc"
