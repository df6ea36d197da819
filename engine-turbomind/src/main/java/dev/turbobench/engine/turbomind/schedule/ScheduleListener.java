package dev.turbobench.engine.turbomind.schedule;

/** Hears what the scheduler decides, while it decides. */
public interface ScheduleListener {

    /** A sequence left the queue: the step being planned works on it. */
    void admitted(Sequence sequence);

    /** A sequence lost its blocks and is at the front of the queue again. */
    void preempted(Sequence sequence);
}
