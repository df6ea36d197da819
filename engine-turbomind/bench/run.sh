#!/usr/bin/env bash
# Measurements and checks on an NVIDIA GPU. Needs the build's JDK and Maven, a driver for CUDA 12.4 or later, NVRTC and
# cuBLASLt. Run from anywhere:
#   run.sh ceilings                                  what the device can do: reads, kernel boundaries, cuBLASLt
#   run.sh attention                                 the attention kernels
#   run.sh model synthetic:llama-2-7b 16/128/128     whole models, cases as concurrency/prompt/completion
#   run.sh engine synthetic:llama-2-7b 16/128/128    the same through the public interface of the engine
#   run.sh check                                     every operator and the golden models
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
module=engine-turbomind
package=dev.turbobench.engine.turbomind
what=${1:?one of ceilings, attention, model, engine, check}
shift

case $what in
    check) main=$package.bench.GpuChecks ;;
    ceilings) main=$package.bench.DeviceCeilings ;;
    attention) main=$package.operator.cuda.AttentionBench ;;
    engine) main=$package.bench.EngineBench ;;
    model) main=$package.operator.cuda.ModelBench ;;
    *) echo "$what: expected ceilings, attention, model, engine or check" >&2; exit 2 ;;
esac
list=$(mktemp)
trap 'rm -f "$list"' EXIT
mvn -q -B -ntp -pl "$module" -am test-compile dependency:build-classpath -Dmdep.outputFile="$list" -Dmdep.includeScope=test
flags=(--enable-native-access=ALL-UNNAMED)
java --sun-misc-unsafe-memory-access=allow -version >/dev/null 2>&1 && flags+=(--sun-misc-unsafe-memory-access=allow)
java "${flags[@]}" -cp "$module/target/test-classes:$module/target/classes:framework/spi/target/classes:$(cat "$list")" "$main" "$@"
