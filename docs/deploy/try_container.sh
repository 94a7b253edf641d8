#!/bin/sh
# Builds the image of docs/deploy/Containerfile and asks it a question, with Podman or Docker; leaves nothing behind.
# The first build fetches its base image and packages. PYTHON_IMAGE= names another base, as one that is there already.
set -eu
cd "$(dirname "$0")/../.."

engine=
for name in podman docker; do
    if command -v "$name" >/dev/null 2>&1 && "$name" info >/dev/null 2>&1; then
        engine=$name
        break
    fi
done
[ -n "$engine" ] || {
    echo "This needs Podman, or Docker with its daemon running; nothing was tried." >&2
    exit 2
}

image=footnote-trial-$$
key=$(python3 -c 'import secrets; print(secrets.token_hex(32))')
trap '"$engine" rm --force "$image" >/dev/null 2>&1 || true; "$engine" rmi --force "$image" >/dev/null 2>&1 || true' EXIT

"$engine" build --file docs/deploy/Containerfile ${PYTHON_IMAGE:+--build-arg "PYTHON=$PYTHON_IMAGE"} --tag "$image" .
FOOTNOTE_API_KEY=$key "$engine" run --detach --name "$image" --read-only --tmpfs /tmp --tmpfs /data:uid=10001,mode=0700 \
    --cap-drop all --security-opt no-new-privileges --env FOOTNOTE_API_KEY --env FOOTNOTE_SANDBOX=required \
    --publish 127.0.0.1::8000 "$image" >/dev/null
address=$("$engine" port "$image" 8000 | head -n 1)

for _ in $(seq 60); do
    curl --fail --silent "http://$address/readyz" >/dev/null && break
    sleep 1
done
curl --fail-with-body --silent "http://$address/api/documents" --header "X-API-Key: $key" --header 'Prefer: wait=60' \
    --form "file=@README.md" >/dev/null
answer=$(curl --fail-with-body --silent "http://$address/api/ask" --header "X-API-Key: $key" \
    --header 'Content-Type: application/json' --data '{"question": "Which Python does Footnote need?"}')
case $answer in
*'"source":"README.md"'*) ;;
*)
    echo "The container did not answer from what it was sent: $answer" >&2
    exit 1
    ;;
esac
"$engine" stop --time 15 "$image" >/dev/null
code=$("$engine" inspect --format '{{.State.ExitCode}}' "$image")
[ "$code" -eq 0 ] || {
    echo "The container ended with $code" >&2
    exit 1
}
echo "The image was built, took a file, answered, and ended in peace, with $engine."
