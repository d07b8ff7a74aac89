package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.tensor.Tensors;

/** How a batch is cut: into a part for each thread, and each part into pieces. For one thread at a time. */
final class BatchPieces {

    /** So many tensors' pieces are remembered: a solve has some ten states, and takes them again and again. */
    private static final int REMEMBERED = 64;

    /** Samples {@code from} to {@code to - 1}. */
    private record Range(long from, long to) {}

    private final long samples;
    private final List<List<Range>> parts = new ArrayList<>();
    private final Map<INDArray, List<List<INDArray>>> remembered = new IdentityHashMap<>();

    BatchPieces(long samples, int parts, long samplesPerPiece) {
        this.samples = samples;
        for (int part = 0; part < parts; part++) {
            this.parts.add(ranges(samples * part / parts, samples * (part + 1) / parts, samplesPerPiece));
        }
    }

    private static List<Range> ranges(long begin, long end, long samplesPerPiece) {
        long pieces = (end - begin + samplesPerPiece - 1) / samplesPerPiece;
        List<Range> ranges = new ArrayList<>();
        for (long i = 0; i < pieces; i++) {
            ranges.add(new Range(begin + (end - begin) * i / pieces, begin + (end - begin) * (i + 1) / pieces));
        }
        return ranges;
    }

    /** The number of parts. */
    int parts() {
        return parts.size();
    }

    /** The number of samples. */
    long samples() {
        return samples;
    }

    /** The times of the samples in a part's piece. */
    Times timesOf(int part, int piece, Times times) {
        Range range = parts.get(part).get(piece);
        return times.part(range.from(), range.to());
    }

    /** The pieces of each part of a tensor, as views. To make them takes ND4J as long as a small convolution. */
    List<List<INDArray>> of(INDArray batch) {
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        return remembered.computeIfAbsent(batch, key -> parts.stream()
                .map(ranges -> ranges.stream().map(range -> view(batch, range)).toList())
                .toList());
    }

    private INDArray view(INDArray batch, Range range) {
        boolean whole = range.from() == 0 && range.to() == samples;
        return whole ? batch : Tensors.samples(batch, range.from(), range.to());
    }
}
