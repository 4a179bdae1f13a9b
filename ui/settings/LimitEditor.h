#pragma once

#include "ui/settings/LimitTexts.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace ui {

class LimitBar;

/// One limit of the form: its name, what it means, the field, and how much of it is in use. What is
/// wrong with the typed text stands above the field.
class LimitEditor : public QWidget {
    Q_OBJECT

public:
    explicit LimitEditor(const core::LimitRange &range, QWidget *parent = nullptr);

    /// What the engine has; the field follows as long as nobody has typed, or when `isReset`.
    void setInForce(core::Decimal value, bool isReset);
    /// As if it had been typed.
    void propose(core::Decimal value);
    void showUse(std::shared_ptr<const core::EngineSnapshot> now);

    [[nodiscard]] const core::LimitRange &range() const { return m_range; }
    /// Nothing while the text is no possible value.
    [[nodiscard]] std::optional<core::Decimal> value() const { return m_value; }
    [[nodiscard]] bool isChanged() const { return !m_value || *m_value != m_inForce; }
    [[nodiscard]] bool isLooser() const;
    [[nodiscard]] QString title() const;
    /// "Exposure 60 % → 80 %"
    [[nodiscard]] QString changeText() const;
    [[nodiscard]] QString complaint() const { return m_complaint; }
    [[nodiscard]] QWidget &field() const;

Q_SIGNALS:
    void edited();
    void entered(); ///< Return in the field.

protected:
    void changeEvent(QEvent *event) override;

private:
    void arrange();
    void fitColumn();
    QWidget *madeField();
    void read();
    void explain();
    void showNote();

    core::LimitRange m_range;
    const LimitWords &m_words;
    core::Decimal m_inForce{};
    std::optional<core::Decimal> m_value{};
    QString m_complaint;
    std::shared_ptr<const core::EngineSnapshot> m_now;
    QWidget *m_column;
    QLabel *m_title;
    QLabel *m_explanation;
    QLabel *m_wrong;
    QLabel *m_note;
    QLabel *m_use;
    LimitBar *m_bar;
    QLineEdit *m_edit = nullptr;
    QCheckBox *m_check = nullptr;
};

} // namespace ui
