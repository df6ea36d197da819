package dev.turbobench.core.store;

import dev.turbobench.core.config.RoundStart;
import dev.turbobench.core.record.DamagedLogException;
import dev.turbobench.core.record.PackedBytes;
import dev.turbobench.core.record.UnpackedBytes;
import dev.turbobench.spi.engine.EngineLimits;
import dev.turbobench.spi.engine.MemoryUsage;
import dev.turbobench.spi.engine.Roofline;
import dev.turbobench.spi.metric.LoadTime;
import dev.turbobench.spi.workload.CaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packs what is known of a case beside its events. */
final class FactsCodec {

    private FactsCodec() {}

    static void write(CaseFacts facts, PackedBytes out) {
        CaseSpec spec = facts.spec();
        out.put(spec.index());
        out.put(spec.concurrency());
        out.put(spec.promptTokens());
        out.put(spec.completionTokens());
        out.put(facts.tensorParallelSize());
        EngineLimits limits = facts.limits();
        out.put(limits.maxBatchSize());
        out.put(limits.maxSequenceTokens());
        out.put(limits.kvBlocks());
        out.put(limits.kvBlockTokens());
        out.putByte(
                switch (facts.start()) {
                    case TOGETHER -> 0;
                    case FREE -> 1;
                });
        out.put(facts.rounds());
    }

    static CaseFacts readFacts(UnpackedBytes in) {
        try {
            CaseSpec spec = new CaseSpec(in.getInt(), in.getInt(), in.getInt(), in.getInt());
            int ranks = in.getInt();
            EngineLimits limits = new EngineLimits(in.getInt(), in.getInt(), in.getInt(), in.getInt());
            RoundStart start = in.getByte() == 0 ? RoundStart.TOGETHER : RoundStart.FREE;
            return new CaseFacts(spec, ranks, limits, start, in.getInt());
        } catch (IllegalArgumentException e) {
            throw new DamagedLogException(String.valueOf(e.getMessage()));
        }
    }

    static void write(MemoryUsage memory, PackedBytes out) {
        out.put(memory.ranks().size());
        for (MemoryUsage.Rank rank : memory.ranks()) {
            out.putText(rank.device());
            out.put(rank.weights());
            out.put(rank.kvReserved());
            out.put(rank.kvLive());
            out.put(rank.workspace());
            out.put(rank.overhead());
        }
    }

    static MemoryUsage readMemory(UnpackedBytes in) {
        int count = in.getCount(6);
        List<MemoryUsage.Rank> ranks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ranks.add(new MemoryUsage.Rank(in.getText(), in.get(), in.get(), in.get(), in.get(), in.get()));
        }
        return new MemoryUsage(ranks);
    }

    static void write(LoadTime time, PackedBytes out) {
        out.putSigned(time.coldNanos());
        out.putSigned(time.warmNanos());
    }

    static LoadTime readLoadTime(UnpackedBytes in) {
        return new LoadTime(in.getSigned(), in.getSigned());
    }

    static void write(Optional<Roofline> roofline, PackedBytes out) {
        out.putByte(roofline.isPresent() ? 1 : 0);
        roofline.ifPresent(bounds -> {
            Roofline.Work work = bounds.work();
            out.putDouble(work.layerWeightBytes());
            out.putDouble(work.headWeightBytes());
            out.putDouble(work.kvBytesPerToken());
            out.putDouble(work.layerFlopsPerToken());
            out.putDouble(work.headFlopsPerToken());
            out.putDouble(work.attentionFlopsPerPair());
            write(bounds.datasheet(), out);
            write(bounds.measured(), out);
        });
    }

    private static void write(Roofline.Rates rates, PackedBytes out) {
        out.putDouble(rates.bytesPerSecond());
        out.putDouble(rates.flopsPerSecond());
        out.putText(rates.source());
    }

    static Optional<Roofline> readRoofline(UnpackedBytes in) {
        if (in.getByte() == 0) {
            return Optional.empty();
        }
        Roofline.Work work = new Roofline.Work(
                in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble(), in.getDouble());
        return Optional.of(new Roofline(work, readRates(in), readRates(in)));
    }

    private static Roofline.Rates readRates(UnpackedBytes in) {
        return new Roofline.Rates(in.getDouble(), in.getDouble(), in.getText());
    }
}
