#!/bin/sh
# Trains both models again, into made/ beside this file. Needs `knowable` on the PATH; about six
# minutes each on one thread.
set -e
cd "$(dirname "$0")"
for name in with-repeats without-repeats; do
  knowable pretrain --world "$name.json" --config "$name/config.json" --steps 6000 \
    --batch-tokens 4096 --length 256 --learning-rate 0.004 --warm-up-steps 200 --final-share 0.05 \
    --weight-decay 0.01 --dtype f16 --threads 1 --output "made/$name"
done
