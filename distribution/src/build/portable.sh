#!/bin/sh
# Packs the assembled distribution with a Java runtime of its own: portable.sh FOLDER ARCHIVE JAVA_HOME TIME
# The archive is the same, byte for byte, whenever it is made of the same files by the same JDK.
set -eu
LC_ALL=C
export LC_ALL
umask 022

folder=$1
archive=$2
jdk=$3
time=$4
name=$(basename -- "$archive" .tar.gz)
work=$(dirname -- "$archive")/portable

# What TurboBench needs, and what plugins may: HTTP with TLS, zip files, logging. FreeMarker needs java.beans.
modules=java.base,java.desktop,java.logging,java.management,java.net.http,java.sql,jdk.crypto.ec,jdk.management
modules=$modules,jdk.unsupported,jdk.zipfs
# Parts of java.desktop for windows and sound.
unused=/java.desktop/lib/libsplashscreen.so,/java.desktop/lib/libjsound.so,/java.desktop/lib/libawt_xawt.so

skip() {
    printf 'portable archive SKIPPED: %s\n' "$1"
    rm -rf -- "$archive" "$work"
    exit 0
}

[ "$(uname -s) $(uname -m)" = "Linux x86_64" ] || skip "it is for Linux on x86-64, this is $(uname -s) on $(uname -m)"
[ -x "$jdk/bin/jlink" ] || skip "$jdk has no bin/jlink; run Maven with a full JDK"
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
[ -d "$jdk/jmods" ] || [ "$version" -ge 24 ] || skip "$jdk has no jmods folder; install that part of the JDK"

rm -rf -- "$archive" "$work"
mkdir -p "$work"
home=$work/$name
runtime=$home/runtime
cp -a -- "$folder" "$home"
"$jdk/bin/java" "$(dirname -- "$0")/OneSystem.java" "$home"
"$jdk/bin/jlink" --add-modules "$modules" --exclude-files "$unused" --strip-java-debug-attributes --no-header-files \
    --no-man-pages --add-options=-Xlog:cds=off --output "$runtime"
chmod -R u=rwX,go=rX "$home"
find "$home" -exec touch -h -d "$time" {} +

# Keep the classes of a start in an archive that the JVM maps into memory. The archives of older releases hold the place
# where they were made and what differs from one run to the next.
if [ "$version" -ge 19 ]; then
    for arguments in --help "profile --help"; do
        # shellcheck disable=SC2086 # words
        TURBOBENCH_OPTS="-Xshare:off -XX:DumpLoadedClassList=$work/loaded.part" "$home/bin/turbobench" $arguments >/dev/null
        cat "$work/loaded.part" >>"$work/loaded"
    done
    # Which classes of Java itself a start loads differs from one to the next, so these come from lists that do not change.
    # Lines of plugins hold places.
    { cat -- "$(dirname -- "$0")/java-classes.txt" && grep '^@lambda-form' "$runtime/lib/classlist"; } >"$work/classes"
    grep -E '^(@lambda-proxy )?(com/google|dev/turbobench|org/slf4j|picocli)/' "$work/loaded" |
        sed -e '/source:/d' -e 's/ id: [0-9]*$//' | sort -u >>"$work/classes"
    options='-Xshare:dump -XX:+UseParallelGC -Xlog:disable -Xlog:all=error:stderr'
    for oops in + -; do
        file=$runtime/lib/server/classes.jsa
        [ $oops = + ] || file=$runtime/lib/server/classes_nocoops.jsa
        # From the folder itself, so that its place is not in the archive.
        # shellcheck disable=SC2086 # words
        (cd "$home" && "$runtime/bin/java" $options -XX:${oops}UseCompressedOops -XX:SharedClassListFile="$work/classes" \
            -XX:SharedArchiveFile="$file" -cp lib/turbobench.jar)
        touch -d "$time" "$file"
    done
    chmod 644 "$runtime"/lib/server/*.jsa
else
    printf 'portable archive: starts slower than it could: Java %s cannot archive classes for another place, 25 can\n' \
        "$version"
fi

(cd "$home" && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | sort | tr '\n' '\0' | xargs -0 sha256sum --) >"$work/sums"
mv "$work/sums" "$home/SHA256SUMS"
tar --create --format=posix --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime --sort=name \
    --mtime="$time" --owner=0 --group=0 --numeric-owner --directory="$work" -- "$name" | gzip -n -9 >"$archive"
rm -rf -- "$work"
