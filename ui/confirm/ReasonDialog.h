#pragma once

#include "ui/widgets/ModeDialog.h"

#include <QStringList>

class QAbstractButton;
class QButtonGroup;
class QLineEdit;
class QPushButton;

namespace ui {

/// What a person is asked to answer for.
struct ReasonQuestion {
    QString title;
    QString text;            ///< What is so, and what a yes changes; whole sentences.
    QString yes;             ///< On the button.
    QStringList choices{};   ///< More than one way to say yes; none is taken without being chosen.

    bool operator==(const ReasonQuestion &) const = default;
};

/// Asks for a typed reason before a person's word stands above the books. The yes is dead until there
/// is a reason and, where there are choices, one of them; Escape leaves everything as it is.
class ReasonDialog : public ModeDialog {
    Q_OBJECT

public:
    explicit ReasonDialog(ReasonQuestion question, QWidget *parent = nullptr);

    [[nodiscard]] const ReasonQuestion &question() const { return m_question; }
    /// Of the way with this number.
    [[nodiscard]] QAbstractButton &choiceButton(int choice) const;
    [[nodiscard]] QLineEdit &reasonField() const { return *m_reason; }
    [[nodiscard]] QPushButton &yesButton() const { return *m_yes; }
    [[nodiscard]] QPushButton &noButton() const { return *m_no; }

Q_SIGNALS:
    /// @param choice  Its number among the choices; -1 where there were none.
    void confirmed(const QString &reason, int choice);

private:
    void arrange();
    void showReadiness();
    void submit();
    [[nodiscard]] bool isReady() const;

    ReasonQuestion m_question;
    QButtonGroup *m_choices;
    QLineEdit *m_reason;
    QPushButton *m_yes;
    QPushButton *m_no;
};

} // namespace ui
