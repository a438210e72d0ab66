"""How well a model tells images that are no dermoscopy from those like its training images: the README's table.

Usage: python3 unlike.py FOLDER --model MODEL.safetensors [--nevus build/release/app/nevus] [--photographs PICTURES]
Compared with the validation images of --index (ham224; the model must not have been trained on them): the same ones with
their colours inverted, noise, crops of photographs, generated lesions, and --other, images of another source. AUROC is
the chance that an image of a set is scored less familiar than a validation image, ties counted half; "called unlike" is
above the threshold that the model kept.

Sets are made in FOLDER/sets, the same ones for the same --seed, and kept, as are the answers (FOLDER/answers, of one
model): start it again after it was cut off. Photographs are none of the project's: --photographs names a folder of
pictures, such as those that scikit-image (data) and scikit-learn (datasets/images) bring along; crops are taken of each.
A set that cannot be made is said. --limit N takes few images of each, to try the script. Pillow and Python's standard
library are enough.
"""
import argparse
import bisect
import csv
import hashlib
import json
import os
import pathlib
import random
import subprocess

from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).resolve().parents[2]
SIDE_PX = 224
AT_ONCE = 500  # images of one call
FEWEST_GENERATED = 20  # that the program makes
PICTURES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"}


# The sets

def rows_of(index, split, limit):
    with open(index, encoding="utf-8", newline="") as file:
        delimiter = "," if index.suffix == ".csv" else "\t"
        files = [index.parent / row["path"] for row in csv.DictReader(file, delimiter=delimiter) if row["split"] == split]
    if not files:
        raise SystemExit(f"{index} has no image of the split {split}")
    files.sort()
    return random.Random(1).sample(files, limit) if 0 < limit < len(files) else files


def make(folder, count, draw):
    """Pictures by number, those that are there already left as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(count):
        file = folder / f"{number:04}.png"
        if not file.exists():
            part = folder / f"{number:04}.part"
            draw(number).convert("RGB").save(part, "PNG")
            part.rename(file)
        files.append(file)
    return files


def tag(*what):
    """A set that is made of something else is another set."""
    return hashlib.sha256("\n".join(map(str, what)).encode()).hexdigest()[:8]


def noise(seed):
    """By turns: every value drawn evenly; around grey; around the colour of skin; coarse blots of any colour."""
    def draw(number):
        rng = random.Random(f"{seed} noise {number}")
        values = SIDE_PX * SIDE_PX * 3
        if number % 4 == 3:
            side = 14 + number % 20
            return Image.frombytes("RGB", (side, side), rng.randbytes(side * side * 3)).resize((SIDE_PX, SIDE_PX), Image.BICUBIC)
        if number % 4 == 0:
            return Image.frombytes("RGB", (SIDE_PX, SIDE_PX), rng.randbytes(values))
        means, spread = ((128,) * 3, 50) if number % 4 == 1 else ((200, 150, 130), 25)
        return Image.frombytes("RGB", (SIDE_PX, SIDE_PX),
                               bytes(min(255, max(0, round(rng.gauss(means[i % 3], spread)))) for i in range(values)))
    return draw


def readable(pictures):
    """Those that Pillow reads whole; the others are named."""
    good = []
    for picture in pictures:
        try:
            with Image.open(picture) as file:
                file.load()
            good.append(picture)
        except (OSError, ValueError) as error:
            print(f"left out {picture.name}: {error}", flush=True)
    return good


def crops(pictures, seed):
    def draw(number):
        rng = random.Random(f"{seed} crop {number}")
        with Image.open(pictures[number % len(pictures)]) as file:
            picture = ImageOps.exif_transpose(file).convert("RGB")
        side = round(min(picture.size) * rng.uniform(0.45, 1))
        left, top = rng.randint(0, picture.width - side), rng.randint(0, picture.height - side)
        return picture.crop((left, top, left + side, top + side)).resize((SIDE_PX, SIDE_PX), Image.BICUBIC)
    return draw


def inverted(files):
    def draw(number):
        with Image.open(files[number]) as picture:
            return ImageOps.invert(picture.convert("RGB"))
    return draw


def generated(nevus, folder, count):
    workspace = folder / f"demo-{count}"
    if not (workspace / "nevus.db").exists():
        nevus.run("demo", workspace, "--images", max(count, FEWEST_GENERATED))
    return sorted((workspace / "demo_images" / "images").iterdir())[:count]


def sets_of(given, nevus, validation):
    """Name, files, and why there are none."""
    place, seed = given.folder / "sets", given.seed
    some = min(given.each, given.limit or given.each)
    yield f"{given.index.parent.name}, colours inverted", make(place / f"inverted-{tag(*validation)}", min(some, len(validation)), inverted(validation)), ""
    yield "noise", make(place / f"noise-{seed}", some, noise(seed)), ""
    found = sorted(one for one in given.photographs.rglob("*") if one.suffix.lower() in PICTURES) if given.photographs else []
    pictures = readable(found)
    why = "not made: name a folder of pictures with --photographs" if not given.photographs else f"no picture in {given.photographs}"
    yield (f"crops of {len(pictures)} photographs" if pictures else "crops of photographs",
           make(place / f"photographs-{tag(seed, *pictures)}", some, crops(pictures, seed)) if pictures else [], why)
    yield "generated lesions of the demo", generated(nevus, place, some), ""
    there = given.other.exists()
    yield (f"{given.other.parent.name}, another source", rows_of(given.other, given.other_split, given.limit) if there else [],
           f"not made: there is no {given.other}; name one with --other")


# The program

class Nevus:
    def __init__(self, program, folder):
        self.program = str(program)
        self.environment = dict(os.environ, NEVUS_DATA_HOME=str(folder / "home"))

    def run(self, *words):
        done = subprocess.run([self.program, *map(str, words), "--json"], env=self.environment, stdout=subprocess.PIPE, check=False)
        if done.returncode:
            raise SystemExit(f"nevus {' '.join(map(str, words[:3]))} ... failed: {done.stdout.decode()[:500]}")
        return json.loads(done.stdout)


def answers_of(nevus, given, files):
    """What the model says of how familiar each is; asked once for each content and model."""
    kept = given.folder / "answers" / (hashlib.sha256(given.model.read_bytes()).hexdigest()[:16] + ".json")
    kept.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    keys = {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    lacking = [file for file in files if keys[file] not in known]
    for first in range(0, len(lacking), AT_ONCE):
        part = lacking[first:first + AT_ONCE]
        by_name = {str(file): file for file in part}
        for one in nevus.run("predict", given.model, *part)["predictions"]:
            if one["familiarity"] is None:
                raise SystemExit("the model has not kept what its training images are like: `nevus familiarity` adds it to a run")
            known[keys[by_name[one["image"]]]] = one["familiarity"]
        written = kept.with_suffix(".part")
        written.write_text(json.dumps(known), encoding="utf-8")
        written.rename(kept)
    return [known[keys[file]] for file in files if keys[file] in known]  # without what could not be read


# The table

def auroc(usual, others):
    usual = sorted(usual)
    wins = sum(bisect.bisect_left(usual, one) + bisect.bisect_right(usual, one) for one in others)
    return wins / (2 * len(usual) * len(others))


def share_unlike(answers):
    called = [one["unlike"] for one in answers if one["unlike"] is not None]
    return f"{100 * sum(called) / len(called):.0f} %" if called else "cannot be said"


def print_table(usual, rows):
    print("| images | n | AUROC | called unlike |\n|---|---|---|---|")
    for name, answers, why in rows:
        if answers:
            area = auroc([one["score"] for one in usual], [one["score"] for one in answers])
            print(f"| {name} | {len(answers):,} | {area:.3f} | {share_unlike(answers)} |")
        else:
            print(f"| {name} | {why} | | |")
    first = usual[0]
    print(f"\nAgainst {len(usual):,} validation images.", end=" ")
    if first["threshold"] is None:
        print(f"The model kept no threshold: it was held against {first['validation_images']} validation images only.")
    else:
        print(f"Unlike above {first['threshold']:.3f}, from {first['validation_images']:,} validation images; of these {share_unlike(usual)}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = HERE.parent / "shared/data"
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--model", type=pathlib.Path, required=True, help="a model's file, trained on the images of --index")
    parser.add_argument("--nevus", type=pathlib.Path, default=HERE / "build/release/app/nevus")
    parser.add_argument("--index", type=pathlib.Path, default=data / "ham224/index.tsv", help="a table with path and split")
    parser.add_argument("--other", type=pathlib.Path, default=data / "isic2017/index.tsv", help="that of another source")
    parser.add_argument("--other-split", default="train")
    parser.add_argument("--photographs", type=pathlib.Path, help="a folder of pictures that crops are taken of")
    parser.add_argument("--each", type=int, default=200, help="pictures of each set that is made")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0, help="images of each set; only to try the script")
    given = parser.parse_args()
    for name in ("folder", "model", "nevus", "index", "other", "photographs"):
        if getattr(given, name):
            setattr(given, name, getattr(given, name).resolve())
    given.folder.mkdir(parents=True, exist_ok=True)
    nevus = Nevus(given.nevus, given.folder)
    validation = rows_of(given.index, "val", given.limit)
    usual = answers_of(nevus, given, validation)
    rows = []
    for name, files, why in sets_of(given, nevus, validation):
        print(f"{name}: {len(files):,} images" if files else f"{name}: {why}", flush=True)
        rows.append((name, answers_of(nevus, given, files), why))
    print()
    print_table(usual, rows)


if __name__ == "__main__":
    main()
