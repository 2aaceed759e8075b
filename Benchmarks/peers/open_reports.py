"""Times how long Chromium takes to open the pages of `benchmarks report`: from the start of the
navigation to the first frame after the load event, and the process as a whole.

  python3 open_reports.py FOLDER [BROWSER]
"""

import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
PROBE = """<script>addEventListener('load',function(){requestAnimationFrame(function(){setTimeout(
function(){document.title='opened in '+Math.round(performance.now())+' ms'},0)})})</script></body>"""

folder = pathlib.Path(sys.argv[1])
browser = sys.argv[2] if len(sys.argv) > 2 else "chromium"
for page in sorted(folder.glob("*.html")):
    opened, whole = [], []
    with tempfile.TemporaryDirectory() as temporary:
        copy = pathlib.Path(temporary) / page.name
        copy.write_text(page.read_text().replace("</body>", PROBE))
        for _ in range(ROUNDS):
            start = time.perf_counter()
            out = subprocess.run(
                [browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
                 f"file://{copy}"], capture_output=True, text=True, check=True).stdout
            whole.append(time.perf_counter() - start)
            opened += [int(ms) for ms in re.findall(r"<title>opened in (\d+) ms", out)]
    print(f"{page.name}: {page.stat().st_size / 1e6:.1f} MB, "
          f"opened after {statistics.median(opened) if opened else float('nan'):.0f} ms, "
          f"process {statistics.median(whole):.2f} s (medians of {ROUNDS})")
