package dev.turbobench.engine.replay;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What goes wrong with a request. */
enum Fault {
    /** It is refused when it is handed in, with an error that says so. */
    REFUSE,
    /** Handing it in throws something unexpected. */
    THROW,
    /** Handing it in runs out of memory. */
    OUT_OF_MEMORY,
    /** It ends with an error after half of its tokens. */
    ERROR,
    /** It gets one token less, and the engine says so. */
    SHORT,
    /** It gets one token less, and the engine claims all of them. */
    CLAIM,
    /** It gets one token more. */
    LONG,
    /** After its first token nothing comes any more, not even the end when it is cancelled. */
    HANG,
    /** After its first token nothing comes for a while. */
    STALL,
    /** The thread of the engine dies after its first token. */
    CRASH,
    /** Its second emission carries the id of another request. */
    WRONG_ID,
    /** Its end is reported twice. */
    DUPLICATE_FINISH,
    /** It loses its KV blocks once. */
    PREEMPT,
    /** All but one of its prompt tokens come from a cache. */
    CACHED,
    /** It gets an emission without tokens. */
    EMPTY,
    /** The engine cancels it after its first token. */
    CANCEL,
    /** Its tokens are not those that its prompt gives otherwise. */
    CORRUPT,
    /** The whole process ends at its first token, without a word. */
    HALT;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Fault> find(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst();
    }
}
