#!/bin/bash
# One model on one node for each task:
#   sbatch --array=0-2 sweep.sh /models/llama-2-7b /models/llama-2-13b /models/llama-3-8b
#SBATCH --job-name=turbobench
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --exclusive
#SBATCH --gres=gpu:1
#SBATCH --time=04:00:00
set -euo pipefail

turbobench=${TURBOBENCH:-turbobench}
models=("$@")
task=${SLURM_ARRAY_TASK_ID:-0}
if [ "$task" -ge "${#models[@]}" ]; then
    printf 'sweep.sh: task %s has no model: give one for each task of --array\n' "$task" >&2
    exit 2
fi

results=${RESULTS:-results}/${SLURM_ARRAY_JOB_ID:-${SLURM_JOB_ID:-local}}/$task-$(hostname -s)
mkdir -p "$results"
cd "$results"
exec "$turbobench" profile "${models[$task]}" --no-progress --report json
