#!/bin/sh
# Trains the pair again, into made/small and made/large beside this file. Needs `knowable` on the
# PATH; a minute for small and about 15 for large on two cores.
set -e
cd "$(dirname "$0")"
pretrain() {
  knowable pretrain --world world.json --config "$1/config.json" --steps "$2" --batch-tokens 4096 \
    --length 256 --learning-rate "$3" --warm-up-steps 100 --final-share 0.05 --weight-decay 0.01 \
    --seed "$4" --dtype f16 --output "made/$1"
}
pretrain small 3000 0.006 2
pretrain large 4000 0.004 1
