#pragma once

#include "core/engine/EngineClient.h"
#include "ui/activity/ActivityModel.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QStackedLayout;

namespace ui {

class EmptyState;
class RowProxy;
class RowView;

/// What happened, newest at the bottom; follows the tail until the person scrolls up.
class ActivityPanel : public QWidget {
    Q_OBJECT

public:
    explicit ActivityPanel(core::EngineClient &client, QWidget *parent = nullptr);

    [[nodiscard]] ActivityModel &model() { return m_model; }
    [[nodiscard]] RowView &view() { return *m_view; }
    [[nodiscard]] QPushButton &kindButton() { return *m_kind; }
    [[nodiscard]] QLineEdit &searchField() { return *m_search; }

private:
    void arrange();
    void showSnapshot();
    void offerKinds();
    void offerKind(const std::string &kind);
    void chooseKind(const std::string &kind);
    void applyFilter();
    void showPage();
    [[nodiscard]] bool isAtTail() const;
    [[nodiscard]] bool isFiltered() const;

    core::EngineClient &m_client;
    ActivityModel m_model;
    RowProxy *m_proxy;
    RowView *m_view;
    QStackedLayout *m_pages;
    EmptyState *m_empty;
    QPushButton *m_kind;
    std::string m_chosenKind; ///< Empty = all.
    std::vector<std::string> m_offeredKinds;
    QLineEdit *m_search;
};

} // namespace ui
