#include "ui/settings/AccountsPage.h"

#include "ui/theme/Theme.h"

#include <QListWidget>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using Keys = ui::AccountChoice::Keys;

namespace {

constexpr ui::ConfirmButton::Times quick{5000ms, 0ms};

class FakeAccounts final : public ui::AccountSource {
public:
    void refresh() override
    {
        ++asked;
        Q_EMIT listed(choices);
    }
    void store(const QString &account, core::Secret key, core::Secret secret) override
    {
        said += QStringLiteral("store %1 %2 %3").arg(account, text(key), text(secret));
    }
    void forget(const QString &account) override { said += QStringLiteral("forget ") + account; }
    void test(const QString &account) override { said += QStringLiteral("test ") + account; }

    std::vector<ui::AccountChoice> choices{
        {.name = QStringLiteral("alpaca-paper"), .title = QStringLiteral("Alpaca paper"), .keys = Keys::None},
        {.name = QStringLiteral("alpaca-live"), .title = QStringLiteral("Alpaca live"), .isLive = true,
         .keys = Keys::Stored},
        {.name = QStringLiteral("bybit-demo"), .title = QStringLiteral("Bybit demo"), .keys = Keys::Environment}};
    QStringList said;
    int asked = 0;

private:
    static QString text(const core::Secret &secret)
    {
        return QString::fromUtf8(secret.reveal().data(), qsizetype(secret.reveal().size()));
    }
};

struct Stage {
    FakeAccounts source;
    ui::AccountsPage page{&source, quick};
    Stage()
    {
        page.show();
        page.accounts().setCurrentRow(0);
    }
    void type(const char *key, const char *secret)
    {
        QTest::keyClicks(&page.keyField(), QString::fromLatin1(key));
        QTest::keyClicks(&page.secretField(), QString::fromLatin1(secret));
    }
};

} // namespace

class AccountsPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::applyTheme(ui::ThemeChoice::Dark); }

    void listsEveryAccountWithItsKeys()
    {
        Stage stage;
        QCOMPARE(stage.source.asked, 1);
        QCOMPARE(stage.page.accounts().count(), 3);
        QCOMPARE(stage.page.accounts().item(0)->text(), QStringLiteral("○  Alpaca paper: no keys"));
        QVERIFY(stage.page.accounts().item(1)->text().contains(QStringLiteral("key store")));
        QVERIFY(stage.page.accounts().item(2)->text().contains(QStringLiteral("environment")));
    }

    void keysGoInAndAreNeverShown()
    {
        Stage stage;
        QCOMPARE(stage.page.keyField().echoMode(), QLineEdit::Password);
        QCOMPARE(stage.page.secretField().echoMode(), QLineEdit::Password);
        QVERIFY(!stage.page.keepButton().isEnabled());
        stage.type("PKONE", "  shh ");
        QTest::mouseClick(&stage.page.keepButton(), Qt::LeftButton);

        QCOMPARE(stage.source.said, QStringList{QStringLiteral("store alpaca-paper PKONE shh")});
        for (QLineEdit *field : {&stage.page.keyField(), &stage.page.secretField()}) {
            QVERIFY(field->text().isEmpty());
            QVERIFY(!field->isUndoAvailable());
            field->undo();
            QVERIFY(field->text().isEmpty());
        }
        QVERIFY(!stage.page.keyField().isEnabled()); // until the key store has answered
        Q_EMIT stage.source.answered(QStringLiteral("alpaca-paper"), true, QStringLiteral("Kept."));
        QCOMPARE(stage.page.messageText(), QStringLiteral("Kept."));
        QCOMPARE(stage.source.asked, 2);
        QVERIFY(stage.page.keyField().isEnabled());
    }

    void whatWasTypedForOneAccountIsNotKeptForAnother()
    {
        Stage stage;
        stage.type("PKONE", "shh");
        stage.page.accounts().setCurrentRow(2);
        QVERIFY(stage.page.keyField().text().isEmpty() && stage.page.secretField().text().isEmpty());
        stage.type("B", "s");
        stage.page.hide();
        QVERIFY(stage.page.keyField().text().isEmpty());
    }

    void onlyWhatIsThereCanBeTestedAndForgotten()
    {
        Stage stage;
        QVERIFY(!stage.page.testButton().isEnabled() && !stage.page.forgetButton().isEnabled());
        stage.page.accounts().setCurrentRow(2);
        QVERIFY(stage.page.testButton().isEnabled() && !stage.page.forgetButton().isEnabled());
        QTest::mouseClick(&stage.page.testButton(), Qt::LeftButton);
        QCOMPARE(stage.source.said, QStringList{QStringLiteral("test bybit-demo")});
        QVERIFY(!stage.page.testButton().isEnabled());
        Q_EMIT stage.source.answered(QStringLiteral("alpaca-live"), true, QStringLiteral("late"));
        QVERIFY(!stage.page.testButton().isEnabled()); // another one's answer
        Q_EMIT stage.source.answered(QStringLiteral("bybit-demo"), false, QStringLiteral("No."));
        QVERIFY(stage.page.testButton().isEnabled());
    }

    void anAnswerIsNotShownBesideAnotherAccount()
    {
        Stage stage;
        stage.page.accounts().setCurrentRow(2);
        QTest::mouseClick(&stage.page.testButton(), Qt::LeftButton);
        Q_EMIT stage.source.answered(QStringLiteral("bybit-demo"), true, QStringLiteral("It answers."));
        QCOMPARE(stage.page.messageText(), QStringLiteral("It answers."));

        stage.page.accounts().setCurrentRow(1);
        QVERIFY(stage.page.messageText().isEmpty());
    }

    void forgettingAsksBack()
    {
        Stage stage;
        stage.page.accounts().setCurrentRow(1);
        QVERIFY(stage.page.forgetButton().question().contains(QStringLiteral("Alpaca live")));
        QTest::mouseClick(&stage.page.forgetButton(), Qt::LeftButton);
        QVERIFY(stage.source.said.isEmpty());
        QTRY_VERIFY(stage.page.forgetButton().isListening());
        QTest::mouseClick(&stage.page.forgetButton(), Qt::LeftButton);
        QCOMPARE(stage.source.said, QStringList{QStringLiteral("forget alpaca-live")});
    }

    void withoutAKeyStoreNothingCanBeDone()
    {
        ui::AccountsPage page(nullptr);
        page.show();
        for (QPushButton *button : {&page.keepButton(), &page.testButton(), static_cast<QPushButton *>(&page.forgetButton())})
            QVERIFY(!button->isEnabled());
        QVERIFY(!page.keyField().isEnabled());
    }
};

QTEST_MAIN(AccountsPageTest)
#include "AccountsPageTest.moc"
