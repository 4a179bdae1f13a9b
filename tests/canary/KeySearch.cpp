#include "tests/canary/KeySearch.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>

namespace canary {

namespace {

QByteArray backwards(QByteArray bytes)
{
    std::ranges::reverse(bytes);
    return bytes;
}

QByteArray inUtf16(const QByteArray &bytes)
{
    QByteArray wide;
    for (const char c : bytes)
        wide.append(c).append('\0');
    return wide;
}

/// Without the letters at both ends that depend on what stands beside the secret.
QByteArray inBase64(const QByteArray &bytes, int shift)
{
    const QByteArray whole = (QByteArray(shift, 'x') + bytes).toBase64(QByteArray::OmitTrailingEquals);
    const int head = shift == 0 ? 0 : shift + 1;
    const bool endsWhole = (shift + bytes.size()) % 3 == 0;
    return whole.mid(head, whole.size() - head - (endsWhole ? 0 : 1));
}

} // namespace

std::vector<std::pair<QString, QByteArray>> KeySearch::formsOf(const QByteArray &secret)
{
    const QByteArray first = secret.left(secret.size() / 2);
    const QByteArray second = secret.mid(secret.size() / 2);
    std::vector<std::pair<QString, QByteArray>> forms{
        {QStringLiteral("plain"), secret},
        {QStringLiteral("first half"), first},
        {QStringLiteral("second half"), second},
        {QStringLiteral("backwards"), backwards(secret)},
        {QStringLiteral("first half backwards"), backwards(first)},
        {QStringLiteral("second half backwards"), backwards(second)},
        {QStringLiteral("UTF-16"), inUtf16(secret)},
        {QStringLiteral("hex"), secret.toHex()},
        {QStringLiteral("HEX"), secret.toHex().toUpper()},
        {QStringLiteral("percent-encoded"), secret.toPercentEncoding()},
    };
    for (int shift = 0; shift < 3; ++shift) {
        const QByteArray coded = inBase64(secret, shift);
        forms.emplace_back(QStringLiteral("base64, shifted by %1").arg(shift), coded);
        QByteArray forUrls = coded;
        forms.emplace_back(QStringLiteral("base64 for addresses, shifted by %1").arg(shift),
                           forUrls.replace('+', '-').replace('/', '_'));
    }
    return forms;
}

void KeySearch::add(const QString &name, const QByteArray &secret)
{
    for (auto &[form, bytes] : formsOf(secret))
        m_forms.push_back({name + QStringLiteral(", ") + form, std::move(bytes)});
}

QStringList KeySearch::in(const QByteArray &bytes, const QString &place) const
{
    QStringList found;
    for (const Form &form : m_forms)
        if (const auto at = bytes.indexOf(form.bytes); at >= 0)
            found += QStringLiteral("%1 at byte %2 of %3").arg(form.name).arg(at).arg(place);
    return found;
}

QStringList KeySearch::below(const QString &folder, int *files) const
{
    QStringList found;
    QDirIterator each(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (each.hasNext()) {
        const QString path = each.next();
        found += in(path.toUtf8(), QStringLiteral("the name of ") + path);
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            found += QStringLiteral("%1 cannot be read").arg(path);
        found += in(file.readAll(), path);
        if (files)
            ++*files;
    }
    return found;
}

} // namespace canary
