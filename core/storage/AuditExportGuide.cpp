#include "core/storage/AuditExportGuide.h"

namespace core {

const char auditExportReadme[] = R"(Audit trail of Countersign
==========================

audit.jsonl  every fact in order, one JSON object a line
head.json    the number of rows and the hash of the last one
verify.py    checks both with Python 3 alone:  python3 verify.py
README.txt   this text

With Countersign at hand:  countersign-cli audit verify --from FOLDER

How it is proved
----------------
Each row has a SHA-256 hash (64 hexadecimal digits) over these six fields, in this order:

    seq  ts_wall  market_time  kind  payload  prev_hash

Each field is taken as text in UTF-8 (seq in decimal, payload exactly as the string says) and hashed as
its length in bytes, a colon, the text, and a line feed (byte 10). prev_hash is the hash of the row
before; it is empty in the first row, whose seq is 1, and seq rises by one.

The trail is whole when every hash fits its row, every prev_hash fits the row before, and the number of
rows and the hash of the last one are those of head.json.

A trail that was changed and hashed anew from end to end has another head hash. Keep the head hash in a
place of its own (mail, paper, another person) and compare.
)";

const char auditExportProgram[] = R"(import hashlib
import json
import os
import sys

folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
fields = ("seq", "ts_wall", "market_time", "kind", "payload", "prev_hash")
with open(os.path.join(folder, "head.json"), encoding="utf-8") as file:
    head = json.load(file)
rows, previous, bad = 0, "", None
with open(os.path.join(folder, "audit.jsonl"), encoding="utf-8", newline="\n") as file:
    for line in file:
        rows += 1
        try:
            row = json.loads(line)
            digest = hashlib.sha256()
            for name in fields:
                text = str(row[name]).encode("utf-8")
                digest.update(b"%d:%s\n" % (len(text), text))
            fits = (set(row) == set(fields) | {"hash"} and row["seq"] == rows
                    and row["prev_hash"] == previous and row["hash"] == digest.hexdigest())
            previous = row["hash"]
        except (ValueError, KeyError, TypeError):
            fits, previous = False, ""
        if not fits and bad is None:
            bad = rows
if bad is None and rows != head["rows"]:
    bad = min(rows, head["rows"]) + 1
if bad is None and previous != head["head_hash"]:
    bad = rows
print("%d rows, %s" % (rows, "the chain holds" if bad is None else "the chain breaks at row %d" % bad))
sys.exit(0 if bad is None else 1)
)";

} // namespace core
