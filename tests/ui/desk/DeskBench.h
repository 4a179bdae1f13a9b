#pragma once

#include "tests/support/FakeEngineClient.h"
#include "tests/support/SnapshotBuilder.h"
#include "ui/desk/Card.h"
#include "ui/desk/CardList.h"
#include "ui/desk/DeskButton.h"
#include "ui/desk/DeskPanel.h"
#include "ui/widgets/MessageBanner.h"

#include <QApplication>
#include <QLineEdit>
#include <QTest>

namespace support {

/// A desk with a clock that is set by hand.
struct Bench {
    FakeEngineClient client;
    ui::Selection selection;
    qint64 now = 10'000;
    ui::DeskPanel panel{client, selection, nullptr, [this] { return now; }};

    explicit Bench(const std::vector<core::ProposalView> &cards = {})
    {
        panel.resize(520, 900);
        panel.show();
        panel.focusDesk();
        QApplication::processEvents();
        if (!cards.empty()) {
            show(cards);
            settle();
        }
    }

    void show(const std::vector<core::ProposalView> &cards)
    {
        core::EngineSnapshot snapshot = quietSnapshot();
        snapshot.waiting = cards;
        show(std::move(snapshot));
    }
    void show(core::EngineSnapshot snapshot)
    {
        client.show(std::move(snapshot));
        QApplication::processEvents(); // the layout moves what has to move
    }
    void wait(qint64 millis)
    {
        now += millis;
        panel.tick();
    }
    void settle() { wait(ui::Card::settleMillis); }

    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &panel, Qt::Key(key), modifiers);
    }
    ui::Card *selected() { return panel.findChild<ui::CardList *>()->selected(); }
    ui::CardList *list() { return panel.findChild<ui::CardList *>(); }
    template <class Widget = ui::DeskButton>
    Widget *part(const char *name)
    {
        return selected()->findChild<Widget *>(QString::fromLatin1(name));
    }
    QString messages()
    {
        QString all;
        for (const auto *banner : panel.findChildren<ui::MessageBanner *>())
            if (banner->isVisible())
                all += banner->text();
        return all;
    }
    QList<QLineEdit *> fields() { return selected()->findChildren<QLineEdit *>(); }
};

} // namespace support
