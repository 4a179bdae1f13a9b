#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace canary {

/// Finds a secret in bytes, however it was written down: plain, in UTF-16, in base64 at any alignment, in hex,
/// percent-encoded, backwards, and each of its halves.
class KeySearch {
public:
    void add(const QString &name, const QByteArray &secret);

    /// What is found where, a sentence each; empty: nothing.
    [[nodiscard]] QStringList in(const QByteArray &bytes, const QString &place) const;
    /// Every byte of every file below, the file's names too.
    [[nodiscard]] QStringList below(const QString &folder, int *files = nullptr) const;
    /// The ways in which a secret is looked for, for a test that plants each of them.
    [[nodiscard]] static std::vector<std::pair<QString, QByteArray>> formsOf(const QByteArray &secret);

private:
    struct Form {
        QString name;
        QByteArray bytes;
    };
    std::vector<Form> m_forms;
};

} // namespace canary
