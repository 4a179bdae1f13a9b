#include "ui/theme/StyleSheet.h"

#include <QHash>
#include <QStyle>
#include <QVariant>
#include <QWidget>

#include <algorithm>
#include <array>
#include <utility>

namespace ui {

namespace {

constexpr std::array names{
    std::pair{"window", Role::WindowBackground},
    std::pair{"panel", Role::PanelBackground},
    std::pair{"card", Role::CardBackground},
    std::pair{"border", Role::CardBorder},
    std::pair{"selectedBorder", Role::CardSelectedBorder},
    std::pair{"hover", Role::HoverBackground},
    std::pair{"input", Role::InputBackground},
    std::pair{"inputBorder", Role::InputBorder},
    std::pair{"text", Role::Text},
    std::pair{"muted", Role::Muted},
    std::pair{"disabled", Role::DisabledText},
    std::pair{"primary", Role::Primary},
    std::pair{"primaryText", Role::PrimaryText},
    std::pair{"accent", Role::Accent},
    std::pair{"selection", Role::SelectionBackground},
    std::pair{"selectionText", Role::SelectionText},
    std::pair{"up", Role::Up},
    std::pair{"down", Role::Down},
    std::pair{"good", Role::Good},
    std::pair{"warning", Role::Warning},
    std::pair{"alarm", Role::Alarm},
    std::pair{"warningBackground", Role::WarningBackground},
    std::pair{"alarmBackground", Role::AlarmBackground},
    std::pair{"goodBackground", Role::GoodBackground},
    std::pair{"infoBackground", Role::InfoBackground},
    std::pair{"live", Role::LiveFrame},
    std::pair{"frameText", Role::FrameText},
};

const char *const textRules = R"(
QLabel { background: transparent; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="good"] { color: @good; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="alarm"] { color: @alarm; font-weight: 600; }
QLabel[tone="up"] { color: @up; font-weight: 600; }
QLabel[tone="down"] { color: @down; font-weight: 600; }
QLabel[tone="heading"] { color: @muted; font-weight: 600; font-size: @smallpt; }
QLabel[tone="title"], QLabel[tone="timeAmber"], QLabel[tone="timeRed"] {
    font-weight: 600; font-size: @largept; }
QLabel[tone="timeAmber"] { color: @warning; }
QLabel[tone="timeRed"] { color: @alarm; }
QLabel[tone="symbol"] { font-weight: 700; font-size: @hugept; }
QLabel[tone="figure"] { font-weight: 600; }
QToolTip { color: @text; background: @hover; border: 1px solid @inputBorder; padding: 6px; }
)";

const char *const frameRules = R"(
QMainWindow, QDialog { background: @window; }
QFrame[panel="panel"] { background: @panel; border: 1px solid @border; border-radius: 8px; }
QFrame[panel="card"] { background: @card; border: 1px solid @border; border-radius: 8px; }
QFrame[panel="card"][edge="warning"] { border: 1px solid @warning; }
QFrame[panel="card"][edge="alarm"] { border: 1px solid @alarm; }
QFrame[panel="card"][edge="good"] { border: 1px solid @good; }
QFrame[panel="card"][isSelected="true"] { border: 2px solid @selectedBorder; }
QFrame[panel="card"][isSelected="true"][edge="alarm"] { border: 2px solid @alarm; }
QFrame[panel="overlay"] { background: @panel; border: 2px solid @selectedBorder; border-radius: 8px; }
QFrame[panel="banner"] { border: none; border-left: 4px solid @accent; border-radius: 4px;
                         background: @infoBackground; }
QFrame[panel="banner"][severity="good"] { border-left-color: @good; background: @goodBackground; }
QFrame[panel="banner"][severity="warning"] { border-left-color: @warning;
                                             background: @warningBackground; }
QFrame[panel="banner"][severity="alarm"] { border-left-color: @alarm; background: @alarmBackground; }
QFrame[panel="rule"] { background: @border; border: none; max-height: 1px; min-height: 1px; }
QFrame[panel="column-rule"] { background: @border; border: none; max-width: 1px; min-width: 1px; }
QDockWidget { color: @text; font-weight: 600; }
QDockWidget::title { background: @window; padding: 6px 8px; text-align: left; }
QMainWindow::separator { background: @window; width: 6px; height: 6px; }
QMainWindow::separator:hover { background: @selection; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QStatusBar { background: @window; color: @muted; }
QStatusBar::item { border: none; }
)";

const char *const buttonRules = R"(
QPushButton, QToolButton { background: @hover; color: @text; border: 1px solid @border;
                           border-radius: 6px; padding: 6px 12px; outline: none; }
QPushButton:hover, QToolButton:hover { border-color: @accent; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {
    background: @selection; color: @selectionText; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 5px 11px; }
QPushButton[kind="primary"] { background: @primary; color: @primaryText; border-color: @primary;
                              font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:focus { border-color: @text; }
QPushButton[kind="danger"], QToolButton[kind="danger"] { background: @live; color: @frameText;
                              border-color: @live; font-weight: 600; }
QPushButton[kind="danger"]:focus, QToolButton[kind="danger"]:focus { border-color: @text; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent;
                              border-color: transparent; color: @muted; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { color: @text; background: @hover; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border-color: @accent; }
QPushButton[density="compact"], QToolButton[density="compact"] { padding: 5px 7px; }
QPushButton[density="compact"]:focus, QToolButton[density="compact"]:focus { padding: 4px 6px; }
QPushButton[density="tiny"] { padding: 1px 6px; border-radius: 4px; }
QPushButton[density="tiny"]:focus { padding: 0px 5px; }
QToolButton::menu-indicator { image: none; }
QPushButton:disabled, QToolButton:disabled, QPushButton[kind="primary"]:disabled {
    background: transparent; color: @disabled; border: 1px solid @border; font-weight: 400; }
QPushButton[kind="quiet"]:checked {
    background: @selection; color: @selectionText; border-color: @accent; font-weight: 600; }
QPushButton::menu-indicator { width: 0px; }
QMenu { background: @panel; color: @text; border: 1px solid @inputBorder; padding: 4px; }
QMenu::item { padding: 6px 20px; border-radius: 4px; }
QMenu::item:selected { background: @selection; color: @selectionText; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenuBar { background: @window; color: @text; }
QMenuBar::item { padding: 4px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
)";

const char *const fieldRules = R"(
QLineEdit, QComboBox, QPlainTextEdit, QAbstractSpinBox { background: @input; color: @text;
    border: 1px solid @inputBorder; border-radius: 6px; padding: 5px 8px;
    selection-background-color: @selection; selection-color: @selectionText; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus {
    border: 2px solid @accent; padding: 4px 7px; }
QLineEdit[isWrong="true"] { border: 2px solid @alarm; padding: 4px 7px; }
QLineEdit:disabled, QComboBox:disabled { color: @disabled; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @inputBorder; border-radius: 8px;
    background: @input; }
QRadioButton::indicator:hover, QRadioButton:focus::indicator { border-color: @accent; }
QRadioButton::indicator:checked { background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5,
    stop:0 @accent, stop:0.55 @accent, stop:0.7 @input, stop:1 @input); border-color: @accent; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @inputBorder; }
QTableView, QTreeView, QListView { background: @panel; alternate-background-color: @card;
    border: none; gridline-color: @border; selection-background-color: @selection;
    selection-color: @selectionText; outline: 0; }
QTableView::item, QTreeView::item, QListView::item { border: none; padding: 4px 8px; }
QListWidget[panel="sections"] { outline: 0; padding: 6px; border: 2px solid transparent; }
QListWidget[panel="sections"]:focus { border: 2px solid @accent; }
QListWidget[panel="sections"]::item { padding: 8px 10px; border-radius: 6px; }
QListWidget[panel="sections"]::item:hover { background: @hover; }
QListWidget[panel="sections"]::item:selected { background: @selection; color: @selectionText; }
QHeaderView { background: @panel; }
QHeaderView::section { background: @panel; color: @muted; border: none;
    border-bottom: 1px solid @border; padding: 6px 8px; font-weight: 600; }
QTableCornerButton::section { background: @panel; border: none; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar::tab { background: transparent; color: @muted; padding: 8px 14px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { border-bottom-color: @text; }
)";

const char *const barRules = R"(
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 4px; min-height: 32px; min-width: 32px;
    margin: 1px; }
QScrollBar::handle:hover { background: @inputBorder; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @window; }
)";

QString withFontSizes(QString text, double pointSize)
{
    const auto size = [pointSize](double scale) { return QString::number(pointSize * scale, 'f', 1); };
    text.replace(QStringLiteral("@small"), size(0.9));
    text.replace(QStringLiteral("@large"), size(1.2));
    return text.replace(QStringLiteral("@huge"), size(1.5));
}

} // namespace

QString styleSheet(ThemeKind theme, double pointSize, PricePair pair)
{
    QString text;
    for (const char *rules : {textRules, frameRules, buttonRules, fieldRules, barRules})
        text += QString::fromLatin1(rules);
    text = withFontSizes(text, pointSize);
    // Longest names first: "@text" must not eat the front of a longer name.
    QHash<QString, QString> values;
    QList<QString> keys;
    for (const auto &[name, role] : names) {
        keys += QLatin1Char('@') + QLatin1String(name);
        values.insert(keys.back(), colourOf(role, theme, pair).name());
    }
    std::sort(keys.begin(), keys.end(),
              [](const QString &a, const QString &b) { return a.size() > b.size(); });
    for (const QString &key : keys)
        text.replace(key, values[key]);
    Q_ASSERT(!text.contains(QLatin1Char('@')));
    return text;
}

void setStyleProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace ui
