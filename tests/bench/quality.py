"""How good recipes are: every candidate with several seeds, judged on validation images and on another source.

Usage: python3 quality.py FOLDER [--nevus build/release/app/nevus] [--only head,tail] [--seeds 1,2,3] [--table]
       python3 quality.py FOLDER --add "tail-mine depth=tail 2:epochs=10" --only tail-mine
Finished runs stay in FOLDER/runs (their probabilities too) and are never made again: start it again after it was cut
off, or with further candidates. --table only prints. --limit N takes few images, to try the script.

Trained on (train=...): ham, the training images of ham224; isic, one half of isic2017's (by group); both.
Judged on: ham224's validation images; isic2017's training images, where none of them was trained on; its other half,
always. No image of a judged set chooses anything but ham224's validation, which chooses the epoch, as a user's would.
Spreads are standard deviations over seeds; a difference is the mean over the seeds that both have, its interval 95 %
from drawing groups (lesions and known duplicates) 1000 times, the same ones for both. Binary: AUC. More classes:
balanced accuracy and the mean AUC of each against the rest. ECE: 15 bins of equal width, the positive class; the top
class where there are more. Python's standard library is enough.
"""
import argparse
import csv
import json
import os
import pathlib
import random
import statistics
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parents[2]
ISIC_LABEL = {"nevus": "nv", "melanoma": "mel", "seborrheic_keratosis": "bkl"}
SETS = ["ham_val", "isic", "isic_half"]

# name: words as after --add. blend=A,B,SHARE lies between the runs of two others with the same seed.
CANDIDATES = {
    "head": "depth=head",
    "tail": "depth=tail",
    "head-last": "depth=head pooled_blocks=none class_loss=0",  # what a tail begins with: one network, to lie between
    "head-seven-last": "depth=head target=diagnosis pooled_blocks=none augment.artefact_share=0.3",
    "head-plain": "depth=head augment.artefact_share=0",
    "tail-plain": "depth=tail augment.artefact_share=0",
    "tail-style": "depth=tail 2:mix.style_alpha=0.1",
    "tail-quarter": "blend=head-last,tail,0.25",
    "tail-half": "blend=head-last,tail,0.5",
    "tail-most": "blend=head-last,tail,0.75",
    "tail-held": "depth=tail 2:l2_sp=20 2:rate_decay_by_depth=0.8",
    "tail-l2sp": "depth=tail 2:l2_sp=20",
    "tail-depth": "depth=tail 2:rate_decay_by_depth=0.8",
    "tail-256": "depth=tail input_px=256",
    "tail-zoom": "depth=tail augment.zoom_fraction=0.35",
    "head-both": "depth=head train=both",
    "head-isic": "depth=head train=isic",
    "tail-both": "depth=tail train=both",
    "tail-isic": "depth=tail train=isic",
    "head-seven": "depth=head target=diagnosis",
    "tail-seven": "depth=tail target=diagnosis",
    "tail-seven-half": "target=diagnosis blend=head-seven-last,tail-seven,0.5",
}


class Candidate:
    def __init__(self, name, words):
        self.name, self.depth, self.target, self.train, self.blend, self.settings = name, "head", "malignant", "ham", None, []
        for word in words.split():
            key, _, value = word.partition("=")
            if key in ("depth", "target", "train"):
                setattr(self, key, value)
            elif key == "blend":
                start, end, share = value.split(",")
                self.blend = (start, end, float(share))
            else:
                self.settings.append(word)
        self.words = words


# The images, in groups that are never parted

def rows_of(data, folder):
    with open(data / folder / "index.tsv", encoding="utf-8") as file:
        return [dict(row, folder=folder, file=str(data / folder / row["path"])) for row in csv.DictReader(file, delimiter="\t")]


def add_groups(data, folder, rows):
    parent = {}

    def root(item):
        while parent.setdefault(item, item) != item:
            item = parent[item]
        return item
    for row in rows:
        if row["lesion_id"]:
            parent[root(("image", row["path"]))] = root(("lesion", row["lesion_id"]))
    with open(data / folder / "duplicates.tsv", encoding="utf-8") as file:
        for pair in csv.DictReader(file, delimiter="\t"):
            parent[root(("image", pair["path_a"]))] = root(("image", pair["path_b"]))
    for row in rows:
        row["group"] = folder + ":" + "/".join(root(("image", row["path"])))


def load_images(data, limit):
    ham, isic = rows_of(data, "ham224"), rows_of(data, "isic2017")
    for folder, rows in (("ham224", ham), ("isic2017", isic)):
        add_groups(data, folder, rows)
    isic = [dict(row, label=ISIC_LABEL[row["label"]]) for row in isic if row["split"] == "train"]
    if limit:
        ham, isic = (random.Random(1).sample(rows, min(limit, len(rows))) for rows in (ham, isic))
    held = {group: random.Random(group).random() < 0.5 for group in sorted({row["group"] for row in isic})}
    return {"ham_train": [row for row in ham if row["split"] == "train"],
            "ham_val": [row for row in ham if row["split"] == "val"],
            "isic": isic,
            "isic_train": [row for row in isic if not held[row["group"]]],
            "isic_half": [row for row in isic if held[row["group"]]]}


# The program

class Nevus:
    def __init__(self, program, folder, images, weights):
        self.program, self.folder, self.images = str(program), folder, images
        self.environment = dict(os.environ, NEVUS_DATA_HOME=str(folder / "home"))
        if not (folder / "home").exists():
            self.run("weights", "import", weights)

    def run(self, *words):
        done = subprocess.run([self.program, *map(str, words), "--json"], env=self.environment, stdout=subprocess.PIPE, check=False)
        if done.returncode:
            raise SystemExit(f"nevus {' '.join(map(str, words[:6]))} ... failed: {done.stdout.decode()[:500]}")
        return json.loads(done.stdout)

    # isic alone is validated on ham224's validation images too: one rule for all three.
    def workspace(self, train):
        place = self.folder / f"trained_on_{train}"
        if place.exists():
            return place
        parts = {"ham": ["ham_train"], "isic": ["isic_train"], "both": ["ham_train", "isic_train"]}[train]
        table = self.folder / f"{train}.csv"
        with open(table, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["path", "split", "label", "malignant", "lesion_id", "source"])
            for split, names in (("train", parts), ("val", ["ham_val"])):
                for row in (row for name in names for row in self.images[name]):
                    writer.writerow([row["file"], split, row["label"], row["malignant"], row["group"], row["folder"]])
        self.run("import", place, table)
        return place

    def predict(self, model, rows):
        answers, decided = {}, {}
        for first in range(0, len(rows), 1000):
            part = rows[first:first + 1000]
            for one in self.run("predict", model, *[row["file"] for row in part])["predictions"]:
                answers[one["image"]], decided[one["image"]] = one["probabilities"], one["predicted"]
        return answers, decided


# Figures

def weighted_auc(order, positive, weights):
    """order: indices from the lowest score, in lists of equal scores."""
    below = area = positives = 0.0
    for tied in order:
        negative = sum(weights[i] for i in tied if not positive[i])
        own = sum(weights[i] for i in tied if positive[i])
        area += own * (below + negative / 2)
        below += negative
        positives += own
    return area / (positives * below) if positives and below else float("nan")


class Judged:
    """One run's answers on one set."""

    def __init__(self, rows, answers, target, decided=None):
        rows = [row for row in rows if row["file"] in answers]
        self.groups = [row["group"] for row in rows]
        classes = list(next(iter(answers.values())))
        self.probabilities = [[answers[row["file"]][name] for name in classes] for row in rows]
        binary = target == "malignant"
        self.labels = [classes.index({"0": "benign", "1": "malignant"}.get(row["malignant"], "") if binary else row["label"])
                       for row in rows]
        self.decided = [classes.index(decided[row["file"]]) for row in rows] if decided else None
        self.named = [1] if binary else [c for c in range(len(classes)) if c in self.labels]
        self.binary = binary
        self.orders = [self.order_of([row[c] for row in self.probabilities]) for c in self.named]

    @staticmethod
    def order_of(scores):
        order = []
        for i in sorted(range(len(scores)), key=scores.__getitem__):
            if order and scores[order[-1][0]] == scores[i]:
                order[-1].append(i)
            else:
                order.append([i])
        return order

    def auc(self, weights=None):
        weights = weights or [1] * len(self.labels)
        areas = [weighted_auc(order, [label == c for label in self.labels], weights) for c, order in zip(self.named, self.orders)]
        return statistics.fmean(areas)

    def balanced_accuracy(self, weights=None):
        """Of what the program decides: calibration shifts probabilities to the share of each class, decisions not."""
        weights = weights or [1] * len(self.labels)
        right, all_of = {}, {}
        for decided, label, weight in zip(self.decided, self.labels, weights):
            all_of[label] = all_of.get(label, 0) + weight
            right[label] = right.get(label, 0) + weight * (decided == label)
        return statistics.fmean(right[c] / all_of[c] for c in all_of if all_of[c])

    def ece(self):
        bins = {}
        for row, label in zip(self.probabilities, self.labels):
            score = row[1] if self.binary else max(row)
            hit = label == 1 if self.binary else row.index(score) == label
            bins.setdefault(min(14, max(0, -int(-score * 15 // 1) - 1)), []).append(score - hit)
        return sum(abs(sum(part)) for part in bins.values()) / len(self.labels)


def difference(pairs, figure, draws=1000):
    """Mean over pairs of judged runs, and its interval over groups."""
    groups = sorted(set(pairs[0][0].groups))
    mean = statistics.fmean(figure(b, None) - figure(a, None) for a, b in pairs)
    rng, drawn = random.Random(1), []
    for _ in range(draws):
        times = dict.fromkeys(groups, 0)
        for group in rng.choices(groups, k=len(groups)):
            times[group] += 1
        weights = [times[group] for group in pairs[0][0].groups]
        drawn.append(statistics.fmean(figure(b, weights) - figure(a, weights) for a, b in pairs))
    drawn.sort()
    return mean, drawn[round(0.025 * (draws - 1))], drawn[round(0.975 * (draws - 1))]


# Runs

def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        return next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown")


def model_of(folder, name, seed):
    return folder / "models" / f"{name}-{seed}.safetensors"


def make(nevus, candidate, seed, record):
    model = model_of(nevus.folder, candidate.name, seed)
    workspace = nevus.workspace(candidate.train)
    began = time.monotonic()
    if candidate.blend:
        start, end, share = candidate.blend
        if missing := [one for one in (start, end) if not model_of(nevus.folder, one, seed).exists()]:
            raise SystemExit(f"{candidate.name}: {missing[0]} with seed {seed} must be trained first")
        model.unlink(missing_ok=True)
        nevus.run("blend", workspace, model_of(nevus.folder, start, seed), model_of(nevus.folder, end, seed), "--share", share, "-o", model)
    else:
        words = [word for setting in candidate.settings for word in ("--set", setting)]
        trained = nevus.run("train", workspace, "--preset", "nevus", "--depth", candidate.depth, "--target", candidate.target,
                            "--seed", seed, *words)
        model.write_bytes(pathlib.Path(trained["model"]).read_bytes())
        record["best_epoch"] = trained["best_epoch"]
    record["train_s"] = time.monotonic() - began
    judged = ["ham_val"] + (["isic"] if candidate.train == "ham" and candidate.target == "malignant" else [])
    judged += ["isic_half"] if candidate.target == "malignant" and candidate.train != "ham" else []
    record["answers"], record["decided"] = {}, {}
    for name in judged:
        record["answers"][name], record["decided"][name] = nevus.predict(model, nevus.images[name])
    record["seconds"] = time.monotonic() - began


def work(nevus, candidates, seeds):
    for candidate in candidates:
        for seed in seeds:
            file = nevus.folder / "runs" / f"{candidate.name}-{seed}.json"
            if file.exists():
                continue
            print(f"{candidate.name}, seed {seed} ...", flush=True)
            record = {"name": candidate.name, "words": candidate.words, "target": candidate.target, "seed": seed,
                      "processor": processor()}
            make(nevus, candidate, seed, record)
            record["finished"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            part = file.with_suffix(".part")
            part.write_text(json.dumps(record), encoding="utf-8")
            part.rename(file)
            print(f"  {record['seconds'] / 60:.1f} min", flush=True)


# Tables

def read_runs(folder, images):
    runs = {}
    for file in sorted((folder / "runs").glob("*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        answers, decided = record.pop("answers"), record.pop("decided", {})
        for kept in (answers, decided):
            if "isic" in kept:
                kept["isic_half"] = kept["isic"]
        record["judged"] = {name: Judged(images[name], given, record["target"], decided.get(name))
                            for name, given in answers.items()}
        runs.setdefault(record["name"], {})[record["seed"]] = record
    return runs


def spread(values):
    return f"{statistics.fmean(values):.4f} ± {statistics.stdev(values) if len(values) > 1 else float('nan'):.4f}"


def figures_of(runs):
    cells = {}
    for name in SETS:
        judged = [run["judged"][name] for run in runs if name in run["judged"]]
        if judged:
            cells[f"AUC {name}"] = spread([one.auc() for one in judged])
            cells[f"ECE {name}"] = spread([one.ece() for one in judged])
        if decided := [one.balanced_accuracy() for one in judged if one.decided is not None]:
            cells[f"balanced {name}"] = spread(decided)
    cells["minutes"] = f"{statistics.fmean(run['train_s'] for run in runs) / 60:.1f}"
    return cells


def print_tables(runs, against):
    rows = {name: figures_of(list(seeds.values())) for name, seeds in runs.items()}
    columns = [f"{kind} {name}" for name in SETS for kind in ("AUC", "balanced", "ECE")] + ["minutes"]
    print("| candidate | seeds | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 2) + "|")
    for name, cells in rows.items():
        print(f"| {name} | {len(runs[name])} | " + " | ".join(cells.get(column, "") for column in columns) + " |")
    print("\n| candidate | less | set | figure | difference | 95 % over groups |\n|---|---|---|---|---|---|")
    for name, seeds in runs.items():
        target = next(iter(seeds.values()))["target"]
        base = against if target == "malignant" else against + "-seven"
        common = sorted(set(seeds) & set(runs.get(base, {}))) if name != base else []
        for judged in SETS:
            pairs = [(runs[base][seed]["judged"][judged], seeds[seed]["judged"][judged]) for seed in common
                     if judged in runs[base][seed]["judged"] and judged in seeds[seed]["judged"]]
            if not pairs:
                continue
            kinds = [("AUC", Judged.auc)] + ([] if target == "malignant" else [("balanced accuracy", Judged.balanced_accuracy)])
            for kind, figure in kinds:
                mean, low, high = difference(pairs, figure)
                print(f"| {name} | {base} | {judged} | {kind} | {mean:+.4f} | {low:+.4f} to {high:+.4f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--nevus", type=pathlib.Path, default=HERE / "build/release/app/nevus")
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parent / "shared/data")
    parser.add_argument("--weights", type=pathlib.Path, default=HERE.parent / "shared/weights/mobilenet_v2.safetensors")
    parser.add_argument("--only", default="", help="names of candidates, between commas; all otherwise")
    parser.add_argument("--add", action="append", default=[], metavar="'NAME WORD...'",
                        help="depth=, target=, train=, blend=A,B,SHARE, or a setting of nevus train")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--against", default="head", help="whose runs differences are taken from")
    parser.add_argument("--limit", type=int, default=0, help="images of each source; only to try the script")
    parser.add_argument("--table", action="store_true", help="print what is there, run nothing")
    given = parser.parse_args()
    words = dict(CANDIDATES, **{one.split()[0]: " ".join(one.split()[1:]) for one in given.add})
    wanted = given.only.split(",") if given.only else list(words)
    for name in wanted:
        if name not in words:
            parser.error(f"there is no candidate {name}; there are {', '.join(words)}")
    for part in ("runs", "models"):
        (given.folder / part).mkdir(parents=True, exist_ok=True)
    images = load_images(given.data.resolve(), given.limit)
    if not given.table:
        nevus = Nevus(given.nevus.resolve(), given.folder.resolve(), images, given.weights.resolve())
        work(nevus, [Candidate(name, words[name]) for name in wanted], [int(seed) for seed in given.seeds.split(",")])
    print_tables(read_runs(given.folder, images), given.against)


if __name__ == "__main__":
    main()
