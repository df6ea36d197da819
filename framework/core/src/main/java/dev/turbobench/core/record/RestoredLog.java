package dev.turbobench.core.record;

import java.util.ArrayList;
import java.util.List;

/** Puts rounds that were stored together to a log again. */
public final class RestoredLog {

    private final List<RoundLog> rounds = new ArrayList<>();
    private final List<StepCodec.Steps> steps = new ArrayList<>();

    /**
     * Read a round that {@link RoundCodec#write} wrote.
     *
     * @param shift what to add to its times, because the clock had another origin then
     * @throws DamagedLogException if it cannot be read
     */
    public void add(UnpackedBytes in, long shift) {
        RoundCodec.Restored restored = RoundCodec.read(shift, in);
        rounds.add(restored.log());
        steps.add(restored.steps());
    }

    public int rounds() {
        return rounds.size();
    }

    /** The log as it was when the last of the rounds had ended. */
    public EventLog log() {
        int count = 0;
        int dropped = 0;
        for (StepCodec.Steps some : steps) {
            count = Math.addExact(count, some.count());
            dropped = some.dropped();
        }
        StepLog all = new StepLog(count, dropped);
        steps.forEach(some -> some.addTo(all));
        return new EventLog(rounds, all);
    }
}
