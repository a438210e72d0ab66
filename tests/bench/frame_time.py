"""Frame times of the workbench while nothing else happens and while it trains, in a real window.

Usage: xvfb-run -s "-screen 0 1600x1000x24" python3 frame_time.py build/release/app/nevus [rounds]   (or on a desktop)
The Library is scrolled back and forth: first with nothing behind it, then while the tail of the network is being
trained in the same process. A frame is what is built, drawn and shown; the last lines are the table.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

SCROLLS = ("wheel -1\n" * 20 + "wheel 1\n" * 20) * 8
SCRIPT = f"""wait until thumbnails.missing == 0 timeout 60
wait 10
shot ready.png
click @library.tile.2
{SCROLLS}shot alone.png
click @nav.train
wait 5
click @train.depth.whole
wait 5
key ctrl+enter
wait until run.epochs_done > 0 timeout 400
click @nav.library
wait 20
click @library.tile.2
expect run.live == 1
shot started.png
{SCROLLS}expect run.live == 1
shot training.png
"""


def session(nevus, folder):
    environment = {**os.environ, "NEVUS_DATA_HOME": os.path.join(folder, "home")}
    workspace = os.path.join(folder, "workspace")

    def call(*arguments):
        subprocess.run([nevus, *arguments], check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    call("demo", workspace, "--images", "600")
    script = os.path.join(folder, "script.txt")
    with open(script, "w") as file:
        file.write(SCRIPT)
    call("open", workspace, "--script", script, "--output", os.path.join(folder, "out"))
    with open(os.path.join(folder, "out", "summary.json")) as file:
        frames = {stretch["until"]: stretch for stretch in json.load(file)["frames"]}
    return frames["alone.png"], frames["training.png"]


def main():
    nevus = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    pairs = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            pairs.append(session(nevus, folder))
    print("| frame, ms | alone | while training | median ratio |\n|---|---|---|---|")
    for name in ("median_ms", "p95_ms", "p99_ms", "worst_ms"):
        alone, training = [pair[0][name] for pair in pairs], [pair[1][name] for pair in pairs]
        ratio = statistics.median(b / a for a, b in zip(alone, training))
        print(f"| {name[:-3]} | {statistics.median(alone):.1f} | {statistics.median(training):.1f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
