package dev.turbobench.core.record;

import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.error.BenchmarkException;
import dev.turbobench.spi.error.ErrorCode;
import dev.turbobench.spi.error.ErrorType;
import dev.turbobench.spi.metric.RoundRecord;
import org.jspecify.annotations.Nullable;

/** Packs what is known of a request that has ended. */
final class RequestCodec {

    /** The bytes that a request takes at least. */
    static final int LEAST_BYTES = 11;

    private static final int SUBMITTED = 1;
    private static final int ADMITTED = 2;
    private static final int FAILED = 4;
    private static final int VIOLATED = 8;

    private RequestCodec() {}

    static void write(RequestLog request, @Nullable RequestLog before, long base, PackedBytes out) {
        long submit = request.submitNanos();
        long admitted = request.admittedNanos();
        BenchmarkException error = request.error();
        String violation = request.violation();
        out.putByte((submit == RoundRecord.NONE ? 0 : SUBMITTED)
                | (admitted == RoundRecord.NONE ? 0 : ADMITTED)
                | (error == null ? 0 : FAILED)
                | (violation == null ? 0 : VIOLATED));
        out.put(request.requestId());
        if (submit != RoundRecord.NONE) {
            out.putSigned(submit - base);
        }
        if (admitted != RoundRecord.NONE) {
            out.putSigned(admitted - base);
        }
        out.putSigned(request.finishNanos() - base);
        out.put(request.preemptions());
        out.put(request.promptTokens());
        out.put(request.cachedPromptTokens());
        out.put(request.claimedCompletionTokens());
        out.put(request.completionTokens());
        out.putByte(code(request.reason()));
        if (error != null) {
            out.putText(error.errorCode().name());
            out.putText(error.errorCode().type().name());
            out.putText(String.valueOf(error.getMessage()));
        }
        if (violation != null) {
            out.putText(violation);
        }
        EmissionCodec.write(request, before, out);
    }

    static RequestLog read(long[] before, long base, UnpackedBytes in) {
        int flags = in.getByte();
        long id = in.get();
        long submit = (flags & SUBMITTED) == 0 ? RoundRecord.NONE : base + in.getSigned();
        long admitted = (flags & ADMITTED) == 0 ? RoundRecord.NONE : base + in.getSigned();
        long finish = base + in.getSigned();
        int preemptions = in.getInt();
        int prompt = in.getInt();
        int cached = in.getInt();
        int claimed = in.getInt();
        int tokens = in.getInt();
        FinishReason reason = reason(in.getByte());
        BenchmarkException error = (flags & FAILED) == 0 ? null : error(in);
        String violation = (flags & VIOLATED) == 0 ? null : in.getText();
        int emissions = in.getCount(1);
        long[] nanos = emissions == 0 ? new long[0] : EmissionCodec.readNanos(emissions, submit, before, in);
        int[] carried = emissions == 0 ? new int[0] : EmissionCodec.readTokens(emissions, in);
        return new RequestLog(new EndedRequest(
                id,
                submit,
                admitted,
                finish,
                preemptions,
                prompt,
                cached,
                claimed,
                tokens,
                reason,
                error,
                violation,
                nanos,
                carried));
    }

    private static int code(@Nullable FinishReason reason) {
        if (reason == null) {
            return 0;
        }
        return switch (reason) {
            case LENGTH -> 1;
            case END_OF_SEQUENCE -> 2;
            case CANCELLED -> 3;
        };
    }

    private static @Nullable FinishReason reason(int code) {
        return switch (code) {
            case 0 -> null;
            case 1 -> FinishReason.LENGTH;
            case 2 -> FinishReason.END_OF_SEQUENCE;
            case 3 -> FinishReason.CANCELLED;
            default -> throw new DamagedLogException("there is no reason %d for the end of a request".formatted(code));
        };
    }

    private static BenchmarkException error(UnpackedBytes in) {
        String name = in.getText();
        String type = in.getText();
        String message = in.getText();
        for (ErrorType known : ErrorType.values()) {
            if (known.name().equals(type)) {
                ErrorCode code = new ErrorCode(name, known);
                return new BenchmarkException(() -> code, message);
            }
        }
        throw new DamagedLogException("there is no type of errors \"%s\"".formatted(type));
    }
}
