#include "core/engine/EngineThread.h" // first: moc 6.4 stumbles over <compare>
#include "tests/core/enginehost/DemoRun.h"
#include "tests/support/CoreBuilders.h"
#include "ui/account/AccountBar.h"
#include "ui/account/HaltBanner.h"
#include "ui/confirm/ConfirmButton.h"
#include "ui/desk/DeskPanel.h"
#include "ui/mainwindow/MainWindow.h"
#include "ui/mainwindow/PanelDock.h"
#include "ui/positions/PositionsPanel.h"
#include "ui/tables/RowView.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace support;

namespace {

constexpr int firstCardMillis = 10'000;
constexpr int longEnoughMillis = 30'000;

} // namespace

class DesktopTest : public QObject {
    Q_OBJECT

    /// The desk's clock stands at this moment until a test lets it go.
    std::optional<qint64> m_frozenAt;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<ThreadEngineClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;

    ui::DeskPanel &desk() { return *m_window->findChild<ui::DeskPanel *>(); }
    ui::AccountBar &account() { return *m_window->findChild<ui::AccountBar *>(); }
    ui::PositionsPanel &positions() { return *m_window->findChild<ui::PositionsPanel *>(); }
    /// The approve button of the open card; cards that are closed keep theirs hidden.
    QPushButton *approveButton()
    {
        for (QPushButton *button : desk().findChildren<QPushButton *>(QStringLiteral("approve")))
            if (button->isVisible())
                return button;
        return nullptr;
    }
    QLineEdit *openField()
    {
        for (QLineEdit *field : desk().findChildren<QLineEdit *>())
            if (field->isVisible())
                return field;
        return nullptr;
    }
    static bool waitFor(const std::function<bool()> &isSo, int millis = longEnoughMillis)
    {
        return QTest::qWaitFor(isSo, millis);
    }
    bool waitForState(const ProposalId &id, ProposalState state)
    {
        return waitFor([&] { return isInState(m_client->snapshot(), id, state); });
    }
    /// A card that can be approved, chosen on the desk and settled; nothing when none comes.
    std::optional<ProposalView> settledCard()
    {
        if (!waitFor([this] { return decidable(m_client->snapshot()) != nullptr; },
                     firstCardMillis))
            return std::nullopt;
        m_frozenAt.reset();
        const ProposalView card = *decidable(m_client->snapshot());
        m_window->selection().selectProposal(card.proposal.id);
        desk().focusDesk();
        if (!waitFor([this] { return approveButton() && approveButton()->isEnabled(); }))
            return std::nullopt;
        return card;
    }
    /// What orders of that role have filled.
    Quantity filledOf(const InstrumentId &instrument, OrderRole role)
    {
        Quantity sum;
        const auto snapshot = m_client->snapshot();
        for (const OrderView &view : snapshot->orders)
            if (view.order.request.instrument == instrument && view.order.request.role == role)
                sum += view.order.filled;
        return sum;
    }
    void key(Qt::Key pressed) { QTest::keyClick(&desk(), pressed); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_client = std::make_unique<ThreadEngineClient>(demoSetup(m_dir->path()),
                                                        CommandOrigin{"owner", "desk"});
        const ui::DeskClock clock = ui::machineClock();
        m_frozenAt = clock();
        m_window = std::make_unique<ui::MainWindow>(
            *m_client, m_dir->filePath(QStringLiteral("window.ini")), nullptr,
            [this, clock] { return m_frozenAt ? *m_frozenAt : clock(); });
        m_window->resize(1600, 1000);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_client.reset();
        m_dir.reset();
    }

    void aClickOnApproveBuys()
    {
        const auto card = settledCard();
        QVERIFY(card);

        QTest::mouseClick(approveButton(), Qt::LeftButton);

        QVERIFY(waitForState(card->proposal.id, ProposalState::Filled));
        const InstrumentId instrument = card->proposal.signal.series.instrument;
        QCOMPARE(positionOf(m_client->snapshot(), instrument)->quantity, card->proposal.quantity);
        QVERIFY(waitFor([this] { return positions().model().rowCount() == 1; }));
    }

    void aCardThatHasJustComeIsDeaf()
    {
        QVERIFY(waitFor([this] { return approveButton() != nullptr; }, firstCardMillis));
        const ProposalId id = decidable(m_client->snapshot())->proposal.id;

        QVERIFY(!approveButton()->isEnabled());
        QTest::mouseClick(approveButton(), Qt::LeftButton);
        key(Qt::Key_A);

        m_frozenAt.reset();
        QVERIFY(waitFor([this] { return approveButton() && approveButton()->isEnabled(); }));
        QVERIFY(isInState(m_client->snapshot(), id, ProposalState::Pending));
    }

    void rAndAFigureReject()
    {
        const auto card = settledCard();
        QVERIFY(card);

        key(Qt::Key_R);
        key(Qt::Key_3);

        QVERIFY(waitForState(card->proposal.id, ProposalState::Rejected));
        QVERIFY(cardOf(m_client->snapshot(), card->proposal.id)->stateReason.find("news") !=
                std::string::npos);
        QCOMPARE(m_client->snapshot()->positions.size(), std::size_t(0));
    }

    void anEditIsNewContentAndNeedsItsOwnYes()
    {
        const auto card = settledCard();
        QVERIFY(card);
        const Instrument instrument = usualInstrument(card->proposal.signal.series.instrument);
        const Quantity half = instrument.flooredQuantity(
            Quantity(Decimal::fromNanos(card->proposal.quantity.value().nanos() / 2)));

        key(Qt::Key_E);
        QVERIFY(waitFor([this] { return openField() != nullptr; }));
        QTest::keyClick(openField(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(openField(), QString::fromStdString(half.toString()));
        QTest::keyClick(openField(), Qt::Key_Return);

        QVERIFY(waitFor([&] {
            return cardOf(m_client->snapshot(), card->proposal.id)->proposal.version == 2;
        }));
        const ProposalView edited = *cardOf(m_client->snapshot(), card->proposal.id);
        QCOMPARE(edited.proposal.quantity, half);
        QVERIFY(edited.hash != card->hash);
        QVERIFY(edited.state == ProposalState::Pending);
        QVERIFY(waitFor([this] { return approveButton() && approveButton()->isEnabled(); }));
        desk().focusDesk();
        key(Qt::Key_A);
        QVERIFY(waitForState(card->proposal.id, ProposalState::Filled));
        QCOMPARE(positionOf(m_client->snapshot(), instrument.id)->quantity, half);
    }

    void thePanelsButtonClosesThePosition()
    {
        const auto card = settledCard();
        QVERIFY(card);
        QTest::mouseClick(approveButton(), Qt::LeftButton);
        QVERIFY(waitForState(card->proposal.id, ProposalState::Filled));
        QVERIFY(waitFor([this] { return positions().model().rowCount() == 1; }));
        m_client->send(
            SetPauseWhileCardsWait{false}); // other cards may wait; the next price must come
        positions().view().selectRow(0);
        ui::ConfirmButton &close = positions().closeButton();
        QVERIFY(waitFor([&close] { return close.isEnabled(); }));

        QTest::mouseClick(&close, Qt::LeftButton);
        QVERIFY(close.isArmed());
        QVERIFY(waitFor([&close] { return close.isListening(); }));
        QTest::mouseClick(&close, Qt::LeftButton);

        const InstrumentId instrument = card->proposal.signal.series.instrument;
        QVERIFY(waitFor([&] {
            const PositionView *held = positionOf(m_client->snapshot(), instrument);
            return !held || held->quantity.isZero();
        }));
        QCOMPARE(filledOf(instrument, OrderRole::Exit), card->proposal.quantity);
        const auto snapshot = m_client->snapshot();
        for (const OrderView &view : snapshot->orders)
            if (view.order.proposal == card->proposal.id)
                QVERIFY(isFinal(view.order.status));
    }

    void theRedButtonHaltsAndATypedReasonResumes()
    {
        const auto card = settledCard();
        QVERIFY(card);
        ui::HaltBanner &banner = account().haltBanner();
        QVERIFY(!banner.isVisible());

        QTest::mouseClick(&account().haltButton(), Qt::LeftButton);

        QVERIFY(waitFor([&] { return m_client->snapshot()->isHalted && banner.isVisible(); }));
        QVERIFY(waitForState(card->proposal.id, ProposalState::Killed));
        QTest::mouseClick(&banner.openButton(), Qt::LeftButton);
        QVERIFY(!banner.resumeButton().isEnabled());
        QTest::keyClicks(&banner.reasonField(), QStringLiteral("looked into it"));
        QVERIFY(banner.resumeButton().isEnabled());
        QTest::mouseClick(&banner.resumeButton(), Qt::LeftButton);
        QVERIFY(waitFor([&] { return !m_client->snapshot()->isHalted && !banner.isVisible(); }));
    }

    void closingTheWindowWithNothingOpenJustCloses()
    {
        QVERIFY(settledCard());

        QVERIFY(m_window->close());

        QVERIFY(!m_window->isVisible());
    }
};

QTEST_MAIN(DesktopTest)
#include "DesktopTest.moc"
