#!/bin/sh
# Cross-builds the six programs of a release with the Go toolchain alone, and their checksums, into a folder.
set -eu
out=${1:?name a folder}
version=${2:-0.0.0-snapshot}
cd "$(dirname "$0")/.."
mkdir -p "$out"
export CGO_ENABLED=0
for target in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64; do
	os=${target%/*} arch=${target#*/} name=chancery-$os-$arch
	[ "$os" = windows ] && name=$name.exe
	GOOS=$os GOARCH=$arch go build -trimpath -ldflags "-s -w -X main.version=$version" -o "$out/$name" ./cmd/chancery
done
cd "$out"
if command -v sha256sum >/dev/null 2>&1; then sha256sum chancery-* >SHA256SUMS; else shasum -a 256 chancery-* >SHA256SUMS; fi
