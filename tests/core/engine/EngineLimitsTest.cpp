#include "tests/support/EngineFixture.h"

#include <QTest>

using namespace core;
using namespace support;
using S = ProposalState;

namespace {

RiskLimits with(const char *key, const char *value)
{
    RiskLimits limits = usualLimits();
    for (const LimitField &field : limitFields())
        if (field.key == key)
            field.write(limits, dec(value));
    return limits;
}

class LimitsLog final : public EngineObserver {
public:
    void limitsChanged(const std::vector<LimitChange> &changes, const std::string &by, Timestamp) override
    {
        told.push_back(changesText(changes) + " by " + by);
    }
    std::vector<std::string> told;
};

/// All values of the records about limits.
std::vector<std::string> recorded(const FakeJournal &journal)
{
    std::vector<std::string> values;
    for (const Record &record : journal.records())
        if (record.table == Table::BotState)
            values.push_back(*FakeJournal::column(record, "field") + ": " + *FakeJournal::column(record, "value"));
    return values;
}

const GuardResult *blocking(const DeskEntry &card)
{
    for (const GuardResult &guard : card.guards)
        if (guard.grade == GuardGrade::Blocked)
            return &guard;
    return nullptr;
}

} // namespace

class EngineLimitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStricterLimitBlocksAWaitingCardAtOnceAndALooserOneFreesIt()
    {
        EngineFixture fixture;
        fixture.signalBuy();
        QCOMPARE(fixture.card()->state, S::Pending);

        QVERIFY(fixture.say(SetLimits{with("max-order-value", "20000")}).isDone);

        QCOMPARE(fixture.card()->state, S::Blocked);
        QCOMPARE(blocking(*fixture.card())->rule, std::string("order-value"));
        QVERIFY(!fixture.approve(*fixture.card()).isDone);
        QVERIFY(fixture.say(SetLimits{usualLimits(), true}).isDone);
        QCOMPARE(fixture.card()->state, S::Pending);
    }

    void everyLimitIsReadAndWrittenUnderItsKey()
    {
        QCOMPARE(limitFields().size(), limitRanges().size());
        for (std::size_t i = 0; i < limitFields().size(); ++i) {
            const LimitField &field = limitFields()[i];
            QCOMPARE(field.key, limitRanges()[i].key);
            RiskLimits limits = usualLimits();
            const bool isSwitch = limitRanges()[i].kind == LimitKind::Switch;
            const WideDecimal one(Decimal::fromInteger(1));
            const Decimal other = isSwitch ? Decimal() : Decimal::fromInteger(field.read(limits) == one ? 2 : 1);
            field.write(limits, other);
            QCOMPARE(field.read(limits), WideDecimal(other));
            const auto changes = changesBetween(usualLimits(), limits);
            QCOMPARE(changes.size(), std::size_t(1)); // no other limit has moved
            QCOMPARE(changes[0].key, field.key);
        }
    }

    void looserNeedsTheSecondStep_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addRow("higher") << QByteArray("exposure") << QByteArray("0.95");
        QTest::addRow("switched off") << QByteArray("needs-stop") << QByteArray("0");
        QTest::addRow("older quotes") << QByteArray("max-quote-age-seconds") << QByteArray("11");
    }

    void looserNeedsTheSecondStep()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        EngineFixture fixture;
        const RiskLimits looser = with(key.constData(), value.constData());

        const CommandAnswer first = fixture.say(SetLimits{looser});

        QVERIFY(!first.isDone);
        QVERIFY(first.message.find("must be confirmed") != std::string::npos);
        QVERIFY(fixture.engine->parts().settings.limits == usualLimits());
        QVERIFY(fixture.say(SetLimits{looser, true}).isDone);
        QVERIFY(fixture.engine->parts().settings.limits == looser);
    }

    void garbageIsRefusedWhole_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addRow("zero") << QByteArray("exposure") << QByteArray("0");
        QTest::addRow("negative") << QByteArray("day-loss") << QByteArray("-0.05");
        QTest::addRow("more than all") << QByteArray("risk-per-trade") << QByteArray("1.000000001");
        QTest::addRow("no order value") << QByteArray("max-order-value") << QByteArray("0");
        QTest::addRow("negative quantity") << QByteArray("max-order-quantity") << QByteArray("-1");
        QTest::addRow("no positions") << QByteArray("max-positions") << QByteArray("0");
        QTest::addRow("too many positions") << QByteArray("max-positions") << QByteArray("10001");
        QTest::addRow("half a second") << QByteArray("max-quote-age-seconds") << QByteArray("1.5");
    }

    void garbageIsRefusedWhole()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        EngineFixture fixture;
        RiskLimits limits = with(key.constData(), value.constData());
        if (key != "needs-stop")
            limits.maxOrderValue = std::min(limits.maxOrderValue, usd("10000"));

        const CommandAnswer answer = fixture.say(SetLimits{limits, true});

        QVERIFY(!answer.isDone);
        QCOMPARE(answer.code, ErrorCode::BadInput);
        QVERIFY2(answer.message.find(key.constData()) != std::string::npos, answer.message.c_str());
        QVERIFY(fixture.engine->parts().settings.limits == usualLimits());
        QVERIFY(!fixture.engine->parts().health.isHalted()); // garbage is no bug of ours
    }

    void amountsBeyondEveryRangeAreRefusedWithoutHalting()
    {
        EngineFixture fixture;
        RiskLimits limits = usualLimits();
        limits.maxOrderValue = usd("99999999999999999999");
        QVERIFY(!fixture.say(SetLimits{limits, true}).isDone);
        limits.maxOrderValue = usd("0.0000000001"); // more places than a stored limit has
        QVERIFY(!fixture.say(SetLimits{limits, true}).isDone);
        QVERIFY(!fixture.say(SetLimits{RiskLimits::unlimited(), true}).isDone);
        QVERIFY(fixture.engine->parts().settings.limits == usualLimits());
        QVERIFY(!fixture.engine->parts().health.isHalted());
    }

    void limitsOfAnotherMomentAreRefused()
    {
        EngineFixture fixture;
        QVERIFY(fixture.say(SetLimits{with("exposure", "0.5"), false, usualLimits()}).isDone);

        const CommandAnswer late = fixture.say(SetLimits{with("day-loss", "0.01"), true, usualLimits()});

        QVERIFY(!late.isDone);
        QCOMPARE(fixture.engine->parts().settings.limits.exposure, dec("0.5"));
    }

    void theDecisionIsRecordedOldAndNewWithItsPerson()
    {
        EngineFixture fixture;
        LimitsLog log;
        fixture.engine->addObserver(log);
        RiskLimits limits = with("exposure", "0.95");
        limits.needsStop = false;

        (void)fixture.engine->command(SetLimits{limits, true}, {"ada", "desk"});

        QCOMPARE(log.told, std::vector<std::string>{"exposure 0.9 → 0.95, needs-stop on → off by ada (desk)"});
        QCOMPARE(recorded(fixture.journal),
                 (std::vector<std::string>{"limit exposure: 0.9 → 0.95 by ada (desk)",
                                           "limit needs-stop: on → off by ada (desk)"}));
    }

    void whatIsApprovedAndNotSentMeetsTheNewLimitAtTheGate()
    {
        EngineFixture fixture({.isJournalImmediate = false});
        fixture.settle();
        fixture.signalBuy();
        const ProposalId id = fixture.card()->proposal.id;
        QVERIFY(fixture.approve(*fixture.card()).isDone);
        QCOMPARE(fixture.stateOf(id), S::Approved);

        QVERIFY(fixture.say(SetLimits{with("max-order-value", "20000")}).isDone);
        fixture.settle();

        QCOMPARE(fixture.stateOf(id), S::Refused);
        QCOMPARE(fixture.watched.sent.size(), std::size_t(0));
    }

    void aWorkingEntryBeyondTheNewLimitIsCancelled()
    {
        EngineFixture fixture({.isFakeVenue = true});
        fixture.engine->process(LinkChanged{true, "up"});
        fixture.fake.requestSnapshot();
        fixture.settle();
        fixture.signalBuy();
        QVERIFY2(fixture.card(), "a card waits");
        (void)fixture.approve(*fixture.card());
        fixture.settle();
        QCOMPARE(fixture.sentOf(OrderRole::Entry), 1);

        QVERIFY(fixture.say(SetLimits{with("max-order-quantity", "9999")}).isDone);
        QCOMPARE(fixture.fake.cancelled.size(), std::size_t(0)); // still within
        QVERIFY(fixture.say(SetLimits{with("max-order-quantity", "100")}).isDone);
        QCOMPARE(fixture.fake.cancelled.size(), std::size_t(1));
    }

    void aDayAlreadyBeyondAStricterLossLimitIsLost()
    {
        EngineFixture fixture;
        fixture.buy();
        fixture.price("99"); // 370 × 1.1 below the entry
        QVERIFY(!fixture.engine->parts().isDayLost);

        QVERIFY(fixture.say(SetLimits{with("day-loss", "0.001")}).isDone);

        QVERIFY(fixture.engine->parts().isDayLost);
        QVERIFY(fixture.say(SetLimits{usualLimits(), true}).isDone);
        QVERIFY(fixture.engine->parts().isDayLost); // a lost day is not bought back
    }

    void theProtectivePriceKeepsToAStricterCollar()
    {
        EngineFixture fixture;
        QVERIFY(fixture.say(SetLimits{with("price-collar", "0.005")}).isDone);

        fixture.signalBuy();

        QCOMPARE(fixture.card()->state, S::Pending);
        QVERIFY(*fixture.card()->proposal.limitPrice <= px("100.61"));
    }

    void aLooserLimitThatCannotBeKeptDoesNotCount()
    {
        EngineFixture fixture;
        fixture.engine->keepLimitsWith([](const RiskLimits &, const CommandOrigin &) -> Result<> {
            return failure(ErrorCode::Io, "the disk is full");
        });

        const CommandAnswer looser = fixture.say(SetLimits{with("exposure", "0.95"), true});

        QVERIFY(!looser.isDone);
        QCOMPARE(looser.code, ErrorCode::Io);
        QVERIFY(fixture.engine->parts().settings.limits == usualLimits());
        QVERIFY(fixture.say(SetLimits{with("exposure", "0.1")}).isDone); // stricter counts all the same
        QCOMPARE(fixture.engine->parts().settings.limits.exposure, dec("0.1"));
        QVERIFY(fixture.log.alarms.back().find("could not be stored") != std::string::npos);
    }

    void withoutAJournalNothingIsLoosened()
    {
        EngineFixture fixture;
        fixture.engine->process(JournalFailed{"disk full"});

        QVERIFY(!fixture.say(SetLimits{with("exposure", "0.95"), true}).isDone);
        QVERIFY(fixture.say(SetLimits{with("exposure", "0.5")}).isDone);
    }

    void unreadableLimitsStopEntriesUntilSomebodyHasSetThem()
    {
        EngineOptions options;
        EngineSettings settings = EngineFixture::settings(options);
        settings.limitsProblem = "the limits you have set cannot be read";
        EngineFixture fixture(options);
        const auto engine = *TradingEngine::create(settings, fixture.clock, fixture.watched, fixture.journal);
        engine->warmUp({stock(), Timeframe::H1}, {});
        engine->start({});
        fixture.engine = nullptr;
        const Proposal proposal = buyProposal();
        Proposal ofBot = proposal;
        ofBot.signal.bot = BotId("bot");

        const RiskView view = engine->figures().view(ofBot, engine->parts().settings.bots[0]);
        QCOMPARE(view.trading, TradingState::Halted);
        QCOMPARE(view.haltReason, settings.limitsProblem);
        QVERIFY(!engine->command(SetLimits{usualLimits()}, {}).isDone); // they may have been stricter
        QVERIFY(engine->command(SetLimits{usualLimits(), true}, {}).isDone);
        QCOMPARE(engine->figures().view(ofBot, engine->parts().settings.bots[0]).trading, TradingState::Running);
        QVERIFY(recorded(fixture.journal).back().find("confirmed unchanged") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(EngineLimitsTest)
#include "EngineLimitsTest.moc"
