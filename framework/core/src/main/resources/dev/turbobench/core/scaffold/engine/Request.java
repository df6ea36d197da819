package @package@;

import dev.turbobench.spi.Ticker;
import dev.turbobench.spi.engine.FinishReason;
import dev.turbobench.spi.engine.GenerationRequest;
import dev.turbobench.spi.engine.RequestHandle;
import dev.turbobench.spi.engine.TokenSink;

/** A request that was handed in. All but {@link #cancel} is called by the thread of the engine. */
final class @Class@Request implements RequestHandle {

    private final GenerationRequest request;
    private final TokenSink sink;
    private final Ticker ticker;
    private final int[] token = new int[1];
    private long sum;
    private int generated;
    private boolean admitted;
    private volatile boolean cancelled;

    @Class@Request(GenerationRequest request, TokenSink sink, Ticker ticker) {
        this.request = request;
        this.sink = sink;
        this.ticker = ticker;
        this.sum = request.seed();
    }

    @Override
    public long id() {
        return request.id();
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    int promptTokens() {
        return request.promptTokens().length;
    }

    /** Start; false if it was started before. */
    boolean admit() {
        if (admitted) {
            return false;
        }
        admitted = true;
        sink.onAdmitted(id(), ticker.nanoTime());
        for (int promptToken : request.promptTokens()) {
            sum = 31 * sum + promptToken;
        }
        return true;
    }

    /** Generate one token; returns why the request ends now, null if it does not. */
    FinishReason generate() {
        if (cancelled) {
            return FinishReason.CANCELLED;
        }
        token[0] = Math.floorMod(sum, @Class@Engine.VOCABULARY);
        sum = 31 * sum + token[0];
        generated++;
        sink.onTokens(id(), token, 0, 1, ticker.nanoTime());
        return generated == request.maxNewTokens() ? FinishReason.LENGTH : null;
    }

    void finish(FinishReason reason) {
        sink.onFinish(id(), reason, promptTokens(), 0, generated, ticker.nanoTime());
    }
}
