#include "ui/mainwindow/HelpTopics.h"

#include <QCoreApplication>

namespace ui {

namespace {

const HelpTopic accounts{
    "accounts", QT_TRANSLATE_NOOP("ui::HelpTopics", "Keys and accounts"),
    QT_TRANSLATE_NOOP(
        "ui::HelpTopics",
        "<h3>Keys and accounts</h3>"
        "<p>The demo needs no key. To trade at Alpaca or Bybit, make a key pair on the venue's web site and put it in "
        "under <b>Settings, Accounts</b>: choose the account, type key and secret, <b>Keep these keys</b>. They go into "
        "the system's key store (on Windows the Credential Manager) and nowhere else, and they are not shown again. "
        "<b>Test connection</b> asks the venue and shows the end of the account's number. Make keys that may trade and "
        "may not withdraw.</p>"
        "<p>Paper and live keys are kept apart. Keys of one kind are refused in the place of the other. Keys given by "
        "the environment (ALPACA_KEY and ALPACA_SECRET, BYBIT_KEY and BYBIT_SECRET) count before stored ones.</p>"
        "<p><b>Real money</b> is never chosen by a key. Every live start shows the account, its equity, your limits and "
        "the strategies, and begins only when you have typed the end of the account's number. It begins in hybrid "
        "mode: nothing is sent before you countersign it.</p>"
        "<p>A company's proxy is taken from the system at the start. A profile may say otherwise: "
        "<tt>network: {proxy: none}</tt> or <tt>proxy: http://HOST:PORT</tt>.</p>")};

const HelpTopic heldHere{
    "held-here", QT_TRANSLATE_NOOP("ui::HelpTopics", "Held at the venue, held here"),
    QT_TRANSLATE_NOOP(
        "ui::HelpTopics",
        "<h3>Held at the venue, held here</h3>"
        "<p>A stop always rests at the venue, so it works while this computer is off. A target rests there too where "
        "the venue can hold both for one position. Some cannot: Alpaca's crypto, for one, takes the stop or the "
        "target.</p>"
        "<p>Then the stop goes to the venue and the target is <b>held here</b>: this program watches the price and "
        "closes the position when the target is reached. The card says so before you approve, the line on the chart "
        "has wide gaps and the words <i>held here</i>, and so has the row among the positions.</p>"
        "<p>What is held here works only while the program runs and prices arrive. When you close the window, the "
        "stop stays at the venue and the target rests until the next start.</p>")};

const HelpTopic unknownOrders{
    "unknown", QT_TRANSLATE_NOOP("ui::HelpTopics", "Unknown orders and End by hand…"),
    QT_TRANSLATE_NOOP(
        "ui::HelpTopics",
        "<h3>Unknown orders</h3>"
        "<p>When an order was sent and no answer came, nobody here knows whether the venue has it. It is then shown as "
        "<b>Unknown</b>, never as rejected, and it is never sent again on a guess. The venue is asked for it, quickly "
        "at first, then every minute for as long as it takes. Until it has answered there are no entries in that "
        "instrument, and the order counts against your limits as if it were open.</p>"
        "<p><b>End by hand…</b>, in the orders panel, is for an order of which the venue never tells. Look on the "
        "venue's own page first. If the order is not there, or is over, end it here with a reason: it counts as "
        "cancelled from then on. If a fill of it comes all the same, it is counted.</p>")};

const HelpTopic differences{
    "differences", QT_TRANSLATE_NOOP("ui::HelpTopics", "When the venue says another figure"),
    QT_TRANSLATE_NOOP(
        "ui::HelpTopics",
        "<h3>When the venue says another figure</h3>"
        "<p>Quantities and cash are compared with the venue all the time. A difference that stands in two comparisons "
        "is no accident of timing: the venue's figure counts from then on, and entries wait until you have looked "
        "at it.</p>"
        "<p><b>Accept the venue's figure…</b>, in the positions panel, is for a quantity. If you bought or sold by hand, "
        "you also say whose the difference is: not ours, so that strategies do not touch it, or the strategies' own, so "
        "that they may sell it.</p>"
        "<p><b>Accept the venue's cash…</b>, in the banner under the account, is for money. A transfer was paid in or "
        "out and is no part of the day's result; a charge was lost or won and counts in it, and so in the day's "
        "limit.</p>"
        "<p>Both want a reason, which is recorded. If you do not know why the figures differ, leave it as it is and look "
        "at the venue's statement first: exits still go, and stops stay where they are.</p>")};

const HelpTopic clock{
    "clock", QT_TRANSLATE_NOOP("ui::HelpTopics", "The lamps and the clock"),
    QT_TRANSLATE_NOOP(
        "ui::HelpTopics",
        "<h3>The lamps and the clock</h3>"
        "<p>Each lamp in the status bar stands for one part: prices (feed), the account's link (broker), the clock, the "
        "journal on the disk, and the engine. A dot means well; a triangle says in words what is not. The tooltip tells "
        "more.</p>"
        "<p>The <b>clock</b> is compared with the venue's in every answer. A quarter of a second off is said. Further "
        "off, no entry leaves, because the venue would refuse it or take it for another moment; exits and cancels still "
        "go. Set this computer's time then: in Windows under Settings, Time &amp; language, Date &amp; time, Sync "
        "now. The demo has a clock of its own.</p>")};

} // namespace

const std::vector<HelpTopic> &helpTopics()
{
    static const std::vector<HelpTopic> topics{accounts, heldHere, unknownOrders, differences, clock};
    return topics;
}

QString helpTitle(const HelpTopic &topic)
{
    return QCoreApplication::translate("ui::HelpTopics", topic.title);
}

QString helpText(const HelpTopic &topic)
{
    return QCoreApplication::translate("ui::HelpTopics", topic.text);
}

} // namespace ui
