"""How many records are audited in a second: ``python tests/bench/audit_rate.py [RECORDS]``.

Half of the records are invented reports, half are the real one; reading a document is not
counted, nor is inventing one.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from audit.run import audit
from tests.audit.ledgers import SETTINGS, right_report
from tests.audit.seed import LIAONING, fushun


def main(count: int) -> None:
    """Prints the mean time for a record and the rate on one core, in processor time."""
    real, spent, findings = fushun(), 0.0, 0
    for number in range(count):
        invented = number % 2 == 0
        record = right_report(number) if invented else real
        begun = time.process_time()
        outcome = audit(record, SETTINGS if invented else LIAONING)
        spent += time.process_time() - begun
        findings += len(outcome.findings)
    each = spent / count * 1000
    print(f"{count} records, {findings} findings: {each:.2f} ms each, {count / spent:.0f} a second")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
