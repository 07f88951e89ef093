#!/bin/sh
# A copy every night at 03:40 in Warsaw, or as soon as possible after a night without the machine.
# One that failed is not tried again before the next night: the coordination thread is told.
set -u

stamp=${NIGHTLY_STAMP:-/var/lib/dzialaj/data/.last-nightly-copy}
trap 'exit 0' TERM INT

while :; do
    night=$(TZ=Europe/Warsaw date -d 'today 03:40' +%s)
    last=$(stat -c %Y "$stamp" 2>/dev/null || echo 0)
    if [ "$(date +%s)" -ge "$night" ] && [ "$last" -lt "$night" ]; then
        mkdir -p "$(dirname "$stamp")" && touch "$stamp"
        dzialaj backup || echo "nightly.sh: the copy failed (exit code $?)" >&2
    fi
    sleep "${NIGHTLY_PAUSE:-300}" &
    wait $!
done
